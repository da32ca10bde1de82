"""The steps of a run, without Prefect: find what is new, read it, store it, publish it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from flows.corrections import People
from flows.crew import Crew
from flows.summary import Progress, ReadSummary, RunSummary, Say
from flows.versions import extractor_version, schema_version
from flows.work import LIMIT, MakeEngine, Outcome, make_engine, read_many
from schemas.values import Reading, Source
from sources.connectors.folder import NoArticles, Unreadable, discover
from warehouse.clock import now
from warehouse.keys import article_key, digest, sha256
from warehouse.release import ReleaseSummary
from warehouse.release import publish as publish_release
from warehouse.results import Origin, Result
from warehouse.store import Store

CHUNK = 25
"""Articles that a worker is handed at a time."""
STORED = 100
"""Articles that the store takes in one transaction: each waits for the disk, and a killed run reads one again."""
CHUNK_BYTES = 4_000_000
"""A chunk, or what is stored together, ends early where it holds that many bytes: memory does not follow the files."""
WINDOW = 100
"""Sources that the store is asked about at a time."""
FEW = 8
"""Fewer new articles than this are read in this process: starting workers costs more than they save."""
PASSING = frozenset({"too_slow", "worker_died"})
"""Reasons that may lie in the machine and not in the article: such an article is tried again by the next run."""


class Team(Protocol):
    """Workers that read chunks and give back each with its outcomes, in order; a context manager."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        """End."""

    def read(self, chunks: Iterator[list[Source]], /) -> Iterator[tuple[Sequence[Source], list[Outcome]]]:
        """Read."""


MakeCrew = Callable[[MakeEngine, int, float], Team]
"""Makes a team of workers: from how an engine is made, how many they are, and the seconds that an article may take."""


def read(
    data: Path,
    paths: Sequence[Path],
    *,
    make: MakeEngine = make_engine,
    workers: int | None = None,
    limit: float = LIMIT,
    crew: MakeCrew = Crew,
    progress: Progress | None = None,
    say: Say | None = None,
) -> ReadSummary:
    """Read into the store of `data` what is new at `paths` (files and folders), and return what became of it.

    Sources whose key the store knows are passed over. Every other one ends as rows or as a rejection; `limit` is
    the seconds that one may take, and `crew` makes the workers that read many. Raises WarehouseError where the store
    cannot be used, and Problem where a correction does not fit.
    """
    began = time.monotonic()
    summary = ReadSummary()
    tell = progress or (lambda _: None)
    people = People(data, make)
    with Store(data, say=say) as store:
        chunks = _chunks(_fresh(store, paths, summary, tell, people))
        for read_ in _together(_outcomes(chunks, make, workers, limit, crew)):
            results = [result_of(item, outcome, people) for item, outcome in read_]
            store.put(results)
            summary.add(results)
            tell(summary)
        people.require_articles(store)
    if summary.articles != summary.met:
        raise RuntimeError(f"{summary.met} inputs came in and {summary.articles} were accounted for; please report it")
    summary.seconds = time.monotonic() - began
    return summary


def publish(data: Path, *, force: bool = False, say: Say | None = None) -> ReleaseSummary | None:
    """Publish what the store of `data` holds, if it differs from the newest release; None where it does not.

    Raises WarehouseError where a check or the disk refuses; `force` lets through a release that loses much.
    """
    from publish.metadata.datapackage import write, write_csvw
    from sources.reference import indicators, zones

    reference = {"zones": zones(), "indicators": indicators()}
    with Store(data, say=say) as store:
        return publish_release(store, data, reference, (write_csvw, write), force=force)


def run(data: Path, paths: Sequence[Path], *, progress: Progress | None = None, say: Say | None = None) -> RunSummary:
    """Read what is new and publish, here and now: what the flow `ingest` does, recorded nowhere."""
    done = read(data, paths, progress=progress, say=say)
    began = time.monotonic()
    release = publish(data, say=say)
    return RunSummary(read=done, release=release, seconds=time.monotonic() - began)


def _fresh(
    store: Store, paths: Sequence[Path], summary: ReadSummary, tell: Progress, people: People
) -> Iterator[Source]:
    """Yield the sources that must be read. What is known is counted, what is unreadable is stored on the way."""
    found = chain.from_iterable(_discovered(path, summary) for path in paths)
    while window := list(_some(found, WINDOW)):
        keys = [(_key(item, people), item.identity) for item in window]
        known = store.known_among(keys)
        fresh = [item for item, key in zip(window, keys, strict=True) if key not in known]
        summary.met += len(window)
        summary.unchanged += len(window) - len(fresh)
        unreadable = [_result_of_unreadable(item) for item in fresh if isinstance(item, Unreadable)]
        store.put(unreadable)
        summary.add(unreadable)
        tell(summary)
        yield from (item for item in fresh if isinstance(item, Source))


def _discovered(path: Path, summary: ReadSummary) -> Iterator[Source | Unreadable]:
    """The sources at one path; one that leads to none is noted, so that the others still run."""
    try:
        yield from discover([path])
    except NoArticles as none:
        summary.missing.append(str(none))


def _some(items: Iterator[Source | Unreadable], count: int) -> Iterator[Source | Unreadable]:
    """Up to `count` of the next items, fewer where they are large."""
    size = 0
    for item in islice(items, count):
        yield item
        size += len(item.data) if isinstance(item, Source) else 0
        if size >= CHUNK_BYTES:
            return


def _chunks(items: Iterator[Source]) -> Iterator[list[Source]]:
    chunk: list[Source] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.data)
        if len(chunk) >= CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _outcomes(
    chunks: Iterator[list[Source]], make: MakeEngine, workers: int | None, limit: float, crew: MakeCrew
) -> Iterator[tuple[Sequence[Source], list[Outcome]]]:
    """Every chunk with its outcomes: read here where there are few, else by a crew."""
    first = next(chunks, None)
    if first is None:
        return
    if workers is None and len(first) < FEW and threading.current_thread() is threading.main_thread():
        yield first, read_many(make(), first, limit)
        first = next(chunks, None)
        if first is None:
            return
    with crew(make, workers or len(os.sched_getaffinity(0)), limit) as team:
        yield from team.read(chain([first], chunks))


def _together(
    chunks: Iterator[tuple[Sequence[Source], list[Outcome]]],
) -> Iterator[list[tuple[Source, Outcome]]]:
    """The sources of several chunks with their outcomes, for one transaction."""
    batch: list[tuple[Source, Outcome]] = []
    size = 0
    for chunk, outcomes in chunks:
        batch += zip(chunk, outcomes, strict=True)
        size += sum(len(source.data) for source in chunk)
        if len(batch) >= STORED or size >= CHUNK_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _key(item: Source | Unreadable, people: People) -> str:
    """What the store knows an input by."""
    if isinstance(item, Unreadable):
        return _key_of_unreadable(item)
    return article_key(sha256(item.data), item.told, people.digest(item), extractor_version(), schema_version())


def _key_of_unreadable(item: Unreadable) -> str:
    why = item.rejection
    return digest("unreadable", item.identity, why.stage, why.reason, why.detail)


def result_of(source: Source, outcome: Outcome, people: People) -> Result:
    """What is stored of a source and what reading it gave, corrected, under its key, read now."""
    outcome = people.apply(source, outcome)
    origin = Origin(name=source.name, uri=source.uri, sha256=sha256(source.data), data=source.data, told=source.told)
    make, key = partial(Result, identity=source.identity, source=origin, at=now()), _key(source, people)
    if isinstance(outcome, Reading):
        return make(key=key, reading=outcome)
    return make(key=digest("again", key) if outcome.reason in PASSING else key, rejections=(outcome,))


def _result_of_unreadable(item: Unreadable) -> Result:
    return Result(
        key=_key_of_unreadable(item),
        identity=item.identity,
        source=Origin(name=item.name),
        at=now(),
        rejections=(item.rejection,),
    )
