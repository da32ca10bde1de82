"""What a batch means for what is already stored: what is new, what it supersedes, and what is a duplicate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import pyarrow as pa

from schemas.values import Reading, Rejection, Row
from warehouse.duck import one
from warehouse.results import Outcome, Result


@dataclass(slots=True)
class Settled:
    """What to append and what to retire.

    `inputs` are rows of the table of that name; `readings` the number, rows and first reading time of each
    accepted article; `rejections` the number, result and rejection; `superseded` the numbers of inputs that a
    newer version replaces.
    """

    inputs: list[Row] = field(default_factory=list)
    readings: list[tuple[int, Reading, datetime]] = field(default_factory=list)
    rejections: list[tuple[int, Result, Rejection]] = field(default_factory=list)
    superseded: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Known:
    """What the store holds that the batch touches; kept up to date while the batch is gone through."""

    next_number: int
    current: dict[str, tuple[int, str, str, str | None]]  # identity: number, key, outcome, sha256
    holders: dict[str, tuple[str, str]]  # sha256: identity and name of the input whose article it is
    first_at: dict[str, datetime]  # sha256: when it was first accepted


def settle(connection: duckdb.DuckDBPyConnection, results: Sequence[Result]) -> Settled:
    """Go through a batch in its order. Reads the store and changes nothing in it."""
    known = _look(connection, results)
    settled = Settled()
    for result in results:
        _settle_one(known, settled, result)
    return settled


def _look(connection: duckdb.DuckDBPyConnection, results: Sequence[Result]) -> _Known:
    connection.register(
        "_batch",
        pa.table(
            {
                "identity": pa.array([r.identity for r in results], pa.string()),
                "sha256": pa.array([r.source.sha256 for r in results], pa.string()),
            }
        ),
    )
    try:
        current = connection.execute(
            "SELECT identity, input, key, outcome, source_sha256 FROM inputs "
            "WHERE current AND identity IN (SELECT identity FROM _batch)"
        ).fetchall()
        by_bytes: list[Row] = (
            connection.execute(
                "SELECT source_sha256, identity, source_name, current, first_at FROM inputs "
                "WHERE outcome = 'accepted' AND source_sha256 IN (SELECT sha256 FROM _batch) ORDER BY input"
            )
            .to_arrow_table()
            .to_pylist()
        )
    finally:
        connection.unregister("_batch")
    first_at: dict[str, datetime] = {}
    for row in by_bytes:
        first_at.setdefault(row["source_sha256"], row["first_at"])
    return _Known(
        next_number=int(str(one(connection, "SELECT coalesce(max(input), 0) + 1 FROM inputs")[0])),
        current={identity: tuple(rest) for identity, *rest in current},
        holders={row["source_sha256"]: (row["identity"], row["source_name"]) for row in by_bytes if row["current"]},
        first_at=first_at,
    )


def _settle_one(known: _Known, settled: Settled, result: Result) -> None:
    sha256 = result.source.sha256
    outcome = _outcome(known, result)
    before = known.current.get(result.identity)
    if before and before[1:3] == (result.key, outcome):
        return
    number = known.next_number
    known.next_number += 1
    if before:
        settled.superseded.add(before[0])
        _release_bytes(known, result.identity, before[3])
        for row in settled.inputs:
            row["current"] &= row["input"] != before[0]
    if outcome is Outcome.ACCEPTED and sha256 and result.reading:
        known.first_at.setdefault(sha256, result.at)
        known.holders[sha256] = (result.identity, result.source.name)
        settled.readings.append((number, result.reading, known.first_at[sha256]))
    settled.rejections += [(number, result, rejection) for rejection in _rejections(known, result, outcome)]
    known.current[result.identity] = (number, result.key, outcome, sha256)
    settled.inputs.append(_row(known, number, result, outcome))


def _outcome(known: _Known, result: Result) -> Outcome:
    if not result.accepted:
        return Outcome.REJECTED
    holder = known.holders.get(result.source.sha256 or "")
    return Outcome.DUPLICATE if holder and holder[0] != result.identity else Outcome.ACCEPTED


def _release_bytes(known: _Known, identity: str, sha256: str | None) -> None:
    if sha256 and known.holders.get(sha256, ("",))[0] == identity:
        del known.holders[sha256]


def _rejections(known: _Known, result: Result, outcome: Outcome) -> tuple[Rejection, ...]:
    if outcome is not Outcome.DUPLICATE:
        return result.refused
    holder = known.holders[result.source.sha256 or ""][1]
    return (
        Rejection(
            stage="read",
            reason="duplicate",
            detail=f"{result.source.name} holds the same bytes as {holder}, which came first and is published. "
            "Remove one of the two.",
        ),
    )


def _row(known: _Known, number: int, result: Result, outcome: Outcome) -> Row:
    source = result.source
    return {
        "input": number,
        "identity": result.identity,
        "source_name": source.name,
        "source_uri": source.uri,
        "source_sha256": source.sha256,
        "key": result.key,
        "outcome": str(outcome),
        "current": True,
        "first_at": known.first_at.get(source.sha256 or "") if outcome is Outcome.ACCEPTED else None,
        "read_at": result.at,
    }
