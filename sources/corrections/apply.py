"""Corrections, applied to what one article gave."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from schemas.derive.arrow import canonical_json
from schemas.registry import TABLES
from schemas.values import Reading, Row
from sources.corrections.entries import BadCorrections, Correction

_SENTENCE_END = re.compile(r"[。！？\n]")


def corrected(reading: Reading, entries: Sequence[Correction]) -> Reading:
    """A reading with its corrections. Raises BadCorrections for one that fits no row, or expects something else."""
    (article,) = reading.rows["articles"]
    rows = {**reading.rows, **{name: list(reading.rows.get(name, ())) for name in ("targets", "facts")}}
    for entry in entries:
        unknown = sorted({*entry.expect, *entry.set} - set(TABLES[entry.table].names))
        if unknown:
            raise _mismatch(entry, f"{unknown[0]} is no column of {entry.table}")
        if entry.action == "add":
            rows[entry.table].append(_added(article, rows["sections"], entry))
            continue
        row = _row(article["text"], rows[entry.table], entry)
        place = rows[entry.table].index(row)
        if entry.action == "drop":
            del rows[entry.table][place]
        elif entry.action == "confirm":
            rows[entry.table][place] = {**row, "review": "confirmed"}
        else:
            before = {name: row[name] for name in entry.set}
            rows[entry.table][place] = {**row, **entry.set, "review": "corrected", "extracted": before}
    return replace(reading, rows=rows)


def _place(text: str, entry: Correction) -> int:
    """Where the quote stands, at its occurrence."""
    at = -1
    for _ in range(entry.occurrence):
        at = text.find(entry.quote, at + 1)
        if at < 0:
            raise _mismatch(entry, f"the article does not say it {entry.occurrence} times")
    return at


def _row(text: str, rows: Sequence[Row], entry: Correction) -> Row:
    """The one row that is meant: at that place, and as it is expected."""
    start = _place(text, entry)
    there = [row for row in rows if row["quote_start"] == start and row["quote"] == entry.quote]
    if not there:
        raise _mismatch(entry, f"no row of {entry.table} has this quote")
    fitting = [row for row in there if all(row[name] == value for name, value in entry.expect.items())]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise _mismatch(entry, f"{len(fitting)} rows fit; say more under `expect`")
    now = {name: there[0][name] for name in entry.expect}
    raise _mismatch(entry, f"expected {dict(entry.expect)}, the extractor says {now}")


def _added(article: Row, sections: Sequence[Row], entry: Correction) -> Row:
    """A row that the extractor did not find."""
    text = article["text"]
    start = _place(text, entry)
    end = start + len(entry.quote)
    section = next((s for s in sections if s["start"] <= start and end <= s["end"]), None)
    if section is None:
        raise _mismatch(entry, "the quote stands in no section")
    begins = max((m.end() for m in _SENTENCE_END.finditer(text, section["start"], start)), default=section["start"])
    stop = _SENTENCE_END.search(text, end, section["end"])
    key = TABLES[entry.table].key[0]
    identity = "|".join((article["article_id"], "added", entry.quote, str(start), canonical_json(dict(entry.set))))
    none: Row = dict.fromkeys(TABLES[entry.table].names)
    return {
        **none,
        key: f"{key[0]}-{hashlib.sha256(identity.encode()).hexdigest()[:16]}",
        "article_id": article["article_id"],
        "section_id": section["section_id"],
        "scope": section["scope"],
        "zone_id": section["zone_id"],
        "operator": "=",
        "statement": text[begins : stop.end() if stop else section["end"]].strip(),
        "quote": entry.quote,
        "quote_start": start,
        "quote_end": end,
        "rule": "by_hand",
        "confidence": 1.0,
        **entry.set,
        "review": "corrected",
    }


def _mismatch(entry: Correction, what: str) -> BadCorrections:
    return BadCorrections(f"{entry.label}: {what}; look at the article, and mend or remove the correction")
