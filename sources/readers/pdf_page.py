"""One PDF page as paragraphs in reading order, each with what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sources.readers.furniture import BYLINE, CAPTION, is_furniture
from sources.readers.limits import Deadline
from sources.readers.pdf_glyphs import Box, PdfLine, Sheet
from sources.readers.pdf_layout import PdfBlock, blocks_of, frame_of, in_reading_order, widened
from sources.readers.pdf_margins import margin_lines, without_adverts
from sources.readers.pdf_tables import grids_of, rows_of

_END = re.compile(r"[。！？：；…”』」）)!?:;]$")
_CREDIT = re.compile(r"(?:资料图片?|资料照片|供图|[摄攝])[）)]?$")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together. `open` says that the next column may go on with it.

    `boxes` says for each line on which page it stands, and where.
    """

    kind: str
    page: int
    lines: list[str]
    boxes: list[tuple[int, Box]]
    open: bool = False
    indented: bool = False
    size: float = 0.0


@dataclass(slots=True)
class PageText:
    """A page's own flow, and what is read after it: captions and boxed articles."""

    flow: list[Paragraph]
    aside: list[Paragraph]
    margins: list[str]


def read_page(
    sheet: Sheet, lines: Sequence[PdfLine], body: float, repeated: Counter[str], deadline: Deadline
) -> PageText:
    """The paragraphs of a page whose text is printed in size `body`."""
    margins = margin_lines(sheet, lines, body, repeated)
    inside = [line for number, line in enumerate(lines) if number not in margins]
    grids = grids_of(sheet, deadline)
    tables: list[PdfBlock] = []
    for grid in grids:
        members = [line for line in inside if grid.box.holds(line.box)] if grid.is_table else []
        rows = rows_of(grid, members) if members else []
        if rows:
            inside = [line for line in inside if line not in members]
            printed = [PdfLine(text, box, body) for text, box in rows]
            tables.append(PdfBlock(printed, grid.box, body, kind="table_row"))
    frames = _frames([*sheet.frames, *(grid.box for grid in grids if grid.is_frame)], sheet, inside)
    for table in tables:
        table.frame = frame_of(table.box, frames)
    blocks = without_adverts([*blocks_of(sheet, inside, frames, deadline), *tables])
    for block in blocks:
        block.kind = _kind(block, body, sheet)
    for number in {block.frame for block in blocks}:
        widened([block for block in blocks if block.frame == number], body)
    main = [b for b in blocks if b.frame is None and b.kind != "caption"]
    flow = _paragraphs(in_reading_order(main, deadline), sheet.number)
    aside = _paragraphs([b for b in blocks if b.frame is None and b.kind == "caption"], sheet.number)
    for number in sorted(
        {b.frame for b in blocks if b.frame is not None}, key=lambda n: (-frames[n].top, frames[n].left)
    ):
        boxed = [block for block in blocks if block.frame == number]
        aside += _paragraphs(in_reading_order(boxed, deadline), sheet.number)
    return PageText(flow, aside, [lines[number].text for number in sorted(margins)])


def _frames(drawn: Sequence[Box], sheet: Sheet, lines: Sequence[PdfLine]) -> list[Box]:
    """The drawn boxes that set an article apart: with lines in them, but not most of the page's."""
    everything = sum(len(line.text) for line in lines)
    frames: list[Box] = []
    for box in sorted(drawn, key=lambda b: -b.width * b.height):
        held = [line for line in lines if box.holds(line.box)]
        if len(held) < 2 or sum(len(line.text) for line in held) > 0.6 * everything:
            continue
        if box.width * box.height < 0.9 * sheet.width * sheet.height and not any(
            _alike(box, other) for other in frames
        ):
            frames.append(box)
    return frames


def _alike(one: Box, other: Box) -> bool:
    return one.holds(other, 8) and other.holds(one, 8)


def _kind(block: PdfBlock, body: float, sheet: Sheet) -> str:
    """What a block is, by its size, its wording and its place."""
    text = block.text
    if block.kind == "table_row":
        return block.kind
    if len(text) <= 60 and BYLINE.match(text) and not text.endswith("。"):
        return "byline"
    if len(text) <= 120 and (CAPTION.match(text) or _CREDIT.search(text) or _under_picture(block, body, sheet)):
        return "caption"
    if len(text) <= 50 and text.startswith(("——", "──", "--")):
        return "subheading"
    if block.size >= 1.18 * body and len(text) <= 80:
        return "heading"
    if block.size >= 1.06 * body and len(text) <= 50 and not _END.search(text):
        return "subheading"
    return "paragraph"


