"""The files of a release: Parquet and CSV by table, written in batches from the release's own database."""

from __future__ import annotations

from collections.abc import Iterable
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


def write_tables(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write `parquet/<table>.parquet` and `csv/<table>.csv` of every table into the release `folder`."""
    for table in TABLES.values():
        write_parquet(parquet_file(folder, table.name), table, batches(connection, table))
        write_csv(csv_file(folder, table.name), flat_reader(connection, table))


def write_parquet(path: Path, table: Table, rows: Iterable[pa.RecordBatch]) -> None:
    """Write sorted batches as Parquet: zstd, with the declared metadata, statistics by page and the sort order.

    A batch is a row group, so that a reader who wants one article or zone skips the others.
    """
    path.parent.mkdir(exist_ok=True)
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
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        cast(pl.DataFrame, pl.from_arrow(rows.schema.empty_table())).write_csv(file, line_terminator="\r\n")
        for batch in rows:
            cast(pl.DataFrame, pl.from_arrow(batch)).write_csv(file, include_header=False, line_terminator="\r\n")
