"""The store's tables: the published ones with the number of the input that gave each row, and `inputs` itself."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from schemas.derive.ddl import DUCKDB_TYPES, quoted
from schemas.registry import EXTRACTED, TABLES
from warehouse import duck
from warehouse.errors import WarehouseError

STORED: dict[str, str] = {name: quoted(name) for name in (*EXTRACTED, "rejections")}
"""The published tables that the store holds, by name, each as an SQL identifier."""

INPUTS_ARROW = pa.schema(
    [
        ("input", pa.int64()),  # the number of this version of this input, rising
        ("identity", pa.string()),
        ("source_name", pa.string()),
        ("source_uri", pa.string()),
        ("source_sha256", pa.string()),
        ("key", pa.string()),
        ("outcome", pa.string()),  # of warehouse.results.Outcome
        ("current", pa.bool_()),  # whether its rows belong into the next release
        ("first_at", pa.timestamp("us", tz="UTC")),  # when these bytes were first accepted
        ("read_at", pa.timestamp("us", tz="UTC")),
    ]
)


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the store's tables where they are missing, and give older ones the columns that were declared since.

    No keys and no indexes: the validation keeps the keys, and an index would make every batch pay for the
    whole store. Raises WarehouseError where a column changed its type.
    """
    connection.execute("BEGIN")
    connection.register("_inputs", INPUTS_ARROW.empty_table())
    connection.execute("CREATE TABLE IF NOT EXISTS inputs AS FROM _inputs")
    connection.unregister("_inputs")
    connection.execute("CREATE TABLE IF NOT EXISTS released (article_id VARCHAR, input BIGINT)")
    connection.execute("CREATE TABLE IF NOT EXISTS published (release_id VARCHAR, made_by VARCHAR, seen_by VARCHAR)")
    for name, identifier in STORED.items():
        columns = duck.plain_columns(TABLES[name], "input BIGINT NOT NULL")
        connection.execute(f"CREATE TABLE IF NOT EXISTS {identifier} ({columns})")
        _widen(connection, name)
    connection.execute("COMMIT")


def _widen(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    there = dict(
        connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'store' AND table_name = ?",
            [name],
        ).fetchall()
    )
    for field in TABLES[name].fields:
        wanted = DUCKDB_TYPES[field.type]
        found = there.get(field.name)
        if found is None:
            connection.execute(f"ALTER TABLE {STORED[name]} ADD COLUMN {quoted(field.name)} {wanted}")
        elif found != {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}.get(wanted, wanted):
            raise WarehouseError(
                f"the store's table {name} holds {field.name} as {found}, where {wanted} is declared now",
                mend="Ingest the sources into a new data folder with this version.",
            )
