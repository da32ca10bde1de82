"""A page's characters gathered into lines, lines into blocks, blocks into the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sources.readers.furniture import BYLINE
from sources.readers.limits import Deadline
from sources.readers.pdf_glyphs import Box, Glyph, PdfLine, Sheet

_GUTTER = 0.9
"""A gap of so many character widths ends a line, if nothing says that its letters are spaced."""
_BLANK = 0.35
"""A gap of so many character widths is a blank."""
_HEADLINE = 1.5
"""A headline so many times as large as the text is no crosshead of one column."""
_LEADING = 1.3
"""Lines of one block are at most so many character heights apart (between their boxes)."""


@dataclass(slots=True, eq=False)
class PdfBlock:
    """Lines of one size that stand under each other."""

    lines: list[PdfLine]
    box: Box
    size: float
    frame: int | None = None
    """The frame on the page that it stands in."""
    kind: str = "paragraph"

    @property
    def text(self) -> str:
        """All lines, joined."""
        return "".join(line.text for line in self.lines)


def lines_of(glyphs: Sequence[Glyph], rules: Sequence[Box], deadline: Deadline) -> list[PdfLine]:
    """Printed lines, from top to bottom; what stands side by side in columns is apart."""
    rows: list[list[Glyph]] = []
    for number, glyph in enumerate(sorted(glyphs, key=lambda g: (-g.box.middle, g.box.left))):
        if number % 1024 == 0:
            deadline.check()
        for row in reversed(rows[-12:]):
            if _on_line(row[-1], glyph):
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    upright = [rule for rule in rules if rule.height > rule.width]
    lines = [_line(part) for row in rows for part in _parts(sorted(row, key=lambda g: g.box.left), upright)]
    return sorted(lines, key=lambda line: (-line.box.middle, line.box.left))


def _on_line(one: Glyph, other: Glyph) -> bool:
    """Whether two characters stand on one line and are of about one size."""
    small, large = sorted((one.size, other.size))
    return abs(one.box.middle - other.box.middle) < 0.45 * small and large < 2.2 * small


def _parts(row: Sequence[Glyph], upright: Sequence[Box]) -> list[list[Glyph]]:
    """A row cut where a gutter or an upright rule is."""
    parts: list[list[Glyph]] = [[row[0]]]
    spread = _is_spread(row)
    for before, glyph in pairwise(row):
        gap = glyph.box.left - before.box.right
        size = max(before.size, glyph.size)
        ruled = gap > 0 and any(
            rule.left >= before.box.right - 1
            and rule.right <= glyph.box.left + 1
            and rule.bottom < glyph.box.middle < rule.top
            for rule in upright
        )
        other_size = gap > 0.3 * size and max(before.size, glyph.size) > 1.3 * min(before.size, glyph.size)
        if ruled or other_size or gap > size * (3.5 if spread else _GUTTER):
            parts.append([])
        parts[-1].append(glyph)
    return parts


def _is_spread(row: Sequence[Glyph]) -> bool:
    """Whether a row is one headline with its letters set apart: few, at even gaps."""
    if not 2 <= len(row) <= 12:
        return False
    gaps = [after.box.left - before.box.right for before, after in pairwise(row)]
    return min(gaps) > 0.4 * row[0].size and max(gaps) - min(gaps) < 0.6 * row[0].size


def _line(part: Sequence[Glyph]) -> PdfLine:
    """Characters as one line, with blanks where there are gaps between words."""
    box = part[0].box
    text = part[0].text
    spread = _is_spread(part)
    for before, glyph in pairwise(part):
        box = box.joined(glyph.box)
        gap = glyph.box.left - before.box.right
        latin = before.text.isascii() and glyph.text.isascii()
        if not spread and (glyph.blank_before or gap > glyph.size * (0.18 if latin else _BLANK)):
            text += " "
        text += glyph.text
    sizes = sorted(glyph.size for glyph in part)
    return PdfLine(text, box, sizes[len(sizes) // 2])


def blocks_of(sheet: Sheet, lines: Sequence[PdfLine], frames: Sequence[Box], deadline: Deadline) -> list[PdfBlock]:
    """Lines gathered into blocks: under each other, of one size, in one frame, with no rule between."""
    across = [rule for rule in sheet.rules if rule.width > rule.height]
    blocks: list[PdfBlock] = []
    for number, line in enumerate(lines):
        if number % 64 == 0:
            deadline.check()
        frame = frame_of(line.box, frames)
        near = [block for block in blocks if block.frame == frame and _continues(block, line)]
        near = [block for block in near if not _crossed(block.lines[-1].box, line.box, across)]
        near = [block for block in near if not _shared(block, line, lines)]
        if near:
            block = min(near, key=lambda b: b.lines[-1].box.bottom - line.box.top)
            block.lines.append(line)
            block.box = block.box.joined(line.box)
        else:
            blocks.append(PdfBlock([line], line.box, line.size, frame))
    return blocks


def frame_of(box: Box, frames: Sequence[Box]) -> int | None:
    """The number of the innermost frame around a box."""
    inside = [number for number, frame in enumerate(frames) if frame.holds(box)]
    return min(inside, key=lambda n: frames[n].width * frames[n].height, default=None)


def _continues(block: PdfBlock, line: PdfLine) -> bool:
    """Whether a line stands right under a block, in its column and its size."""
    last = block.lines[-1].box
    small, large = sorted((block.size, line.size))
    gap = last.bottom - line.box.top
    indent = 2.2 * small if len(block.lines) == 1 else 0.0
    shared = min(block.box.right, line.box.right) - max(block.box.left - indent, line.box.left)
    if stands_alone(block.lines[-1].text) or stands_alone(line.text):
        return False
    return (
        large < 1.12 * small
        and -0.5 * small < gap < _LEADING * small
        and last.middle > line.box.middle
        and shared > 0.6 * min(block.box.width, line.box.width)
    )


def stands_alone(text: str) -> bool:
    """Whether a line is a byline or a sub-headline by its wording, and so never part of a paragraph."""
    if len(text) > 50 or text.endswith(("。", "；", "，")):
        return False
    return bool(BYLINE.match(text)) or text.startswith(("——", "──", "--"))


def _crossed(upper: Box, lower: Box, across: Sequence[Box]) -> bool:
    """Whether a level rule runs between two lines."""
    return any(
        lower.middle < rule.middle < upper.middle
        and min(rule.right, lower.right) - max(rule.left, lower.left) > 0.5 * lower.width
        for rule in across
    )


def _shared(block: PdfBlock, line: PdfLine, lines: Sequence[PdfLine]) -> bool:
    """Whether another line beside this one stands under the same block: then it spans two columns."""
    last = block.lines[-1].box
    return any(
        other is not line
        and abs(other.box.middle - line.box.middle) < 0.5 * line.size
        and abs(other.size - line.size) < 0.15 * line.size
        and min(last.right, other.box.right) - max(last.left, other.box.left) > 0.5 * other.box.width
        for other in lines
    )


def widened(blocks: Sequence[PdfBlock], body: float) -> None:
    """Let each headline reach over all the columns that it may head: as far as nothing stands beside it.

    A column between two headlines belongs to the nearer one; a crosshead stays in its column.
    """
    heads = [b for b in blocks if b.size >= 1.06 * body or (len(b.lines) == 1 and stands_alone(b.text))]
    heads = [h for h in heads if h.size >= _HEADLINE * body or not any(_over(other, h, body) for other in blocks)]
    reached = [_reach(head, heads, blocks) for head in heads]
    for head, box in zip(heads, reached, strict=True):
        head.box = box


def _reach(head: PdfBlock, heads: Sequence[PdfBlock], blocks: Sequence[PdfBlock]) -> Box:
    """A headline's box, as wide as what it heads: what stands below it, down to the next headline of its size."""
    beside = [b for b in blocks if b is not head and _side_by_side(b.box, head.box)]
    left = max((b.box.right for b in beside if b.box.right <= head.box.left), default=-1e6)
    right = min((b.box.left for b in beside if b.box.left >= head.box.right), default=1e6)
    rivals = [b for b in beside if b in heads]
    equals = [h for h in heads if h.size > 0.95 * head.size and h.box.top <= head.box.bottom + 2]
    floor = max((h.box.top for h in equals if h.box.right > left and h.box.left < right), default=-1e6)
    box = head.box
    for other in blocks:
        below = floor <= other.box.middle and other.box.top <= head.box.bottom + 2
        if not below or other.box.left < left - 1 or other.box.right > right + 1:
            continue
        if all(_away(head.box, other.box) <= _away(rival.box, other.box) for rival in rivals):
            box = Box(min(box.left, other.box.left), box.bottom, max(box.right, other.box.right), box.top)
    return box


