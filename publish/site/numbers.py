"""Values as people read them: 6e11 CNY is “6,000 亿元” and “CNY 600 billion”."""

from __future__ import annotations

from typing import NamedTuple

from publish.site.words import Language
from schemas.values import Row


class Unit(NamedTuple):
    """How a unit is written: its Chinese and English name, and from where on large numbers get a scale word."""

    zh: str
    en: str
    scaled: bool = True


UNITS: dict[str, Unit] = {
    "CNY": Unit("元", "CNY"),
    "USD": Unit("美元", "USD"),
    "EUR": Unit("欧元", "EUR"),
    "HKD": Unit("港元", "HKD"),
    "JPY": Unit("日元", "JPY"),
    "GBP": Unit("英镑", "GBP"),
    "MOP": Unit("澳门元", "MOP"),
    "TWD": Unit("新台币", "TWD"),
    "KRW": Unit("韩元", "KRW"),
    "percent": Unit("%", "%", scaled=False),
    "pp": Unit("个百分点", "percentage points", scaled=False),
    "times": Unit("倍", "times", scaled=False),
    "count": Unit("", ""),
    "m2": Unit("平方米", "m²"),
    "m3": Unit("立方米", "m³"),
    "tonne": Unit("吨", "tonnes"),
    "tce": Unit("吨标准煤", "tonnes of coal equivalent"),
    "kWh": Unit("千瓦时", "kWh"),
    "W": Unit("瓦", "W"),
    "m": Unit("米", "m"),
    "year": Unit("年", "years", scaled=False),
    "month": Unit("个月", "months", scaled=False),
    "day": Unit("天", "days", scaled=False),
    "rank": Unit("位", "", scaled=False),
}
"""How each code of `schemas.claims.UNITS` is written."""

LARGER: dict[str, tuple[float, str, str]] = {
    "m2": (1e6, "平方公里", "km²"),
    "m": (1e3, "公里", "km"),
    "W": (1e7, "万千瓦", "× 10 MW"),
}
"""Larger units that people know better: from how many base units on, and their names."""

_ZH_SCALES = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
_EN_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_MONEY = frozenset({"CNY", "USD", "EUR", "HKD", "JPY", "GBP", "MOP", "TWD", "KRW"})
_SIGNS = {">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ "}


def grouped(value: float) -> str:
    """A number with thousands apart and no trailing zeros; six decimals at most."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def spoken(row: Row, language: Language) -> str | None:
    """The value of a claim as people read it, or None for one that has none.

    `row` has `value`, `value_max`, `unit`, `operator`, `kind`, `counter`, `basis`.
    """
    value, unit = row["value"], row["unit"]
    if value is None:
        return None
    if unit == "rank":
        return _rank(value, row["value_max"], row["operator"], language)
    said = _amount(value, unit, row["counter"], language)
    if row["operator"] == "range" and row["value_max"] is not None:
        said = f"{said} – {_amount(row['value_max'], unit, row['counter'], language)}"
    if row["kind"] == "growth" and unit in ("percent", "pp") and value > 0:
        said = f"+{said}"
    about = ("约 " if language.zh else "about ") if row["operator"] == "~" else _SIGNS.get(row["operator"] or "", "")
    basis = f" {language.choice(row['basis'])}" if row["basis"] in ("yoy", "annual_average", "cumulative") else ""
    return f"{about}{said}{basis}"


def _rank(value: float, most: float | None, operator: str | None, language: Language) -> str:
    number = grouped(value) if most is None else f"{grouped(value)}–{grouped(most)}"
    if operator in ("<", "<="):
        return f"前 {number} 位" if language.zh else f"top {number}"
    return f"第 {number} 位" if language.zh else f"rank {number}"


def _amount(value: float, code: str | None, counter: str | None, language: Language) -> str:
    unit = UNITS.get(code or "", Unit(code or "", code or ""))
    name = unit.zh if language.zh else unit.en
    if code in LARGER and abs(value) >= LARGER[code][0]:
        size, zh, en = LARGER[code]
        return f"{grouped(value / size)} {zh if language.zh else en}"
    if code == "count" and language.zh:
        name = counter or ""
    if code == "percent" and abs(value - round(value, 4)) > 1e-9:
        value = round(value, 2)  # a third, of which the decimals have no end
    number, scale = _scaled(value, code, language) if unit.scaled else (grouped(value), "")
    if language.zh:
        return f"{number}{name}" if name == "%" else f"{number} {scale}{name}".strip()
    if code in _MONEY:
        return f"{name} {number} {scale}".strip()
    return f"{number}{name}" if name == "%" else " ".join(part for part in (number, scale, name) if part)


def _scaled(value: float, code: str | None, language: Language) -> tuple[str, str]:
    """The number and its scale word. Numbers of things below 100,000 stay as they are in Chinese."""
    least = 1e4 if code in _MONEY else 1e5
    for size, name in _ZH_SCALES if language.zh else _EN_SCALES:
        if abs(value) >= max(size, least):
            return grouped(value / size), name
    return grouped(value), ""
