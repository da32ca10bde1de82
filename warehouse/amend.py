"""The database of a release as a copy of the newest one's, in which the touched articles' rows are exchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from schemas.derive.arrow import to_arrow
from schemas.derive.ddl import by_reference, listed
from schemas.registry import DERIVED, EXTRACTED, TABLES
from schemas.table import Table
from schemas.values import Row
from warehouse import build, touched
from warehouse.duck import one

_COUNTS = ("targets", "facts", "articles")


def amend(connection: duckdb.DuckDBPyConnection, reference: Mapping[str, Sequence[Row]]) -> set[str] | None:
    """Exchange rows in the attached copy; returns the tables in which any was, without `releases`.

    None, and nothing is touched, where the reference tables differ: every row may point to them. What foreign
    keys allow decides the order, and each statement is a transaction of its own: DuckDB looks for the rows that
    point to one as they were when the transaction began.
    """
    if any(_differs(connection, TABLES[name], reference[name]) for name in ("zones", "indicators")):
        return None
    touched.find_zones(connection, build.RELEASE)
    tables = [table for table in by_reference() if table.name in (*EXTRACTED, *DERIVED)]
    written = {table.name for table in reversed(tables) if _delete(connection, table, touched.narrowed(table.name))}
    for table in tables:
        rows = build.derived(table, touched.narrowed(table.name)) if table.name in DERIVED else build.stored(table)
        written |= {table.name} if _insert(connection, table, rows, touched.narrowed(table.name)) else set()
    return written | _rejections(connection) | _counts(connection, reference["zones"])


def unchanged(connection: duckdb.DuckDBPyConnection, reference: Mapping[str, Sequence[Row]]) -> bool:
    """Whether the attached release before says all that there is now."""
    if one(connection, "SELECT EXISTS (FROM memory.touched)")[0]:
        return False
    same = not any(_differs(connection, TABLES[name], reference[name]) for name in ("zones", "indicators"))
    return same and not _refused(connection)


def _differs(connection: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[Row]) -> bool:
    """Whether the reference rows are others than those of the copy, the zones' counts aside."""
    counts = dict.fromkeys(_COUNTS, 0) if table.name == "zones" else {}
    names = listed(name for name in table.names if name not in counts)
    connection.register("_rows", to_arrow(table, [{**counts, **row} for row in rows]))
    try:
        there, here = f"SELECT {names} FROM {build.at(table)}", f"SELECT {names} FROM _rows"
        return one(connection, f"SELECT EXISTS (({there} EXCEPT {here}) UNION ALL ({here} EXCEPT {there}))")[0] is True
    finally:
        connection.unregister("_rows")


def _delete(connection: duckdb.DuckDBPyConnection, table: Table, where: str) -> int:
    return int(str(one(connection, f"DELETE FROM {build.at(table)} WHERE {where}")[0]))


def _insert(connection: duckdb.DuckDBPyConnection, table: Table, rows: str, where: str) -> int:
    names = listed(table.names)
    return int(
        str(
            one(
                connection,
                f"INSERT INTO {build.at(table)} ({names}) SELECT {names} FROM ({rows}) WHERE {where} "
                f"ORDER BY {listed(table.order)}",
            )[0]
        )
    )


def _rejections(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Exchange all rejections where one differs: their ids depend on each other."""
    table = TABLES["rejections"]
    if not _refused(connection):
        return set()
    _delete(connection, table, "true")
    _insert(connection, table, "FROM refused", "true")
    return {table.name}


def _refused(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the rejections differ, in more than the moment; the present ones are in the temporary table `refused`."""
    table = TABLES["rejections"]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE refused AS SELECT {listed(table.names)} FROM ({build.stored(table)})"
    )
    names = listed(name for name in table.names if name != "at")
    there, here = f"SELECT {names} FROM {build.at(table)}", f"SELECT {names} FROM refused"
    return bool(one(connection, f"SELECT EXISTS (({there} EXCEPT {here}) UNION ALL ({here} EXCEPT {there}))")[0])


def _counts(connection: duckdb.DuckDBPyConnection, zones: Sequence[Row]) -> set[str]:
    """Count anew what is said of each zone. Only these columns are written, since other tables point to the rows."""
    table = TABLES["zones"]
    connection.register("_rows", to_arrow(table, build.counted(connection, zones)))
    try:
        changed = one(
            connection,
            f"""UPDATE {build.at(table)} AS z SET {", ".join(f"{name} = n.{name}" for name in _COUNTS)} FROM _rows n
                WHERE n.zone_id = z.zone_id AND ({" OR ".join(f"n.{name} <> z.{name}" for name in _COUNTS)})""",
        )[0]
    finally:
        connection.unregister("_rows")
    return {table.name} if changed else set()
