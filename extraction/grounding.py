"""Grounding: value, operator and unit must follow from the characters that are quoted for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from extraction.amounts import DOWNWARD
from extraction.clean import normal
from extraction.quantities import quantities
from extraction.quantity import Quantity
from extraction.ranks import Rank, ranks
from extraction.tables import unit_of
from schemas.values import Row

_DOWN = re.compile(rf"[-−]\d|{DOWNWARD}|低于|慢于|少|后移|退|差")
_Read = TypeVar("_Read", Quantity, Rank)
_CELL_OPERATORS = {"≥": ">=", "≤": "<=", "＞": ">", "＜": "<", ">": ">", "<": "<"}


def reparse(quote: str, row: Row) -> str | None:
    """None when value, operator and unit follow from the quote, else what disagrees.

    A list may give the unit, the operator or the verb of decrease once for several numbers, and a table in its
    head; then these are looked for in `row["statement"]`, and only there.
    """
    if row.get("value") is None:
        return None
    norm, statement = normal(quote), row.get("statement") or ""
    sentence = normal(statement)
    if row["kind"] == "rank":
        beside = _inside(ranks(sentence, 0, len(sentence)), norm, sentence)
        read_ranks = [*ranks(norm, 0, len(norm)), *beside]  # 排名…是第42: a rank after the words before it
        same = any(r.value == row["value"] and r.value_max == row["value_max"] for r in read_ranks)
        return None if same else f"the quote {quote!r} holds no rank {row['value']:g}"
    if row["value"] < 0 and not _DOWN.search(norm) and not _DOWN.search(sentence):
        return f"nothing in {quote!r} or its sentence says that {row['value']:g} is a decrease"
    read = quantities(norm) or _inside(quantities(sentence), norm, sentence)  # 占全市半数: a number after 全市
    if any(_follows(q, row, statement) for q in read):
        return None
    said = ", ".join(f"{q.operator} {q.value:g} {q.unit or ''}".strip() for q in read) or "no number"
    return f"the quote {quote!r} says {said}, the row says {row['operator']} {row['value']:g} {row['unit']}"


def _inside(found: Sequence[_Read], norm: str, sentence: str) -> list[_Read]:
    """What was read in a sentence and lies in the quote: some things are numbers only after what stands before them."""
    at = sentence.find(norm)
    return [one for one in found if 0 <= at <= one.start and one.end <= at + len(norm)]


def _follows(quantity: Quantity, row: Row, statement: str) -> bool:
    extra = 1.0 if quantity.form == "times" and row["kind"] == "growth" else 0.0
    factors = [1.0] if quantity.unit == row["unit"] else _factors(statement, str(row["unit"]))
    if quantity.operator != row["operator"] and row["operator"] not in _operators(statement):
        return False
    return any(
        _same(abs(row["value"]), abs(quantity.value), factor, extra)
        and _same(row.get("value_max"), quantity.value_max, factor, extra)
        for factor in factors
    )


def _same(said: float | None, read: float | None, factor: float, extra: float) -> bool:
    """Whether a row's number is the printed one, in its unit; 增长1.5倍 may stand for 2.5 times."""
    if said is None or read is None:
        return said is None and read is None
    return any(abs(said - c) <= 1e-9 * max(1.0, abs(c)) for c in (read * factor, read * factor + extra))


@lru_cache(maxsize=256)
def _operators(statement: str) -> frozenset[str]:
    """The operators that the statement's words and signs give to any of its numbers."""
    signs = {name for sign, name in _CELL_OPERATORS.items() if sign in statement}
    return frozenset({q.operator for q in quantities(normal(statement))} | signs)


@lru_cache(maxsize=256)
def _factors(statement: str, unit: str) -> list[float]:
    """The factors of the units that the statement prints for `unit`."""
    norm = normal(statement)
    found = {q.value / _digits(norm[q.core : q.unit_end]) for q in quantities(norm) if q.unit == unit}
    if unit == "pp" and "个百分点" in norm:
        found.add(1.0)
    for part in re.split(r"[（()）|｜\t：:、，\s]+", statement):
        known = unit_of(part)
        if known is not None and known[1] == unit:
            found.add(known[3])
    return sorted(found)


def _digits(text: str) -> float:
    match = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return float(match[0].replace(",", "")) or 1.0 if match else 1.0
