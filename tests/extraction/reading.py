"""Reads a text with the project's own extractor, and compares what it says with gold rows."""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import Any

from extraction import Extractor
from schemas.values import Document, Reading, Row, Source, Told
from sources.reference import divisions, documents, indicator_terms, indicators, sectors, zones

WHITE = re.compile(r"[\s\u3000\u200b\ufeff]")


@cache
def extractor() -> Extractor:
    return Extractor(zones(), indicator_terms(), documents(), indicators(), sectors(), divisions())


def read_text(text: str, title: str | None = None, year: int | None = None, *, wrapped: bool = True) -> Reading:
    told = Told(title=title, published_on=datetime.date(year, 7, 1) if year else None)
    document = Document(text=text, media_type="text/plain", wrapped=wrapped, told=told)
    return extractor().read(document, Source(name="t.txt", identity="t", data=text.encode("utf-8", "surrogatepass")))


def claims(reading: Reading) -> list[Row]:
    """Targets and facts in one list; each row says its `type`, and its year under `year`."""
    rows = [{**row, "type": "target", "year": row["horizon_year"]} for row in reading.rows["targets"]]
    rows += [{**row, "type": "fact"} for row in reading.rows["facts"]]
    return sorted(rows, key=lambda row: (row["quote_start"], row["quote_end"]))


def flat(text: str | None) -> str:
    return WHITE.sub("", text or "")


def common(a: str, b: str) -> float:
    """Shared characters in order, over the mean length (from 0 to 1)."""
    if not a or not b:
        return float(a == b)
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], before + 1 if x == y else max(row[j], row[j - 1])
    return 2 * row[-1] / (len(a) + len(b))


def same_value(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= 1e-6 * max(1.0, abs(b))


def overlap(a: str, b: str) -> bool:
    a, b = flat(a), flat(b)
    return a in b or b in a


def disagreements(row: Row, gold: dict[str, Any]) -> list[str]:
    """The fields of a matched row that differ from the gold row, its `accept` lists counted in."""
    fields = ["type", "scope", "zone", "kind", "year"]
    if gold["kind"] in ("amount", "growth"):
        fields += ["unit", "operator"] + (["counter"] if gold["unit"] == "count" else [])
    bad = []
    for field in fields:
        allowed = gold.get("accept", {}).get(field, [gold.get(field)])
        if row.get(field) not in allowed:
            bad.append(field)
    if gold["kind"] in ("amount", "growth") and gold.get("indicator"):
        allowed = gold.get("accept", {}).get("indicator", [gold["indicator"]])
        if max(common(flat(row["indicator"]), flat(name)) for name in allowed) < 0.5:
            bad.append("indicator")
    return bad
