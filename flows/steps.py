"""The steps of a run, without Prefect: find what is new, read it, store it, publish it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from flows.corrections import People
from flows.crew import Crew
from flows.versions import extractor_version, schema_version
from flows.work import LIMIT, MakeEngine, Outcome, make_engine, read_many
from schemas.values import Reading, Rejection, Source
from sources.connectors.folder import NoArticles, Unreadable, discover
from warehouse.clock import now
from warehouse.keys import article_key, digest, sha256
from warehouse.release import ReleaseSummary
from warehouse.release import publish as publish_release
from warehouse.results import Origin, Result
from warehouse.store import Store

CHUNK = 25
"""Articles that a worker is handed at a time, and that the store takes in one transaction."""
CHUNK_BYTES = 4_000_000
"""A chunk ends early where it holds that many bytes, so that memory does not follow the size of the files."""
WINDOW = 100
"""Sources that the store is asked about at a time."""
FEW = 8
"""Fewer new articles than this are read in this process: starting workers costs more than they save."""
TOLD_REFUSALS = 1000
"""Refusals that a summary names; the store keeps all."""
PASSING = frozenset({"too_slow", "worker_died"})
"""Reasons that may lie in the machine and not in the article: such an article is tried again by the next run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One thing that was not published: of which source, where it failed and why; `table` where it was one row."""

    source: str
    stage: str
    reason: str
    detail: str
    table: str | None = None


@dataclass(slots=True, kw_only=True)
class ReadSummary:
    """What a run read: articles by what became of them, the rows of the new ones, and the first refusals.

    `met` counts what came in, and is their sum at the end. `missing` says which paths led to no article; `seconds` is
    the time it took.
    """

    met: int = 0
    new: int = 0
    unchanged: int = 0
    rejected: int = 0
    targets: int = 0
    facts: int = 0
    rows_rejected: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def articles(self) -> int:
        """Inputs met so far, whatever became of them."""
        return self.new + self.unchanged + self.rejected

    def add(self, results: Sequence[Result]) -> None:
        """Count what was stored."""
        for result in results:
            if result.reading is not None and result.accepted:
                self.new += 1
                self.targets += len(result.reading.rows.get("targets", ()))
                self.facts += len(result.reading.rows.get("facts", ()))
            else:
                self.rejected += 1
            for refused in result.refused:
                self.rows_rejected += refused.table is not None
                if len(self.refusals) < TOLD_REFUSALS:
                    self.refusals.append(_refusal(result.source.name, refused))


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """A whole run: what was read, and the release that came of it, if any. `seconds` are of the publishing."""

    read: ReadSummary
    release: ReleaseSummary | None
    seconds: float

    def plain(self) -> dict[str, Any]:
        """The summary as plain values that JSON can hold."""
        read = asdict(self.read)
        return {
            "articles": {name: read[name] for name in ("new", "unchanged", "rejected")},
            "targets": self.read.targets,
            "facts": self.read.facts,
            "rows_rejected": self.read.rows_rejected,
            "release": self.release.release_id if self.release else None,
            "rejections": read["refusals"],
            "missing": self.read.missing,
            "seconds": {"read": round(self.read.seconds, 3), "publish": round(self.seconds, 3)},
        }


Progress = Callable[[ReadSummary], None]
"""Told of the run so far after every batch."""
Say = Callable[[str], None]
"""Tells people a line."""


def read(
    data: Path,
    paths: Sequence[Path],
    *,
    make: MakeEngine = make_engine,
    workers: int | None = None,
    limit: float = LIMIT,
    progress: Progress | None = None,
    say: Say | None = None,
) -> ReadSummary:
    """Read into the store of `data` what is new at `paths` (files and folders), and return what became of it.

    Sources whose key the store knows are passed over. Every other one ends as rows or as a rejection; `limit` is
    the seconds that one may take. Raises WarehouseError where the store cannot be used, and Problem where a
    correction does not fit.
    """
    began = time.monotonic()
    summary = ReadSummary()
    tell = progress or (lambda _: None)
    people = People(data, make)
    with Store(data, say=say) as store:
        for chunk, outcomes in _outcomes(_chunks(_fresh(store, paths, summary, tell, people)), make, workers, limit):
            results = [result_of(item, outcome, people) for item, outcome in zip(chunk, outcomes, strict=True)]
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
    from publish.metadata.datapackage import write
    from sources.reference import indicators, zones

    reference = {"zones": zones(), "indicators": indicators()}
    with Store(data, say=say) as store:
        return publish_release(store, data, reference, (write,), force=force)


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
    chunks: Iterator[list[Source]], make: MakeEngine, workers: int | None, limit: float
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
    with Crew(make, workers or len(os.sched_getaffinity(0)), limit) as crew:
        yield from crew.read(chain([first], chunks))


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


def _refusal(source: str, rejection: Rejection) -> Refusal:
    return Refusal(
        source=source,
        stage=rejection.stage,
        reason=rejection.reason,
        detail=rejection.detail,
        table=rejection.table,
    )