def _away(one: Box, other: Box) -> float:
    """How far the middles of two boxes are apart, from left to right."""
    return abs(one.left + one.right - other.left - other.right) / 2


def _over(upper: PdfBlock, head: PdfBlock, body: float) -> bool:
    """Whether a block of running text stands right above a headline, in one column with it."""
    return (
        upper is not head
        and upper.size < 1.06 * body
        and len(upper.text) > 20
        and -body < upper.box.bottom - head.box.top < 2.5 * body
        and upper.box.left - body < head.box.left
        and head.box.right < upper.box.right + body
    )


def _side_by_side(one: Box, other: Box) -> bool:
    return min(one.top, other.top) - max(one.bottom, other.bottom) > 1


def in_reading_order(blocks: Sequence[PdfBlock], deadline: Deadline) -> list[PdfBlock]:
    """Blocks as they are read: what is above first, columns from left to right.

    One block comes before another where it stands above it in its column, or wholly left of it with nothing
    between them that spans both.
    """
    before: dict[int, list[PdfBlock]] = {}
    for block in blocks:
        deadline.check()
        before[id(block)] = [other for other in blocks if other is not block and _precedes(other, block, blocks)]
    ordered: list[PdfBlock] = []
    done: set[int] = set()
    waiting = sorted(blocks, key=lambda block: (-block.box.top, block.box.left))
    while waiting:
        free = [block for block in waiting if all(id(other) in done for other in before[id(block)])]
        chosen = _nearest(free, ordered) if free else waiting[0]
        ordered.append(chosen)
        done.add(id(chosen))
        waiting.remove(chosen)
    return ordered


def _nearest(free: Sequence[PdfBlock], ordered: Sequence[PdfBlock]) -> PdfBlock:
    """Of blocks that may come next, the one under the last; else the first from the top."""
    if ordered:
        last = ordered[-1].box
        under = [b for b in free if b.box.top <= last.bottom + 2 and _overlap(b.box, last) > 0]
        if under:
            return max(under, key=lambda block: block.box.top)
    return free[0]


def _precedes(one: PdfBlock, other: PdfBlock, blocks: Sequence[PdfBlock]) -> bool:
    a, b = one.box, other.box
    slack = 0.5 * min(one.size, other.size)
    if _overlap(a, b) > slack:
        return a.middle > b.middle if a.bottom < b.top - slack < a.top else a.bottom >= b.top - slack
    if a.right > b.left + slack:
        return False
    low, high = sorted((a.middle, b.middle))
    return not any(
        c is not one
        and c is not other
        and low < c.box.middle < high
        and _overlap(c.box, a) > slack
        and _overlap(c.box, b) > slack
        for c in blocks
    )


def _overlap(one: Box, other: Box) -> float:
    """How much two boxes share from left to right; negative where they are apart."""
    return min(one.right, other.right) - max(one.left, other.left)
