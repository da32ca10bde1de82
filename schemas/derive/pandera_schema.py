"""pandera schemas (polars back end) from the declarations: types, nulls, choices, bounds, patterns and keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.registry import TABLES
from schemas.table import Field, Table, Type

STORE_ONLY = frozenset({"ingested_at"})
"""Columns that only the store knows; a reading has none of them."""

PLACE = "_reading"
"""The column that says which of many readings a row came from."""

_POLARS_TYPES: dict[Type, Any] = {
    Type.STRING: pl.String,
    Type.STRINGS: pl.List(pl.String),
    Type.INT32: pl.Int32,
    Type.DOUBLE: pl.Float64,
    Type.BOOLEAN: pl.Boolean,
    Type.DATE: pl.Date,
    Type.TIMESTAMP: pl.Datetime("us", "UTC"),
    Type.JSON: pl.String,
}


def pandera_schema(table: Table) -> pa.DataFrameSchema:
    """The pandera schema of `table`: types, nulls, choices, bounds and patterns. Check names are reason codes."""
    return _pandera(table.name) if TABLES.get(table.name) is table else _build(table, table.fields, table.key)


@cache
def _pandera(name: str) -> pa.DataFrameSchema:
    return _build(TABLES[name], TABLES[name].fields, TABLES[name].key)


@cache
def pandera_of_readings(name: str) -> pa.DataFrameSchema:
    """The schema of many readings together: keys are unique within a reading."""
    table = TABLES[name]
    fields = [f for f in table.fields if f.name not in STORE_ONLY]
    return _build(table, fields, (PLACE, *table.key), {PLACE: pa.Column(pl.Int64)})


def _build(
    table: Table, fields: Sequence[Field], key: Sequence[str], more: Mapping[str, pa.Column] | None = None
) -> pa.DataFrameSchema:
    unique = pa.Check(
        lambda data: data.lazyframe.select(pl.struct(*key).is_first_distinct()),
        error="duplicate_key",
    )
    return pa.DataFrameSchema(
        {**{f.name: _column(f) for f in fields}, **(more or {})}, checks=[unique], name=table.name, strict=True
    )


def _column(declared: Field) -> pa.Column:
    return pa.Column(
        _POLARS_TYPES[declared.type],
        checks=_checks(declared),
        nullable=declared.nullable,
        title=declared.en,
        description=declared.about_en,
    )


def _checks(declared: Field) -> list[pa.Check]:
    checks = []
    if declared.choices:
        checks.append(pa.Check.isin(list(declared.choices), error="not_a_choice"))
    if declared.minimum is not None and declared.maximum is not None:
        checks.append(pa.Check.in_range(declared.minimum, declared.maximum, error="out_of_range"))
    elif declared.minimum is not None:
        checks.append(pa.Check.ge(declared.minimum, error="out_of_range"))
    elif declared.maximum is not None:
        checks.append(pa.Check.le(declared.maximum, error="out_of_range"))
    if declared.pattern:
        checks.append(pa.Check.str_matches(rf"^(?:{declared.pattern})$", error="bad_pattern"))
    return checks