def _under_picture(block: PdfBlock, body: float, sheet: Sheet) -> bool:
    """Whether a block in smaller type stands right under a picture."""
    return block.size < 0.97 * body and any(
        -body < image.bottom - block.box.top < 2.5 * body
        and image.left - body <= block.box.left
        and block.box.right <= image.right + body
        for image in sheet.images
    )


def _paragraphs(blocks: Sequence[PdfBlock], page: int) -> list[Paragraph]:
    """Blocks as paragraphs; one that goes on in the next column is one."""
    found: list[Paragraph] = []
    for block in blocks:
        for paragraph in _split(block, page):
            if found and paragraph.kind == "paragraph" and continues(found[-1], paragraph):
                join(found[-1], paragraph)
            else:
                found.append(paragraph)
    for before, after in pairwise(found):
        if (
            before.kind == "paragraph"
            and after.kind == "heading"
            and len(before.lines) == 1
            and len(before.lines[0]) <= 20
        ):
            before.kind = "heading" if not before.lines[0].endswith("。") else before.kind
    return [p for p in found if p.kind in ("heading", "table_row") or not is_furniture("".join(p.lines))]


def continues(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph at the head of a column goes on with the one at the foot of the last."""
    return before.open and before.kind == after.kind == "paragraph" and not after.indented


def join(before: Paragraph, after: Paragraph) -> None:
    """Let `before` go on with `after`."""
    before.lines += after.lines
    before.boxes += after.boxes
    before.open = after.open


def _split(block: PdfBlock, page: int) -> Iterator[Paragraph]:
    """The paragraphs of one block: one ends where the next line is indented or its own last line is short."""
    lines = block.lines
    if block.kind == "table_row":
        yield from (Paragraph("table_row", page, [line.text], [(page, line.box)]) for line in lines)
        return
    if len(lines) >= 3 and all(len(line.text) == 1 for line in lines):
        yield Paragraph(block.kind, page, [block.text], [(page, block.box)])
        return
    if block.kind != "paragraph":
        yield _paragraph(block.kind, page, lines, size=block.size)
        return
    left, right = _edges(block)
    singles = all(line.text.endswith(("。", "！", "？")) for line in lines)
    current: list[PdfLine] = []
    previous: PdfLine | None = None
    first_indented = False
    for number, line in enumerate(lines):
        indented = line.box.left > left + 1.2 * block.size
        after = lines[number + 1] if number + 1 < len(lines) else None
        centred = indented and _is_centred(line, after, left, right, block.size)
        short = previous is not None and previous.box.right < right - 1.6 * block.size
        ended = previous is not None and (short or singles) and _END.search(previous.text)
        if current and (indented or ended or centred):
            yield _paragraph("paragraph", page, current, indented=first_indented)
            current = []
        if centred:
            yield _paragraph("heading", page, [line])
            previous = None
            continue
        if not current:
            first_indented = indented
        current.append(line)
        previous = line
    if current:
        full = previous is not None and previous.box.right > right - block.size
        goes_on = full or not _END.search(current[-1].text)
        yield _paragraph("paragraph", page, current, open=goes_on, indented=first_indented)


def _paragraph(
    kind: str,
    page: int,
    lines: Sequence[PdfLine],
    *,
    open: bool = False,
    indented: bool = False,
    size: float = 0.0,
) -> Paragraph:
    """A paragraph of printed lines."""
    boxes = [(page, line.box) for line in lines]
    return Paragraph(kind, page, [line.text for line in lines], boxes, open, indented, size)


def _is_centred(line: PdfLine, after: PdfLine | None, left: float, right: float, size: float) -> bool:
    """Whether an indented line is a crosshead in the middle of its column, not the first one of a ragged paragraph.

    What follows a crosshead is indented, unless the crosshead stands farther in than paragraphs begin.
    """
    before, behind = line.box.left - left, right - line.box.right
    if behind < 1.2 * size or abs(before - behind) > 2 * size or _END.search(line.text):
        return False
    return after is None or before > 3 * size or after.box.left > left + 1.2 * size


def _edges(block: PdfBlock) -> tuple[float, float]:
    """The column's left and right edge."""
    lefts = sorted(line.box.left for line in block.lines)
    rights = sorted(line.box.right for line in block.lines)
    return lefts[len(lefts) // 8], rights[-1 - len(rights) // 8]
