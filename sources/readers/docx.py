"""Word documents: paragraphs and tables in order, without headers, footers, notes and deleted text."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from schemas.values import Block, Document, Told
from sources.readers.furniture import BYLINE, CAPTION, is_furniture
from sources.readers.limits import Deadline, Limits, refuse
from sources.readers.text import INVISIBLE

_PARTS = 5_000
_MAIN = "word/document.xml"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_TRIM = " \t\u00a0\u3000"
_PROSE_CELL = 120
"""Cells longer than this, on average, make a page's layout and no table."""
_SIZE = 21
"""The type size of a run that names none, in half points."""
_HEADING = re.compile(r"^(?:heading \d|title|标题|标题 ?\d|大标题)", re.IGNORECASE)
_SKIPPED = frozenset(
    qn(tag)
    for tag in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr", "w:txbxContent", "w:footnotePr")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN, _RUN = (
    qn(tag) for tag in ("w:t", "w:tab", "w:br", "w:cr", "w:noBreakHyphen", "w:r")
)
_WIDEST_CELL = 60  # columns
_BOX = qn("w:txbxContent")


@dataclass(slots=True)
class _Part:
    kind: str
    text: str


def read_docx(data: bytes, limits: Limits, deadline: Deadline) -> Document:
    """Make a document of a Word file: a line for each paragraph and table row.

    Raises Rejected: `unsupported_format`, `encrypted`, `broken_file`, `decompression_bomb`, `too_large`, `too_slow`.
    """
    _refuse_bombs(data, limits)
    try:
        word = docx.Document(io.BytesIO(data))
        parts = list(_Walk(word, deadline).parts())
    except (KeyError, ValueError, AttributeError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise refuse("broken_file", f"the Word file cannot be read ({error}); save it again as .docx") from error
    text, blocks, at = [], [], 0
    for part in parts:
        blocks.append(Block(start=at, end=at + len(part.text), kind=part.kind))
        text.append(part.text)
        at += len(part.text) + 1
        if at > limits.characters:
            raise refuse("too_large", f"its text has more than {limits.characters:,} characters; give single articles")
    return Document(
        text="\n".join(text),
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        wrapped=False,
        blocks=tuple(blocks),
        told=Told(title=next((part.text for part in parts[:3] if part.kind == "heading"), None)),
    )


def _refuse_bombs(data: bytes, limits: Limits) -> None:
    """Raise Rejected where the archive is none, is locked, holds no Word document, or unpacks to too much."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise refuse("broken_file", f"the file cannot be unpacked ({error}); fetch it again") from error
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise refuse("encrypted", "the file is locked with a password; give it without one")
    if _MAIN not in names:
        raise refuse("unsupported_format", "the archive is no Word document; give txt, html, pdf or docx")
    if len(entries) > _PARTS or sum(entry.file_size for entry in entries) > limits.expanded:
        raise refuse(
            "decompression_bomb", f"the file unpacks to more than {limits.expanded:,} bytes; give a plainer file"
        )


class _Walk:
    """Goes through a document's body in order."""

    def __init__(self, word: WordDocument, deadline: Deadline) -> None:
        self._body: Any = word.element.body
        self._deadline = deadline
        self._styles = {style.style_id: style.name or "" for style in word.styles}
        self._size = _usual_size(self._body)

    def parts(self) -> Iterator[_Part]:
        yield from self._inside(self._body)

    def _inside(self, around: Any) -> Iterator[_Part]:
        """The parts inside an element, which are paragraphs, tables, and what wraps them."""
        waiting = list(reversed(list(around)))
        while waiting:
            self._deadline.check()
            element = waiting.pop()
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
                boxes = [box for box in element.iter(_BOX) if not _is_fallback(box)]
                waiting.extend(reversed([child for box in boxes for child in box]))
            elif element.tag == qn("w:tbl"):
                rows = _rows(element)
                if _holds_data(rows):
                    yield from (_Part("table_row", " | ".join(row)) for row in rows if any(row))
                else:
                    cells = [cell for row in element.iter(qn("w:tr")) for cell in row.iterchildren(qn("w:tc"))]
                    own = [cell for cell in cells if _table_of(cell) is element]
                    waiting.extend(reversed([child for cell in own for child in cell]))
            elif element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml")):
                waiting.extend(reversed(list(element)))

    def _paragraph(self, element: Any) -> Iterator[_Part]:
        for line in _text_of(element).split("\n"):
            text = line.strip(_TRIM)
            if text and not is_furniture(text):
                yield _Part(self._kind(element, text), text)

    def _kind(self, element: Any, text: str) -> str:
        style = self._styles.get(_value(element, "w:pPr/w:pStyle") or "", "")
        if re.match(r"^(?:subtitle|副标题)", style, re.IGNORECASE):
            return "subheading"
        if re.match(r"^(?:caption|题注)", style, re.IGNORECASE):
            return "caption"
        if len(text) <= 80 and (_HEADING.match(style) or self._looks_like_heading(element, text)):
            return "subheading" if text.startswith("——") else "heading"
        if len(text) <= 60 and BYLINE.match(text) and not text.endswith("。"):
            return "byline"
        return "caption" if len(text) <= 100 and CAPTION.match(text) else "paragraph"

    def _looks_like_heading(self, element: Any, text: str) -> bool:
        """Whether a paragraph is centred, bold or large, and no sentence."""
        if text.endswith(("。", "；", "，", "！")) or len(text) > 50 or text.startswith(("（", "(")):
            return False
        if _value(element, "w:pPr/w:jc") != "center" or BYLINE.match(text):
            return False
        size = max((int(found) for found in _values(element, "w:r/w:rPr/w:sz") if found.isdigit()), default=self._size)
        bold = all(run.find(qn("w:rPr") + "/" + qn("w:b")) is not None for run in element.iterchildren(_RUN))
        return bold or size >= 1.2 * self._size


def _usual_size(body: Any) -> int:
    """The type size of most characters, in half points; a run that names none has the usual one of Chinese Word."""
    sizes: Counter[int] = Counter()
    for run in body.iter(_RUN):
        size = run.find(qn("w:rPr") + "/" + qn("w:sz"))
        written = size.get(qn("w:val"), "") if size is not None else ""
        sizes[int(written) if written.isdigit() else _SIZE] += sum(len(t.text or "") for t in run.iterchildren(_TEXT))
    return sizes.most_common(1)[0][0] if sizes else _SIZE


def _text_of(paragraph: Any) -> str:
    """A paragraph's characters: runs joined, line breaks as line feeds."""
    found: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag in _SKIPPED or (element.tag == _RUN and _is_vanished(element)):
            continue
        if element.tag == _TEXT:
            found.append(element.text or "")
        elif element.tag == _TAB:
            found.append("\t")
        elif element.tag == _HYPHEN:
            found.append("-")
        elif element.tag in (_BREAK, _RETURN):
            found.append("\n")
        else:
            waiting.extend(reversed(list(element)))
    return _INVISIBLE.sub("", re.sub(r"[\r\x0b\x0c\x85\u2028\u2029]", "\n", "".join(found)))


def _is_vanished(run: Any) -> bool:
    vanish = run.find(qn("w:rPr") + "/" + qn("w:vanish"))
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false")


def _is_fallback(element: Any) -> bool:
    return any(around.tag.endswith("}Fallback") for around in element.iterancestors())


def _rows(table: Any) -> list[list[str]]:
    """A table's own rows as cell texts; lines of one cell follow each other, and a wide cell leaves empty ones."""
    return [
        [text for cell in row.iterchildren(qn("w:tc")) for text in _wide(cell)]
        for row in table.iterchildren(qn("w:tr"))
    ]


def _wide(cell: Any) -> list[str]:
    """A cell's text, and an empty one for each further column that it covers."""
    text = "".join(_text_of(p).replace("\n", "").strip(_TRIM) for p in cell.iterchildren(qn("w:p")))
    span = _value(cell, "w:tcPr/w:gridSpan") or ""
    return [text] + [""] * (min(int(span), _WIDEST_CELL) - 1 if span.isdecimal() and len(span) < 4 else 0)


def _holds_data(rows: Sequence[Sequence[str]]) -> bool:
    cells = [cell for row in rows for cell in row if cell]
    several = sum(len(row) > 1 for row in rows)
    return bool(cells) and several >= 2 and sum(map(len, cells)) / len(cells) < _PROSE_CELL


def _table_of(cell: Any) -> Any:
    return next(cell.iterancestors(qn("w:tbl")), None)


def _value(element: Any, path: str) -> str | None:
    return next(_values(element, path), None)


def _values(element: Any, path: str) -> Iterator[str]:
    """The `w:val` of each element at a path like `w:pPr/w:jc`."""
    for found in element.xpath(path):
        value = found.get(qn("w:val"))
        if value is not None:
            yield value
