"""What people corrected in the tables: files of entries, and what they do to an article's rows."""

from sources.corrections.apply import corrected
from sources.corrections.entries import BUNDLED, BadCorrections, Correction, Corrections, load

__all__ = ["BUNDLED", "BadCorrections", "Correction", "Corrections", "corrected", "load"]
