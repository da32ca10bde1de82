"""The releases as the server reads them: each opened once, held while anyone uses it, the newest followed.

A `Release` never changes. Whoever was given one keeps reading the same rows, also when a newer one appears;
its connections close when the last holder lets go of it.
"""

from __future__ import annotations

import fcntl
import sqlite3
import threading
import time
import weakref
from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from publish.damage import Examination
from schemas.releases import RELEASES
from schemas.values import Row
from warehouse import release as warehouse_release
from warehouse import sums
from warehouse.places import RELEASE_SQLITE, SUMS, Places

SECONDS = 5.0
"""How long one query may take."""

_STEPS = 20_000
"""How often the clock is looked at, in steps of SQLite's machine (about a millisecond)."""

_MOST_COUNTS = 4096
_MOST_OLD = 4

Cell = str | int | float | None


class NoRelease(Exception):
    """There is no release yet: the data are being prepared."""


class ReleaseGone(Exception):
    """The release that was asked for is not kept here (any more)."""


class TooSlow(Exception):
    """A query took longer than `SECONDS`."""


class Release:
    """One release folder, read-only. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.id = folder.name
        self._uri = f"file:{quote(str(folder / RELEASE_SQLITE))}?mode=ro&immutable=1"
        self._idle: deque[sqlite3.Connection] = deque()
        self._counts: OrderedDict[tuple[str, tuple[Cell, ...]], int] = OrderedDict()
        self._idle.append(self._open())
        held = (folder / RELEASE_SQLITE).open("rb")
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)  # so that nobody prunes it meanwhile
        except BlockingIOError as error:
            held.close()
            raise ReleaseGone(self.id) from error
        weakref.finalize(self, _close_all, self._idle, held)
        self.examination = Examination(folder)

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only = ON")
        return connection

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses meanwhile, and whose statements are stopped when they take too long."""
        self.examination.require(RELEASE_SQLITE)
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._open()
        deadline = time.monotonic() + SECONDS
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        try:
            yield connection
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise TooSlow(f"the query took more than {SECONDS:g} seconds") from error
            raise
        finally:
            self._idle.append(connection)

    def stream(self, sql: str, values: Sequence[Cell] = ()) -> Iterator[sqlite3.Row]:
        """The rows that `sql` gives, one at a time. Raises TooSlow, and Damaged where the file was changed."""
        with self._connection() as connection, closing(connection.execute(sql, values)) as cursor:
            yield from cursor

    def rows(self, sql: str, values: Sequence[Cell] = ()) -> list[Row]:
        """The rows that `sql` gives, by column name. Raises TooSlow."""
        return [dict(row) for row in self.stream(sql, values)]

    def row(self, sql: str, values: Sequence[Cell] = ()) -> Row | None:
        """The first row that `sql` gives, or None."""
        return next(iter(self.rows(sql, values)), None)

    def count(self, sql: str, values: Sequence[Cell] = ()) -> int:
        """The single number that `sql` gives; asked once, since a release never changes."""
        key = (sql, tuple(values))
        found = self._counts.get(key)
        if found is None:
            found = int(next(self.stream(sql, values))[0])
            self._counts[key] = found
            while len(self._counts) > _MOST_COUNTS:
                self._counts.popitem(last=False)
        return found

    @cached_property
    def about(self) -> Row:
        """The release's own row of table `releases`."""
        row = self.row(f"SELECT * FROM {RELEASES.name} WHERE release_id = ?", [self.id])
        return row or dict.fromkeys(RELEASES.names) | {"release_id": self.id}

    @cached_property
    def files(self) -> dict[str, str | None]:
        """The files that people may fetch, by relative path, with their SHA-256 (None for the sums themselves)."""
        return {**sums.read(self.folder), SUMS: None}

    def bytes_of(self, path: str) -> int:
        """The size of one of `files`."""
        return (self.folder / path).stat().st_size


def _close_all(connections: deque[sqlite3.Connection], held: BinaryIO) -> None:
    while connections:
        connections.pop().close()
    held.close()


class Releases:
    """The releases of one data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._link = Places(data).current
        self._seen: tuple[Path, Release] | None = None
        self._old: OrderedDict[str, Release] = OrderedDict()
        self._lock = threading.Lock()

    def current(self) -> Release:
        """The newest release, opened. Costs one look at a link as long as nothing changed. Raises NoRelease."""
        try:
            target = self._link.readlink()
        except OSError:
            raise NoRelease from None
        seen = self._seen
        if seen and seen[0] == target:
            return seen[1]
        with self._lock:
            if self._seen is None or self._seen[0] != target:
                folder = warehouse_release.current(self._data)
                if folder is None or not (folder / RELEASE_SQLITE).is_file():
                    raise NoRelease
                if self._seen:
                    self._keep(self._seen[1])
                self._seen = (target, Release(folder))
            return self._seen[1]

    def get(self, release_id: str) -> Release:
        """A release by its id, newest or older. Raises ReleaseGone for one that is not here, NoRelease before any."""
        newest = self.current()
        if release_id == newest.id:
            return newest
        with self._lock:
            if (held := self._old.get(release_id)) is not None and held.folder.is_dir():
                return held
            folder = Places(self._data).releases / release_id
            if not warehouse_release.RELEASE_ID.fullmatch(release_id) or not (folder / RELEASE_SQLITE).is_file():
                raise ReleaseGone(release_id)
            return self._keep(Release(folder))

    def _keep(self, release: Release) -> Release:
        self._old[release.id] = release
        while len(self._old) > _MOST_OLD:
            self._old.popitem(last=False)
        return release
