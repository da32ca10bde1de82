"""PDF with a text layer: lines by geometry, columns in reading order, boxed articles after the main one.

pypdfium2 (Apache-2.0 or BSD-3-Clause) reads Chinese text layers right, quickly; its library must not be used
by two threads at once, hence the lock.
"""

from __future__ import annotations

import re
import threading
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pypdfium2 as pdfium

from schemas.values import Block, Document, Line
from sources.readers import ocr
from sources.readers.limits import Deadline, Limits, refuse
from sources.readers.pdf_glyphs import PdfLine, Sheet, sheet_of
from sources.readers.pdf_layout import lines_of
from sources.readers.pdf_margins import in_margin, told_by, without_digits
from sources.readers.pdf_page import PageText, Paragraph, continues, join, read_page

_ALONE = threading.Lock()
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEAD = 4_000
"""A stream's dictionary stands in so many bytes before it."""
_UNREADABLE = 0.2
"""A text layer with a greater share of characters that mean nothing is no text layer."""


def read_pdf(data: bytes, limits: Limits, deadline: Deadline) -> Document:
    """Make a document of a PDF's text layer; blocks carry page numbers from 1.

    Raises Rejected: `encrypted`, `broken_file`, `too_many_pages`, `decompression_bomb`, `no_text_layer`,
    `empty_source`, `too_large`, `too_slow`.
    """
    _refuse_bombs(data, limits.expanded * 4, deadline)
    with _ALONE:
        sheets = _sheets(data, limits, deadline)
    _refuse_scans(sheets)
    pages = _pages(sheets, deadline)
    paragraphs = _in_order(pages)
    text, blocks, lines = _written(paragraphs, {sheet.number: sheet.height for sheet in sheets})
    margins = [line for page in pages for line in page.margins]
    return Document(
        text=text,
        media_type="application/pdf",
        wrapped=True,
        blocks=tuple(blocks),
        lines=tuple(lines),
        told=replace(told_by(margins), title=_title(paragraphs)),
        flags=_flags(sheets),
    )


