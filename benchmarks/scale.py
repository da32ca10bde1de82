"""What the warehouse costs, as ratios of one run: reading, storing, publishing everything, publishing one article.

`python -m benchmarks.scale [READ] [HELD]` reads READ articles of the corpus (2,000 by default) with and without the
warehouse, then multiplies what the store holds to HELD articles (20,000 by default) and publishes. All happens in a
temporary folder; HELD articles take some 75 kB each there, and 100,000 of them about seven minutes.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import TypeVar

import pyarrow.parquet as pq

from benchmarks.corpus import Corpus, Made, agreement, write
from benchmarks.enlarge import enlarge
from flows import steps
from flows.work import Engine, make_engine, read_many
from schemas.values import Source
from sources.connectors.folder import discover
from warehouse.places import parquet_file
from warehouse.release import current, verify
from warehouse.store import Store

PROCESSES = 2
BLOCK = 1 << 24
AFTER = 9_000_000
"""Numbers of the articles that are added one by one; no other part of the corpus reaches them."""

_engine: Engine | None = None

T = TypeVar("T")


def timed(what: Callable[[], T]) -> tuple[float, T]:
    """The seconds that a call took, and what it gave."""
    began = time.monotonic()
    given = what()
    return time.monotonic() - began, given


def _read_chunk(chunk: list[Source]) -> int:
    global _engine
    _engine = _engine or make_engine()
    return len(read_many(_engine, chunk))


def bare_pool(folder: Path) -> int:
    """Read and validate the articles in two processes, and keep nothing: what no ingest can do without."""
    found = [item for item in discover([folder]) if isinstance(item, Source)]
    chunks = [found[at : at + steps.CHUNK] for at in range(0, len(found), steps.CHUNK)]
    with ProcessPoolExecutor(PROCESSES) as pool:
        return sum(pool.map(_read_chunk, chunks))


def merely_written(folder: Path, place: Path) -> float:
    """The seconds that it takes to write and sync as many bytes as `folder` holds, in as many files."""
    noise = os.urandom(BLOCK)
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    began = time.monotonic()
    for number, size in enumerate(sizes):
        with (place / str(number)).open("wb") as file:
            for at in range(0, size, BLOCK):
                file.write(noise[: size - at])
            file.flush()
            os.fsync(file.fileno())
    taken = time.monotonic() - began
    for number in range(len(sizes)):
        (place / str(number)).unlink()
    return taken


def published(folder: Path) -> Iterator[dict[str, object]]:
    """The claims of a release, with the source's name beside them."""
    names = dict(
        zip(*pq.read_table(parquet_file(folder, "articles"), columns=["article_id", "source_name"]), strict=True)
    )
    by_id = {str(article): str(name) for article, name in names.items()}
    for table in ("targets", "facts"):
        for row in pq.read_table(parquet_file(folder, table)).to_pylist():
            yield {**row, "table": table, "source_name": by_id[row["article_id"]]}


def reading(place: Path, count: int) -> Path:
    """Measure an ingest beside the bare pool; returns the data folder."""
    folder, data = place / "articles", place / "data"
    made: list[Made] = write(folder, Corpus()(count))
    write(place / "few", Corpus()(steps.FEW, AFTER // 2))
    fixed, _ = timed(lambda: steps.read(place / "fixed", [place / "few"]))
    line("fixed cost", f"{steps.FEW} articles, workers started", fixed, "")
    bare, _ = timed(lambda: bare_pool(folder))
    whole, done = timed(lambda: steps.read(data, [folder]))
    ratio = f"{(whole - fixed) / bare:.2f} x a bare pool ({bare:.1f} s) beyond the fixed cost"
    line("read and stored", f"{done.new:,} articles", whole, ratio)
    first, release = timed(lambda: steps.publish(data))
    assert release is not None
    said, found, more = agreement(made, list(published(release.folder)))
    line("published first", f"{said:,} claims made", first, f"{found:,} of them found, {more:,} others")
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    line("memory", "largest process", None, f"{most:,.0f} MiB")
    return data


def one_more(data: Path, place: Path, number: int) -> float:
    """The seconds that it takes to ingest one more article, the store opened and closed."""
    folder = place / f"one-{number}"
    write(folder, Corpus()(1, AFTER + number))
    return timed(lambda: steps.read(data, [folder]))[0]


def storing(data: Path, place: Path, first: int) -> float:
    """The middle of three."""
    return median(one_more(data, place, first + number) for number in range(3))


def publishing(data: Path, place: Path) -> None:
    """Measure a full release, and one of a single article more."""
    shutil.rmtree(data / "releases")
    (data / "current").unlink()
    full, release = timed(lambda: steps.publish(data))
    assert release is not None
    size = sum(path.stat().st_size for path in release.folder.rglob("*") if path.is_file())
    floor = merely_written(release.folder, place)
    claims = release.counts["targets"] + release.counts["facts"]
    line(
        "full release",
        f"{claims:,} claims, {size / 1e6:,.0f} MB",
        full,
        f"{full / floor:.1f} x writing ({floor:.1f} s)",
    )
    one_more(data, place, 100)
    single, amended = timed(lambda: steps.publish(data))
    assert amended is not None
    own = [path.stat() for path in amended.folder.rglob("*") if path.is_file()]
    linked = sum(one.st_size for one in own if one.st_nlink > 1)
    line("one article more", f"{linked / 1e6:,.0f} MB linked", single, f"{single / full:.3f} of a full release")
    nothing, none = timed(lambda: steps.publish(data))
    assert none is None
    line("nothing more", "", nothing, f"{nothing / full:.4f} of a full release")
    folder = current(data)
    assert folder is not None
    checking, wrong = timed(lambda: verify(folder))
    line("verified", f"{len(wrong)} problems", checking, "")


def line(what: str, size: str, seconds: float | None, ratio: str) -> None:
    """Print one row of the table."""
    print(f"{what:18} {size:34} {'' if seconds is None else f'{seconds:8.2f} s':10} {ratio}", flush=True)


def main(count: int, held: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        data = reading(place, count)
        small = storing(data, place, 0)
        empty = storing(place / "empty", place, 10)
        with Store(data) as store:
            taken, inputs = timed(lambda: enlarge(store, max(1, held // count)))
        line("store enlarged", f"{inputs:,} articles", taken, "")
        large = storing(data, place, 20)
        line("one article stored", f"into {count:,}, then {inputs:,}", large, f"{large / small:.2f} x")
        line("", "into none", empty, f"{large / empty:.2f} x")
        publishing(data, place)


if __name__ == "__main__":
    main(*(int(word) for word in [*sys.argv[1:], *("2000", "20000")[len(sys.argv) - 1 :]]))
