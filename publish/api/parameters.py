"""The parameters of a list, made from the declaration of its table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel, Field, create_model

from publish.api.problems import Refused
from publish.data import Cell
from publish.query import Query
from schemas.derive.models import PYTHON_TYPES, model_name, plain_type
from schemas.registry import TABLES
from schemas.table import Field as Column
from schemas.table import Table, Type

LIMIT = 100
MOST = 1000
MOST_VALUES = 100
MOST_CHARACTERS = 200
_INT32 = 2**31


def filterable(table: Table) -> list[Column]:
    """The columns with a filter on equal values: facets, ids, closed lists, and whole numbers such as years."""
    return [
        column
        for column in table.fields
        if column.facet
        or column.references
        or column.choices
        or column.pattern
        or column.name in table.key
        or _whole_number(column)
    ]


def bounded(table: Table) -> list[Column]:
    """The columns with filters `_min` and `_max`: numbers and times, but for places in a text.

    A column that is itself the upper end of another (`value_max`) has none.
    """
    names = set(table.names)
    return [
        column
        for column in table.fields
        if (_whole_number(column) or column.type in (Type.DOUBLE, Type.DATE, Type.TIMESTAMP))
        and column.name.removesuffix("_max") not in names - {column.name}
    ]


def _whole_number(column: Column) -> bool:
    return column.type is Type.INT32 and column.unit != "code point"


@cache
def list_parameters(name: str) -> type[BaseModel]:
    """The model of the parameters of the list of table `name`."""
    table = TABLES[name]
    return create_model(f"{model_name(table)}Parameters", **dict(_parameters(table)))


def _parameters(table: Table) -> Iterator[tuple[str, Any]]:
    for column in filterable(table):
        about = f"{column.en}: {column.about_en} Give it several times for any of several values."
        several: Any = list.__class_getitem__(_one(column))
        yield column.name, (several, Field([], max_length=MOST_VALUES, title=column.en, description=about))
    for column in bounded(table):
        kind = _held(column)
        for end, says in (("min", "At least this"), ("max", "At most this")):
            about = f"{says}: {column.en}. {column.about_en}"
            yield f"{column.name}_{end}", (kind | None, Field(None, title=f"{column.en} ({end})", description=about))
    if searched := table.where(searched=True):
        about = f"Words, all of which must be there, in {', '.join(column.name for column in searched)}."
        yield "q", (str | None, Field(None, min_length=1, max_length=MOST_CHARACTERS, description=about))
    yield "sort", (str | None, Field(None, max_length=1000, description=_SORT))
    yield "fields", (str | None, Field(None, max_length=1000, description="Columns wanted, with commas between."))
    yield "limit", (int, Field(LIMIT, ge=1, le=MOST, description="Rows on a page, at most."))
    yield "cursor", (str | None, Field(None, max_length=2000, description="From `next` of the page before."))


_SORT = "Columns, with commas between; a minus before one that should fall. Empty cells come last."


def _one(column: Column) -> Any:
    """The type of one value that a filter is given."""
    if column.choices:
        return plain_type(column)
    if column.type is Type.STRING:
        pattern = f"^(?:{column.pattern})$" if column.pattern else None
        return Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS, pattern=pattern)]
    return _held(column)


def _held(column: Column) -> Any:
    """The type of the column's values, without those that it could never hold."""
    if column.type is Type.INT32:
        return Annotated[int, Field(ge=-_INT32, lt=_INT32)]
    if column.type is Type.DOUBLE:
        return Annotated[float, Field(allow_inf_nan=False)]
    return PYTHON_TYPES[column.type]


def query_of(table: Table, asked: BaseModel, request: Request) -> Query:
    """The query that the parameters ask for. Raises Refused for a name that is no column, or a parameter too many."""
    given: dict[str, Any] = asked.model_dump(exclude_unset=True)
    equal = {column.name: given[column.name] for column in filterable(table) if given.get(column.name)}
    for name, value in given.items():
        if not isinstance(value, list) and len(request.query_params.getlist(name)) > 1:
            raise Refused("bad-parameter", f"{name} can be given once only.", parameter=name)
    return Query(
        table=table,
        equal=equal,
        least=_bounds(table, given, "min"),
        most=_bounds(table, given, "max"),
        words=given.get("q"),
        sort=_columns(table, given.get("sort"), "sort"),
        columns=_columns(table, given.get("fields"), "fields"),
        limit=given.get("limit", LIMIT),
    )


def _bounds(table: Table, given: dict[str, Any], end: str) -> dict[str, Cell]:
    found = {column.name: given.get(f"{column.name}_{end}") for column in bounded(table)}
    return {name: _cell(value) for name, value in found.items() if value is not None}


def _cell(value: Any) -> Cell:
    """The value as SQLite holds it: dates and times as text in ISO 8601, in UTC."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    return value.isoformat() if isinstance(value, date) else value


def _columns(table: Table, text: str | None, parameter: str) -> tuple[str, ...]:
    if text is None:
        return ()
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    for name in names:
        column = name.removeprefix("-") if parameter == "sort" else name
        if column not in table.names:
            raise Refused(
                "bad-parameter",
                f"{parameter} names {column[:80]!r}, which is no column of {table.name}; "
                f"it has {', '.join(table.names)}.",
                parameter=parameter,
            )
    return names
