"""Inputs read once more from the bytes that the store keeps: what was refused, or everything."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flows.corrections import People
from flows.crew import Crew
from flows.problem import Problem
from flows.steps import CHUNK, result_of
from flows.summary import ReadSummary, Say
from flows.work import LIMIT, MakeEngine, make_engine
from schemas.values import Source
from sources.connectors.folder import NoArticles, discover
from warehouse.blobs import Blobs
from warehouse.journal import Entry
from warehouse.keys import digest
from warehouse.results import Origin, Result
from warehouse.store import Store


def retry(
    data: Path, reason: str | None = None, *, make: MakeEngine = make_engine, say: Say | None = None
) -> ReadSummary:
    """Read again what was refused, for `reason` where one is given. What is refused again stays as it was."""
    summary = ReadSummary()
    with Store(data, say=say) as store:
        refused = store.refused(reason)
        newest = {entry.identity: entry for entry in store.journal.read() if entry.identity in refused}
        for results in _read(store, newest.values(), make, People(data, make)):
            store.put(results)
            summary.add(results)
    return summary


def rebuild(data: Path, *, make: MakeEngine = make_engine, say: Say | None = None) -> ReadSummary:
    """Make the store's database again from the journal and the kept bytes, with the present extractor.

    Inputs come in the order and at the moments at which they came, so the same rows follow. The old database is
    replaced at the end, by one rename. Raises Problem where there is no journal.
    """
    summary = ReadSummary()
    with Store(data, say=say, rebuilding=True) as store:
        if not store.journal.path.exists():
            raise Problem(
                "there is no journal to rebuild from", where=data, mend="Ingest the sources into a new data folder."
            )
        for results in _read(store, store.journal.read(), make, People(data, make)):
            store.put(results)
            summary.add(results)
        store.put_back()
    return summary


@dataclass(frozen=True, slots=True)
class _Input:
    """An entry of the journal with its source, or with why there is none."""

    entry: Entry
    source: Source | None


def _read(store: Store, entries: Iterable[Entry], make: MakeEngine, people: People) -> Iterator[list[Result]]:
    """The results of entries, in their order, in batches; read by a crew of workers."""
    inputs: list[list[_Input]] = []

    def chunks() -> Iterator[list[Source]]:
        for chunk in _chunks(entries):
            taken = [_Input(entry, _source(store.blobs, entry)) for entry in chunk]
            inputs.append(taken)
            yield [taken_.source for taken_ in taken if taken_.source is not None]

    with Crew(make, len(os.sched_getaffinity(0)), LIMIT) as crew:
        for _, outcomes in crew.read(chunks()):
            rest = iter(outcomes)
            taken = inputs.pop(0)
            yield [
                _without_bytes(each.entry)
                if each.source is None
                else replace(result_of(each.source, next(rest), people), at=each.entry.at)
                for each in taken
            ]


def _chunks(entries: Iterable[Entry]) -> Iterator[Sequence[Entry]]:
    chunk: list[Entry] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _source(blobs: Blobs, entry: Entry) -> Source | None:
    """The input as it came; one that had no bytes is looked for where it was."""
    if entry.sha256 is not None:
        return Source(
            name=entry.name, identity=entry.identity, data=blobs.read(entry.sha256), uri=entry.uri, told=entry.told
        )
    try:
        found = list(discover([Path(entry.identity)]))
    except NoArticles:
        return None
    return next((each for each in found if isinstance(each, Source)), None)


def _without_bytes(entry: Entry) -> Result:
    """What is unreadable still, refused for what it was refused for."""
    (why, *_) = entry.refused
    return Result(
        key=digest("unreadable", entry.identity, why.stage, why.reason, why.detail),
        identity=entry.identity,
        source=Origin(name=entry.name, uri=entry.uri),
        at=entry.at,
        rejections=entry.refused,
    )
