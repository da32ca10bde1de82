"""Items of a list: lines with a mark before them (◎, 1., ①), or short lines that all end with their number."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import groupby

from extraction.lines import Line

SIGN = r"[^\w\s“”‘’《》（）()【】「」『』〔〕\[\],.，。；：、！？!?;:—…%％\-+<>〈〉/／&=$￥#@|~～'\"]"
"""A sign that begins an item and stands for nothing: ◎, ■, ➢, ✅."""
MARK = rf"(?:{SIGN}+|\d{{1,2}}[.．、)）](?!\d)|\d[\ufe0f\u20e3]+|0\d[ \u3000]|[（(]\d{{1,2}}[)）]|[①-⑳❶-❿]|[—–-]{{1,2}}[ \u3000]?(?=[一-鿿“]))"
_MARKED = re.compile(MARK)
_BEFORE_NUMBER = re.compile(r"\d{1,2}[.．][ \u3000](?=\d)")
_ENDS_WITH_NUMBER = re.compile(
    r"[一-鿿]{2}[^，。；]*\d[\d.,]*(?:%|倍|个百分点|[万亿千百]{0,2}(?:元|美元|平方公里|平方米|[家个件项人户名位亩吨条套座辆台张所]))(?:以上|左右|以内)?$"
)
_DIGIT = re.compile(r"[\d一二两三四五六七八九十百千万]")
_FEWEST = 3  # lines with one mark that make a list
_FEWEST_BARE = 4  # lines that end with a number


def mark_end(text: str) -> int:
    """Where the blank after an item's mark stands that parts it from a number (2. 30家), or -1."""
    mark = _BEFORE_NUMBER.match(text)
    return mark.end() - 1 if mark else -1


def items(lines: list[Line]) -> set[int]:
    """The lines that are items of lists."""
    by_mark: defaultdict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        mark = _MARKED.match(line.text)
        if mark and line.kind is None and _DIGIT.search(line.text, mark.end()):
            by_mark[re.sub(r"[\d①-⑳❶-❿]+", "1", mark[0])].append(i)
    found = {i for places in by_mark.values() if len(places) >= _FEWEST for i in places}
    for is_bare, group in groupby(range(len(lines)), key=lambda i: _is_bare(lines[i])):
        run = list(group)
        if is_bare and len(run) >= _FEWEST_BARE and _is_ragged([lines[i] for i in run]):
            found.update(run)
    return found


def _is_bare(line: Line) -> bool:
    """Whether a line ends with a number and its unit, without a sign that ends a sentence."""
    return line.kind is None and not line.final and bool(_ENDS_WITH_NUMBER.search(line.text))


def _is_ragged(run: list[Line]) -> bool:
    """Whether lines are of different widths, so that no column can have broken them."""
    widths = sorted(line.width for line in run)
    return widths[0] * 10 <= widths[-1] * 8