def _flags(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """`recognised`: characters come from a scan; `partly_scanned`: pages were left out that are pictures."""
    flags = {
        "recognised": any(sheet.recognised for sheet in sheets),
        "partly_scanned": any(not sheet.glyphs and sheet.images for sheet in sheets),
    }
    return tuple(name for name, holds in flags.items() if holds)


def _sheets(data: bytes, limits: Limits, deadline: Deadline) -> list[Sheet]:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise refuse("encrypted", "the PDF is locked with a password; give it without one") from error
        raise refuse("broken_file", f"the PDF cannot be opened ({error}); fetch it again") from error
    try:
        if len(pdf) > limits.pages:
            raise refuse(
                "too_many_pages", f"the PDF has {len(pdf)} pages, {limits.pages} are allowed; give the article's pages"
            )
        sheets = []
        for number in range(len(pdf)):
            deadline.check()
            sheets.append(sheet_of(pdf[number], number + 1, limits, deadline))
        _recognise(pdf, sheets, deadline)
        return sheets
    except pdfium.PdfiumError as error:
        raise refuse("broken_file", f"a page of the PDF cannot be read ({error}); fetch it again") from error
    finally:
        pdf.close()


def _recognise(pdf: pdfium.PdfDocument, sheets: Sequence[Sheet], deadline: Deadline) -> None:
    """Give scanned pages the lines that are recognised in them, where the extra for it is installed."""
    scanned = [sheet for sheet in sheets if not sheet.glyphs and sheet.images]
    if not scanned or not ocr.is_installed():
        return
    if len(scanned) > ocr.PAGES:
        raise refuse(
            "too_many_pages", f"{len(scanned)} scanned pages, {ocr.PAGES} are recognised; give the article's pages"
        )
    for sheet in scanned:
        sheet.recognised = ocr.recognised(pdf[sheet.number - 1], deadline)
        if sheet.recognised:
            sheet.images = []  # the whole page is the picture: nothing stands under it


def _refuse_bombs(data: bytes, most: int, deadline: Deadline) -> None:
    """Raise Rejected (`decompression_bomb`) where the streams unpack to more than `most` bytes."""
    unpacked = 0
    for match in _STREAM.finditer(data):
        deadline.check()
        head = data[max(0, match.start() - _HEAD) : match.start()].rpartition(b" obj")[2]
        packings = len(re.findall(rb"/(?:FlateDecode|Fl)\b", head))
        if not packings:
            continue
        if packings > 1:
            raise refuse(
                "decompression_bomb", "a stream of the PDF is packed twice; give the file as other programs write it"
            )
        unpacked += _unpacked(data, match.end(), most - unpacked)
        if unpacked >= most:
            raise refuse("decompression_bomb", f"the PDF unpacks to more than {most:,} bytes; give a plainer file")


def _unpacked(data: bytes, start: int, most: int) -> int:
    """How many bytes a packed stream unpacks to, counted up to `most`; 0 where it is none."""
    packed = zlib.decompressobj()
    total, at = 0, start
    rest = b""
    try:
        while total < most and not packed.eof:
            chunk = rest or data[at : at + 65_536]
            at += 0 if rest else len(chunk)
            if not chunk:
                break
            total += len(packed.decompress(chunk, 1_000_000))
            rest = packed.unconsumed_tail
    except zlib.error:
        return total
    return total


def _refuse_scans(sheets: Sequence[Sheet]) -> None:
    """Raise Rejected where there is no text to read."""
    if any(sheet.recognised for sheet in sheets):
        return
    glyphs = [glyph.text for sheet in sheets for glyph in sheet.glyphs]
    meaningless = sum(text == "\ufffd" or "\ue000" <= text <= "\uf8ff" for text in glyphs)
    if len(glyphs) >= 20 and meaningless <= _UNREADABLE * len(glyphs):
        return
    if glyphs and meaningless > _UNREADABLE * len(glyphs):
        raise refuse(
            "no_text_layer", "the PDF's fonts do not say which characters they print; give the text or a scan's text"
        )
    if any(sheet.images for sheet in sheets):
        unread = "nothing could be recognised in the PDF's pictures of pages; give a sharper scan"
        raise refuse("no_text_layer", unread if ocr.is_installed() else ocr.MISSING)
    raise refuse("empty_source", "the PDF holds no text; fetch the article again")


def _pages(sheets: Sequence[Sheet], deadline: Deadline) -> list[PageText]:
    """Each page's paragraphs; most of the text is printed in one size, which tells headlines from it."""
    printed: list[list[PdfLine]] = [
        lines_of(sheet.glyphs, sheet.rules, deadline) if sheet.glyphs else sheet.recognised for sheet in sheets
    ]
    sizes: Counter[float] = Counter()
    repeated: Counter[str] = Counter()
    for sheet, lines in zip(sheets, printed, strict=True):
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        repeated.update({without_digits(line.text) for line in lines if in_margin(sheet, line)})
    body = sizes.most_common(1)[0][0]
    return [read_page(sheet, lines, body, repeated, deadline) for sheet, lines in zip(sheets, printed, strict=True)]


def _in_order(pages: Sequence[PageText]) -> list[Paragraph]:
    """All paragraphs: captions and boxes after their page, or later where a paragraph goes on over the page."""
    found: list[Paragraph] = []
    held: list[Paragraph] = []
    for page in pages:
        flow = page.flow
        if held or (found and flow):
            if flow and found and continues(found[-1], flow[0]):
                join(found[-1], flow[0])
                flow = flow[1:]
            elif held:
                found += held
                held = []
        found += flow
        held += page.aside
        if not (found and found[-1].open):
            found += held
            held = []
    return found + held


def _title(paragraphs: Sequence[Paragraph]) -> str | None:
    """The largest headline of the first page that has one."""
    heads = [paragraph for paragraph in paragraphs if paragraph.kind == "heading" and paragraph.size]
    first = [head for head in heads if head.page == heads[0].page]
    return "".join(max(first, key=lambda head: head.size).lines) if first else None


def _written(paragraphs: Sequence[Paragraph], heights: Mapping[int, float]) -> tuple[str, list[Block], list[Line]]:
    """The document's text, a blank line between paragraphs, its blocks, and its lines with their places."""
    parts: list[str] = []
    blocks: list[Block] = []
    lines: list[Line] = []
    at = 0
    for paragraph in paragraphs:
        text = "\n".join(paragraph.lines)
        blocks.append(Block(start=at, end=at + len(text), kind=paragraph.kind, page=paragraph.page))
        parts.append(text)
        begin = at
        for words, (page, box) in zip(paragraph.lines, paragraph.boxes, strict=True):
            height = heights[page]
            lines.append(
                Line(begin, begin + len(words), page, (box.left, height - box.top, box.right, height - box.bottom))
            )
            begin += len(words) + 1
        at += len(text) + 2
    return "\n\n".join(parts), blocks, lines
