"""Grounding: a value must follow from the characters that are quoted for it."""

from __future__ import annotations

from extraction.clean import normal
from extraction.quantities import Quantity, quantities
from schemas.values import Row


def reparse(quote: str, row: Row) -> str | None:
    """None when value, operator and unit follow from the quote, else what disagrees.

    A list may give the unit, the operator or the verb of growth once for several numbers, and a table in its
    head; then these are looked for in `row["statement"]`, and only there.
    """
    if row.get("value") is None:
        return None
    if row["kind"] == "rank":
        return _rank(quote, row)
    norm = normal(quote)
    read = [q for q in quantities(norm) if q.refused in (None, "no_unit")]
    if any(_follows(q, row, row.get("statement") or "") for q in read):
        return None
    said = ", ".join(f"{q.operator} {q.value:g} {q.unit or ''}".strip() for q in read) or "no number"
    return f"the quote {quote!r} says {said}, the row says {row['operator']} {row['value']:g} {row['unit']}"


def _rank(quote: str, row: Row) -> str | None:
    from extraction.ranks import ranks

    norm = normal(quote)
    if any(r.value == row["value"] for r in ranks(norm, 0, len(norm))):
        return None
    return f"the quote {quote!r} holds no rank {row['value']:g}"


def _follows(quantity: Quantity, row: Row, statement: str) -> bool:
    value = abs(float(row["value"]))
    candidates = [quantity.value]
    if quantity.form == "times" and row["kind"] == "growth":
        candidates.append(quantity.value + 1)
    if quantity.unit != row["unit"]:
        candidates += [quantity.value * factor for factor in _factors(statement, str(row["unit"]))]
    return any(abs(value - c) <= 1e-9 * max(1.0, abs(c)) for c in candidates)


def _factors(statement: str, unit: str) -> list[float]:
    """The factors of the units that the statement prints for `unit`."""
    from extraction.tables import unit_of

    found = {
        q.value / max(1e-12, float(_digits(normal(statement)[q.core : q.unit_end])))
        for q in quantities(normal(statement))
        if q.unit == unit
    }
    for part in statement.replace("（", "(").replace("）", ")").split("("):
        known = unit_of(part.split(")")[0])
        if known is not None and known[1] == unit:
            found.add(known[3])
    for cell in statement.split("|"):
        known = unit_of(cell)
        if known is not None and known[1] == unit:
            found.add(known[3])
    return sorted(found)


def _digits(text: str) -> str:
    kept = "".join(c for c in text if c.isdigit() or c == ".").strip(".")
    return kept if kept and kept.count(".") <= 1 else "1"
