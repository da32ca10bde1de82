"""A release in the making: its databases, its files, its changes, all in a folder aside."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from schemas.derive.arrow import to_arrow
from schemas.registry import EXTRACTED
from schemas.releases import RELEASES
from schemas.values import Row
from warehouse import build, checks, duck, sums, touched
from warehouse import changes as changes_files
from warehouse.amend import amend, unchanged
from warehouse.diff import Change, attached_as, differences
from warehouse.places import BUILDING, RELEASE_DUCKDB, RELEASE_SQLITE, parquet_file
from warehouse.sqlite import begin_sqlite, end_sqlite
from warehouse.sqlite_amend import amend_sqlite
from warehouse.writers import write_tables

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


class Making:
    """Makes the release of what the store holds in the folder `staging`, which must not be there yet.

    Where little was touched since `previous`, its databases are copied and amended (`amends`), and the files of
    tables in which nothing differs are the very same files; else all is computed. `looked` is false where nothing
    had to be looked at.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, staging: Path, previous: Path | None, at: datetime
    ) -> None:
        self.connection, self.staging, self.previous, self.at = connection, staging, previous, at
        self.release_id = staging.name.removesuffix(BUILDING)
        self.known = touched.find(connection, previous)
        self.amends = self.known.amendable and previous is not None and (previous / RELEASE_SQLITE).is_file()
        self.looked = True
        self._written: set[str] = set()

    def build(
        self, reference: Mapping[str, Sequence[Row]], extras: Sequence[Extra], *, force: bool
    ) -> ReleaseSummary | None:
        """Make all files of the release, or return None where nothing differs from the one before."""
        self.looked = not self._nothing_to_do(reference)
        if not self.looked:
            return None
        self.staging.mkdir()
        with ThreadPoolExecutor(1) as beside:
            return self._build(reference, extras, beside, force=force)

    def _build(
        self, reference: Mapping[str, Sequence[Row]], extras: Sequence[Extra], beside: Executor, *, force: bool
    ) -> ReleaseSummary | None:
        sqlite = self._fill(reference, beside)
        try:
            narrow = touched.narrowed if self.amends else touched.everything
            changes = differences(self.connection, self.previous, narrow)
            if self.previous is not None and not any(changes.values()):
                return None
            counts = build.counts(self.connection)
            checks.check_floors(_counts_of(self.previous), counts, force=force)
            self._add_release(counts, changes)
            self._write(sqlite)
            changes_files.write(self.connection, self.staging, self.release_id, self.previous, changes, narrow)
        finally:
            duck.detach(self.connection, build.RELEASE)
        sums.take(self.staging)
        for extra in extras:
            extra(self.staging)
        sums.write(self.staging)
        return ReleaseSummary(
            release_id=self.release_id,
            folder=self.staging.with_name(self.release_id),
            previous_release_id=self.previous.name if self.previous else None,
            counts=counts,
            changes=changes,
        )

    def _nothing_to_do(self, reference: Mapping[str, Sequence[Row]]) -> bool:
        """Whether the release before says all that there is, seen without copying or computing anything."""
        if not self.known.touched or self.previous is None:
            return False
        with attached_as(self.connection, self.previous, build.RELEASE):
            return unchanged(self.connection, reference)

    def _fill(self, reference: Mapping[str, Sequence[Row]], beside: Executor) -> Future[None]:
        """Attach the release's own DuckDB file with all but the table `releases` in it.

        SQLite, the slowest of all, is begun or copied `beside` that; returns that work.
        """
        path = self.staging / RELEASE_DUCKDB
        if self.amends and self.previous is not None:
            copied = beside.submit(_copy, self.previous / RELEASE_SQLITE, self.staging / RELEASE_SQLITE)
            _copy(self.previous / RELEASE_DUCKDB, path)
            duck.attach(self.connection, path, build.RELEASE)
            written = amend(self.connection, reference)
            if written is not None:
                self._written = {*written, RELEASES.name}
                return copied
            duck.detach(self.connection, build.RELEASE)
            copied.result()
            path.unlink()
            (self.staging / RELEASE_SQLITE).unlink()
            self.amends = False
        duck.attach(self.connection, path, build.RELEASE)
        sqlite = beside.submit(_beside, self.connection.cursor(), begin_sqlite, self.staging / RELEASE_SQLITE)
        build.fill(self.connection, reference)
        return sqlite

    def _add_release(self, counts: Mapping[str, int], changes: Mapping[str, Change]) -> None:
        """Write the table `releases`: those before, and this one."""
        total = sum(changes.values(), Change())
        row: Row = {
            "release_id": self.release_id,
            "created_at": self.at,
            "previous_release_id": self.previous.name if self.previous else None,
            "extractor_version": build.newest_extractor(self.connection),
            **{name: counts[name] for name in ("articles", "targets", "facts")},
            "rows_added": total.added,
            "rows_changed": total.changed,
            "rows_removed": total.removed,
        }
        rows = to_arrow(RELEASES, [*_past(self.previous), row])
        self.connection.execute(f"DELETE FROM {build.at(RELEASES)}")
        duck.append(self.connection, build.at(RELEASES), rows)

    def _write(self, sqlite: Future[None]) -> None:
        """Write the files that follow from the release's database; SQLite beside the others.

        Meanwhile every row that may be new is held against its article's text once more. Raises `Stopped` where
        one differs.
        """
        path = self.staging / RELEASE_SQLITE
        if self.amends and self.previous is not None:
            with ThreadPoolExecutor(1) as pool:
                sqlite.result()
                sqlite = pool.submit(_beside, self.connection.cursor(), amend_sqlite, path, self._written)
                checks.check_touched(self.connection)
                write_tables(self.connection, self.staging, self.previous, self._written)
                sqlite.result()
        else:
            write_tables(self.connection, self.staging)
            checks.check_grounding(self.staging)
            sqlite.result()
            end_sqlite(self.connection, path)


def _copy(there: Path, here: Path) -> None:
    shutil.copyfile(there, here)


def _beside(own: duckdb.DuckDBPyConnection, work: Callable[..., None], path: Path, *words: object) -> None:
    """Do `work` in another thread, with a connection of its own."""
    with own:
        work(own, path, *words)


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
