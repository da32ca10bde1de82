"""The sentence cases, and what the extractor makes of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from extraction.clean import normal
from schemas.values import Rejected, Row
from sources.reference import zones
from tests.extraction.reading import claims, common, flat, read_text, same_value

HERE = Path(__file__).parent
LEAD = "合肥高新区是国家高新区，本文讲合肥高新区。"
NAMES = {zone["zone_id"]: zone["short_name"] for zone in zones()}


@dataclass
class Outcome:
    """One case: how many required rows it has, which were found and right, and what was published in excess."""

    required: int = 0
    found: int = 0
    right: int = 0
    published: int = 0
    problems: list[str] = field(default_factory=list)
    traps: list[str] = field(default_factory=list)


def cases(name: str = "sentences") -> list[dict[str, Any]]:
    """The cases of a file; each case is one to three sentences with the rows that a careful person reads in them."""
    return list(yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8")))


def level(text: str | None) -> str:
    return normal(flat(text)).translate({0xFF10 + i: 0x30 + i for i in range(10)} | {0xFF05: 0x25, 0xFF0E: 0x2E})


def rows_of(case: dict[str, Any]) -> list[Row]:
    try:
        reading = read_text(f"{LEAD}\n{case['text']}", title="合肥高新区", year=case.get("year", 2023), wrapped=False)
    except Rejected:
        return []
    start = reading.rows["articles"][0]["text"].index("\n")
    return [row for row in claims(reading) if row["quote_start"] > start]


def accepts(row: Row, gold: dict[str, Any], name: str) -> bool:
    allowed = [*gold.get("accept", {}).get(name, []), gold.get(name)]
    if name in ("value", "value_max"):
        return any(same_value(row[name], value) for value in allowed)
    if name == "counter":
        return (row[name] and normal(row[name])) in [a and normal(a) for a in allowed]
    if name == "year" and gold["type"] == "fact" and gold.get("year") in (None, gold["_article"]):
        return row[name] in (None, gold["_article"])
    return row[name] in allowed


def wrong(row: Row, gold: dict[str, Any]) -> list[str]:
    names = ["type", "year"]
    if gold["kind"] in ("amount", "growth"):
        names += ["kind", "unit", "operator", "value_max"] + (["counter"] if gold.get("unit") == "count" else [])
    bad = [f"{n}: {row[n]!r} for {gold.get(n)!r}" for n in names if not accepts(row, gold, n)]
    if gold["kind"] in ("amount", "growth") and gold.get("indicator"):
        allowed = gold.get("accept", {}).get("indicator", [gold["indicator"]])
        if max(common(level(row["indicator"]), level(a)) for a in allowed if a) < 0.5:
            bad.append(f"indicator: {row['indicator']!r} for {gold['indicator']!r}")
    if gold.get("scope", "zone") != row["scope"] and row["scope"] not in gold.get("accept", {}).get("scope", []):
        bad.append(f"scope: {row['scope']}")
    return bad


def matches(row: Row, gold: dict[str, Any]) -> bool:
    a, b = level(row["quote"]), level(gold["quote"])
    if not (a in b or b in a or common(a, b) >= 0.5):
        return False
    if gold["kind"] in ("amount", "growth"):
        return row["kind"] in ("amount", "growth", "rank") and accepts(row, gold, "value")
    return row["kind"] in ("rank", "ambition") and (gold["kind"] == "ambition" or accepts(row, gold, "value"))


def judge(case: dict[str, Any]) -> Outcome:
    out = Outcome()
    left = rows_of(case)
    out.traps = [
        r["quote"]
        for r in left
        for n in case.get("nothing", [])
        if r["kind"] != "ambition" and level(r["quote"]) in level(n)
    ]
    for gold in sorted(case.get("rows") or [], key=lambda g: bool(g.get("optional"))):
        gold = {"value": None, "value_max": None, **gold, "_article": case.get("year", 2023)}
        fitting = sorted((r for r in left if matches(r, gold)), key=lambda r: len(wrong(r, gold)))
        needed = not gold.get("optional")
        out.required += needed
        if not fitting:
            if needed:
                out.problems.append(f"missed {gold['type']} {gold['kind']} «{gold['quote']}»")
            continue
        left.remove(fitting[0])
        if gold["kind"] == "ambition":
            left = [r for r in left if level(r["quote"]) not in level(gold["quote"])]
        if needed:
            bad = wrong(fitting[0], gold)
            out.published += 1
            out.found += 1
            out.right += not bad
            out.problems += [f"«{gold['quote']}» {b}" for b in bad]
    out.published += len(left)
    out.problems += [f"extra {r['type']} {r['kind']} «{r['quote']}» {r['value']} {r['indicator']}" for r in left]
    return out
