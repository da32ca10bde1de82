"""Claims of a table: a cell is a claim, its indicator stands in the row's head, its year in the column's."""

from __future__ import annotations

import re

from extraction.claim import Claim
from extraction.clean import CleanText, Piece
from extraction.numerals import SCALE, arabic, scaled
from extraction.sections import Section
from extraction.units import COUNTERS, CURRENCIES, MEASURES

_CELL = re.compile(r"[^|｜\t]+")
_NUMBER = re.compile(
    r"^[\[［(（]?\s*(?P<op>[≥≤＞＜><约])?\s*(?P<n>[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?)\s*(?P<unit>%|[一-鿿]{0,4})\s*(?P<post>以上|以内|左右|以下)?\s*[\]］)）]?$"
)
_YEAR = re.compile(r"((?:19|20)\d\d)")
_HEAD_UNIT = re.compile(r"[（(]([^（）()]{1,12})[）)]\s*$")
_SCALED = re.compile(r"^([十百千]?[万亿]{0,2})(.*)$")
_OPERATORS = {
    "≥": ">=",
    "≤": "<=",
    "＞": ">",
    "＜": "<",
    ">": ">",
    "<": "<",
    "约": "~",
    "以上": ">=",
    "以内": "<=",
    "以下": "<=",
    "左右": "~",
}
_TARGET_COLUMN = re.compile(r"目标|规划|预期|计划|预计")
_GROWTH_COLUMN = re.compile(r"增长|增速|增幅|同比|±")
_SUM_COLUMN = re.compile(r"累计|总量|绝对|完成|数值|实绩|本月|本期|全年|季度|月")
_UNIT_LINE = re.compile(r"单位[：:]\s*(?P<units>[^，。；]{1,24})$")
_UNIT_SPLIT = re.compile(r"[、，,/／\s]+")
_DOWN = re.compile(r"降低|下降|减少")


def cells(norm: str, piece: Piece) -> list[tuple[int, int]]:
    """The places of a row's cells, without the blanks around them."""
    found = []
    for match in _CELL.finditer(norm, piece.start, piece.end):
        words = match[0]
        body = words.strip()
        begin = match.start() + (len(words) - len(words.lstrip())) if body else match.start()
        found.append((begin, begin + len(body)))
    return found


def unit_of(printed: str) -> tuple[str, str, str | None, float] | None:
    """Form, base unit, counter and factor of a unit as a table's head prints it: 亿元, %, 家, 万吨."""
    printed = printed.strip()
    if printed in ("%", "％"):
        return "percent", "percent", None, 1.0
    if printed in ("个百分点", "百分点"):
        return "pp", "pp", None, 1.0
    match = _SCALED.match(printed)
    scale, rest = (match[1], match[2]) if match else ("", printed)
    factor = SCALE.get(scale)
    if factor is None:
        return None
    if rest in CURRENCIES:
        return "money", CURRENCIES[rest], None, factor
    if rest in MEASURES:
        return "measure", MEASURES[rest][0], None, factor * MEASURES[rest][1]
    if rest in COUNTERS:
        return "count", "count", rest, factor
    return None


def table_claims(text: CleanText, rows: list[Piece], section: Section, year: int | None) -> list[Claim]:
    """The claims of one table whose first row is its head; empty where the head names no year."""
    norm = text.norm
    grid = [cells(norm, row) for row in rows]
    if len(grid) < 2:
        return []
    head = [norm[a:b] for a, b in grid[0]]
    columns: dict[int, tuple[int, bool]] = {}
    for number, words in enumerate(head):
        match = _YEAR.search(words)
        if match and number:
            said = int(match[1])
            columns[number] = (said, bool(_TARGET_COLUMN.search(words)) or (year is not None and said > year))
    growth = {n for n, words in enumerate(head) if n and _GROWTH_COLUMN.search(words)}
    if not columns and year is not None:
        columns = {n: (year, False) for n, words in enumerate(head) if n in growth or (n and _SUM_COLUMN.search(words))}
    units = next((n for n, words in enumerate(head) if words in ("单位", "计量单位")), None)
    claims: list[Claim] = []
    for row, places in zip(rows[1:], grid[1:], strict=True):
        claims += _row(norm, row, places, columns, growth, units, section)
    return claims


def _row(
    norm: str,
    row: Piece,
    places: list[tuple[int, int]],
    columns: dict[int, tuple[int, bool]],
    growth: set[int],
    units: int | None,
    section: Section,
) -> list[Claim]:
    if len(places) < 2:
        return []
    name = norm[places[0][0] : places[0][1]]
    first = 0
    if re.fullmatch(r"\d{1,2}", name) and len(places) > 2:
        first, name = 1, norm[places[1][0] : places[1][1]]
    in_head = _HEAD_UNIT.search(name)
    if in_head and unit_of(in_head[1]) is None:
        in_head = None  # （1—10月）, （五年累计）: no unit
    printed = (
        in_head[1] if in_head else norm[slice(*places[units])] if units is not None and units < len(places) else ""
    )
    indicator = name[: in_head.start()] if in_head else name
    claims = []
    for number, (said, target) in columns.items():
        if number >= len(places) or number <= first:
            continue
        if number in growth:
            # the sign must be printed with the number: a column's head is no part of the evidence
            claim = _cell(norm, row, places[number], "", indicator + "增长", section)
            if claim is not None:
                claim.indicator = indicator
        else:
            claim = _cell(norm, row, places[number], printed, indicator, section)
        if claim is not None:
            claim.type = "target" if target else "fact"
            claim.year = said
            claim.time_text = str(said) + "年"
            claims.append(claim)
    return claims


def _cell(
    norm: str, row: Piece, place: tuple[int, int], printed: str, indicator: str, section: Section
) -> Claim | None:
    match = _NUMBER.match(norm[slice(*place)])
    if match is None:
        return None
    unit = unit_of(match["unit"]) if match["unit"] else unit_of(printed)
    if unit is None:
        return None
    form, base, counter, factor = unit
    start = place[0] + match.start("n")
    end = place[0] + (match.end("post") if match["post"] else match.end("unit") if match["unit"] else match.end("n"))
    if match["op"]:
        start = place[0] + match.start("op")
    value = scaled(arabic(match["n"].replace("−", "-")), factor)
    growth = form == "pp" or (form == "percent" and bool(re.search(r"增长|增速|降低|下降|增幅", indicator)))
    if growth and _DOWN.search(indicator):
        value = -value
    return Claim(
        type="fact",
        scope=section.scope,
        zone_id=section.zone_id,
        kind="growth" if growth else "amount",
        start=start,
        end=end,
        sentence_start=row.start,
        sentence_end=row.end,
        rule="table_cell",
        confidence=0.9,
        indicator=indicator,
        operator=_OPERATORS.get(match["op"] or match["post"] or "", "="),
        value=value,
        unit=base,
        counter=counter,
    )
