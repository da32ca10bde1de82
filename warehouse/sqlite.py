"""`gaoxin.sqlite`: the release for Datasette, with indexes for its filters and a search table that finds Chinese."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import adbc_driver_sqlite.dbapi
import duckdb
import pyarrow as pa

from schemas.derive.ddl import by_reference, listed, quoted, sqlite_ddl
from schemas.table import Table
from warehouse.build import flat_reader, stored
from warehouse.layout import STORED
from warehouse.search import TOKENIZER, set_apart

QUICK = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA cache_size = -262144",  # KiB
    "PRAGMA ignore_check_constraints = ON",
)
"""The file is built aside and synced as a whole, so it needs no journal of its own; its rows come from the release's
DuckDB file, which has checked them already: to check them again takes longer than to write them."""
_SEARCH_SETTINGS = {"pgsz": 4000, "hashsize": 64 << 20}
"""Of the search tables while they are filled: pages as large as SQLite's, and few runs that must be merged."""


def search_table(table: Table) -> str | None:
    """The name of the search table of `table`, or None where no column is searched. Its rowids are the table's."""
    return f"{table.name}_fts" if table.where(searched=True) else None


def indexed(table: Table) -> Iterator[str]:
    """The columns with an index of their own: facets, those that point to other tables, and sort columns."""
    alone = {table.key[0]}  # the primary key serves it
    for field in table.fields:
        if (field.facet or field.references) and field.name not in alone:
            yield field.name


def begin_sqlite(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the file with the tables that the store holds, straight from there: it takes as long as all the rest.

    The rest of the release may be made meanwhile. Same rows, same bytes.
    """
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA page_size = 4096")
        for table in by_reference():
            base.execute(sqlite_ddl(table))
    base.close()
    kept = [table for table in by_reference() if table.name in STORED]
    _write(path, kept, lambda table: flat_reader(connection, table, source=stored(table)))


def end_sqlite(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Add the tables that the database of the release has beyond those, and look at how all are filled."""
    others = [table for table in by_reference() if table.name not in STORED]
    _write(path, others, lambda table: flat_reader(connection, table))
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        for statement in (*QUICK, "ANALYZE"):
            base.execute(statement)


def _write(path: Path, tables: Sequence[Table], read: Callable[[Table], pa.RecordBatchReader]) -> None:
    """Fill tables with what `read` gives, and make their indexes and search tables."""
    with adbc_driver_sqlite.dbapi.connect(str(path), autocommit=True) as target, target.cursor() as cursor:
        for statement in QUICK:
            cursor.execute(statement)
            cursor.fetchall()
        for table in tables:
            with read(table) as rows:
                cursor.adbc_ingest(table.name, rows, mode="append")
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.create_function("set_apart", 1, remembering(), deterministic=True)
        made = [statement for table in tables for statement in (*_indexes(table), *_search(table))]
        for statement in (*QUICK, "BEGIN", *made, "COMMIT"):
            base.execute(statement)


def remembering() -> Callable[[str | None], str | None]:
    """`set_apart`, that knows its last answers: the claims of a sentence follow each other."""
    apart = lru_cache(4096)(set_apart)
    return lambda text: None if text is None else apart(text)


def searched_columns(table: Table) -> str:
    """The searched columns of a table as its search table holds them, as SQL."""
    return ", ".join(f"set_apart({quoted(field.name)})" for field in table.where(searched=True))


def _indexes(table: Table) -> Iterable[str]:
    for name in indexed(table):
        yield f"CREATE INDEX {quoted(f'{table.name}_{name}')} ON {quoted(table.name)} ({quoted(name)})"


def _search(table: Table) -> Iterable[str]:
    name = search_table(table)
    if name is None:
        return
    searched = [field.name for field in table.where(searched=True)]
    options = f"content='', tokenize=\"{TOKENIZER}\""
    yield f"CREATE VIRTUAL TABLE {quoted(name)} USING fts5({listed(searched)}, {options})"
    for setting, value in _SEARCH_SETTINGS.items():
        yield f"INSERT INTO {quoted(name)} ({quoted(name)}, rank) VALUES ('{setting}', {value})"
    words = f"SELECT rowid, {searched_columns(table)} FROM {quoted(table.name)}"
    yield f"INSERT INTO {quoted(name)} (rowid, {listed(searched)}) {words}"
    yield f"INSERT INTO {quoted(name)} ({quoted(name)}) VALUES ('optimize')"
