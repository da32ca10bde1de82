"""Measures the reading on the sets of cases: every published row judged, every required one counted."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schemas.values import Row, Source, Told
from sources.readers import read
from sources.reference import zones
from tests.extraction.reading import claims, disagreements, extractor, overlap, same_value
from tests.extraction.sentences import cases, matches, rows_of, wrong

HERE = Path(__file__).parent
PAGES = sorted(path.name.removesuffix(".gold.json") for path in (HERE / "pages").glob("*.gold.json"))
SENTENCES = ("sentences", "sentences_b")
NAMES = {zone["zone_id"]: zone["short_name"] for zone in zones()}


@dataclass(frozen=True, slots=True)
class Judged:
    """A published row: whether a required claim is found in it, and whether all of it is right."""

    kind: str
    rule: str
    confidence: float
    found: bool
    right: bool


@dataclass(slots=True)
class Outcome:
    """What became of one page or sentence: its rows, the kinds of its required claims, and the traps it fell into."""

    rows: list[Judged] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    traps: int = 0


def page(name: str) -> tuple[dict[str, Any], list[Row], list[Row]]:
    """The gold of a page, and the claims and sections that are read in it."""
    gold = json.loads((HERE / "pages" / f"{name}.gold.json").read_text(encoding="utf-8"))
    meta = json.loads((HERE / "pages" / f"{name}.meta.json").read_text(encoding="utf-8"))
    day = meta.get("published_on")
    told = Told(title=meta["title"], published_on=datetime.date.fromisoformat(day) if day else None)
    (path,) = [p for p in (HERE / "pages").glob(f"{name}.*") if p.suffix != ".json"]
    source = Source(name=path.name, identity=path.name, data=path.read_bytes(), told=told)
    reading = extractor().read(read(source), source)
    rows = [{**row, "zone": NAMES.get(row["zone_id"])} for row in claims(reading)]
    gold["year"] = int(day[:4]) if day else None
    return gold, rows, reading.rows["sections"]


def fits(row: Row, gold: dict[str, Any]) -> bool:
    """Whether a row may be the reading of a gold row: the same place, and the same number where there is one."""
    if gold["kind"] in ("amount", "growth"):
        same = same_value(row["value"], gold["value"]) and row["kind"] in ("amount", "growth")
    else:
        same = row["kind"] in ("rank", "ambition")
    return same and overlap(row["quote"], gold["quote"])


def faults(row: Row, claim: dict[str, Any], year: int | None) -> list[str]:
    """The fields in which a row differs from the gold; a fact of the article's own year may go without one."""
    loose = claim["type"] == "fact" and claim["year"] in (None, year)
    years = {claim["year"], None, year} if loose else {claim["year"]}
    return [f for f in disagreements(row, claim) if f != "year" or row["year"] not in years]


def outcome_of_page(name: str) -> Outcome:
    """A page, judged."""
    gold, rows, _ = page(name)
    wanted = [(claim, claim["optional"]) for claim in gold["claims"]]
    return _pair(rows, wanted, fits, lambda row, claim: faults(row, claim, gold["year"]))


def outcomes_of_sentences(name: str) -> Iterator[Outcome]:
    """The sentences of a file, each judged."""
    for case in cases(name):
        golds = [
            {"value": None, "value_max": None, **gold, "_article": case.get("year", 2023)}
            for gold in case.get("rows") or []
        ]
        yield _pair(rows_of(case), [(gold, bool(gold.get("optional"))) for gold in golds], matches, wrong)


def _pair(
    rows: list[Row],
    wanted: list[tuple[dict[str, Any], bool]],
    fit: Callable[[Row, dict[str, Any]], bool],
    differ: Callable[[Row, dict[str, Any]], list[str]],
) -> Outcome:
    """Pair each gold row, required ones first, with the row that is most like it; what is left over is a trap."""
    out, left = Outcome(), list(rows)
    for gold, optional in sorted(wanted, key=lambda pair: pair[1]):
        fitting = sorted((r for r in left if fit(r, gold)), key=lambda r: len(differ(r, gold)))
        if not optional:
            out.required.append(gold["kind"])
        if not fitting:
            continue
        left.remove(fitting[0])
        if gold["kind"] == "ambition":  # several titles of one clause are one row or several
            left = [r for r in left if r["kind"] != "ambition" or not overlap(r["quote"], gold["quote"])]
        if not optional:
            out.rows.append(_judged(fitting[0], True, not differ(fitting[0], gold)))
    out.rows += [_judged(row, False, False) for row in left]
    out.traps = sum(row["kind"] in ("amount", "growth") for row in left)
    return out


def _judged(row: Row, found: bool, right: bool) -> Judged:
    return Judged(row["kind"], row["rule"], row["confidence"], found, right)
