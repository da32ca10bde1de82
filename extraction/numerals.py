"""Numbers as they are printed, Arabic and Chinese, to plain numbers."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "○": 0}
_TEN = {"十": 10, "百": 100, "千": 1000}
SCALE: dict[str, float] = {
    "": 1,
    "十": 1e1,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "十万": 1e5,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "个亿": 1e8,
    "十亿": 1e9,
    "百亿": 1e10,
    "千亿": 1e11,
    "万亿": 1e12,
    "十万亿": 1e13,
    "百万亿": 1e14,
}
_POINT = re.compile(r"[点點]")


def arabic(text: str) -> float:
    """The number of `1,126` or `13.6`. Raises ValueError where it is none."""
    return float(text.replace(",", ""))


def chinese(text: str) -> float:
    """The number of `六百`, `两千`, `十`, `二〇二五` or `三点五`. Raises ValueError where it is none."""
    if not text:
        raise ValueError("an empty numeral")
    if "万" in text:
        high, low = text.split("万", 1)
        return chinese(high) * 1e4 + _additive(low.lstrip("零"))
    whole, *fraction = _POINT.split(text, maxsplit=1)
    value = _positional(whole) if not any(c in _TEN for c in whole) and len(whole) > 1 else _additive(whole)
    if fraction:
        value += _positional(fraction[0]) / 10 ** len(fraction[0])
    return value


def _positional(text: str) -> float:
    return float(int("".join(str(_digit(c)) for c in text)))


def _digit(character: str) -> int:
    try:
        return _DIGIT[character]
    except KeyError:
        raise ValueError(f"{character!r} is no numeral") from None


def _additive(text: str) -> float:
    total, digit = 0, None
    for character in text:
        if character in _TEN:
            total += (1 if digit is None else digit) * _TEN[character]
            digit = None
        else:
            digit = _digit(character)
    return float(total + (digit or 0))


def scaled(value: float, *factors: float) -> float:
    """The product in decimal arithmetic: 612.3 times 1e8 is 61230000000, and not a hair less."""
    product = Decimal(repr(value))
    for factor in factors:
        if factor != 1:
            product *= Decimal(repr(factor))
    return float(product)
