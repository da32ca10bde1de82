"""Bytes to a `Document`: text, HTML, PDF, DOCX. Every character knows its place in the source."""

from __future__ import annotations

from dataclasses import fields, replace

from schemas.values import Document, Rejected, Source, Told
from sources.readers.decode import decode
from sources.readers.docx import read_docx
from sources.readers.html import declared_charset, read_html
from sources.readers.kinds import Kind, kind_of
from sources.readers.limits import Deadline, Limits, refuse
from sources.readers.pdf import read_pdf
from sources.readers.plausible import is_chinese
from sources.readers.text import read_text

__all__ = ["Limits", "read"]


def read(source: Source, limits: Limits | None = None) -> Document:
    """Read a source's bytes. Its content decides what it is, then its name.

    What the sender told wins over what the source says of itself. Raises `Rejected` with stage `read` and
    one of the reasons empty_source, too_large, binary, unknown_encoding, not_chinese, unsupported_format,
    encrypted, broken_file, no_text_layer, too_many_pages, too_slow, too_deep, decompression_bomb.
    """
    limits = limits or Limits()
    try:
        document = _read(source, limits)
    except Rejected:
        raise
    except (MemoryError, RecursionError) as error:
        raise refuse(
            "too_large", f"reading it asked for too much ({type(error).__name__}); give a smaller file"
        ) from error
    return replace(document, told=_merged(source.told, document.told))


def _read(source: Source, limits: Limits) -> Document:
    data = source.data
    if len(data) > limits.bytes:
        raise refuse("too_large", f"it has {len(data):,} bytes, {limits.bytes:,} are allowed; give single articles")
    if not data.strip():
        raise refuse("empty_source", "there is nothing in it; fetch the article again")
    kind = kind_of(data, source.name)
    if kind is Kind.PDF:
        return _checked(read_pdf(data, limits, Deadline(limits.seconds)), limits)
    if kind is Kind.DOCX:
        return _checked(read_docx(data, limits, Deadline(limits.seconds)), limits)
    if kind is Kind.HTML:
        return _checked(read_html(decode(data, declared_charset(data)), limits, Deadline(limits.seconds)), limits)
    return _checked(read_text(decode(data)), limits)


def _checked(document: Document, limits: Limits) -> Document:
    """The document, if it holds Chinese text of a bearable length. Raises Rejected."""
    if len(document.text) > limits.characters:
        raise refuse(
            "too_large",
            f"its text has {len(document.text):,} characters, {limits.characters:,} are allowed; give single articles",
        )
    if not document.text.strip():
        raise refuse("empty_source", "it holds no text; fetch the article again")
    if not is_chinese(document.text):
        raise refuse("not_chinese", "its text is not in Chinese; give a Chinese article")
    return document


def _merged(first: Told, second: Told) -> Told:
    """What `first` tells, and where it is silent what `second` tells."""
    return Told(**{f.name: getattr(first, f.name) or getattr(second, f.name) for f in fields(Told)})
