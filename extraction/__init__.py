"""What an article says: from a document to clean text, sections and claims.

Pure functions of text: no input or output, no clock, no network.
"""

from extraction.extractor import Extractor
from extraction.grounding import reparse

__all__ = ["Extractor", "reparse"]
