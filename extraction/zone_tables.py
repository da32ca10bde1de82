"""Tables whose rows are zones: the row's head names the zone, the column's head the indicator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.claim import Claim
from extraction.clean import CleanText, Piece
from extraction.gazetteer import Mention
from extraction.sections import Section
from extraction.tables import Column, Shared, cell_claim, cells, head_unit, said_year, unit_line

_GROWTH = re.compile(r"(?:同比)?(?:增长率?|增速|增幅|±)$")
_RANK = re.compile(r"排名|位次|名次|序号")


def zones_of_rows(grid: Sequence[list[tuple[int, int]]], mentions: Sequence[Mention]) -> dict[int, tuple[int, str]]:
    """For each row that names a zone in one of its first two cells, the cell's number and the zone."""
    found = {}
    for number, places in enumerate(grid[1:], 1):
        for column, (start, end) in enumerate(places[:2]):
            named = [m for m in mentions if start <= m.start and m.end <= end]
            if named and named[0].start == start and end - named[0].end <= 2:
                found[number] = (column, named[0].zone_id)
                break
    return found


def zone_claims(
    text: CleanText, rows: list[Piece], section: Section, year: int | None, mentions: Sequence[Mention]
) -> list[Claim] | None:
    """The claims of a table of zones; None where its rows are no zones."""
    grid = [cells(text.norm, row) for row in rows]
    zones = zones_of_rows(grid, mentions)
    if len(zones) < 2 or len(zones) * 2 < len(grid) - 1:
        return None
    columns = _columns([text.norm[a:b] for a, b in grid[0]], said_year(text, rows[0]) or year, rows[0].start)
    line = unit_line(text, rows[0])
    shared = Shared(line[0][0], line[1]) if line and len(line[0]) == 1 else None
    claims = []
    for number, (first, zone_id) in zones.items():
        home = replace(section, scope="zone", zone_id=zone_id)
        for at, (name, column) in columns.items():
            if first < at < len(grid[number]):
                unit = column.unit or (None if column.growth else shared)
                claim = cell_claim(text.norm, rows[number], grid[number][at], unit, name, column, home)
                if claim is not None:
                    claims.append(claim)
    return claims


def _columns(head: list[str], year: int | None, at: int) -> dict[int, tuple[str, Column]]:
    """What each column measures; a column of growth alone speaks of the one before it."""
    columns: dict[int, tuple[str, Column]] = {}
    before = ""
    for number, words in enumerate(head):
        unit = head_unit(words)
        name = words[: words.rindex(unit) - 1].strip() if unit else words
        growth = bool(_GROWTH.search(name))
        name = (_GROWTH.sub("", name) or before) if growth else name
        if number == 0 or not name or _RANK.search(name):
            continue
        before = name
        columns[number] = (name, Column(year, False, growth, Shared(unit, at) if unit else None))
    return columns
