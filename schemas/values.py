"""The plain values that travel between the rooms: source, document, reading, rejection.

They hold no behaviour of their own and know no library, so every room can speak of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from schemas.offsets import OffsetMap

Row = dict[str, Any]
"""One row of a table, by column name; values as Python plain types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a sender, or the source itself, says of an article. Never inferred."""

    title: str | None = None
    newspaper: str | None = None
    edition: str | None = None
    published_on: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One input as it arrived.

    `name` is the file name (or the URL's last part), `identity` what stays the same when the input changes
    (its path or URL; it is not published), `uri` where it came from as people may read it.
    """

    name: str
    identity: str
    data: bytes
    uri: str | None = None
    told: Told = field(default_factory=Told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a document's text that the reader knows something of.

    `kind` is one of paragraph, heading, table_row, caption, box; `page` counts from 1 for paged sources.
    """

    start: int
    end: int
    kind: str = "paragraph"
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paged source: its stretch of the document's text, its page from 1, and its box there.

    The box is left, top, right, bottom in points from the page's upper left corner.
    """

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a reader makes of a source's bytes.

    `text` holds the characters in reading order, lines ended by line feeds. `places` maps it to the source's
    decoded text, or is None where a source has no such text (PDF, DOCX). `wrapped` says whether its lines
    may have been broken by a column (plain text, PDF) or are paragraphs as they stand (HTML, DOCX).
    `blocks` is empty where the reader knows no structure, `lines` where the source has no pages. `told` is what the
    source says of itself. `flags` tell of the reading: recognised (from a scan), partly_scanned.
    """

    text: str
    media_type: str
    encoding: str | None = None
    places: OffsetMap | None = None
    wrapped: bool = True
    blocks: tuple[Block, ...] = ()
    lines: tuple[Line, ...] = ()
    told: Told = field(default_factory=Told)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Why something that came in is not published.

    `stage` and `reason` are stable codes; `detail` says what, where and what to do. `table` and `row` are
    given where one row of an article was rejected.
    """

    stage: str
    reason: str
    detail: str
    table: str | None = None
    row: Row | None = None


class Rejected(Exception):
    """Raised where an article cannot be read or is not one of ours; carries the `Rejection`."""

    def __init__(self, stage: str, reason: str, detail: str) -> None:
        super().__init__(f"{stage}/{reason}: {detail}")
        self.rejection = Rejection(stage=stage, reason=reason, detail=detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that one article gave: rows by table name (`schemas.registry.EXTRACTED`), and what was refused.

    The article's row lacks what only the store knows (`ingested_at`).
    """

    rows: dict[str, list[Row]]
    rejections: tuple[Rejection, ...] = ()
