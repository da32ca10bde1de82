"""Lines put together again into paragraphs and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extraction.headlines import (
    CLAUSE_COMMA,
    COMMA,
    FIGURE,
    LONGEST_HEADLINE,
    NUMBERED,
    ZONE_FIRST,
    Headlines,
    without_number,
)
from extraction.lines import Line
from extraction.listing import items
from schemas.values import Document

_BULLET = re.compile(r"^(?:[●■◆▲◎○★☆◇□]|——)")
_INTRODUCES = re.compile(r"，.*[：:]$|如下[：:]$")
_ZONE_LINE = re.compile(
    r"^[一-鿿]{2,12}(?:高新区|高新技术产业开发区|科技园区?|示范区|工业园区)(?:（[一-鿿]{2,4}）)?[：:]?$"
)
_BEGINS = re.compile(
    rf"(?:{NUMBERED.pattern})|\d{{1,2}}[—\-至]\d{{1,2}}月|20\d\d年|今年|去年|近日|日前|近年来|本报|记者|据|上半年|截至|一季度"
)
"""What follows a headline that is as wide as its column: a number, or words with which articles begin."""
_QUOTED = re.compile(r"^“[^“”，。]{4,30}”$")
_ZONE_HEADLINE = re.compile(r"^[一-鿿]{2,10}高新区(?:（[一-鿿]{2,4}）)?[：:][^，。；]{3,20}$")
_SLOGAN = re.compile(r"^[^，。；、]{4,24}$")
_SLOGAN_SIGN = re.compile(r"[ 　“”！—]")
_TOP = 2  # lines before the last of them are the head of a text
_COLUMN_WINDOW = 6
_FULL = 0.8
_NO_COLUMN = 120  # widths of half a character: no column of a newspaper is 60 characters wide


@dataclass(slots=True)
class Unit:
    """One paragraph, heading, byline, caption or table row: the lines that belong together.

    `soft` holds the starts of lines inside a paragraph at which another paragraph may begin: the line
    before ends a sentence, but is as long as the column, so nothing shows it.
    """

    kind: str
    lines: list[Line] = field(default_factory=list)
    soft: set[int] = field(default_factory=set)


def group(lines: list[Line], document: Document) -> list[Unit]:
    """Join the lines of a document into units, in order."""
    listed = {i for i in items(lines) if i > _TOP or not _is_second_headline(lines[i].text)}
    if not document.wrapped:
        return _alone(lines, listed)
    if not _broken_by_columns([line for i, line in enumerate(lines) if i not in listed]):
        return _rejoined(_alone(lines, listed))
    return _Grouping(lines, document, listed).units()


def _is_second_headline(words: str) -> bool:
    """——在第二次代表大会上的报告: a line at the top of a text that is no item of a list."""
    return words.startswith("——") and not COMMA.search(words) and not FIGURE.search(words)


def _alone(lines: list[Line], listed: set[int]) -> list[Unit]:
    """Each line as a unit; an item of a list is no heading, and neither is what introduces one."""
    return [
        Unit("paragraph" if i in listed and line.kind is None else _kind_alone(line), [line])
        if i in listed or not _stands_over(lines, i)
        else Unit("heading", [line])
        for i, line in enumerate(lines)
    ]


def _rejoined(units: list[Unit]) -> list[Unit]:
    """The same where a few lines of whole, indented paragraphs were broken: what is not indented goes on."""
    prose = [unit for unit in units if unit.kind == "paragraph"]
    if sum(unit.lines[0].indented for unit in prose) < max(3, len(prose) // 2):
        return units
    joined: list[Unit] = []
    for unit in units:
        line, before = unit.lines[0], joined[-1] if joined else None
        plain = line.kind is None and unit.kind in ("paragraph", "heading") and not line.indented
        if before and before.kind == "paragraph" and plain and not line.blank_before and _is_open(before.lines[-1]):
            before.lines.append(line)
        else:
            joined.append(unit)
    return joined


def _is_open(line: Line) -> bool:
    """Whether a long line ends within a sentence."""
    return not line.final and line.width > 40 and not line.text.endswith(("：", ":", "；", ";"))


def _stands_over(lines: list[Line], i: int) -> bool:
    """Whether a paragraph of a page is a headline by its looks: short, no sentence, no figure, and over sentences."""
    line = lines[i]
    if line.kind != "paragraph" or line.final or line.byline or len(line.text) > LONGEST_HEADLINE:
        return False
    said = bool(CLAUSE_COMMA.search(line.text) or FIGURE.search(line.text))
    if (said and not ZONE_FIRST.match(line.text)) or line.text[-1] in "：:、—，；":
        return False
    below = next((n for n in lines[i + 1 : i + 4] if not n.byline and n.text and n.final), None)
    return below is not None


def _kind_alone(line: Line) -> str:
    if line.kind and line.kind not in ("paragraph", "box"):
        return line.kind
    if line.byline:
        return "byline"
    short = not line.final and len(line.text) <= 45 and not line.text.endswith(("；", "，", "、"))
    short = short and not _INTRODUCES.search(line.text) and "。" not in line.text
    return "heading" if short and line.kind is None else "paragraph"


def _broken_by_columns(lines: list[Line]) -> bool:
    """Whether most long lines end in the middle of a sentence."""
    prose = [line for line in lines if line.width >= 20 and line.kind != "table_row" and not line.byline]
    whole = sum(line.final and line.width > _NO_COLUMN for line in prose)
    if len(prose) < 5 or whole * 3 >= len(prose):
        return False  # whole paragraphs on a line: what is short and open between them are headlines
    open_ends = sum(not line.final and not line.text.endswith(("；", ";", "：", ":")) for line in prose)
    return open_ends * 10 > len(prose) * 4


def _column(near: list[int]) -> int:
    """The width of a column, from the widths of the lines around a line."""
    return sorted(near)[len(near) * 3 // 4]


class _Grouping:
    """Decides for each pair of neighbouring lines whether the column broke them."""

    def __init__(self, lines: list[Line], document: Document, listed: set[int]) -> None:
        self.lines = lines
        self.title = re.sub(r"\s", "", document.told.title or "")
        pairs = max(1, len(lines) - 1)
        self.blanks_speak = sum(line.blank_before for line in lines[1:]) < 0.35 * pairs
        self.indents_speak = sum(line.indented for line in lines) >= 3
        widths = [line.width for line in lines]
        lengths = [len(line.text) for line in lines]
        self.lengths = [
            _column(lengths[max(0, i - _COLUMN_WINDOW) : i + _COLUMN_WINDOW + 1]) for i in range(len(lines))
        ]
        self.columns = [_column(widths[max(0, i - _COLUMN_WINDOW) : i + _COLUMN_WINDOW + 1]) for i in range(len(lines))]
        finals = [i for i, line in enumerate(lines) if line.final]
        self.last_final = finals[-1] if finals else -1
        self.first_final = finals[0] if finals else len(lines)
        self.items = listed
        full = [self._is_full(i) for i in range(len(lines))]
        self.headlines = Headlines(lines, full, blanks_speak=self.blanks_speak)
        self.set_apart = self.headlines.find()

    def _is_full(self, i: int) -> bool:
        return self.lines[i].width >= _FULL * self.columns[i]

    def _is_short(self, i: int) -> bool:
        """Whether a line is shorter than its column by more than a lost indent, in characters and in print."""
        return len(self.lines[i].text) <= self.lengths[i] - 3 and self.lines[i].width <= self.columns[i] - 6

    def _is_heading(self, i: int, after_body: bool) -> bool:
        """Whether line `i`, which does not continue the line before, is a heading."""
        line = self.lines[i]
        if line.kind == "heading" or i in self.set_apart:
            return True
        sentence = line.final or "。" in line.text
        if sentence or line.kind in ("table_row", "caption") or i in self.items or _INTRODUCES.search(line.text):
            return False
        if i > self.last_final or self._is_zone_line(i) or self._is_slogan(i):
            return True
        flat = re.sub(r"\s", "", line.text)
        if self.title and len(flat) >= 5 and (flat in self.title):
            return True
        if COMMA.search(without_number(line.text).rstrip("，、")):
            return False
        if self.indents_speak and line.indented:
            follows = self.lines[i + 1] if i + 1 < len(self.lines) else None
            return follows is not None and follows.indented and self._is_numbered_heading(i)
        if (
            not self._is_full(i)
            or (i == 0 and (self._is_short(i) or _QUOTED.match(line.text)))
            or _ZONE_HEADLINE.match(line.text)
        ):
            return True
        follows = self.lines[i + 1] if i + 1 < len(self.lines) else None
        if i == 0 and follows is not None and (follows.byline or _BEGINS.match(follows.text)):
            return True
        if follows is not None and self.indents_speak and follows.indented:
            return True
        return not after_body and i == 0 and bool(re.search(r"\S[ 　]\S", line.text))

    def _is_zone_line(self, i: int) -> bool:
        """Whether a line is nothing but a zone's name, and no sentence goes on in it."""
        if not 0 <= i < len(self.lines) or not _ZONE_LINE.match(self.lines[i].text):
            return False
        if i < self.first_final:
            return True
        return not self._is_full(i) and (self.lines[i - 1].final or not self._is_full(i - 1))

    def _is_slogan(self, i: int) -> bool:
        """Whether a line stands under a zone's name, or at the head of the page, and reads like a headline."""
        words = self.lines[i].text
        if not _SLOGAN.match(words):
            return False
        if words.startswith("——") and i < 4:
            return True
        return self._is_zone_line(i - 1) and (bool(_SLOGAN_SIGN.search(words)) or self._is_zone_line(i + 1))

    def _is_numbered_heading(self, i: int) -> bool:
        """Whether a line is a numbered heading as a whole: 一、2022年计划执行情况."""
        line = self.lines[i]
        return bool(NUMBERED.match(line.text)) and not line.final and not COMMA.search(without_number(line.text))

    def _breaks(self, i: int, in_heading: bool) -> bool:
        """Whether a new unit begins at line `i`."""
        line, before = self.lines[i], self.lines[i - 1]
        if (
            self._is_zone_line(i)
            or i in self.set_apart
            or i - 1 in self.set_apart
            or in_heading
            or line.byline
            or before.byline
            or "table_row" in (line.kind, before.kind)
        ):
            return True
        if i in self.items or (i - 1 in self.items and not self._is_full(i - 1)):
            return True
        if NUMBERED.match(line.text) and (i == 1 or before.final or self._is_numbered_heading(i - 1)):
            return True
        if line.kind != before.kind or (line.block != before.block and (before.final or line.kind == "heading")):
            return True
        if i > self.last_final or (self.indents_speak and line.indented):
            return True
        if self.blanks_speak and line.blank_before and (before.final or not self._is_full(i - 1)):
            return True
        if (before.final and not self._is_full(i - 1)) or (i < self.first_final and self._is_zone_line(i)):
            return True
        if before.final:
            # the indent of a paragraph's first line is lost, but makes the line shorter by two characters
            indent_lost = not self.indents_speak and line.width <= self.columns[i] - 3
            return indent_lost or self._is_heading(i, True) or bool(_BULLET.match(line.text))
        return False

    def units(self) -> list[Unit]:
        """The lines, grouped."""
        units: list[Unit] = []
        for i, line in enumerate(self.lines):
            in_heading = bool(units) and units[-1].kind != "paragraph"
            if units and not self._breaks(i, in_heading):
                if self.lines[i - 1].final and not self.indents_speak:
                    units[-1].soft.add(line.start)
                units[-1].lines.append(line)
                continue
            after_body = bool(units) and not in_heading
            units.append(Unit(self._kind(i, after_body), [line]))
        return units

    def _kind(self, i: int, after_body: bool) -> str:
        line = self.lines[i]
        if line.byline:
            return "byline"
        if line.kind and line.kind not in ("paragraph", "box"):
            return line.kind
        return "heading" if self._is_heading(i, after_body) else "paragraph"
