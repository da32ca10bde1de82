"""The flow `release`: publish what the store holds, if it differs from the newest release."""

from __future__ import annotations

import os
import time
from pathlib import Path

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows import steps
from flows.record import note, recorded
from flows.report import report_release
from warehouse.mirror import Mirror
from warehouse.release import ReleaseSummary


@task(
    name="publish release",
    description="Builds a release beside the others, checks it and switches to it; none where nothing differs.",
    cache_policy=NO_CACHE,
)
def publish_release(data: str, force: bool = False) -> tuple[ReleaseSummary | None, float]:
    """Publish the store of the folder `data`. Returns the release, if one was made, and the seconds it took."""
    note()
    began, logger = time.monotonic(), get_run_logger()
    made = steps.publish(Path(data), force=force, say=logger.info)
    logger.info(f"release {made.release_id}" if made else "no new release: nothing differs")
    mirror = os.environ.get("GAOXIN_MIRROR")
    if mirror:
        sent = Mirror(mirror).push(Path(data), logger.info)
        logger.info("%s: %d files sent, %s is current", mirror, sent.sent, sent.current)
    return made, time.monotonic() - began


@flow(
    name="release",
    description="Publishes what the store holds, if it differs from the newest release.",
    log_prints=False,
)
def release(data: str, force: bool = False) -> ReleaseSummary | None:
    """Publish the folder `data`; `force` lets through a release that loses more than half of a table."""
    made, _ = publish_release(data, force)
    report_release(made)
    return made


def run(data: Path, force: bool = False) -> ReleaseSummary | None:
    """Run the flow here, and return once its server has recorded it. Raises what the flow raises."""
    return recorded(lambda: release(str(data.resolve()), force))
