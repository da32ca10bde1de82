"""What a PDF page prints: its characters with their boxes, and the rules, frames and pictures around them."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from sources.readers.limits import Deadline, Limits, refuse

_RADICALS = dict(
    zip(
        "⺁⺇⺌⺝⺟⺠⺮⺶⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "厂几小月母民竹羊虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_EVERY = 1024
_THIN = 3.0
"""A drawn shape thinner than this (in points) is a rule."""


@dataclass(slots=True)
class Box:
    """A rectangle on a page in points, from its lower left corner; `page` grows upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    def holds(self, other: Box, slack: float = 2.0) -> bool:
        """Whether `other` lies inside."""
        return (
            self.left - slack <= other.left
            and other.right <= self.right + slack
            and self.bottom - slack <= other.bottom
            and other.top <= self.top + slack
        )

    def joined(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


@dataclass(slots=True)
class Glyph:
    """One printed character."""

    text: str
    box: Box
    size: float
    blank_before: bool = False


@dataclass(slots=True)
class PdfLine:
    """One printed line inside one column."""

    text: str
    box: Box
    size: float


@dataclass(slots=True)
class Sheet:
    """One page: its size, its characters in no order that matters, and what is drawn."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    recognised: list[PdfLine] = field(default_factory=list)


def sheet_of(page: pdfium.PdfPage, number: int, limits: Limits, deadline: Deadline) -> Sheet:
    """Read one page. Raises Rejected: `too_large`, `too_slow`."""
    turn = page.get_rotation()
    width, height = page.get_size()
    sheet = Sheet(number, width, height)
    textpage = page.get_textpage()
    count = textpage.count_chars()
    if count > limits.characters:
        raise refuse("too_large", f"page {number} has {count:,} characters; {limits.characters:,} are allowed")
    blank = False
    for index in range(count):
        if index % _EVERY == 0:
            deadline.check()
        glyph = _glyph(textpage.raw, index)
        if glyph is not None:
            glyph.blank_before = blank
            sheet.glyphs.append(glyph)
        blank = glyph is None and _is_blank(textpage.raw, index)
    for kind, box in _drawn(page, deadline):
        _place(sheet, kind, box)
    if turn:
        _turn(sheet, turn)
    return sheet


def _glyph(textpage: ctypes.c_void_p, index: int) -> Glyph | None:
    """The character at `index`; None for blanks, for what pdfium made up and for what has no meaning."""
    code = raw.FPDFText_GetUnicode(textpage, index)
    if code <= 0x20 or raw.FPDFText_IsGenerated(textpage, index) == 1:
        return None
    text = _plain(chr(code)) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
    if not text.strip() or unicodedata.category(text[0]) in ("Cc", "Cf"):
        return None
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(textpage, index, box):
        return None
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    size = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    here = Box(box.left, box.bottom, box.right, box.top)
    if not 0.5 < size < 1000:
        size = here.height
    return Glyph(text, here, size) if size > 0.5 else None


def _is_blank(textpage: ctypes.c_void_p, index: int) -> bool:
    """Whether a blank was printed at `index`, or seen by pdfium between two words."""
    return raw.FPDFText_GetUnicode(textpage, index) in (0x20, 0xA0, 0x2002, 0x2003, 0x3000)


def _plain(character: str) -> str:
    """A character without the disguise of a radical, which some fonts' tables put on it."""
    if "\u2f00" <= character <= "\u2fd5":
        return unicodedata.normalize("NFKC", character)
    return _RADICALS.get(character, character)


def _drawn(page: pdfium.PdfPage, deadline: Deadline) -> Iterator[tuple[int, Box]]:
    """Shapes and pictures with their boxes."""
    for number, item in enumerate(page.get_objects(max_depth=4)):
        if number % _EVERY == 0:
            deadline.check()
        if item.type in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            try:
                left, bottom, right, top = item.get_bounds()
            except pdfium.PdfiumError:
                continue
            yield item.type, Box(left, bottom, right, top)


def _place(sheet: Sheet, kind: int, box: Box) -> None:
    """Sort a shape by what it is to a reader."""
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        if box.width > 20 and box.height > 20:
            sheet.images.append(box)
    elif min(box.width, box.height) <= _THIN:
        if max(box.width, box.height) > 8:
            sheet.rules.append(box)
    elif box.width > 60 and box.height > 20:
        sheet.frames.append(box)


def _turn(sheet: Sheet, degrees: int) -> None:
    """Turn what stands on a page that is shown turned."""
    across, up = (sheet.height, sheet.width) if degrees in (90, 270) else (sheet.width, sheet.height)

    def turned(box: Box) -> Box:
        if degrees == 90:
            return Box(box.bottom, across - box.right, box.top, across - box.left)
        if degrees == 180:
            return Box(across - box.right, up - box.top, across - box.left, up - box.bottom)
        return Box(up - box.top, box.left, up - box.bottom, box.right)

    for glyph in sheet.glyphs:
        glyph.box = turned(glyph.box)
    sheet.rules = [turned(box) for box in sheet.rules]
    sheet.frames = [turned(box) for box in sheet.frames]
    sheet.images = [turned(box) for box in sheet.images]
