"""Ruled tables and framed boxes on a PDF page, from the lines that are drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sources.readers.limits import Deadline
from sources.readers.pdf_glyphs import Box, PdfLine, Sheet

_TOUCH = 3.0
_APART = 7.0
"""Rules nearer to each other than this (in points) are one double rule."""
_MOST = 4000
_PROSE = 90
"""Cells with more characters than this, on average, make a page's layout and no table."""


@dataclass(slots=True)
class Grid:
    """What a group of rules that touch each other encloses."""

    box: Box
    columns: list[float]
    rows: list[float]

    @property
    def is_table(self) -> bool:
        """Whether there are at least two rows and two columns."""
        return len(self.columns) >= 3 and len(self.rows) >= 3

    @property
    def is_frame(self) -> bool:
        """Whether one box is enclosed."""
        return len(self.columns) == 2 and len(self.rows) >= 2


def grids_of(sheet: Sheet, deadline: Deadline) -> list[Grid]:
    """The groups of touching rules on a page; a drawn frame counts as its four sides."""
    sides = [*sheet.rules, *(side for frame in sheet.frames for side in _sides(frame))][:_MOST]
    owner = list(range(len(sides)))

    def root(number: int) -> int:
        while owner[number] != number:
            owner[number] = owner[owner[number]]
            number = owner[number]
        return number

    order = sorted(range(len(sides)), key=lambda n: sides[n].left)
    for place, number in enumerate(order):
        if place % 128 == 0:
            deadline.check()
        for other in order[place + 1 :]:
            if sides[other].left > sides[number].right + _TOUCH:
                break
            if _touch(sides[number], sides[other]):
                owner[root(other)] = root(number)
    groups: dict[int, list[Box]] = defaultdict(list)
    for number, side in enumerate(sides):
        groups[root(number)].append(side)
    return [_grid(group) for group in groups.values() if len(group) >= 4]


def _sides(frame: Box) -> tuple[Box, Box, Box, Box]:
    return (
        Box(frame.left, frame.top, frame.right, frame.top),
        Box(frame.left, frame.bottom, frame.right, frame.bottom),
        Box(frame.left, frame.bottom, frame.left, frame.top),
        Box(frame.right, frame.bottom, frame.right, frame.top),
    )


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right + _TOUCH
        and other.left <= one.right + _TOUCH
        and one.bottom <= other.top + _TOUCH
        and other.bottom <= one.top + _TOUCH
    )


def _grid(group: Sequence[Box]) -> Grid:
    box = group[0]
    for side in group[1:]:
        box = box.joined(side)
    upright = [(side.left + side.right) / 2 for side in group if side.height > side.width]
    level = [side.middle for side in group if side.width > side.height]
    return Grid(box, _distinct(upright), _distinct(level))


def _distinct(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _APART:
            found.append(place)
    return found


def rows_of(grid: Grid, lines: Sequence[PdfLine]) -> list[tuple[str, Box]]:
    """The rows of a ruled table from top to bottom, cells with a bar between; empty where it holds prose."""
    cells: dict[tuple[int, int], list[PdfLine]] = defaultdict(list)
    for line in lines:
        row = bisect_right(grid.rows, line.box.middle)
        column = bisect_right(grid.columns, (line.box.left + line.box.right) / 2)
        cells[-row, column].append(line)
    if not cells or sum(len(line.text) for line in lines) > _PROSE * len(cells):
        return []
    found: list[tuple[str, Box]] = []
    columns = sorted({column for _, column in cells})
    for row in sorted({row for row, _ in cells}):
        inside = [cells[key] for key in sorted(cells) if key[0] == row]
        box = inside[0][0].box
        for line in (line for cell in inside for line in cell):
            box = box.joined(line.box)
        words = ["".join(line.text for line in cells.get((row, column), ())) for column in columns]
        found.append((" | ".join(words).strip(), box))  # an empty cell keeps the others in their columns
    return found
