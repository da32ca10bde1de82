"""Arrow schemas, with the titles and descriptions in both languages, and rows turned into Arrow tables.

A JSON column is a string of canonical JSON; a timestamp has microseconds in UTC; a list is a list of strings.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import pyarrow as pa

from schemas.registry import TABLES
from schemas.table import Field, Table, Type
from schemas.values import Row

ARROW_TYPES: dict[Type, pa.DataType] = {
    Type.STRING: pa.string(),
    Type.STRINGS: pa.list_(pa.string()),
    Type.INT32: pa.int32(),
    Type.DOUBLE: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us", tz="UTC"),
    Type.JSON: pa.string(),
}

_PYTHON_TYPES: dict[Type, frozenset[type]] = {
    Type.STRING: frozenset({str}),
    Type.STRINGS: frozenset({list, tuple}),
    Type.INT32: frozenset({int}),
    Type.DOUBLE: frozenset({float, int}),
    Type.BOOLEAN: frozenset({bool}),
    Type.DATE: frozenset({date}),
    Type.TIMESTAMP: frozenset({datetime}),
    Type.JSON: frozenset({dict, list, tuple, str, int, float, bool}),
}


_SOUND: dict[Type, Callable[[Any], bool]] = {
    Type.DOUBLE: math.isfinite,
    Type.TIMESTAMP: lambda moment: moment.tzinfo is not None,
}
"""What Arrow would take and we do not: infinities and NaN, and moments of no time zone."""


class WrongType(ValueError):
    """A value that its column cannot hold without being changed. `row` is its place among the rows given."""

    def __init__(self, column: str, row: int, why: str) -> None:
        super().__init__(f"row {row}: {column} {why}")
        self.column, self.row, self.why = column, row, why


def canonical_json(value: object) -> str:
    """`value` as JSON that is the same text for the same content: keys sorted, no blanks, dates as ISO 8601.

    Raises TypeError for what JSON cannot hold, and ValueError for NaN and infinities.
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_iso_or_fail
    )


def plain(value: Any) -> Any:
    """`value` as something that JSON holds for certain, for showing what was refused: the rest becomes text.

    Halves of surrogate pairs, as in file names of another encoding, are written with a backslash.
    """
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, Mapping):
        return {plain(str(name)): plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return value.isoformat() if isinstance(value, date) else plain(repr(value))


def _iso_or_fail(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"JSON cannot hold a {type(value).__name__}")


def field_metadata(field: Field) -> dict[str, str]:
    """What the Parquet file says of a column, besides its type; only what the declaration gives."""
    said: dict[str, str | None] = {
        "title_zh": field.zh,
        "title_en": field.en,
        "description_zh": field.about_zh,
        "description_en": field.about_en,
        "unit": field.unit,
        "choices": canonical_json(field.choices) if field.choices else None,
        "minimum": None if field.minimum is None else repr(field.minimum),
        "maximum": None if field.maximum is None else repr(field.maximum),
        "pattern": field.pattern,
        "references": field.references,
        "format": "json" if field.type is Type.JSON else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def table_metadata(table: Table) -> dict[str, str]:
    """What the Parquet file says of the whole table."""
    return {
        "table": table.name,
        "title_zh": table.zh,
        "title_en": table.en,
        "description_zh": table.about_zh,
        "description_en": table.about_en,
        "primary_key": canonical_json(table.key),
        "sorted_by": canonical_json(table.order),
    }


@cache
def _schema(name: str) -> pa.Schema:
    return _build(TABLES[name])


def _build(table: Table) -> pa.Schema:
    fields = [pa.field(f.name, ARROW_TYPES[f.type], f.nullable, field_metadata(f)) for f in table.fields]
    return pa.schema(fields, table_metadata(table))


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of `table`, with field metadata (`title_zh`, `description_en`, `unit` ...)."""
    return _schema(table.name) if TABLES.get(table.name) is table else _build(table)


def why_not(field: Field, value: Any) -> str | None:
    """Why `value` cannot stand in the column, by its type alone, or None. None (null) is never refused here."""
    if value is None:
        return None
    if type(value) not in _PYTHON_TYPES[field.type]:
        return f"must be {field.type}, not {type(value).__name__} {_short(value)}"
    if field.type is Type.INT32 and not -(2**31) <= value < 2**31:
        return f"is {value}, which needs more than 32 bits"
    if field.type is Type.DOUBLE and isinstance(value, int) and abs(value) > 2**53:
        return f"is {_short(value)}, which no double holds exactly"
    if field.type is Type.DOUBLE and not math.isfinite(value):
        return f"is {value}, which is no number"
    if field.type is Type.TIMESTAMP and value.tzinfo is None:
        return f"is {value.isoformat()}, which has no time zone"
    return _why_not_text(field, value)


def _why_not_text(field: Field, value: Any) -> str | None:
    try:
        if field.type is Type.STRINGS and any(type(item) is not str for item in value):
            return f"must be a list of strings, not {_short(value)}"
        text = canonical_json(value) if field.type is Type.JSON else value
        for part in (text,) if isinstance(text, str) else text if field.type is Type.STRINGS else ():
            part.encode()
    except UnicodeEncodeError:
        return "holds half of a surrogate pair, which is no character"
    except (TypeError, ValueError) as error:
        return f"is no JSON: {error}"
    return None


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def to_arrow(table: Table, rows: Sequence[Row]) -> pa.Table:
    """`rows` as an Arrow table with the columns of `table`, in its order; a name that a row lacks is null there.

    Nulls pass even where the column may not be empty: that is for the validation to say. Nothing is converted
    but whole numbers in a column of doubles. Raises `WrongType` for a value of another type, and for a name
    that is no column.
    """
    names = frozenset(table.names)
    for place, row in enumerate(rows):
        if not row.keys() <= names:
            extra = sorted(row.keys() - names)
            raise WrongType(str(extra[0]), place, f"is no column of table {table.name}")
    schema = arrow_schema(table)
    columns = [_column(field, [row.get(field.name) for row in rows]) for field in table.fields]
    loose = pa.schema([f.with_nullable(True) for f in schema], schema.metadata)
    return pa.Table.from_arrays(columns, schema=loose)


def _column(field: Field, values: list[Any]) -> pa.Array:
    """One column. The types are looked at together, which is quick; a fault is then looked for one by one."""
    try:
        if not set(map(type, values)) - {type(None)} <= _PYTHON_TYPES[field.type]:
            raise TypeError(field.name)
        if field.type is Type.JSON:
            values = [None if value is None else canonical_json(value) for value in values]
        elif field.type in _SOUND and not all(v is None or _SOUND[field.type](v) for v in values):
            raise TypeError(field.name)
        return pa.array(values, type=ARROW_TYPES[field.type])
    except (TypeError, ValueError, OverflowError, pa.ArrowException) as error:
        raise _first_fault(field, values) or error from error


def _first_fault(field: Field, values: Iterable[Any]) -> WrongType | None:
    for place, value in enumerate(values):
        if (why := why_not(field, value)) is not None:
            return WrongType(field.name, place, why)
    return None
