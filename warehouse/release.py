"""Releases: built aside in a folder, checked, made durable, renamed into place, and switched to.

A release folder whose name is a release id is whole: it got that name by the last rename. A folder whose name
ends in `.building` is nothing, and the next run removes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from schemas.derive.arrow import to_arrow
from schemas.derive.ddl import quoted
from schemas.registry import EXTRACTED
from schemas.releases import RELEASES
from schemas.values import Row
from warehouse import build, checks, duck, sums
from warehouse import changes as changes_files
from warehouse.clock import now
from warehouse.diff import Change, differences
from warehouse.errors import WarehouseError, unwritable
from warehouse.files import point, remove_tree, sync, sync_tree
from warehouse.places import BUILDING, PRUNED, RELEASE_DUCKDB, RELEASE_SQLITE, SUMS, Places, parquet_file
from warehouse.sqlite import write_sqlite
from warehouse.store import Store
from warehouse.writers import write_tables

RELEASE_ID = re.compile(RELEASES["release_id"].pattern or "")

READ_ONLY = 0o444
"""The mode of every file of a release, as a reminder that it never changes."""

Extra = Callable[[Path], None]
"""Adds files to a release in the making, whose folder it is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSummary:
    """A release that was made: its id and folder, the one before, row counts and changes by table."""

    release_id: str
    folder: Path
    previous_release_id: str | None
    counts: Mapping[str, int]
    changes: Mapping[str, Change]


def current(data: Path) -> Path | None:
    """The folder of the release that readers are given, or None before the first."""
    link = Places(data).current
    try:
        folder = link.resolve(strict=True)
    except OSError:
        return None
    return folder if folder.is_dir() else None


def releases(data: Path) -> list[Path]:
    """The folders of all whole releases, oldest first."""
    try:
        found = list(Places(data).releases.iterdir())
    except FileNotFoundError:
        return []
    return sorted(path for path in found if RELEASE_ID.fullmatch(path.name) and path.is_dir())


def verify(folder: Path) -> list[str]:
    """What is wrong with a release, one sentence each; an empty list says that all is well.

    Looked for are files missing, extra or changed, and words that are not at their place.
    """
    wrong = list(sums.problems(folder))
    try:
        wrong += checks.grounding_problems(folder)
    except (OSError, ValueError, KeyError) as error:
        wrong.append(f"the Parquet files cannot be read: {error}")
    return wrong


def publish(
    store: Store,
    data: Path,
    reference: Mapping[str, Sequence[Row]],
    extras: Sequence[Extra] = (),
    *,
    force: bool = False,
) -> ReleaseSummary | None:
    """Make a release of what the store holds, if it differs from the newest; None when it does not.

    `reference` holds the rows of `zones` (without counts) and `indicators`. Each of `extras` may add files to
    the folder. `force` lets a release through in which a table loses more than half of its rows.

    Raises `Stopped` where a check fails and WarehouseError where the disk refuses; the newest release stays
    current then. A run that was killed after its release was whole is completed by the next.
    """
    places = Places(data)
    try:
        finish(data)
        before = releases(data)
        previous = before[-1] if before else None
        at = now()
        staging = places.releases / f"{_next_id(at, previous)}{BUILDING}"
        try:
            summary = _build(store, staging, previous, reference, extras, at, force)
            if summary is not None:
                _switch(places, staging, summary.folder)
        finally:
            remove_tree(staging)
    except OSError as error:
        raise unwritable(places.releases, error) from error
    except duckdb.Error as error:
        raise WarehouseError(
            f"the release was not made ({error})", where=places.releases, mend="Make room on the disk and run again."
        ) from error
    return summary


def finish(data: Path) -> None:
    """Put right what a killed run left. Only the holder of the writer's lock may call it.

    Half-built and half-removed folders are removed, and a release that is whole but was not switched to is switched to.
    """
    places = Places(data)
    for ending in (BUILDING, PRUNED):
        for left in places.releases.glob(f"*{ending}"):
            remove_tree(left)
    whole = releases(data)
    if whole and current(data) != whole[-1].resolve():
        point(places.current, f"{places.releases.name}/{whole[-1].name}")


