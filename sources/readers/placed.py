"""Text gathered piece by piece from a source, each character with its place there."""

from __future__ import annotations

import re
from bisect import bisect_right
from html.entities import html5

from schemas.offsets import OffsetMap
from sources.readers.text import INVISIBLE

_PIECE = re.compile(
    r"(?P<blank>[ \t\r\n\f\v]+)"
    r"|(?P<entity>&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?))"
    rf"|(?P<invisible>[{INVISIBLE}]+)"
    rf"|(?P<plain>[^& \t\r\n\f\v{INVISIBLE}]+|&)"
)
_TRIM = " \t\r\n\f\v\u00a0\u2002\u2003\u2005\u2009\u3000"
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
_INVISIBLE = re.compile(f"[{INVISIBLE}\x80-\x84\x86-\x9f]")
# Browsers read these numeric references as Windows-1252, and so do we.
_WINDOWS = {number: bytes([number]).decode("cp1252", "ignore") for number in range(0x80, 0xA0)}


class PlacedLine:
    """A line of text, gathered from pieces of a source.

    Character `i` of run `r` stands at `origins[r] + i - starts[r]`; white space is collapsed to one blank, and
    a line break between Chinese characters is nothing at all.
    """

    __slots__ = ("_blank", "_broken", "_parts", "end", "origins", "starts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.end = 0
        self._blank: int | None = None
        self._broken = False

    @property
    def text(self) -> str:
        """The characters gathered so far."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    def add(self, source: str, start: int, end: int) -> None:
        """Gather `source[start:end]` as a browser shows it: entities read, white space collapsed."""
        for match in _PIECE.finditer(source, start, end):
            at = match.start()
            if match["blank"] is not None:
                if self._blank is None:
                    self._blank = at
                self._broken = self._broken or "\n" in match[0] or "\r" in match[0]
            elif match["entity"] is not None:
                self._entity(match[0], at)
            elif match["plain"] is not None:
                self._put(match[0], at)

    @property
    def last(self) -> int:
        """The place of the last character in the source."""
        return self.origins[-1] + self.end - 1 - self.starts[-1]

    def insert(self, text: str, origin: int) -> None:
        """Add characters that are not in the source; they are placed at `origin`."""
        for character in text:
            self._run(character, origin)

    def append(self, other: PlacedLine) -> None:
        """Add another line as it stands."""
        text = other.text
        edges = [*other.starts, len(text)]
        for run, origin in enumerate(other.origins):
            self._run(text[edges[run] : edges[run + 1]], origin)

    def trimmed(self) -> PlacedLine:
        """This line without blanks at its ends."""
        text = self.text
        inside = text.strip(_TRIM)
        return self.cut(len(text) - len(text.lstrip(_TRIM)), inside) if inside else PlacedLine()

    def cut(self, begin: int, inside: str) -> PlacedLine:
        """The part of this line that begins at `begin` and reads `inside`."""
        line = PlacedLine()
        stop = begin + len(inside)
        edges = [*self.starts, self.end]
        text = self.text
        for run in range(max(0, bisect_right(self.starts, begin) - 1), len(self.origins)):
            first, last = max(begin, edges[run]), min(stop, edges[run + 1])
            if first >= stop:
                break
            if first < last:
                line._run(text[first:last], self.origins[run] + first - edges[run])
        return line

    def places(self) -> OffsetMap:
        """The map from this line to the source."""
        return OffsetMap(self.starts or [0], self.origins or [0], self.end)

    def _entity(self, written: str, at: int) -> None:
        """Read a character reference; what is none stays as it is written."""
        if written[1] == "#":
            text, used = _numbered(written), len(written)
        else:
            text, used = _named(written)
        if not used:
            self._put(written, at)
            return
        for character in text:
            if not _INVISIBLE.match(character):
                self._put(character, at)
        if used < len(written):
            self._put(written[used:], at + used)

    def _put(self, text: str, at: int) -> None:
        """Add characters that stand one for one in the source, after the blank that may be waiting."""
        if self._blank is not None:
            if self.end and not (self._broken and (_WIDE.match(self._parts[-1][-1]) or _WIDE.match(text[0]))):
                self._run(" ", self._blank)
            self._blank, self._broken = None, False
        self._run(text, at)

    def _run(self, text: str, origin: int) -> None:
        if not self.starts or self.origins[-1] + self.end - self.starts[-1] != origin:
            self.starts.append(self.end)
            self.origins.append(origin)
        self._parts.append(text)
        self.end += len(text)


def _numbered(written: str) -> str:
    """The character of a numeric reference, or the replacement character."""
    digits = written[2:].rstrip(";")
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    if number in _WINDOWS:
        return _WINDOWS[number]
    if number == 0 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return "\ufffd"
    return chr(number)


def _named(written: str) -> tuple[str, int]:
    """The characters of a named reference and how much of `written` it used; 0 where there is no such name."""
    name = written[1:]
    if name in html5:
        return html5[name], len(written)
    for length in range(len(name), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]], length + 1
    return "", 0
