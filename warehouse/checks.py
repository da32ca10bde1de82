"""What must hold before a release is switched to, and what anyone may check of one later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.derive.ddl import listed
from schemas.derive.grounding import GROUNDED, ungrounded
from schemas.registry import TABLES
from warehouse import build, touched
from warehouse.errors import Stopped
from warehouse.places import parquet_file

FLOOR = 0.5
"""A table may lose at most this share of its rows from one release to the next."""

MOST_SHOWN = 5

Grouped = Iterator[tuple[str, list[tuple[Any, ...]]]]


def fallen(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """The tables that lose more than half of their rows, each as a sentence."""
    return [
        f"table {name} would fall from {before[name]} rows to {rows}"
        for name, rows in after.items()
        if rows < before.get(name, 0) * FLOOR
    ]


def check_floors(before: Mapping[str, int], after: Mapping[str, int], *, force: bool) -> None:
    """Raises `Stopped` where a table loses more than half of its rows, unless `force` says that it is meant."""
    if not force and (losses := fallen(before, after)):
        raise Stopped(
            "the release was stopped: " + "; ".join(losses),
            mend="If the loss is meant, publish with --force; if not, look at the newest rejections for the reason.",
        )


def check_grounding(folder: Path) -> None:
    """Raises `Stopped` where a row of the release in `folder` is not, word for word, what its article says."""
    _stop(list(grounding_problems(folder)))


def check_touched(connection: duckdb.DuckDBPyConnection) -> None:
    """The same for the rows of touched articles in the database of the release in the making, before it has files."""
    where = touched.narrowed("articles")
    found = connection.execute(f"SELECT article_id, text FROM {build.at(TABLES['articles'])} WHERE {where}").fetchall()
    texts: dict[str, str] = dict(found)
    wrong = []
    for name, shape in GROUNDED.items():
        columns = listed(("article_id", *shape, *TABLES[name].key))
        rows = connection.execute(f"SELECT {columns} FROM {build.at(TABLES[name])} WHERE {where}").fetchall()
        for article_id, words, start, end, *key in rows:
            if why := ungrounded(texts.get(article_id, ""), words, start, end):
                wrong.append(f"{name} {' '.join(map(str, key))}: {why}")
    _stop(wrong)


def _stop(wrong: Sequence[str]) -> None:
    if wrong:
        more = f" and {len(wrong) - MOST_SHOWN} more" if len(wrong) > MOST_SHOWN else ""
        raise Stopped(
            "the release was stopped, since its rows are not what the articles say: "
            + "; ".join(wrong[:MOST_SHOWN])
            + more,
            mend="Nothing was published. Ingest the articles again with the extractor mended.",
        )


def grounding_problems(folder: Path) -> Iterator[str]:
    """Every row of the Parquet files in `folder` whose words are not those at its place in the article's text.

    Both files are sorted by article, so that one article's text is in memory at a time.
    """
    for name, shape in GROUNDED.items():
        table = TABLES[name]
        texts = _stream(parquet_file(folder, "articles"), ("article_id", "text"))
        article: tuple[Any, ...] | None = None
        for article_id, rows in _by_article(parquet_file(folder, name), ("article_id", *shape, *table.key)):
            while article is None or article[0] < article_id:
                article = next(texts, None)
                if article is None:
                    break
            if article is None or article[0] != article_id:
                yield f"{name}: article {article_id} is not there"
                continue
            for _, words, start, end, *key in rows:
                if why := ungrounded(article[1], words, start, end):
                    yield f"{name} {' '.join(map(str, key))}: {why}"


def _by_article(path: Path, columns: tuple[str, ...]) -> Grouped:
    for article_id, rows in groupby(_stream(path, columns), key=lambda row: row[0]):
        yield str(article_id), list(rows)


def _stream(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """The rows of a Parquet file as tuples of the named columns, a batch in memory at a time."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=4096, columns=list(dict.fromkeys(columns))):
            yield from _tuples(batch, columns)


def _tuples(batch: pa.RecordBatch, columns: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(batch.column(name).to_pylist() for name in columns), strict=True)
