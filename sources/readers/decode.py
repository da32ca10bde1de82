"""Bytes to characters: which encoding they are in, by what gives plausible Chinese."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from sources.readers.limits import refuse
from sources.readers.plausible import is_chinese, is_garbled, plausibility

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("gb18030", "big5hkscs", "cp950")
_WIDE = ("utf-16-le", "utf-16-be")
_PLAUSIBLE = 0.3
"""Honest Chinese reaches 0.6 and more; text in a wrong encoding stays below 0.15."""
_DAMAGE = 0.002
"""So large a share of characters may be lost to damaged bytes; beyond it the text is hopeless."""
_SAMPLE = 100_000
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27}) + b"\x7f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Characters, the encoding that gave them, and what is wrong with them (`mojibake`). A BOM is left out."""

    text: str
    encoding: str
    flags: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a source's bytes. `declared` is what the source says of itself; it is believed only if it fits.

    Raises Rejected: `binary`, `unknown_encoding` (also for text that is garbled throughout), `not_chinese`.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _judged(*_lenient(data[len(bom) :], encoding))
    if b"\0" in data:
        return _wide(data)
    if sum(data.count(control) for control in _CONTROLS) > max(4, len(data) // 1000):
        raise refuse("binary", "the bytes are no text; give the article as txt, html, pdf or docx")
    strict = _strict(data, "utf-8")
    if strict is not None:
        return _judged(strict, "utf-8")
    return _legacy(data, declared)


def _wide(data: bytes) -> Decoded:
    """Bytes with zeros among them: UTF-16 without a mark, or no text."""
    texts = [(text, name) for name in _WIDE if (text := _strict(data, name)) is not None and "\0" not in text]
    best = max(texts, key=lambda found: plausibility(found[0]), default=None)
    if best is None or plausibility(best[0]) < _PLAUSIBLE:
        raise refuse("binary", "the bytes are no text; give the article as txt, html, pdf or docx")
    return _judged(*best)


def _legacy(data: bytes, declared: str | None) -> Decoded:
    """Bytes that are not UTF-8: the most plausible of the Chinese encodings, whole or slightly damaged."""
    names = dict.fromkeys([*_of_declared(declared), *_LEGACY, *_WIDE])
    whole = [(text, name) for name in names if (text := _strict(data, name)) is not None]
    best = max(whole, key=lambda found: plausibility(found[0]), default=("", ""))
    if plausibility(best[0]) >= _PLAUSIBLE:
        return _judged(*best)
    damaged = [_lenient(data, name) for name in ("utf-8", *_LEGACY)]
    best = max(damaged, key=lambda found: plausibility(found[0]))
    if plausibility(best[0]) >= _PLAUSIBLE and best[0].count("\ufffd") <= max(2, len(best[0]) * _DAMAGE):
        return _judged(*best)
    return _guessed(data)


def _guessed(data: bytes) -> Decoded:
    """What a general detector makes of bytes that no Chinese encoding explains. Raises Rejected otherwise."""
    match = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if match is not None and (text := _strict(data, match.encoding)) is not None:
        if plausibility(text) >= _PLAUSIBLE:
            return _judged(text, match.encoding)
        if not is_chinese(text):
            raise refuse(
                "not_chinese", f"the text (read as {match.encoding}) is not in Chinese; give a Chinese article"
            )
    raise refuse(
        "unknown_encoding",
        "no encoding makes plausible Chinese of these bytes; save the article again in UTF-8",
    )


def _judged(text: str, encoding: str) -> Decoded:
    """Decoded text with its flags. Raises Rejected where it is garbled throughout."""
    if not is_garbled(text):
        return Decoded(text=text, encoding=_spoken(encoding))
    latin = len(re.findall(r"[\u0080-\u00ff]", text))
    if plausibility(text) < _PLAUSIBLE / 2 or latin > len(text) / 3:
        raise refuse(
            "unknown_encoding",
            "the characters are garbled: an earlier program read them in a wrong encoding; fetch the article again",
        )
    return Decoded(text=text, encoding=_spoken(encoding), flags=("mojibake",))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _lenient(data: bytes, encoding: str) -> tuple[str, str]:
    return data.decode(encoding, "replace"), encoding


def _of_declared(declared: str | None) -> list[str]:
    """The codec for a declared encoding, as browsers take it: GB2312 and GBK are read as GB18030."""
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return []
    if name in ("gb2312", "gbk", "gb18030", "hz"):
        return ["gb18030"]
    return [name] if name in ("shift_jis", "cp932", "euc_jp", "euc_kr", "cp949") else []


def _spoken(encoding: str) -> str:
    """The name by which people and browsers know an encoding."""
    return {"big5hkscs": "big5-hkscs", "cp950": "big5", "utf_8": "utf-8"}.get(encoding, encoding.replace("_", "-"))
