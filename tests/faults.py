"""Killing the warehouse at any point of its work, and looking at what is left.

The work runs in a child process that traces its own lines and sends itself SIGKILL just before a chosen one, so
that the code under test needs no hooks. A point is the first time that some line of `warehouse/` runs (`new`), or
any time (`every`), counted over all threads.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any

import warehouse

WATCHED = str(Path(warehouse.__file__).parent) + os.sep
Work = Callable[[Path], None]

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.factory"])


class _Killer:
    """Counts the lines of the warehouse that run, and kills the process before number `point` (from 0)."""

    def __init__(self, point: int | None, every: bool) -> None:
        self.point, self.every = point, every
        self.count = 0
        self._seen: set[tuple[str, int]] = set()

    def call(self, frame: FrameType, event: str, arg: Any) -> Any:
        return self.line if frame.f_code.co_filename.startswith(WATCHED) else None

    def line(self, frame: FrameType, event: str, arg: Any) -> Any:
        place = (frame.f_code.co_filename, frame.f_lineno)
        if event == "line" and (self.every or place not in self._seen):
            self._seen.add(place)
            if self.count == self.point:
                os.kill(os.getpid(), signal.SIGKILL)
            self.count += 1
        return self.line


def _child(work: Work, data: Path, point: int | None, every: bool, told: Connection) -> None:
    killer = _Killer(point, every)
    threading.settrace(killer.call)
    sys.settrace(killer.call)
    work(data)
    sys.settrace(None)
    told.send(killer.count)


def _run(work: Work, data: Path, point: int | None, every: bool, seconds: float = 120) -> int | None:
    hear, tell = _processes.Pipe(duplex=False)
    child = _processes.Process(target=_child, args=(work, data, point, every, tell))
    child.start()
    tell.close()
    child.join(seconds)
    if child.is_alive():
        child.kill()
        child.join()
    if child.exitcode not in (0, -signal.SIGKILL):
        raise AssertionError(f"the work failed with exit status {child.exitcode}")
    return hear.recv() if child.exitcode == 0 else None


def points(work: Work, data: Path, *, every: bool = False) -> int:
    """How many points `work` has, by doing it once, whole, in a child. `work` must be a function of a module."""
    count = _run(work, data, None, every)
    if not count:
        raise AssertionError("the work was not done in time, or touches nothing of the warehouse")
    return count


def killed_after(work: Work, data: Path, seconds: float) -> bool:
    """Do `work` in a child that is killed after some time, also in the midst of what is no Python. False where it
    was done before.
    """
    return _run(work, data, None, True, seconds) is None


def killed(work: Work, data: Path, point: int, *, every: bool = False) -> bool:
    """Do `work` in a child that is killed at `point`. False where it was done before it got there."""
    return _run(work, data, point, every) is None
