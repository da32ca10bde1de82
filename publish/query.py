"""Lists of rows: filtered, searched, sorted, and paged by a cursor that is bound to one release.

A page is found by where the last one ended and not by counting rows, so that a page costs the same at any depth,
and every row is met exactly once.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from publish.data import Cell, Release
from schemas.derive.ddl import listed, quoted
from schemas.table import Table, Type
from schemas.values import Row
from warehouse import search
from warehouse.sqlite import search_table

MOST_BYTES = 4_000_000
"""A page ends early when its texts come to about this many characters, so that no request fills the memory."""


class BadCursor(ValueError):
    """A cursor that was not made here, or for another list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of a table.

    `equal` gives the values of which a column must have one , `least` and `most` inclusive bounds,
    `words` what full-text search must find, `sort` column names with `-` before those that fall, `columns` those
    wanted (all when empty).
    """

    table: Table
    equal: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    least: Mapping[str, Cell] = field(default_factory=dict)
    most: Mapping[str, Cell] = field(default_factory=dict)
    words: str | None = None
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    limit: int = 100

    @property
    def digest(self) -> str:
        """What two pages of the same list have in common."""
        asked = [self.table.name, self.equal, self.least, self.most, self.words, self.sort]
        return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]


class Cursor(NamedTuple):
    """Where a page ended: in which release, of which list, after which values of the sort columns and row number."""

    release: str
    digest: str
    position: list[Cell]

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(orjson.dumps(list(self))).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Cursor:
        """The cursor that `text` is. Raises BadCursor."""
        try:
            padded = text + "=" * (-len(text) % 4)
            release, digest, position = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (ValueError, TypeError, binascii.Error) as error:
            raise BadCursor("it was not given by this service") from error
        if not (isinstance(release, str) and isinstance(digest, str) and _sound(position)):
            raise BadCursor("it was not given by this service")
        return cls(release, digest, position)


def _sound(position: object) -> bool:
    """Whether SQLite can hold all of it, and it ends with a row number."""
    return (
        isinstance(position, list)
        and all(v is None or isinstance(v, str | float) or (isinstance(v, int) and abs(v) < 2**63) for v in position)
        and bool(position)
        and type(position[-1]) is int
    )


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list, how many the whole list has, and the cursor of the next page."""

    rows: list[Row]
    total: int
    next: Cursor | None


def page(release: Release, query: Query, after: Cursor | None = None) -> Page:
    """One page of a list. Raises BadCursor for a cursor of another list or release, TooSlow.

    Lists and JSON come as the JSON text that they are stored as.
    """
    if after and (after.release, after.digest, len(after.position)) != (release.id, query.digest, len(query.sort) + 1):
        raise BadCursor("it belongs to a list with other filters or another order")
    where, values = _where(query)
    table = quoted(query.table.name)
    total = release.count(f"SELECT count(*) FROM {table}{_clause(where)}", values)
    if after:
        beyond, more = _beyond(query.sort, after.position)
        where, values = [*where, beyond], [*values, *more]
    columns = query.columns or query.table.names
    places = [f"{quoted(name.lstrip('-'))} AS _{number}" for number, name in enumerate(query.sort)]
    sql = f"SELECT {', '.join([listed(columns), *places, 'rowid AS _row'])} FROM {table}{_clause(where)}"
    sql += f" ORDER BY {', '.join([*map(_order, query.sort), 'rowid'])} LIMIT {query.limit + 1}"
    return _read(release, query, columns, total, sql, values)


def _read(release: Release, query: Query, columns: Sequence[str], total: int, sql: str, values: Sequence[Cell]) -> Page:
    rows: list[Row] = []
    size, position, last = 0, slice(len(columns), None), None
    for found in release.stream(sql, values):
        if len(rows) == query.limit or (rows and size > MOST_BYTES):
            return Page(rows, total, Cursor(release.id, query.digest, last or []))
        cells = tuple(found)
        size += sum(len(cell) for cell in cells if isinstance(cell, str))
        last = list(cells[position])
        rows.append(dict(zip(columns, cells, strict=False)))
    return Page(rows, total, None)


def one(release: Release, table: Table, key: Sequence[Cell]) -> Row | None:
    """The row with that primary key, or None."""
    where = " AND ".join(f"{quoted(name)} = ?" for name in table.key)
    return release.row(f"SELECT {listed(table.names)} FROM {quoted(table.name)} WHERE {where}", key)


def _clause(where: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(where)}" if where else ""


def _where(query: Query) -> tuple[list[str], list[Cell]]:
    where: list[str] = []
    values: list[Cell] = []
    for name, among in query.equal.items():
        where.append(f"{quoted(name)} IN ({', '.join('?' * len(among))})")
        values += among
    for sign, bounds in ((">=", query.least), ("<=", query.most)):
        for name, bound in bounds.items():
            where.append(f"{quoted(name)} {sign} ?")
            values.append(bound)
    if query.words is not None and (fts := search_table(query.table)):
        where.append(f"rowid IN (SELECT rowid FROM {quoted(fts)} WHERE {quoted(fts)} MATCH ?)")
        values.append(search.query(query.words))
    return where, values


def _order(name: str) -> str:
    """Rising or falling, empty cells last in both."""
    column = quoted(name.lstrip("-"))
    return f"{column} IS NULL, {column}{' DESC' if name.startswith('-') else ''}"


def _beyond(sort: Sequence[str], position: Sequence[Cell]) -> tuple[str, list[Cell]]:
    """The condition that a row stands after `position` (values of the sort columns, then the row's number)."""
    choices: list[str] = []
    values: list[Cell] = []
    same: list[str] = []
    fixed: list[Cell] = []
    for name, value in zip((*sort, "rowid"), position, strict=True):
        column = "rowid" if name == "rowid" else quoted(name.lstrip("-"))
        if value is not None:
            sign = "<" if name.startswith("-") else ">"
            later = f"({column} {sign} ? OR {column} IS NULL)" if name != "rowid" else "rowid > ?"
            choices.append(" AND ".join([*same, later]))
            values += [*fixed, value]
        same.append(f"{column} IS ?")
        fixed.append(value)
    return f"({' OR '.join(f'({choice})' for choice in choices)})", values


def as_json(table: Table, row: Row) -> dict[str, Any]:
    """A row as the API writes it: lists and JSON as what they are, not as text."""
    written: dict[str, Any] = {
        name: orjson.Fragment(row[name]) for name in _json_columns(table) if row.get(name) is not None
    }
    written |= {f.name: bool(row[f.name]) for f in table.where(type=Type.BOOLEAN) if row.get(f.name) is not None}
    return {**row, **written} if written else row


def _json_columns(table: Table) -> list[str]:
    return [field.name for field in table.fields if field.type in (Type.JSON, Type.STRINGS)]
