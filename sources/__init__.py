"""What comes in: connectors bring bytes, readers make documents of them, reference holds facts kept by hand."""

from __future__ import annotations

from pathlib import Path

BUNDLED: Path = Path(__file__).parent / "articles"
"""The folder of the articles that come with the project."""
