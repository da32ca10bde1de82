"""Exact grounding: the stretch of an article's text that a row claims must be, character for character, what it says.

Which tables make such a claim follows from their columns; there is no fuzzy path.
"""

from __future__ import annotations

from typing import NamedTuple

from schemas.registry import EXTRACTED, TABLES
from schemas.table import Table
from schemas.values import Row


class Evidence(NamedTuple):
    """The columns by which a row points into `articles.text`: its words, and where they begin and end."""

    words: str
    start: str
    end: str


_SHAPES = (Evidence("quote", "quote_start", "quote_end"), Evidence("text", "start", "end"))


def evidence(table: Table) -> Evidence | None:
    """How the rows of `table` point into their article's text, or None where they do not."""
    names = set(table.names)
    return next((shape for shape in _SHAPES if "article_id" in names and set(shape) <= names), None)


GROUNDED: dict[str, Evidence] = {name: found for name in EXTRACTED if (found := evidence(TABLES[name]))}
"""Every table whose rows point into an article's text."""


def ungrounded(text: str, words: str, start: int, end: int) -> str | None:
    """Why `text[start:end]` is not `words`, as a sentence for people, or None when it is."""
    if words and 0 <= start < end and text[start:end] == words:
        return None
    if not words:
        return f"its words are empty, at {start} to {end}"
    there = text[max(start, 0) : max(end, 0)]
    return f"the text from {start} to {end} is {_short(there)}, not {_short(words)}"


def ungrounded_row(table: Table, row: Row, text: str) -> str | None:
    """The same for a row of `table`; None too for a table that makes no such claim."""
    shape = evidence(table)
    return ungrounded(text, row[shape.words], row[shape.start], row[shape.end]) if shape else None


def _short(words: str) -> str:
    return repr(words if len(words) <= 40 else words[:39] + "…")
