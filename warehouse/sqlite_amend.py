"""`gaoxin.sqlite` of a release as a copy of the newest one's, in which the touched rows are exchanged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from schemas.derive.ddl import listed, quoted
from schemas.registry import TABLES
from schemas.table import Table
from warehouse.build import flat_reader
from warehouse.sqlite import QUICK, remembering, search_table, searched_columns
from warehouse.touched import narrowed

_TOUCHED = {"touched": "article_id", "touched_zones": "zone_id"}


def amend_sqlite(connection: duckdb.DuckDBPyConnection, path: Path, written: Iterable[str]) -> None:
    """Amend the copy at `path`; `written` are the tables in which rows differ.

    The words of a row that leaves leave the search table with it, which is why that needs them once more.
    """
    base = sqlite3.connect(path, isolation_level=None)
    try:
        base.create_function("set_apart", 1, remembering(), deterministic=True)
        for statement in (*QUICK, "ATTACH ':memory:' AS memory", "BEGIN"):
            base.execute(statement)
        for name, column in _TOUCHED.items():
            ids = connection.execute(f"SELECT {column} FROM memory.{name}").fetchall()
            base.execute(f"CREATE TABLE memory.{name} ({column} TEXT PRIMARY KEY)")
            base.executemany(f"INSERT INTO memory.{name} VALUES (?)", ids)
        for name in written:
            _exchange(connection, base, TABLES[name])
        base.execute("COMMIT")
    finally:
        base.close()


def _exchange(connection: duckdb.DuckDBPyConnection, base: sqlite3.Connection, table: Table) -> None:
    """Delete the rows that may differ, and insert those of the release."""
    name, where, search = quoted(table.name), narrowed(table.name), search_table(table)
    if search:
        base.execute(_words(table, search, f"'delete', rowid, {searched_columns(table)}", where, quoted(search)))
    base.execute(f"DELETE FROM {name} WHERE {where}")
    marks = ", ".join("?" * len(table.names))
    base.executemany(f"INSERT INTO {name} ({listed(table.names)}) VALUES ({marks})", _rows(connection, table, where))
    if search:
        base.execute(_words(table, search, f"rowid, {searched_columns(table)}", where))


def _words(table: Table, search: str, values: str, where: str, *command: str) -> str:
    """Put rows into the search table, or, with its own name as the `command`, commands."""
    columns = ", ".join([*command, "rowid", listed(field.name for field in table.where(searched=True))])
    return f"INSERT INTO {quoted(search)} ({columns}) SELECT {values} FROM {quoted(table.name)} WHERE {where}"


def _rows(connection: duckdb.DuckDBPyConnection, table: Table, where: str) -> Iterator[tuple[object, ...]]:
    with flat_reader(connection, table, where) as rows:
        for batch in rows:
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
