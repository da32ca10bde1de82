"""A release's own DuckDB file: the current rows of the store and the reference tables, checked and in order."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

import duckdb
import pyarrow as pa

from schemas.derive.arrow import arrow_schema, to_arrow
from schemas.derive.ddl import by_reference, duckdb_ddl, listed, quoted
from schemas.registry import EXTRACTED, TABLES
from schemas.table import Field, Table, Type
from schemas.values import Row
from warehouse import duck
from warehouse.derived import DERIVED
from warehouse.errors import Stopped
from warehouse.layout import STORED

BATCH = 65_536  # rows that are in memory at once while a file is written
RELEASE = "release"
"""The name under which the database of the release in the making is attached."""

_SAYS_OF_ZONES = ("targets", "facts", "sections", "industries")


def fill(connection: duckdb.DuckDBPyConnection, reference: Mapping[str, Sequence[Row]]) -> None:
    """Fill the attached, empty database of the release with everything but the table `releases`.

    `reference` holds the rows of `zones` (without counts) and `indicators`. Raises `Stopped` where a row breaks
    a key, a choice or a bound of its declaration, or points to a row that is not there.
    """
    _create(connection)
    for table in by_reference():
        try:
            if table.name in STORED:
                _copy(connection, table)
            elif table.name in DERIVED:
                connection.execute(f"INSERT INTO {at(table)} ({listed(table.names)}) {derived(table, 'true')}")
            elif table.name == "zones":
                duck.append(
                    connection,
                    at(table),
                    to_arrow(table, counted(connection, _in_order(table, reference[table.name]))),
                )
            elif table.name in reference:
                duck.append(connection, at(table), to_arrow(table, _in_order(table, reference[table.name])))
        except (duckdb.ConstraintException, ValueError) as error:
            raise Stopped(
                f"a row of table {table.name} breaks its declaration ({error})",
                mend="Correct the row where it comes from (the extractor, a correction or the reference tables).",
            ) from error


def at(table: Table) -> str:
    """The table in the database of the release in the making, as SQL."""
    return f"{RELEASE}.{quoted(table.name)}"


def _in_order(table: Table, rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: [row[name] for name in table.order])


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables, from inside the release's database, since foreign keys name no other."""
    with connection.cursor() as inside:
        inside.execute(f"USE {RELEASE}")
        for table in by_reference():
            inside.execute(duckdb_ddl(table))


def _copy(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    columns = listed(table.names)
    connection.execute(
        f"INSERT INTO {at(table)} ({columns}) SELECT {columns} FROM ({stored(table)}) ORDER BY {listed(table.order)}"
    )


def stored(table: Table) -> str:
    """The query of the current rows of `table` in the store."""
    if table.name == "rejections":
        return _numbered_rejections(table)
    columns = listed(table.names)
    return f"SELECT {columns} FROM store.{STORED[table.name]} SEMI JOIN store.inputs i ON i.input = {_mine(table)}"


def derived(table: Table, only: str) -> str:
    """The query of a derived table's rows; `only` is a condition on `zone_id`."""
    query = DERIVED[table.name].replace("{only}", only)
    return f"SELECT {listed(table.names)} FROM ({query}) ORDER BY {listed(table.order)}"


def _mine(table: Table) -> str:
    return f"{STORED[table.name]}.input AND i.current"


def _numbered_rejections(table: Table) -> str:
    """Rejections with their final ids.

    The store holds what an id is made of; two inputs that are refused for the same thing share it, and are told
    apart by their order.
    """
    others = listed(name for name in table.names if name != "rejection_id")
    return f"""
        SELECT 'r-' || left(sha256(rejection_id || ':' || row_number() OVER (
            PARTITION BY rejection_id ORDER BY r.input)), 16) AS rejection_id, {others}
        FROM store.rejections r SEMI JOIN store.inputs i ON i.input = r.input AND i.current"""


def counted(connection: duckdb.DuckDBPyConnection, zones: Sequence[Row]) -> list[Row]:
    """The zones with the numbers of targets, facts and articles of this release that speak of each."""
    spoken = " UNION ALL ".join(
        f"SELECT zone_id, article_id, '{name}' AS said FROM store.{STORED[name]} t "
        "SEMI JOIN store.inputs i ON i.input = t.input AND i.current"
        for name in _SAYS_OF_ZONES
    )
    counts = connection.execute(
        f"""SELECT zone_id, count(*) FILTER (said = 'targets'), count(*) FILTER (said = 'facts'),
                   count(DISTINCT article_id) FROM ({spoken}) WHERE zone_id IS NOT NULL GROUP BY zone_id"""
    ).fetchall()
    by_zone = {zone: dict(zip(("targets", "facts", "articles"), numbers, strict=True)) for zone, *numbers in counts}
    none = {"targets": 0, "facts": 0, "articles": 0}
    return [{**row, **by_zone.get(row["zone_id"], none)} for row in zones]


def batches(connection: duckdb.DuckDBPyConnection, table: Table) -> Generator[pa.RecordBatch, None, None]:
    """A table of the release, in its order, in batches with the declared Arrow schema."""
    schema = arrow_schema(table)
    with _read(connection, table, duck.selected(table)) as rows:
        for batch in rows:
            columns = [column.cast(field.type) for column, field in zip(batch.columns, schema, strict=True)]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)


def flat_reader(
    connection: duckdb.DuckDBPyConnection, table: Table, where: str = "true", source: str | None = None
) -> pa.RecordBatchReader:
    """Those of its rows for which `where` holds, with text, numbers and truth values only.

    Lists are JSON, dates and times ISO 8601 in UTC. `source` is a query that gives the rows, where it is not the
    database of the release.
    """
    return _read(connection, table, ", ".join(map(_flat, table.fields)), where, source)


def _read(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: str, where: str = "true", source: str | None = None
) -> pa.RecordBatchReader:
    rows = f"({source})" if source else at(table)
    sql = f"SELECT {columns} FROM {rows} WHERE {where} ORDER BY {listed(table.order)}"
    return connection.execute(sql).to_arrow_reader(BATCH)


def _flat(field: Field) -> str:
    name = quoted(field.name)
    as_text = {
        Type.STRINGS: f"to_json({name})::VARCHAR",
        Type.JSON: f"{name}::VARCHAR",
        Type.DATE: f"strftime({name}, '%Y-%m-%d')",
        Type.TIMESTAMP: f"strftime({name}, '%Y-%m-%dT%H:%M:%S.%fZ')",
    }
    return f"{as_text.get(field.type, name)} AS {name}"


def counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each extracted table of the release has."""
    return {name: int(str(duck.one(connection, f"SELECT count(*) FROM {at(TABLES[name])}")[0])) for name in EXTRACTED}


def newest_extractor(connection: duckdb.DuckDBPyConnection) -> str:
    """The version that read the newest article of the release; `none` for a release without articles."""
    found = connection.execute(
        """SELECT extractor_version FROM store.articles a SEMI JOIN store.inputs i ON i.input = a.input AND i.current
            ORDER BY a.input DESC LIMIT 1"""
    ).fetchone()
    return str(found[0]) if found else "none"
