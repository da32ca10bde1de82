"""A number with its unit, as it is printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Quantity:
    """A number that is printed at `start:end`, operators included.

    `form` is one of money, measure, count, percent, pp, times, double, level, number (nothing follows it);
    `value` is in the base unit and has no sign yet. `core` is where the digits begin, `unit_end` where the unit ends.
    """

    start: int
    end: int
    core: int
    unit_end: int
    form: str
    value: float
    value_max: float | None
    unit: str | None
    counter: str | None
    operator: str
    printed_unit: str
    is_chinese: bool
    has_scale: bool
    op_before: bool = False
    refused: str | None = None
