"""A large store out of a small one: each article again and again, every copy under ids of its own.

What a store costs depends on how much it holds, and reading a million articles takes hours. The copies say what the
originals say, so all that is published of them is true to the form.
"""

from __future__ import annotations

import duckdb

from schemas.derive.ddl import listed, quoted
from schemas.registry import TABLES
from schemas.table import Table, Type
from warehouse.layout import STORED
from warehouse.store import Store


def enlarge(store: Store, times: int) -> int:
    """Copy all inputs and their rows so that the store holds `times` as many; returns the number of inputs."""
    connection = store.duck
    (step,) = _one(connection, "SELECT max(input) FROM inputs")
    connection.execute("BEGIN")
    for number in range(1, times):
        more = f"input + {number * step} AS input"
        other = {name: f"{name} || '#{number}'" for name in ("identity", "key")}
        other["source_sha256"] = f"sha256(coalesce(source_sha256, identity) || '#{number}')"
        changed = ", ".join([more, *(f"{sql} AS {name}" for name, sql in other.items())])
        connection.execute(f"INSERT INTO inputs SELECT * REPLACE ({changed}) FROM inputs WHERE input <= {step}")
        for name, stored in STORED.items():
            copied = f"SELECT {more}, {_copied(TABLES[name], number)} FROM {stored} WHERE input <= {step}"
            connection.execute(f"INSERT INTO {stored} (input, {listed(TABLES[name].names)}) {copied}")
    connection.execute("COMMIT")
    connection.execute("CHECKPOINT")
    (inputs,) = _one(connection, "SELECT count(*) FROM inputs")
    return inputs


def _copied(table: Table, number: int) -> str:
    """The columns of a copy: every id of an article, a section or a claim becomes another of the same form."""
    return ", ".join(_column(table, name, number) for name in table.names)


def _column(table: Table, name: str, number: int) -> str:
    column = quoted(name)
    if name == "source_sha256":
        return f"sha256({column} || '#{number}')"
    if name == "section_id":
        return f"{_other('left(section_id, 18)', number)} || right(section_id, 5)"
    if name == "article_id" or (name in table.key and table[name].type is Type.STRING):
        return _other(column, number)
    return column


def _other(column: str, number: int) -> str:
    return f"left({column}, 2) || left(sha256({column} || '#{number}'), 16)"


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    row = connection.execute(sql).fetchone()
    return row or (0,)
