"""Validation: every row of a reading against its declaration, its keys, and the very characters it quotes.

What a column may hold is checked by pandera (polars back end), with models built from the declarations; what
joins the tables of one article (foreign keys, grounding) is checked after it. A bad row becomes a `Rejection` of
stage `validate` and the others stay, so that for every table: rows given = rows left + rows rejected.

Reasons, in the order in which the first that holds is given: `unknown_column`, `wrong_type`, `missing_value`,
`not_a_choice`, `out_of_range`, `bad_pattern`, `duplicate_key`, `unknown_<table>` (a foreign key that points to
nothing), `not_grounded`, `value_not_in_quote`, `table_failed` (a check broke down: the article's whole table).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import polars as pl
from pandera.errors import SchemaErrors

from schemas.derive.arrow import WrongType, to_arrow, why_not
from schemas.derive.grounding import evidence, ungrounded_row
from schemas.derive.pandera_schema import PLACE, STORE_ONLY, pandera_of_readings
from schemas.registry import EXTRACTED, TABLES
from schemas.table import Field, Table
from schemas.values import Reading, Rejection, Row

Reparse = Callable[[str, Row], str | None]
"""Given a quote and its row: None when the row's value follows from the quote, else what disagrees."""

References = Mapping[str, Collection[str]]
"""Known values of keys outside the reading, as `table.column`: `{"zones.zone_id": {...}}`."""

_REASONS = {"not_nullable": "missing_value"}
_ORDER = ("missing_value", "not_a_choice", "out_of_range", "bad_pattern", "duplicate_key")


@dataclass(slots=True)
class _Work:
    """One table's rows of many readings: where each came from, and what was found against it."""

    table: Table
    rows: list[Row]
    places: list[int]  # of the reading that gave the row
    faults: dict[int, tuple[str, str]] = field(default_factory=dict)  # row: reason and detail

    def refuse(self, row: int, reason: str, detail: str) -> None:
        """Hold something against a row; the first reason counts, later details are added."""
        if row in self.faults:
            first, said = self.faults[row]
            self.faults[row] = (first, f"{said}; {detail}")
        else:
            self.faults[row] = (reason, detail)

    @property
    def sound(self) -> list[int]:
        """The places of the rows that nothing is held against."""
        return [row for row in range(len(self.rows)) if row not in self.faults]


def validate_reading(reading: Reading, reparse: Reparse | None = None, references: References | None = None) -> Reading:
    """One reading with its bad rows moved to the rejections. See `validate_readings`."""
    return validate_readings([reading], reparse, references)[0]


def validate_readings(
    readings: Sequence[Reading], reparse: Reparse | None = None, references: References | None = None
) -> list[Reading]:
    """The readings, each with its bad rows moved to its rejections (stage `validate`).

    All readings are validated in one go by table, which is why many together cost far less than one by one.
    `reparse` says whether a claim's value follows from its quote; `references` gives the known keys of tables
    outside a reading (zones, indicators). Raises ValueError for a reading with rows of an unknown table.
    """
    for place, reading in enumerate(readings):
        if unknown := reading.rows.keys() - set(EXTRACTED):
            raise ValueError(f"reading {place} has rows of {sorted(unknown)}, which no article gives")
    keys: dict[str, list[set[Any]]] = {}
    done: list[_Work] = []
    for name in EXTRACTED:
        work = _gather(name, readings)
        _check_columns(work)
        _check_keys(work, keys, references or {})
        _check_words(work, done[0] if done else work, reparse)
        for column in work.table.key:
            keys[f"{name}.{column}"] = _keys(work, column, len(readings))
        done.append(work)
    return _split(readings, done)


def _gather(name: str, readings: Sequence[Reading]) -> _Work:
    work = _Work(TABLES[name], [], [])
    for place, reading in enumerate(readings):
        rows = reading.rows.get(name, [])
        work.rows += rows
        work.places += [place] * len(rows)
    return work


def _check_columns(work: _Work) -> None:
    """Types first, since a frame holds nothing else; then everything that pandera sees in a column."""
    try:
        frame = _frame(work, range(len(work.rows)))
        sound = list(range(len(work.rows)))
    except WrongType:
        _check_types(work)
        sound = work.sound
        frame = _frame(work, sound)
    if frame.height == 0:
        return
    try:
        pandera_of_readings(work.table.name).validate(frame, lazy=True)
    except SchemaErrors as errors:
        _hold(work, sound, cast(pl.DataFrame, errors.failure_cases))


def _frame(work: _Work, rows: Sequence[int]) -> pl.DataFrame:
    frame = cast(pl.DataFrame, pl.from_arrow(to_arrow(work.table, [work.rows[row] for row in rows])))
    places = pl.Series(PLACE, [work.places[row] for row in rows], pl.Int64)
    return frame.drop(STORE_ONLY & set(frame.columns)).with_columns(places)


def _check_types(work: _Work) -> None:
    names = frozenset(work.table.names)
    for place, row in enumerate(work.rows):
        for extra in sorted(map(str, row.keys() - names)):
            work.refuse(place, "unknown_column", f"{extra} is no column of table {work.table.name}")
        for declared in work.table.fields:
            if why := why_not(declared, row.get(declared.name)):
                work.refuse(place, "wrong_type", f"{declared.name} {why}")


