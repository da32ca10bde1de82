"""The flow `ingest`: read what is new, and publish it.

Two tasks for a whole run, not two for each article: recording a task costs Prefect 10 to 50 ms, more than an
article takes to read. The workers that read side by side belong to the first task.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from flows import steps
from flows.crew import Crew
from flows.record import listener, note, recorded, tell
from flows.release import publish_release
from flows.report import report_reading, report_run
from flows.summary import Progress, ReadSummary, RunSummary

LOCAL = "local"
"""The runner that reads with processes of this machine."""


@task(
    name="read articles",
    description="Reads the articles that the store does not know yet and stores what they say.",
    cache_policy=NO_CACHE,
)
def read_articles(data: str, paths: list[str]) -> ReadSummary:
    """Read what is new at `paths` into the store of the folder `data`."""
    note()
    return _read(data, paths, Crew)


@flow(
    name="read on a cluster",
    description="Reads the articles that the store does not know yet on the workers of a task runner.",
    log_prints=False,
)
def read_on_cluster(data: str, paths: list[str]) -> ReadSummary:
    """The same as `read_articles`, by tasks of this flow's task runner."""
    from flows.cluster import Cluster

    return _read(data, paths, Cluster)


def _read(data: str, paths: list[str], crew: steps.MakeCrew) -> ReadSummary:
    logger = get_run_logger()
    read = steps.read(Path(data), [Path(path) for path in paths], crew=crew, progress=tell, say=logger.info)
    logger.info(
        "%d articles: %d new, %d unchanged, %d rejected", read.articles, read.new, read.unchanged, read.rejected
    )
    for missing in read.missing:
        logger.warning("%s", missing)
    return read


def run_name() -> str:
    """A run's name: what it reads, by the last part of each path."""
    names = [Path(path).name for path in flow_run.parameters["paths"]]
    return f"ingest {', '.join(names[:3])}" + (f" and {len(names) - 3} more" if len(names) > 3 else "")


@flow(
    name="ingest",
    description="Reads new articles and publishes a release if anything differs from the newest one.",
    flow_run_name=run_name,
    log_prints=False,
)
def ingest(data: str, paths: list[str], runner: str = LOCAL, address: str | None = None) -> RunSummary:
    """Read the articles at `paths` (files and folders) into the folder `data`, and publish.

    They are read by processes of this machine, or by a `runner` (dask, ray): on the cluster at `address`, or on one
    that is started here.
    """
    if runner == LOCAL:
        read = read_articles(data, paths)
    else:
        from flows.cluster import task_runner

        read = read_on_cluster.with_options(task_runner=task_runner(runner, address))(data, paths)
    report_reading(read)
    release, seconds = publish_release(data)
    report_run(read, release)
    return RunSummary(read=read, release=release, seconds=seconds)


def run(
    data: Path,
    paths: Sequence[Path],
    progress: Progress | None = None,
    *,
    runner: str = LOCAL,
    address: str | None = None,
) -> RunSummary:
    """Run the flow here, and return once its server has recorded it. Raises what the flow raises."""
    listener.set(progress)
    return recorded(lambda: ingest(str(data.resolve()), [str(path) for path in paths], runner, address))
