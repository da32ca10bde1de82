"""Clean text: the printing undone, and nothing else.

Lines that a column broke are joined, blanks that justification put between characters are dropped,
full-width digits, letters and signs inside numbers become half-width. Every character of the clean text
stands for one character of the document, and the offset map says which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extraction.lines import Line, printed_lines
from extraction.listing import mark_end
from extraction.paragraphs import Unit, group
from extraction.script import SIMPLIFY
from schemas.offsets import OffsetMap
from schemas.values import Document

_WIDE = {0xFF10 + i: 0x30 + i for i in range(10)}
_WIDE |= {0xFF21 + i: 0x41 + i for i in range(26)} | {0xFF41 + i: 0x61 + i for i in range(26)} | {0xFF05: 0x25}
_WIDE |= {0xFF06: 0x26, 0x00A0: 0x20}
_IS_WIDE = re.compile("[" + re.escape("".join(map(chr, _WIDE))) + "]")
_SIGN = re.compile(r"(?<=[0-9])([．－])(?=[0-9])")
_HALF = {"．": ".", "－": "-"}

_MATCH: dict[int, int] = {
    **SIMPLIFY,
    **{ord(a): ord(b) for a, b in zip("「」『』﹪︰,;:()!?", "“”‘’%：，；：（）！？", strict=True)},
}
_UNLEVEL = re.compile("[" + re.escape("".join(map(chr, _MATCH))) + "]")
_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")

_SPACES = re.compile(r"[ \t\u3000\u00a0]+")
_SPREAD = re.compile(r"\S(?:[ ]+\S(?!\S)){3,}(?:[ ]+\S)?")
_WORD = re.compile(r"[A-Za-z0-9]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(slots=True)
class Piece:
    """A paragraph, heading, byline, caption or table row of the clean text."""

    kind: str
    start: int
    end: int
    width: int
    soft: tuple[int, ...] = ()
    block: int = -1


@dataclass(slots=True)
class CleanText:
    """The clean text of a document.

    `norm` has the same length: the text as the rules see it, in simplified characters and level signs.
    `places` maps it to the document's text. `pieces` are its lines, in order.
    """

    text: str
    norm: str
    places: OffsetMap
    pieces: list[Piece] = field(default_factory=list)


def clean(document: Document) -> CleanText:
    """Undo the printing of a document. Never raises; an empty document gives an empty text."""
    lines = [line for line in printed_lines(document) if not line.furniture]
    units = group(lines, document)
    runs: list[tuple[int, int]] = []
    blanks: list[int] = []
    pieces: list[Piece] = []
    length = pieces_end = 0
    for unit in units:
        if pieces:
            runs.append((pieces_end, pieces_end + 1))
            length += 1
        begin, soft = length, []
        for number, line in enumerate(unit.lines):
            if number:
                if line.start in unit.soft:
                    soft.append(length)
                if _needs_blank(unit.lines[number - 1].text, line.text):
                    previous = unit.lines[number - 1].end
                    runs.append((previous, previous + 1))
                    blanks.append(length)
                    length += 1
            for a, b in _kept(line):
                runs.append((a, b))
                length += b - a
        pieces.append(_piece(unit, begin, length, tuple(soft)))
        pieces_end = unit.lines[-1].end
    text = _changed("".join([document.text[a:b] for a, b in runs]), _WIDE, _IS_WIDE)
    text = _SIGN.sub(lambda m: _HALF[m[1]], text)
    for at in blanks:
        text = text[:at] + " " + text[at + 1 :]
    return CleanText(text, normal(text), OffsetMap.of_runs(runs), pieces)


def _changed(text: str, table: dict[int, int], some: re.Pattern[str]) -> str:
    """`text.translate(table)`; where few characters change, only these are touched, which is five times faster."""
    few = len(text) // 50
    changed, count = some.subn(lambda m: chr(table[ord(m[0])]), text, count=few + 1)
    return changed if count <= few else text.translate(table)


def normal(text: str) -> str:
    """The text as the rules see it; the same length, character for character."""
    level = _changed(text, _MATCH, _UNLEVEL)
    return _COMMA.sub(",", level) if "，" in level else level


def _piece(unit: Unit, start: int, end: int, soft: tuple[int, ...]) -> Piece:
    widths = sorted(line.width for line in unit.lines)
    column = widths[len(widths) * 3 // 4] if len(widths) > 1 else widths[0]
    return Piece(unit.kind, start, end, column, soft, unit.lines[0].block)


def _needs_blank(before: str, after: str) -> bool:
    """Whether two joined lines are two Latin words."""
    latin = bool(_LATIN.match(after[:1]) and _LATIN.match(before[-1:]))
    return latin and not (before[-1].isupper() and after[0].isupper())  # GD|P is one word


def _kept(line: Line) -> list[tuple[int, int]]:
    """The stretches of a line without the blanks that its printing put in."""
    text = line.text
    if line.kind == "table_row" or not (" " in text or "\u3000" in text or "\t" in text or "\u00a0" in text):
        return [(line.start, line.end)]
    gaps = list(_SPACES.finditer(text))
    spread = [(m.start(), m.end()) for m in _SPREAD.finditer(text)]
    kept: list[tuple[int, int]] = []
    at = 0
    mark = mark_end(text)
    for gap in gaps:
        a, b = gap.span()
        if a == mark:
            continue
        loose = any(s <= a and b <= e for s, e in spread)
        if loose or not _is_content(text[a - 1], text[b], line):
            kept.append((line.start + at, line.start + a))
            at = b
        elif b - a > 1:
            kept.append((line.start + at, line.start + a + 1))
            at = b
    kept.append((line.start + at, line.end))
    return kept


def _is_content(before: str, after: str, line: Line) -> bool:
    """Whether a blank between two characters was written by the author."""
    if _WORD.match(before) or _WORD.match(after):
        return bool(_LATIN.match(before) and _LATIN.match(after))
    han = "\u3400" <= before <= "\u9fff" or before in "”’》）"
    return han and ("\u3400" <= after <= "\u9fff" or after in "“‘《（")
