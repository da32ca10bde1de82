"""Plain text: characters as they stand, with one kind of line end and nothing invisible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.offsets import OffsetMap
from schemas.values import Document
from sources.readers.decode import Decoded

INVISIBLE = "\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff"
"""Characters that print nothing, as the inside of a character class."""
_DROPPED = re.compile(rf"\r(?=\n)|[{INVISIBLE}]+")
_LINE_ENDS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))


def read_text(decoded: Decoded) -> Document:
    """Make a document of decoded plain text. Its lines may be a printed column's, so `wrapped` is true."""
    kept = list(_kept(decoded.text))
    text = "".join(decoded.text[start:end] for start, end in kept).translate(_LINE_ENDS)
    return Document(
        text=text,
        media_type="text/plain",
        encoding=decoded.encoding,
        places=OffsetMap.of_runs(kept),
        flags=decoded.flags,
    )


def _kept(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of `text` between the characters that are dropped."""
    at = 0
    for match in _DROPPED.finditer(text):
        yield at, match.start()
        at = match.end()
    yield at, len(text)
