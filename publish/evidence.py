"""What stands behind a row: its words in their article, the sentence around them, and where to see them."""

from __future__ import annotations

from typing import Any

from publish.data import Release
from publish.links import page_path
from schemas.table import Table
from schemas.values import Row

AROUND = 40
"""How many characters before and after the quote are given, enough to find it in another copy of the text."""

ARTICLE = ("article_id", "title", "newspaper", "published_on", "url", "source_name", "source_sha256")
"""What is said of the article."""


def evidence_of(release: Release, table: Table, row: Row) -> dict[str, Any]:
    """The evidence of a quotation (a row of one of `publish.links.QUOTED`), as the API writes it.

    Offsets count Unicode code points, half-open: `start`, `end` in the clean text, `source_start`, `source_end`
    in the source's decoded text.
    """
    article = release.row("SELECT * FROM articles WHERE article_id = ?", [row["article_id"]])
    if article is None:
        raise LookupError(f"release {release.id} has no article {row['article_id']}")
    start, end, text = row["quote_start"], row["quote_end"], article["text"]
    return {
        "quote": row["quote"],
        "sentence": row.get("statement"),
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
        "start": start,
        "end": end,
        "source_start": row.get("source_start"),
        "source_end": row.get("source_end"),
        "page": row.get("page"),
        "highlight": page_path(table, row),
        "article": {name: article[name] for name in ARTICLE},
    }


def sentence_span(text: str, statement: str | None, start: int, end: int) -> tuple[int, int] | None:
    """Where `statement` stands in `text` around `start:end`, or None where it does not stand there word for word."""
    if not statement:
        return None
    at = text.find(statement, max(0, end - len(statement)), start + len(statement))
    return (at, at + len(statement)) if at >= 0 and at <= start and end <= at + len(statement) else None
