"""Facts kept by hand: zones, administrative divisions, indicators and dated national documents.

`README.md` in this folder names the sources. Every list is read once and must not be changed by its readers.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from schemas.indicators import INDICATORS
from schemas.table import Type
from schemas.values import Row
from schemas.zones import ZONES

_HERE = Path(__file__).parent
_COUNTED = frozenset({"targets", "facts", "articles"})


@cache
def zones() -> list[Row]:
    """Rows of table `zones` without the three counts, sorted by `zone_id`."""
    fields = [field for field in ZONES.fields if field.name not in _COUNTED]
    rows = [{field.name: _value(raw[field.name], field.type) for field in fields} for raw in _read("zones.csv")]
    return sorted(rows, key=lambda row: str(row["zone_id"]))


@cache
def indicators() -> list[Row]:
    """Rows of table `indicators`, sorted by `indicator_id`."""
    fields = INDICATORS.fields
    rows = [{field.name: _value(raw[field.name], field.type) for field in fields} for raw in _read("indicators.csv")]
    return sorted(rows, key=lambda row: str(row["indicator_id"]))


@cache
def indicator_terms() -> dict[str, str]:
    """Every printed form of an indicator (its Chinese name and the others) and its `indicator_id`."""
    terms: dict[str, str] = {}
    for raw in _read("indicators.csv"):
        for term in (raw["name_zh"], *_split(raw["synonyms"])):
            if terms.setdefault(term, raw["indicator_id"]) != raw["indicator_id"]:
                raise ValueError(f"indicators.csv: {term} stands for {terms[term]} and {raw['indicator_id']}")
    return terms


@cache
def sectors() -> dict[str, str | None]:
    """Names of industries, each with the `sector_id` of the strategic emerging industry that it belongs to, if any."""
    return {term: raw["sector_id"] or None for raw in _read("sectors.csv") for term in _split(raw["terms"])}


@cache
def divisions() -> list[Row]:
    """Provinces, prefectures and counties directly under a province.

    Keys: `code` (six digits, GB/T 2260), `name`, `short_name`, `level` (province, prefecture, county_direct),
    `parent_code` (None for provinces), `name_en`, `pinyin`.
    """
    return [{name: value or None for name, value in raw.items()} for raw in _read("divisions.csv")]


@cache
def documents() -> list[Row]:
    """National documents whose date is known: `title` (without 《》), `number` (or None), `issued_on` (date)."""
    return [
        {
            "title": raw["title"],
            "number": raw["number"] or None,
            "issued_on": date.fromisoformat(raw["issued_on"]),
        }
        for raw in _read("documents.csv")
    ]


def _read(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _split(joined: str) -> list[str]:
    return [part for part in joined.split("|") if part]


def _value(raw: str, type_: Type) -> object:
    """A cell as the plain value of its column's type; a blank cell is None (an empty list for a list)."""
    if type_ is Type.STRINGS:
        return _split(raw)
    if not raw:
        return None
    if type_ is Type.INT32:
        return int(raw)
    return float(raw) if type_ is Type.DOUBLE else raw
