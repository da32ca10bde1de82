"""Scanned pages: their characters recognised by RapidOCR, whose models come inside its package.

It is an extra (`ocr`), since it brings 200 MB along; nothing is fetched at run time. Its lines have the places that
a text layer's lines have, so that columns and headings are found in the same way.
"""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from statistics import median
from typing import Any

import pypdfium2 as pdfium

from sources.readers.limits import Deadline, refuse
from sources.readers.pdf_glyphs import Box, PdfLine

PAGES = 8
"""So many scanned pages of one file are recognised; each takes seconds."""
_SCALE = 200 / 72
"""200 dots an inch: enough for a newspaper's smallest type."""
_PIXELS = 40_000_000
_CERTAIN = 0.6
"""Lines of which the recogniser itself is less sure are left out: stains, pictures, decoration."""
_ALIKE = 0.2
"""Heights so near to the page's usual one are the same type, measured with a little noise."""

MISSING = (
    "the PDF holds pictures of pages and no text; install the extra that recognises characters "
    "(pip install 'gaoxin[ocr]'), or give a file with a text layer"
)


def is_installed() -> bool:
    """Whether scanned pages can be recognised here."""
    return importlib.util.find_spec("rapidocr_onnxruntime") is not None


@cache
def _engine() -> Any:
    return importlib.import_module("rapidocr_onnxruntime").RapidOCR()


def recognised(page: pdfium.PdfPage, deadline: Deadline) -> list[PdfLine]:
    """The lines of a scanned page, with their boxes in points from its lower left corner.

    Raises Rejected: `too_large` where the page is larger than a newspaper's, `too_slow`.
    """
    width, height = page.get_size()
    scale = min(_SCALE, 8_000 / max(width, height))
    if width * height * scale * scale > _PIXELS:
        raise refuse("too_large", f"a page of {width:.0f} by {height:.0f} points is too large to recognise; cut it up")
    deadline.check()
    image = page.render(scale=scale, grayscale=True).to_numpy()
    found, _ = _engine()(image)
    deadline.check()
    lines = [_line(corners, text, height, scale) for corners, text, score in found or () if float(score) >= _CERTAIN]
    return _levelled([line for line in lines if line.text])


def _line(corners: Any, text: str, height: float, scale: float) -> PdfLine:
    across = [float(x) / scale for x, _ in corners]
    down = [float(y) / scale for _, y in corners]
    box = Box(min(across), height - max(down), max(across), height - min(down))
    return PdfLine(text.strip(), box, box.height)


def _levelled(lines: list[PdfLine]) -> list[PdfLine]:
    """The lines with one size for the page's usual type; only what is clearly larger or smaller differs."""
    if not lines:
        return lines
    usual = median(line.size for line in lines)
    for line in lines:
        if abs(line.size - usual) <= _ALIKE * usual:
            line.size = usual
    return sorted(lines, key=lambda line: (-line.box.middle, line.box.left))
