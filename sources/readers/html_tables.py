"""Tables of a page: which hold data, and their rows as one line each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sources.readers.html_scan import Element, Line
from sources.readers.placed import PlacedLine

BETWEEN_CELLS = " | "
_CELL = 40
"""Cells of data tables are shorter than this, on average."""


def data_rows(lines: Sequence[Line], numbers: Sequence[int]) -> dict[int, list[int]]:
    """For the first line of each row of a data table, the numbers of all lines of that row."""
    tables: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        table = lines[number].within("table")
        if table is not None and lines[number].within("tr") is not None:
            tables[id(table)].append(number)
    rows: dict[int, list[int]] = {}
    for members in tables.values():
        if _holds_data([lines[number] for number in members]):
            grouped: dict[int, list[int]] = defaultdict(list)
            for number in members:
                grouped[id(lines[number].within("tr"))].append(number)
            rows.update({row[0]: row for row in grouped.values()})
    return rows


def _holds_data(lines: Sequence[Line]) -> bool:
    """Whether a table's lines are short cells in at least two columns and two rows."""
    columns: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        columns[id(line.within("tr"))].add(id(_cell(line)))
    several = sum(len(cells) > 1 for cells in columns.values())
    average = sum(len(line.text) for line in lines) / len(lines)
    return several >= 2 and several >= len(columns) / 2 and average < _CELL


def joined(lines: Sequence[Line], row: Sequence[int]) -> PlacedLine:
    """One line of a row's cells with a bar between columns, empty ones too; lines of one cell follow each other."""
    line = PlacedLine()
    column = 0
    end = lines[row[0]].placed.origins[0]
    for number in row:
        cell = _cell(lines[number])
        if cell is not None and cell.column > column:
            bars = BETWEEN_CELLS * (cell.column - column)
            line.insert(bars if line.end else bars.lstrip(), end)
            column = cell.column
        line.append(lines[number].placed)
        end = lines[number].placed.last + 1
    return line


def _cell(line: Line) -> Element | None:
    return line.within("td") or line.within("th")
