"""Articles read on other machines: chunks of them as tasks of Prefect's Dask or Ray runner, an extra each.

The one writer stays here. It hands out chunks, a bounded number at a time, and stores what comes back, in order: the
rows, the rejections and the release are those of a run on one machine.
"""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from types import TracebackType
from typing import Any, Self

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner

from flows.crew import Chunk, read_chunk
from flows.problem import Problem
from flows.work import LIMIT, MakeEngine, Outcome, worker_died

RUNNERS = {"dask": "prefect_dask", "ray": "prefect_ray"}
"""The runners by name, and the package that each needs."""

AHEAD = 16
"""Chunks that are on their way at a time."""


def task_runner(name: str, address: str | None) -> TaskRunner[Any]:
    """The task runner of that name, on the cluster at `address`, or on one that lives as long as the run.

    Raises Problem where the extra is not installed.
    """
    if find_spec(RUNNERS[name]) is None:
        raise Problem(f"the extra `{name}` is not installed", mend=f"Install it with: make {name}")
    made: TaskRunner[Any] = _dask(address) if name == "dask" else _ray(address)
    return made


def _dask(address: str | None) -> Any:
    from prefect_dask import DaskTaskRunner

    if address:
        return DaskTaskRunner(address=address)
    alone = {"n_workers": _cores(), "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    return DaskTaskRunner(cluster_kwargs=alone)


def _ray(address: str | None) -> Any:
    from prefect_ray import RayTaskRunner

    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if address:
        return RayTaskRunner(address=address)
    return RayTaskRunner(
        init_kwargs={"num_cpus": _cores(), "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0))


@task(
    name="read a chunk",
    description="Reads and validates some articles on a worker.",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def read_on_worker(packed: bytes, limit: float) -> bytes:
    """What `read_chunk` makes of its pickled words, pickled.

    In bytes, since Prefect looks for futures in every part of what it is given, and Dask takes tuples apart.
    """
    make, chunk = pickle.loads(packed)
    return pickle.dumps(read_chunk(make, chunk, limit))


class Cluster:
    """The workers of the task runner of the present flow, as `flows.crew.Crew` has its own. A context manager."""

    def __init__(self, make: MakeEngine, workers: int, limit: float = LIMIT) -> None:
        self.make, self.limit = make, limit

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def read(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, list[Outcome]]]:
        """Yield every chunk with its outcomes, in the order of the chunks; few are taken ahead."""
        waiting: deque[tuple[Chunk, PrefectFuture[bytes]]] = deque()
        remaining = iter(chunks)
        while True:
            while len(waiting) < AHEAD and (chunk := next(remaining, None)) is not None:
                waiting.append((chunk, self._submit(chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                outcomes = pickle.loads(future.result())
            except Exception as error:  # whatever the cluster raises where a worker died
                outcomes = self._one_by_one(chunk, error)
            yield chunk, outcomes

    def _submit(self, chunk: Chunk) -> PrefectFuture[bytes]:
        return read_on_worker.submit(pickle.dumps((self.make, list(chunk))), self.limit)

    def _one_by_one(self, chunk: Chunk, first: Exception) -> list[Outcome]:
        """Read a chunk whose worker died again, article by article, so that the culprit is known.

        Raises `first` where none of several can be read: then the cluster is the culprit.
        """
        outcomes: list[Outcome] = []
        for source in chunk:
            try:
                outcomes += pickle.loads(self._submit([source]).result())
            except Exception:
                outcomes.append(worker_died())
        if len(chunk) > 1 and all(outcome == worker_died() for outcome in outcomes):
            raise first
        return outcomes
