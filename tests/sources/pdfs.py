"""A small writer of PDF pages for tests: text at places, frames, rules, a picture. The font is named, not embedded."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

HALF = 0.5


@dataclass
class Page:
    width: float = 600
    height: float = 800
    drawn: list[str] = field(default_factory=list)
    turn: int = 0

    def turned(self, degrees: int) -> Page:
        """The same sheet, stored turned and shown upright, as some programs write it."""
        width, height = (self.height, self.width) if degrees in (90, 270) else (self.width, self.height)
        matrix = {
            90: f"0 1 -1 0 {width} 0",
            180: f"-1 0 0 -1 {width} {height}",
            270: f"0 -1 1 0 0 {height}",
        }[degrees]
        return Page(width, height, [f"{matrix} cm", *self.drawn], degrees)

    def text(self, x: float, y: float, text: str, size: float = 10) -> Page:
        code = text.encode("utf-16-be").hex()
        self.drawn.append(f"BT /F1 {size} Tf {x} {y} Td <{code}> Tj ET")
        return self

    def column(self, x: float, y: float, text: str, *, width: int = 20, size: float = 10, indent: bool = True) -> float:
        """Print a paragraph in lines of `width` characters, the first indented; gives the height of the next line."""
        rest, at = text, y
        first = indent
        while rest:
            room = width - 2 if first else width
            self.text(x + (2 * size if first else 0), at, rest[:room], size)
            rest, first = rest[room:], False
            at -= size * 1.5
        return at

    def frame(self, x: float, y: float, width: float, height: float) -> Page:
        self.drawn.append(f"{x} {y} {width} {height} re S")
        return self

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> Page:
        self.drawn.append(f"{x1} {y1} m {x2} {y2} l S")
        return self

    def picture(self, x: float, y: float, width: float, height: float) -> Page:
        self.drawn.append(f"q {width} 0 0 {height} {x} {y} cm /Im1 Do Q")
        return self


def pdf(*pages: Page, packed: bool = True, filters: str = "/FlateDecode", streams: list[bytes] | None = None) -> bytes:
    """The bytes of a PDF; `streams` replaces the pages' packed contents."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    add(b"<< /Type /Catalog /Pages 2 0 R >>")
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    add(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    add(b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>")
    add(
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe)"
        b" /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor"
        b" /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120"
        b" /CapHeight 700 /StemV 90 >> >>"
    )
    grey = zlib.compress(bytes(16))
    add(
        b"<< /Type /XObject /Subtype /Image /Width 4 /Height 4 /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Filter /FlateDecode /Length %d >>\nstream\n" % len(grey) + grey + b"\nendstream"
    )
    for number, page in enumerate(pages):
        add(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.turn} /Contents {7 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> /XObject << /Im1 5 0 R >> >> >>".encode()
        )
        content = "\n".join(page.drawn).encode()
        stream = streams[number] if streams else zlib.compress(content) if packed else content
        named = f"/Filter {filters} " if packed else ""
        add(f"<< {named}/Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.6\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
