"""Claims of a table: a cell is a claim, its indicator stands in the row's head, its year in the column's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.claim import Claim
from extraction.clean import CleanText, Piece
from extraction.numerals import SCALE, arabic, scaled
from extraction.sections import Section
from extraction.units import COUNTERS, CURRENCIES, MEASURES

_CELL = re.compile(r"(?:(?<=[|｜\t])|^)[^|｜\t\n]*", re.MULTILINE)
_NUMBER = re.compile(
    r"^[\[［(（]?\s*(?P<op>[≥≤＞＜><约])?\s*(?P<n>[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?)\s*(?P<unit>%|(?:(?!以上|以内|左右|以下)[一-鿿]){0,4})\s*(?P<post>以上|以内|左右|以下)?\s*[\]］)）]?$"
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
_LONGEST_TITLE = 40  # characters
_IN_HEAD = re.compile(r"指标|项目|名称|序号|单位|(?:19|20)\d\d年")
_IS_YEAR = re.compile(r"(?:19|20)\d\d年?")
_NAMES = re.compile(r"指标|项目|名称")
_CHANGE = re.compile(r"增长|增速|降低|下降|增幅")
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


def head_unit(words: str) -> str | None:
    """The unit in brackets at the end of a head, where it is one: 地区生产总值（亿元）."""
    found = _HEAD_UNIT.search(words)
    return found[1] if found and unit_of(found[1]) else None


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


@dataclass(frozen=True, slots=True)
class Shared:
    """A unit that is printed once for many cells, and where: a statement that needs it begins there."""

    printed: str
    at: int


@dataclass(frozen=True, slots=True)
class Column:
    """What the head says of a column: its year, whether it holds targets or rates of growth, and its unit."""

    year: int | None
    target: bool
    growth: bool
    unit: Shared | None


def _is_number(words: str) -> bool:
    return bool(_NUMBER.match(words)) and not _IS_YEAR.fullmatch(words)


def tables_of(text: CleanText, rows: list[Piece]) -> list[list[Piece]]:
    """Rows that follow each other, as tables: a head after rows of numbers begins another."""
    tables: list[list[Piece]] = []
    numbers = True
    for row in rows:
        words = [text.norm[a:b] for a, b in cells(text.norm, row)]
        has_number = any(map(_is_number, words))
        if not tables or (numbers and not has_number and any(map(_IN_HEAD.search, words))):
            tables.append([])
        tables[-1].append(row)
        numbers = has_number
    return tables


def table_claims(text: CleanText, rows: list[Piece], section: Section, year: int | None) -> list[Claim]:
    """The claims of one table whose first row is its head; empty where neither head nor date tell a year."""
    norm = text.norm
    grid = [cells(norm, row) for row in rows]
    if len(grid) < 2:
        return []
    head, begin = _head([[norm[a:b] for a, b in places] for places in grid[:3]])
    columns = _columns(head, said_year(text, rows[0]) or year, rows[0].start, unit_line(text, rows[0]))
    named = next((n for n, words in enumerate(head) if n not in columns and _NAMES.search(words)), 0)
    units = next((n for n, words in enumerate(head) if words in ("单位", "计量单位")), None)
    claims: list[Claim] = []
    for row, places in zip(rows[begin:], grid[begin:], strict=True):
        claims += _row(norm, row, places, columns, units, section, named)
    return claims


def _head(rows: list[list[str]]) -> tuple[list[str], int]:
    """The words over each column, and how many rows they take: a second row of words goes under wide ones."""
    first = rows[0]
    second = rows[1]
    goes_on = len(rows) > 2 and second[0] in ("", first[0]) and any(second[1:]) and not any(map(_is_number, second))
    if not goes_on or len(second) > len(first) + 3:
        return first, 1
    wide: list[str] = []
    for number in range(max(len(first), len(second))):
        words = first[number] if number < len(first) else ""
        wide.append(words or (wide[-1] if number > 1 else ""))
    under = [*second, *[""] * (len(wide) - len(second))]
    return [over if over == below else over + below for over, below in zip(wide, under, strict=True)], 2


def _columns(head: list[str], year: int | None, at: int, line: tuple[list[str], int] | None) -> dict[int, Column]:
    """The columns that hold numbers of a known year, by their number."""
    years = {n: int(m[1]) for n, words in enumerate(head) if n and (m := _YEAR.search(words))}
    growth = {n for n, words in enumerate(head) if n and _GROWTH_COLUMN.search(words)}
    for number in sorted(growth - set(years)):  # 指标 | 2023年 | 同比增长（%）
        before = [n for n in years if n < number]
        if before:
            years[number] = years[max(before)]
    if not years and year is not None:
        years = {n: year for n, words in enumerate(head) if n in growth or (n and _SUM_COLUMN.search(words))}
    columns = {}
    for number, said in years.items():
        words = head[number]
        target = bool(_TARGET_COLUMN.search(words)) or (year is not None and said > year)
        own = head_unit(words)
        unit = Shared(own, at) if own else None
        if unit is None and number in growth and words.endswith(("%", "％")):
            unit = Shared("%", at)
        if unit is None and line is not None:
            fitting = [u for u in line[0] if (u in ("%", "％")) == (number in growth)]
            unit = Shared(fitting[0], line[1]) if len(fitting) == 1 else None
        columns[number] = Column(said, target, number in growth, unit)
    return columns


def said_year(text: CleanText, first: Piece) -> int | None:
    """The year that a table's title says: 表1 2022年主要经济指标."""
    at = text.pieces.index(first)
    for piece in reversed(text.pieces[max(0, at - 2) : at]):
        said = _YEAR.findall(text.norm, piece.start, piece.end)
        if said and piece.end - piece.start <= _LONGEST_TITLE:
            return int(said[-1])
    return None


