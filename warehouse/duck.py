"""DuckDB as the store and the releases use it: opened the same way everywhere, fed from Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from schemas.derive.ddl import DUCKDB_TYPES, listed, literal, quoted
from schemas.table import Table, Type

STORAGE = "v1.5.0"
"""The storage version of every DuckDB file that we write; DuckDB 1.5 and later read it."""

BLOCK = 65_536
"""Bytes in a block of those files: a quarter of the default, since each key and column of a table takes some."""

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",  # nothing may be downloaded
    "autoload_known_extensions": "false",
}


def connect() -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own in memory, to which files are attached; times in UTC."""
    connection = duckdb.connect(":memory:", config=SETTINGS)
    connection.execute("SET GLOBAL TimeZone = 'UTC'")  # for its cursors too
    return connection


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str, *, read_only: bool = False) -> None:
    """Attach the database file `path` under `name`; a new file gets our storage version."""
    options = "READ_ONLY" if read_only else f"STORAGE_VERSION '{STORAGE}', BLOCK_SIZE {BLOCK}"
    connection.execute(f"ATTACH {literal(str(path))} AS {quoted(name)} ({options})")


def detach(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Let go of an attached database; all that was written to it is in its file then."""
    connection.execute(f"DETACH {quoted(name)}")


def append(connection: duckdb.DuckDBPyConnection, target: str, rows: pa.Table) -> None:
    """Append an Arrow table's rows to the table `target` (SQL, quoted), by column name."""
    if rows.num_rows == 0:
        return
    connection.register("_rows", rows)
    try:
        connection.execute(f"INSERT INTO {target} ({listed(rows.column_names)}) SELECT * FROM _rows")
    finally:
        connection.unregister("_rows")


def plain_columns(table: Table, *extra: str) -> str:
    """The columns of a table without keys and checks, for rows that were validated before: `"name" TYPE, ...`."""
    return ", ".join([*extra, *(f"{quoted(f.name)} {DUCKDB_TYPES[f.type]}" for f in table.fields)])


def selected(table: Table, *, prefix: str = "") -> str:
    """The columns of `table` as a SELECT list whose types Arrow knows: JSON as text."""
    return ", ".join(
        f"{prefix}{quoted(f.name)}::VARCHAR AS {quoted(f.name)}" if f.type is Type.JSON else prefix + quoted(f.name)
        for f in table.fields
    )


def one(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()) -> tuple[object, ...]:
    """The one row that a query gives."""
    row = connection.execute(sql, list(parameters)).fetchone()
    if row is None:
        raise LookupError(f"no row: {sql}")
    return row
