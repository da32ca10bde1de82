"""One writer for each data folder: a lock that the system lets go when its holder dies."""

from __future__ import annotations

import fcntl
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from warehouse.errors import StoreBusy, unwritable

PAUSE = 0.1  # seconds between two tries


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


class WriterLock:
    """Held by whoever writes to a data folder; a context manager.

    A second writer waits up to `patience` seconds, after saying through `say` whom it waits for, and then raises
    `StoreBusy`. The lock is the system's own (flock) on an open file, so no killed process leaves it behind.
    """

    def __init__(self, path: Path, *, patience: float = 60.0, say: Callable[[str], None] = _tell) -> None:
        self.path, self.patience, self.say = path, patience, say
        self._handle: int | None = None

    def __enter__(self) -> Self:
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise unwritable(self.path, error) from error
        try:
            self._wait(handle)
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps({"pid": os.getpid(), "since": int(time.time())}).encode(), 0)
        except OSError as error:
            os.close(handle)
            raise unwritable(self.path, error) from error
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None

    def _wait(self, handle: int) -> None:
        give_up = time.monotonic() + self.patience
        told = False
        while not _try(handle, fcntl.LOCK_EX):
            if time.monotonic() >= give_up:
                raise StoreBusy(
                    f"{holder(self.path)} writes to this data folder",
                    where=self.path.parent,
                    mend="Wait until it is done, or use another folder with --data.",
                )
            if not told:
                self.say(f"{self.path.parent}: {holder(self.path)} writes here; waiting up to {self.patience:g} s")
                told = True
            time.sleep(PAUSE)


def _try(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def holder(path: Path) -> str:
    """Who holds the lock file, for people: `process 4711, for 12 s`."""
    try:
        said = json.loads(path.read_text())
        return f"process {int(said['pid'])}, for {max(0, int(time.time()) - int(said['since']))} s,"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


@contextmanager
def reading(path: Path) -> Iterator[str | None]:
    """Keep writers waiting while the store is read. Yields None, or who writes at this moment: then do not read.

    Writes nothing; a folder without a lock file never had a writer.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        yield None
        return
    try:
        yield None if _try(handle, fcntl.LOCK_SH) else holder(path)
    finally:
        os.close(handle)
