"""Worker processes that read articles side by side, and outlive the death of any of them."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Self

from flows.work import LIMIT, Engine, MakeEngine, Outcome, read_many, too_slow, worker_died
from schemas.values import Source

GRACE = 5.0
"""Seconds beyond its limit after which an article that no signal can stop takes its worker with it."""

AHEAD = 4
"""Chunks that wait for each worker, so that none is idle while the results of the others are stored."""

Chunk = Sequence[Source]


class Crew:
    """A pool of workers, each with an engine of its own. A context manager.

    A worker that dies breaks a pool of the standard library, and with it everything that is on its way. The
    crew then reads that chunk again, article by article in single workers, so that the culprit is known.
    """

    def __init__(self, make: MakeEngine, workers: int, limit: float = LIMIT) -> None:
        self.make, self.workers, self.limit = make, workers, limit
        self._limits = (limit, limit + GRACE)
        self._pool = _pool(workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def read(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, list[Outcome]]]:
        """Yield every chunk with its outcomes, in the order of the chunks; few are taken ahead.

        Raises whatever `make` raises: an engine that cannot be built is a failed run, not a bad article.
        """
        waiting: deque[tuple[Chunk, Future[list[Outcome]]]] = deque()
        remaining = iter(chunks)
        while True:
            while len(waiting) <= AHEAD * self.workers and (chunk := next(remaining, None)) is not None:
                waiting.append((chunk, self._submit(chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                outcomes = future.result()
            except BrokenProcessPool:
                outcomes = self._one_by_one(chunk)
            yield chunk, outcomes

    def _submit(self, chunk: Chunk) -> Future[list[Outcome]]:
        try:
            return self._pool.submit(_read_or_die, self.make, chunk, *self._limits)
        except BrokenProcessPool:
            self._pool = _pool(self.workers)
            return self._pool.submit(_read_or_die, self.make, chunk, *self._limits)

    def _one_by_one(self, chunk: Chunk) -> list[Outcome]:
        outcomes: list[Outcome] = []
        single = _pool(1)
        try:
            for source in chunk:
                began = time.monotonic()
                try:
                    outcomes += single.submit(_read_or_die, self.make, [source], *self._limits).result()
                except BrokenProcessPool:
                    late = time.monotonic() - began > self.limit
                    outcomes.append(too_slow(self.limit) if late else worker_died())
                    single = _pool(1)
        finally:
            single.shutdown(cancel_futures=True)
        return outcomes


def _pool(workers: int) -> ProcessPoolExecutor:
    """Fresh interpreters, not forks: the parent has threads (DuckDB, Prefect), and a fork may inherit their locks."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """A worker leaves Ctrl-C to its parent, ends with it, and computes on one thread: its sisters have the rest."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["POLARS_MAX_THREADS"] = "1"
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


@cache
def _engine(make: MakeEngine) -> Engine:
    return make()


def read_chunk(make: MakeEngine, chunk: Chunk, limit: float) -> list[Outcome]:
    """Read and validate sources in this worker, whose engine is made once."""
    return read_many(_engine(make), chunk, limit)


def _read_or_die(make: MakeEngine, chunk: Chunk, limit: float, last: float) -> list[Outcome]:
    return read_many(_engine(make), chunk, limit, lambda: _last_resort(last))


@contextmanager
def _last_resort(seconds: float) -> Iterator[None]:
    """End this process where the block is not left in time, even if a library's C code holds the interpreter."""
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
