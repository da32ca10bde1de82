"""What kind of file some bytes are, by their first ones; the name decides only between text and HTML."""

from __future__ import annotations

import re
from enum import Enum

from sources.readers.limits import refuse


class Kind(Enum):
    """The kinds of file that are read."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


_REFUSED = (
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3\0", "a database"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"</?(?:p|div|br|span|table|tr|td|h[1-6]|ul|li|meta|title|article|section)\b[^<>]*>", re.IGNORECASE)


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file. Raises Rejected: `unsupported_format` and, for a Word file with a password, `encrypted`."""
    head = data[:1024]
    if b"%PDF-" in head and not _PAGE.search(head):
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return Kind.DOCX
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refuse("encrypted", "the file is locked with a password; give it without one")
        raise refuse("unsupported_format", "this is an old Office file (.doc, .wps); save it as .docx")
    for magic, what in _REFUSED:
        if head.startswith(magic):
            raise refuse("unsupported_format", f"this is {what}; give txt, html, pdf or docx")
    return Kind.HTML if _is_html(data, name) else Kind.TEXT


def _is_html(data: bytes, name: str) -> bool:
    """Whether text is a web page: it opens like one, or is named like one and has tags."""
    start = data[:65_536]
    if b"\0" in start:
        start = start.replace(b"\0", b"")
    opening = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if opening.startswith(b"<") and _PAGE.search(start):
        return True
    named = name.lower().endswith((".html", ".htm", ".shtml", ".xhtml"))
    return named and bool(_TAG.search(start))
