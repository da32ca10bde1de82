"""How a data folder stands: its releases, what the store holds, and what was refused. Reads and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from schemas.registry import EXTRACTED, TABLES
from schemas.values import Row
from warehouse import duck
from warehouse.errors import WarehouseError
from warehouse.lock import reading
from warehouse.places import Places, parquet_file
from warehouse.release import current


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the store holds now: inputs by outcome, current rows by table, rejections by stage and reason.

    `last_at` is when the newest input was read, None for an empty store.
    """

    inputs: Mapping[str, int]
    rows: Mapping[str, int]
    rejections: Mapping[str, int]
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a data folder stands.

    `release_id` is that of the newest release, `counts` its rows by table and `releases` the rows of its table
    of that name, oldest first. `stored` is None where there is no store yet, or where a writer holds it: then
    `writer` says who.
    """

    release_id: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    releases: Sequence[Row] = ()
    stored: Stored | None = None
    writer: str | None = None


def status(data: Path) -> Status:
    """How `data` stands; an empty status where nothing was ever put. Raises WarehouseError for a damaged folder."""
    with reading(Places(data).lock) as writer:
        stored = None if writer else _stored(Places(data).database)
    folder = current(data)
    if folder is None:
        return Status(stored=stored, writer=writer)
    try:
        counts = {name: pq.read_metadata(parquet_file(folder, name)).num_rows for name in TABLES}
        releases = pq.read_table(parquet_file(folder, "releases")).to_pylist()
    except (OSError, ValueError) as error:
        raise WarehouseError(
            f"the release cannot be read ({error})",
            where=folder,
            mend="Restore the folder from a copy, or remove it and run `gaoxin release`.",
        ) from error
    return Status(release_id=folder.name, counts=counts, releases=releases, stored=stored, writer=writer)


def _stored(database: Path) -> Stored | None:
    if not database.exists():
        return None
    connection = duck.connect()
    try:
        duck.attach(connection, database, "store", read_only=True)
        return Stored(
            inputs=_counts(
                connection, "SELECT outcome, count(*) FROM store.inputs WHERE current GROUP BY 1 ORDER BY 1"
            ),
            rows={name: _current_rows(connection, name) for name in EXTRACTED},
            rejections=_counts(
                connection,
                "SELECT stage || '/' || reason, count(*) FROM store.rejections "
                "SEMI JOIN store.inputs i ON i.input = rejections.input AND i.current GROUP BY 1 ORDER BY 1",
            ),
            last_at=_last(connection),
        )
    except duckdb.Error as error:
        raise WarehouseError(
            f"the store cannot be read ({error})", where=database, mend="Restore the file from a copy of the folder."
        ) from error
    finally:
        connection.close()


def _counts(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, int]:
    return dict(connection.execute(sql).fetchall())


def _current_rows(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    sql = f"SELECT count(*) FROM store.{name} t SEMI JOIN store.inputs i ON i.input = t.input AND i.current"
    return int(str(duck.one(connection, sql)[0]))


def _last(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    last = connection.execute("SELECT max(read_at) AS last FROM store.inputs").to_arrow_table()["last"][0].as_py()
    return last if isinstance(last, datetime) else None