def _hold(work: _Work, rows: Sequence[int], failures: pl.DataFrame) -> None:
    """Turn pandera's failure cases into faults of rows; one without a row condemns the tables it may be in."""
    whole = failures.filter(pl.col("index").is_null())
    if whole.height:
        said = "; ".join(str(case) for case in whole["failure_case"])
        for reading in sorted(set(work.places)):
            _hold_table(work, reading, said)
        return
    rank = {reason: order for order, reason in enumerate(_ORDER)}
    found = []
    for case in failures.iter_rows(named=True):
        reason = _REASONS.get(case["check"], case["check"])
        found.append((rows[case["index"]], rank.get(reason, len(rank)), case["column"], reason))
    for row, _, column, reason in dict.fromkeys(sorted(found, key=lambda fault: (fault[0], fault[1]))):
        work.refuse(row, reason, _detail(work, row, column, reason))


def _hold_table(work: _Work, reading: int, said: str) -> None:
    """Find out alone whether a reading's table breaks a check down; if so no row of it can be trusted."""
    rows = [row for row in work.sound if work.places[row] == reading]
    if not rows:
        return
    try:
        pandera_of_readings(work.table.name).validate(_frame(work, rows), lazy=True)
    except SchemaErrors as errors:
        failures = cast(pl.DataFrame, errors.failure_cases)
        if failures["index"].null_count() == 0:
            _hold(work, rows, failures)
            return
        for row in rows:
            work.refuse(row, "table_failed", f"the whole table {work.table.name} could not be checked: {said}")


def _detail(work: _Work, row: int, column: str, reason: str) -> str:
    if reason == "duplicate_key":
        key = ", ".join(str(work.rows[row].get(name)) for name in work.table.key)
        return f"{' and '.join(work.table.key)} {key} was given to a row before"
    declared = work.table[column]
    value = work.rows[row].get(column)
    says = {
        "missing_value": f"{column} is empty",
        "not_a_choice": f"{column} is {value!r}, which is none of {', '.join(declared.choices)}",
        "out_of_range": f"{column} is {value!r}, outside {_range(declared)}",
        "bad_pattern": f"{column} is {value!r}, which does not match {declared.pattern}",
    }
    return says.get(reason, f"{column} is {value!r}: {reason}")


def _range(declared: Field) -> str:
    low = "" if declared.minimum is None else f"{declared.minimum:g}"
    high = "" if declared.maximum is None else f"{declared.maximum:g}"
    return f"{low} to {high}" if low and high else f"{low} and more" if low else f"up to {high}"


def _check_keys(work: _Work, keys: Mapping[str, list[set[Any]]], references: References) -> None:
    for declared in work.table.fields:
        target = declared.references
        if target is None or (target not in keys and target not in references):
            continue
        inside, outside = keys.get(target), references.get(target)
        reason = f"unknown_{target.split('.')[0].removesuffix('s')}"
        for row in work.sound:
            value = work.rows[row].get(declared.name)
            known = inside[work.places[row]] if inside is not None else outside
            if value is not None and value not in (known or ()):
                work.refuse(row, reason, f"{declared.name} is {value!r}, and {target} has no such value")


def _check_words(work: _Work, articles: _Work, reparse: Reparse | None) -> None:
    """Each row's words against its article's text, and a claim's value against its words."""
    shape = evidence(work.table)
    if shape is None:
        return
    texts = {
        (articles.places[row], articles.rows[row]["article_id"]): articles.rows[row]["text"] for row in articles.sound
    }
    is_claim = {"value", "operator", "unit"} <= set(work.table.names)
    for place in work.sound:
        row = work.rows[place]
        text = texts.get((work.places[place], row["article_id"]))
        if text is None:
            continue  # its article was refused, and the foreign key says so
        if why := ungrounded_row(work.table, row, text):
            work.refuse(place, "not_grounded", why)
        elif is_claim and reparse and (disagrees := reparse(row[shape.words], row)):
            work.refuse(place, "value_not_in_quote", disagrees)


def _keys(work: _Work, column: str, readings: int) -> list[set[Any]]:
    known: list[set[Any]] = [set() for _ in range(readings)]
    for row in work.sound:
        known[work.places[row]].add(work.rows[row][column])
    return known


def _split(readings: Sequence[Reading], done: Sequence[_Work]) -> list[Reading]:
    rows: list[dict[str, list[Row]]] = [{name: [] for name in EXTRACTED} for _ in readings]
    refused: list[list[Rejection]] = [list(reading.rejections) for reading in readings]
    for work in done:
        for place, row in enumerate(work.rows):
            if place in work.faults:
                refused[work.places[place]].append(_rejection(work, place))
            else:
                rows[work.places[place]][work.table.name].append(row)
    return [Reading(rows=r, rejections=tuple(x)) for r, x in zip(rows, refused, strict=True)]


def _rejection(work: _Work, place: int) -> Rejection:
    reason, detail = work.faults[place]
    row = work.rows[place]
    name = " ".join(str(row.get(column)) for column in work.table.key)
    return Rejection(
        stage="validate",
        reason=reason,
        detail=f"{work.table.name} {name}: {detail}.",
        table=work.table.name,
        row=row,
    )
