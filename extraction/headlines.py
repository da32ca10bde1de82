"""Lines that hold no part of a sentence: the headlines of a page that is broken into columns."""

from __future__ import annotations

import re
from itertools import pairwise

from extraction.lines import Line

COMMA = re.compile(r"[，；。、,;]")
CLAUSE_COMMA = re.compile(r"[，。；,;]")  # a page's first headline may list: 襄阳、宜昌……
FIGURE = re.compile(r"\d[\d.,]*[ ]?(?:%|个百分点|[十百千]?[万亿]|元|家|个|项|人|户|名|件|倍|平方)")
ZONE_FIRST = re.compile(r"^[一-鿿]{2,10}高新区(?:（[一-鿿]{2,4}）)?[：:\s|｜]")  # 宁波高新区：工业增长9.1%
NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}[章节部]"
)
OF_A_ZONE = re.compile(r"(?<!国家)(?<!全国)(?<!国家级)(?<=[一-鿿])高新区")
_OF_A_PLACE = re.compile(
    r"^(?!记者|本报|问|答|主持人|编者|摘要|来源|作者|编辑)([一-鿿]{2,4})(?:[：:\s　]+[^，。；：]{4,34})?$"
)
_DATELINE = re.compile(r"本报[一-鿿\d]{0,12}[讯电]|新华社|【[^】]{0,8}讯】")
_PLACE_ALONE = re.compile(r"^[一-鿿]{2,4}$")
_MOST_HEADLINES = 6  # lines that blank lines may set apart together
LONGEST_HEADLINE = 45  # characters


def without_number(text: str) -> str:
    """A heading without its number: 一、, （二）, 第三章."""
    number = NUMBERED.match(text)
    return text[number.end() :] if number else text


class Headlines:
    """Finds them by their looks; `full` says of each line whether it is as wide as its column."""

    def __init__(self, lines: list[Line], full: list[bool], *, blanks_speak: bool) -> None:
        self.lines, self.full, self.blanks_speak = lines, full, blanks_speak

    def find(self) -> set[int]:
        """The numbers of such lines."""
        found = self._stacked() | self._too_wide() | self._of_places() | self._over_dashes() | self._over_bylines()
        return found | self._set_apart() if self.blanks_speak else found

    def _set_apart(self) -> set[int]:
        """Lines that blank lines set apart and that hold no sentence: headlines, however wide they are."""
        found: set[int] = set()
        edges = [0, *(i for i, line in enumerate(self.lines) if i and line.blank_before), len(self.lines)]
        for start, stop in pairwise(edges[:-1]):
            opens = start == 0 or self.lines[start - 1].final or start - 1 in found
            if opens and stop - start <= _MOST_HEADLINES and all(map(self.is_phrase, range(start, stop))):
                found.update(range(start, stop))
        return found

    def _too_wide(self) -> set[int]:
        """Lines that are wider than the column under them, where a sentence has ended: no column broke these."""
        found: set[int] = set()
        if len(self.lines) < 8:
            return found
        column = sorted(line.width for line in self.lines)[len(self.lines) * 9 // 10]
        for i, line in enumerate(self.lines[:-1]):
            opens = i == 0 or self.lines[i - 1].final or i - 1 in found
            if opens and line.width >= column + (2 if OF_A_ZONE.search(line.text) else 4) and self.is_phrase(i):
                under = next((n for n in self.lines[i + 1 : i + 6] if n.width < line.width or not n.text), None)
                if under is not None and under.width <= column + 2:
                    found.add(i)
        return found

    def _stacked(self) -> set[int]:
        """The headlines of several zones, one under the other at the head of the page."""
        lines = self.lines
        stop = next((i for i in range(len(lines)) if not (self.is_phrase(i) or lines[i].byline)), len(lines))
        named = [i for i in range(stop) if OF_A_ZONE.search(lines[i].text) or _OF_A_PLACE.match(lines[i].text)]
        if len(named) < 2:
            return set()
        last = named[-1] + 1 if _PLACE_ALONE.match(lines[named[-1]].text) and named[-1] + 1 < stop else named[-1]
        heads = {i for i in range(last + 1) if not lines[i].byline}
        return heads if len(heads) <= _MOST_HEADLINES + 4 else set()

    def _over_dashes(self) -> set[int]:
        """A headline of up to three lines over a line that begins with a dash, where an article has ended."""
        found: set[int] = set()
        for i, line in enumerate(self.lines):
            if not line.text.startswith("——") or not self.is_phrase(i):
                continue
            top = i
            while top and i - top < 4 and (self.is_phrase(top - 1) or self._is_plain(top - 1)):
                top -= 1
            opens = top == 0 or self.lines[top - 1].final or self.lines[top - 1].byline
            if opens and 0 < i - top < 4:
                found.update(range(top, i + 1))
        return found

    def _over_bylines(self) -> set[int]:
        """Short lines between the end of an article and a byline, whatever signs they hold: 烟草之外，玉溪还有什么."""
        found: set[int] = set()
        for i, line in enumerate(self.lines[1:], 1):
            top = i
            while line.byline and top and i - top < 3 and not self.lines[top - 1].final:
                top -= 1
                if self.blanks_speak and self.lines[top].blank_before:
                    break
            over = self.lines[top:i]
            opens = top == 0 or self.lines[top - 1].final or (self.lines[top].blank_before and not self.full[top - 1])
            plain = all(n.kind is None and not n.byline and len(n.text) <= LONGEST_HEADLINE for n in over)
            found.update(range(top, i) if opens and plain else ())
        return found

    def _of_places(self) -> set[int]:
        """Headlines that begin with a place, or are nothing else (洛阳：…), each over the article about it."""
        found: dict[str, list[int]] = {}
        for i, line in enumerate(self.lines[:-1]):
            place = _OF_A_PLACE.match(line.text)
            opens = i == 0 or self.lines[i - 1].final or self.lines[i - 1].byline
            if not place or not opens or not self.is_phrase(i):
                continue
            alone = bool(_PLACE_ALONE.match(line.text))
            if not alone or self.is_phrase(i + 1):
                found.setdefault(place[1], []).extend([i, i + 1] if alone else [i])
        several = len(found) > 1 and all(len(places) <= 2 for places in found.values())
        return {i for places in found.values() for i in places} if several else set()

    def _is_plain(self, i: int) -> bool:
        """Whether a line may be of a headline, whatever signs it holds: it stands under a blank line and is short."""
        line = self.lines[i]
        plain = line.kind is None and not line.final and not line.byline
        return plain and line.blank_before and len(line.text) <= LONGEST_HEADLINE

    def is_phrase(self, i: int) -> bool:
        """Whether a line holds no part of a sentence."""
        line = self.lines[i]
        goes_on = i + 1 < len(self.lines) and self.lines[i + 1].text[0] in "，。、；："
        plain = line.kind is None and not line.final and not line.byline and len(line.text) <= LONGEST_HEADLINE
        return (
            plain
            and not goes_on
            and not _DATELINE.match(line.text)
            and not (
                (COMMA if i else CLAUSE_COMMA).search(without_number(line.text).rstrip("，、"))
                and not ZONE_FIRST.match(line.text)
            )
        )