def unit_line(text: CleanText, first: Piece) -> tuple[list[str], int] | None:
    """The units of a line above the table (单位：亿元、%), and where it begins."""
    at = text.pieces.index(first)
    for piece in reversed(text.pieces[max(0, at - 2) : at]):
        match = _UNIT_LINE.search(text.norm, piece.start, piece.end)
        if match:
            return [u for u in _UNIT_SPLIT.split(match["units"].strip(" ）)")) if unit_of(u)], piece.start
    return None


def _row(
    norm: str,
    row: Piece,
    places: list[tuple[int, int]],
    columns: dict[int, Column],
    units: int | None,
    section: Section,
    first: int,
) -> list[Claim]:
    if len(places) < first + 2:
        return []
    name = norm[slice(*places[first])]
    if re.fullmatch(r"\d{0,2}", name) and len(places) > first + 2:
        first, name = first + 1, norm[slice(*places[first + 1])]
    in_head = _HEAD_UNIT.search(name)
    if in_head and unit_of(in_head[1]) is None:
        in_head = None  # （1—10月）, （五年累计）: no unit
    printed = (
        in_head[1] if in_head else norm[slice(*places[units])] if units is not None and units < len(places) else ""
    )
    indicator = name[: in_head.start()] if in_head else name
    claims = []
    for number, column in columns.items():
        if number >= len(places) or number <= first:
            continue
        own = Shared(printed, row.start) if printed and not column.growth else column.unit
        claim = cell_claim(norm, row, places[number], own, indicator, column, section)
        if claim is not None:
            claims.append(claim)
    return claims


def cell_claim(
    norm: str,
    row: Piece,
    place: tuple[int, int],
    shared: Shared | None,
    indicator: str,
    column: Column,
    section: Section,
) -> Claim | None:
    """The claim of one cell; None where it holds no number, or nothing says its unit."""
    match = _NUMBER.match(norm[slice(*place)])
    if match is None:
        return None
    unit = unit_of(match["unit"]) if match["unit"] else unit_of(shared.printed) if shared else None
    if unit is None:
        return None
    form, base, counter, factor = unit
    start = place[0] + match.start("op" if match["op"] else "n")
    end = place[0] + match.end("post" if match["post"] else "unit" if match["unit"] else "n")
    value = scaled(arabic(match["n"].replace("−", "-")), factor)
    growth = form == "pp" or (form == "percent" and (column.growth or bool(_CHANGE.search(indicator))))
    if growth and _DOWN.search(indicator):
        value = -value
    return Claim(
        type="target" if column.target else "fact",
        scope=section.scope,
        zone_id=section.zone_id,
        kind="growth" if growth else "amount",
        start=start,
        end=end,
        sentence_start=row.start if match["unit"] or shared is None else shared.at,
        sentence_end=row.end,
        rule="table_cell",
        indicator=indicator,
        operator=_OPERATORS.get(match["op"] or match["post"] or "", "="),
        value=value,
        unit=base,
        counter=counter,
        year=column.year,
        time_text=f"{column.year}年" if column.year else None,
    )
