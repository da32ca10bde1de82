"""Releases: built aside in a folder, checked, made durable, renamed into place, and switched to.

A release folder whose name is a release id is whole: it got that name by the last rename. A folder whose name
ends in `.building` is nothing, and the next run removes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from schemas.releases import RELEASES
from schemas.values import Row
from warehouse import checks, sums, touched
from warehouse.clock import now
from warehouse.errors import WarehouseError, unwritable
from warehouse.files import point, remove_tree, sync, sync_tree
from warehouse.making import Extra, Making, ReleaseSummary
from warehouse.places import BUILDING, PRUNED, SUMS, Places
from warehouse.store import Store

RELEASE_ID = re.compile(RELEASES["release_id"].pattern or "")

READ_ONLY = 0o444
"""The mode of every file of a release, as a reminder that it never changes."""


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
            made = Making(store.duck, staging, previous, at)
            summary = made.build(reference, extras, force=force)
            if summary is not None:
                switch(places, staging, summary.folder)
            newest = summary.folder if summary else previous
            if newest is not None and made.looked:
                touched.note(store.duck, newest.name, made=summary is not None, amended=made.amends)
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


def switch(places: Places, staging: Path, folder: Path) -> None:
    """Make the files of a release durable, give the folder its name, and let `current` name it: two renames."""
    for name in (*sums.files(staging), SUMS):
        (staging / name).chmod(READ_ONLY)
    sync_tree(staging)
    staging.rename(folder)
    sync(places.releases)
    point(places.current, f"{places.releases.name}/{folder.name}")


__all__ = ["Extra", "ReleaseSummary", "current", "finish", "publish", "releases", "switch", "verify"]
