"""What a release changes against the one before it: rows added, changed and removed, found by their keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from schemas.derive.ddl import listed, quoted
from schemas.registry import TABLES
from schemas.table import Table, Type
from warehouse import duck
from warehouse.build import RELEASE
from warehouse.errors import WarehouseError
from warehouse.places import RELEASE_DUCKDB
from warehouse.touched import Narrow, everything

PREVIOUS = "previous"
"""The name under which the database of the release before is attached."""

COMPARED = tuple(name for name in TABLES if name != "releases")
"""The tables that are compared: all but the list of releases, which differs in every release."""


@dataclass(frozen=True, slots=True)
class Change:
    """Numbers of rows of one table, or of several together."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __add__(self, other: Change) -> Change:
        return Change(self.added + other.added, self.changed + other.changed, self.removed + other.removed)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def content(table: Table) -> list[str]:
    """The columns whose difference makes a row another one: all but the moments at which something was done."""
    return [f.name for f in table.fields if f.type is not Type.TIMESTAMP and f.name not in table.key]


def differences(
    connection: duckdb.DuckDBPyConnection, previous: Path | None, narrow: Narrow = everything
) -> dict[str, Change]:
    """What the attached release changes against the one in the folder `previous`, by table.

    Everything is added where there is no previous release. Only rows for which `narrow` holds are compared.
    """
    if previous is None:
        return {name: Change(added=_rows(connection, RELEASE, name)) for name in COMPARED}
    with attached(connection, previous):
        return {name: _difference(connection, TABLES[name], narrow) for name in COMPARED}


@contextmanager
def attached(connection: duckdb.DuckDBPyConnection, previous: Path) -> Iterator[None]:
    """Attach the release in the folder `previous` for the block. Raises WarehouseError where it cannot be read."""
    with attached_as(connection, previous, PREVIOUS):
        yield


@contextmanager
def attached_as(connection: duckdb.DuckDBPyConnection, previous: Path, name: str) -> Iterator[None]:
    """The same under another name."""
    try:
        duck.attach(connection, previous / RELEASE_DUCKDB, name, read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(
            f"the release before cannot be read ({error})",
            where=previous,
            mend="Restore its folder from a copy, or remove the folder and publish again.",
        ) from error
    try:
        yield
    finally:
        duck.detach(connection, name)


def comparable(connection: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Whether the attached previous release has the table, with the columns that are declared now."""
    return _columns(connection, table.name) == set(table.names)


def _rows(connection: duckdb.DuckDBPyConnection, database: str, name: str) -> int:
    return int(str(duck.one(connection, f"SELECT count(*) FROM {database}.{quoted(name)}")[0]))


def _columns(connection: duckdb.DuckDBPyConnection, name: str) -> set[str]:
    found = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND table_name = ?", [PREVIOUS, name]
    ).fetchall()
    return {column for (column,) in found}


def joined(table: Table, narrow: Narrow) -> str:
    """The rows of a table in both releases side by side, as SQL: `n` the new one's, `o` the old one's."""
    new, old = (
        f"(SELECT * FROM {database}.{quoted(table.name)} WHERE {narrow(table.name)})"
        for database in (RELEASE, PREVIOUS)
    )
    return f"{new} n FULL JOIN {old} o USING ({listed(table.key)})"


def _difference(connection: duckdb.DuckDBPyConnection, table: Table, narrow: Narrow) -> Change:
    before = _columns(connection, table.name)
    if not before >= set(table.key):  # the table is new, or has another key than it had
        removed = _rows(connection, PREVIOUS, table.name) if before else 0
        return Change(added=_rows(connection, RELEASE, table.name), removed=removed)
    differs = "true"
    if before == set(table.names):
        differs = " OR ".join(f"n.{quoted(c)} IS DISTINCT FROM o.{quoted(c)}" for c in content(table)) or "false"
    key = quoted(table.key[0])
    numbers = duck.one(
        connection,
        f"""SELECT count(*) FILTER (o.{key} IS NULL), count(*) FILTER (n.{key} IS NOT NULL AND o.{key} IS NOT NULL
                AND ({differs})), count(*) FILTER (n.{key} IS NULL)
            FROM {joined(table, narrow)}""",
    )
    return Change(*(int(str(number)) for number in numbers))
