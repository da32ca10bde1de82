"""The files of a release: Parquet and CSV by table, written in batches from the release's own database."""

from __future__ import annotations

import shutil
from collections.abc import Container, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import cast

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.derive.arrow import arrow_schema
from schemas.registry import TABLES
from schemas.table import Table
from warehouse.build import batches, flat_reader
from warehouse.places import csv_file, parquet_file


def write_tables(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    previous: Path | None = None,
    written: Container[str] = frozenset(TABLES),
) -> None:
    """Write `parquet/<table>.parquet` and `csv/<table>.csv` of every table into the release `folder`.

    The files of a table that is not among the `written` are those of the release `previous`, under one more name.
    """
    for path in (parquet_file, csv_file):
        path(folder, "").parent.mkdir()
    with ThreadPoolExecutor(2) as pool:
        jobs = []
        for table in TABLES.values():
            if previous is not None and table.name not in written:
                _link(parquet_file(previous, table.name), parquet_file(folder, table.name))
                _link(csv_file(previous, table.name), csv_file(folder, table.name))
            else:
                jobs.append(pool.submit(_parquet, connection.cursor(), parquet_file(folder, table.name), table))
                jobs.append(pool.submit(_csv, connection.cursor(), csv_file(folder, table.name), table))
        for job in jobs:
            job.result()


def _parquet(connection: duckdb.DuckDBPyConnection, path: Path, table: Table) -> None:
    with connection, closing(batches(connection, table)) as rows:  # a reader left open would hold the database
        write_parquet(path, table, rows)


def _csv(connection: duckdb.DuckDBPyConnection, path: Path, table: Table) -> None:
    with connection, flat_reader(connection, table) as rows:
        write_csv(path, rows)


def _link(there: Path, here: Path) -> None:
    """Give a file that never changes another name; where the file system cannot, copy it."""
    try:
        here.hardlink_to(there)
    except OSError:
        shutil.copyfile(there, here)


def write_parquet(path: Path, table: Table, rows: Iterable[pa.RecordBatch]) -> None:
    """Write sorted batches as Parquet: zstd, with the declared metadata, statistics by page and the sort order.

    A batch is a row group, so that a reader who wants one article or zone skips the others.
    """
    schema = arrow_schema(table)
    order = pq.SortingColumn.from_ordering(schema, [(name, "ascending") for name in table.order])
    with pq.ParquetWriter(
        path, schema, compression="zstd", write_page_index=True, write_page_checksum=True, sorting_columns=order
    ) as writer:
        for batch in rows:
            writer.write_batch(batch)


def write_csv(path: Path, rows: pa.RecordBatchReader) -> None:
    """Write flat batches as CSV after RFC 4180: UTF-8, a header, lines ended by CRLF.

    Null is an empty field, and the empty text a quoted one.
    """
    with path.open("wb") as file:
        cast(pl.DataFrame, pl.from_arrow(rows.schema.empty_table())).write_csv(file, line_terminator="\r\n")
        for batch in rows:
            cast(pl.DataFrame, pl.from_arrow(batch)).write_csv(file, include_header=False, line_terminator="\r\n")