def _next_id(at: datetime, previous: Path | None) -> str:
    """The id of a release made at `at`. It follows the one before even where the clock was set back."""
    day, number = f"{at:%Y-%m-%d}", 1
    if previous is not None:
        last_day, last_number = previous.name.split(".")
        if day <= last_day:
            day, number = last_day, int(last_number) + 1
    if number > 999:
        raise WarehouseError(f"{day} has 999 releases already", mend="Publish again tomorrow.")
    return f"{day}.{number:03d}"


def _build(
    store: Store,
    staging: Path,
    previous: Path | None,
    reference: Mapping[str, Sequence[Row]],
    extras: Sequence[Extra],
    at: datetime,
    force: bool,
) -> ReleaseSummary | None:
    """Make all files of the release in `staging`, or return None where nothing differs from `previous`."""
    staging.mkdir()
    release_id = staging.name.removesuffix(BUILDING)
    connection = store.duck
    duck.attach(connection, staging / RELEASE_DUCKDB, build.RELEASE)
    try:
        build.fill(connection, reference)
        changes = differences(connection, previous)
        if previous is not None and not any(changes.values()):
            return None
        counts = build.counts(connection)
        checks.check_floors(_counts_of(previous), counts, force=force)
        row = _release_row(release_id, at, previous, build.newest_extractor(connection), counts, changes)
        duck.append(connection, f"{build.RELEASE}.{quoted(RELEASES.name)}", to_arrow(RELEASES, [*_past(previous), row]))
        _write(connection, staging)
        changes_files.write(connection, staging, release_id, previous, changes)
    finally:
        duck.detach(connection, build.RELEASE)
    for extra in extras:
        extra(staging)
    sums.write(staging)
    return ReleaseSummary(
        release_id=release_id,
        folder=staging.with_name(release_id),
        previous_release_id=previous.name if previous else None,
        counts=counts,
        changes=changes,
    )


def _past(previous: Path | None) -> list[Row]:
    """The rows of `releases` of the release before, with the columns that are declared now."""
    if previous is None:
        return []
    known = set(RELEASES.names)
    rows: list[Row] = pq.read_table(parquet_file(previous, RELEASES.name)).to_pylist()
    return [{name: value for name, value in row.items() if name in known} for row in rows]


def _counts_of(previous: Path | None) -> dict[str, int]:
    """How many rows the extracted tables of the release before have, those that it has."""
    paths = {name: parquet_file(previous, name) for name in EXTRACTED} if previous else {}
    return {name: pq.read_metadata(path).num_rows for name, path in paths.items() if path.exists()}


def _release_row(
    release_id: str,
    at: datetime,
    previous: Path | None,
    extractor_version: str,
    counts: Mapping[str, int],
    changes: Mapping[str, Change],
) -> Row:
    total = sum(changes.values(), Change())
    return {
        "release_id": release_id,
        "created_at": at,
        "previous_release_id": previous.name if previous else None,
        "extractor_version": extractor_version,
        **{name: counts[name] for name in ("articles", "targets", "facts")},
        "rows_added": total.added,
        "rows_changed": total.changed,
        "rows_removed": total.removed,
    }


def _write(connection: duckdb.DuckDBPyConnection, staging: Path) -> None:
    """Write the files that follow from the release's database; SQLite, the slowest, beside the others.

    Meanwhile every row is held against its article's text once more. Raises `Stopped` where one differs.
    """
    with ThreadPoolExecutor(1) as pool, connection.cursor() as own:
        sqlite = pool.submit(write_sqlite, own, staging / RELEASE_SQLITE)
        write_tables(connection, staging)
        checks.check_grounding(staging)
        sqlite.result()


def _switch(places: Places, staging: Path, folder: Path) -> None:
    """Make the files durable, give the folder its name, and let `current` name it: two renames."""
    for name in (*sums.files(staging), SUMS):
        (staging / name).chmod(READ_ONLY)
    sync_tree(staging)
    staging.rename(folder)
    sync(places.releases)
    point(places.current, f"{places.releases.name}/{folder.name}")
