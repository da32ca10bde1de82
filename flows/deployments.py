"""The deployments: every source of the catalogue on its schedule, and the release.

`python -m flows.deployments DATA [CATALOG]`, run by `gaoxin up` as a process of its own; it ends when that one does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flows import runtime
from flows.children import end_with_parent

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

RELEASE_SCHEDULE = "45 19 * * *"
"""When what the store holds is published even though no source brought anything, in UTC."""


def deployments(data: Path, catalog: Path | None = None) -> list[RunnerDeployment]:
    """A deployment of `ingest` for every entry of the catalogue, and one of `release`."""
    from prefect.deployments.runner import RunnerDeployment
    from prefect.types.entrypoint import EntrypointType

    from flows.ingest import ingest
    from flows.release import release
    from sources.catalog import CATALOG, load

    made = [
        RunnerDeployment.from_flow(
            ingest,
            name=entry.name,
            cron=entry.schedule,
            parameters={"data": str(data.resolve()), "paths": [str(entry.path)]},
            description=f"{entry.description}\n\nLicence: {entry.licence}",
            tags=["gaoxin", entry.kind],
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for entry in load(catalog or CATALOG)
    ]
    nightly = RunnerDeployment.from_flow(
        release,
        name="nightly",
        cron=RELEASE_SCHEDULE,
        parameters={"data": str(data.resolve())},
        tags=["gaoxin"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return [*made, nightly]


def close_left_runs() -> int:
    """Say of runs that began in an earlier life of this server, and never ended, that they crashed. Returns how many.

    Nobody else serves the deployments of this data folder, so no such run can still be under way.
    """
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
    from prefect.states import Crashed

    unfinished = FlowRunFilter.model_validate({"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}})
    ours = DeploymentFilter.model_validate({"tags": {"all_": ["gaoxin"]}})
    with get_client(sync_client=True) as client:
        left = client.read_flow_runs(flow_run_filter=unfinished, deployment_filter=ours)
        for run in left:
            client.set_flow_run_state(run.id, Crashed(message="gaoxin was stopped while this ran"), force=True)
    return len(left)


def main(data: Path, catalog: Path | None = None) -> None:
    """Serve the deployments until this process is told to end. One run at a time: there is one writer."""
    end_with_parent()
    runtime.prepare(data)
    from prefect import serve

    close_left_runs()
    serve(*deployments(data, catalog), limit=1, print_starting_message=False)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
