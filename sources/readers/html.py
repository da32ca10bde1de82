"""Web pages: e-papers, news sites, a zone's own site. The article without what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.values import Block, Document
from sources.readers import html_body, html_heads, html_tables, html_told
from sources.readers.decode import Decoded
from sources.readers.html_scan import Line, Page, Scanner
from sources.readers.limits import Deadline, Limits, refuse
from sources.readers.placed import PlacedLine

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii").lower() if match else None


def read_html(decoded: Decoded, limits: Limits, deadline: Deadline) -> Document:
    """Make a document of a decoded page: headline and byline, body paragraphs, table rows, captions.

    Each character of its text has its place in the page's source; the line feeds and the bars between cells,
    which are ours, are placed at the end of what stands before them. Raises Rejected: `empty_source` where
    the page holds no article.
    """
    page = Scanner(decoded.text, limits, deadline).run()
    lines, numbers, heading = _article(page, deadline)
    kinds = _kinds(page, lines, numbers, heading)
    wrapped = html_heads.are_wrapped([lines[number] for number in numbers])
    placed, blocks = _written(page, lines, kinds, heading, wrapped)
    body = set(numbers)
    around = [line for number, line in enumerate(lines) if number not in body]
    printed = lines[heading].text if heading is not None else None
    return Document(
        text=placed.text,
        media_type="text/html",
        encoding=decoded.encoding,
        places=placed.places(),
        wrapped=wrapped,
        blocks=tuple(blocks),
        told=html_told.told(page, printed, around),
        flags=decoded.flags,
    )


def _article(page: Page, deadline: Deadline) -> tuple[list[Line], list[int], int | None]:
    """The lines that count, the numbers of those of the body, and that of the headline.

    What a browser would not show is looked at only where nothing else holds an article.
    """
    shown = [line for line in page.lines if not line.element.hidden]
    for lines in (shown, page.lines):
        html_body.weigh(lines, deadline)
        numbers = html_body.body_lines(lines, html_body.choose(lines, deadline), deadline)
        if numbers:
            return lines, numbers, html_heads.find_heading(lines, numbers, html_told.titles(page))
    raise refuse("empty_source", "the page holds no article text; give the article's own page, not a list or a frame")


def _kinds(page: Page, lines: Sequence[Line], numbers: Sequence[int], heading: int | None) -> dict[int, str]:
    """What each line of the article is, by its number, in page order."""
    kinds = html_heads.kinds_before_body(lines, heading, numbers, html_told.side_titles(page))
    for number in numbers:
        kinds.setdefault(number, html_heads.kind_in_body(lines[number]))
    return dict(sorted(kinds.items()))


def _written(
    page: Page, lines: Sequence[Line], kinds: dict[int, str], heading: int | None, wrapped: bool
) -> tuple[PlacedLine, list[Block]]:
    """The document's text and its blocks: one a line, or a paragraph where lines were broken by hand."""
    rows = html_tables.data_rows(lines, [number for number, kind in kinds.items() if kind != "heading"])
    in_rows = {number for row in rows.values() for number in row}
    placed = PlacedLine()
    blocks: list[Block] = []
    parts: list[tuple[PlacedLine, str, bool]] = []
    if heading is None and (title := _title_line(page)) is not None:
        parts.append((title, "heading", False))
    for number, kind in kinds.items():
        if number in rows:
            parts.append((html_tables.joined(lines, rows[number]), "table_row", False))
        elif number not in in_rows:
            goes_on = wrapped and lines[number].after_break and not lines[number].indented
            parts.append((lines[number].placed, kind, goes_on))
    for line, kind, goes_on in parts:
        if blocks:
            placed.insert("\n", placed.last + 1)
        start = placed.end
        placed.append(line)
        if goes_on and blocks and blocks[-1].kind == kind == "paragraph":
            start = blocks.pop().start
        blocks.append(Block(start=start, end=placed.end, kind=kind))
    return placed, blocks


def _title_line(page: Page) -> PlacedLine | None:
    """The page's `<title>` without the site's name, for pages that print no headline."""
    if page.title is None:
        return None
    main = html_told.main_part(page.title.text)
    begin = page.title.text.find(main)
    return page.title.cut(begin, main) if len(main) >= 6 and begin >= 0 else None
