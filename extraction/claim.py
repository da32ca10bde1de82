"""A claim as the rules find it: what is said, of whom, for when, and the exact place that says it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Claim:
    """One checkable thing; offsets are places in the clean text. `type` is target or fact."""

    type: str
    scope: str
    zone_id: str | None
    kind: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    rule: str
    confidence: float = 0.0
    strong: bool = False
    indicator: str | None = None
    indicator_id: str | None = None
    operator: str | None = None
    value: float | None = None
    value_max: float | None = None
    unit: str | None = None
    counter: str | None = None
    year: int | None = None
    time_text: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number that was seen and is not published, and the name of the rule that refused it."""

    start: int
    end: int
    reason: str
