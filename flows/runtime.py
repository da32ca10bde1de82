"""Prefect's surroundings: its environment under the data folder, which server is used, and how one is left.

Prefect reads its settings when it is imported, so `prepare` comes before the first `import prefect`.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.problem import Problem

DRAIN_SECONDS = 30.0
"""How long a server's queue of events is waited for before the server is stopped."""

SETTINGS = {
    # Nothing leaves this machine.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # A server takes 6 to 20 seconds to start on a small machine; the default of 20 is too close.
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # Runs are recorded in batches: a quarter of the time that recording one by one takes on SQLite.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_FLUSH_INTERVAL": "1",
    # Runs older than 90 days, and events older than a week, are forgotten, so that the database does not only grow.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "true",
    # The run's log is kept on the server; the terminal is the command's own.
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_CLI_WRAP_LINES": "false",
}
"""Prefect's settings as environment variables. One that is already set there stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A running `gaoxin up`: the addresses of Prefect's API and user interface and of the site, and its process."""

    api: str
    ui: str
    site: str
    pid: int


def home(data: Path) -> Path:
    """The folder of everything that Prefect keeps for a data folder."""
    return data.resolve() / "prefect"


def prepare(data: Path, *, api: str | None = None) -> str | None:
    """Set the environment that Prefect reads, and return the address of the server that will be used.

    In this order: `api`, the one that `PREFECT_API_URL` names, that of a running `gaoxin up` on the same data
    folder. None where Prefect will start a temporary one. Raises RuntimeError where Prefect was imported before, and
    OSError where the folder cannot be made.
    """
    if "prefect" in sys.modules:
        raise RuntimeError("prefect was imported before its settings were made; call runtime.prepare first")
    home(data).mkdir(parents=True, exist_ok=True)  # Prefect makes no parents, and then waits in vain
    os.environ["PREFECT_HOME"] = str(home(data))
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    url = api or os.environ.get("PREFECT_API_URL")
    if url is None and (up := running(data)):
        url = up.api
    if url is not None:
        os.environ["PREFECT_API_URL"] = url
    return url


def state_file(data: Path) -> Path:
    """The file in which a running `gaoxin up` says where its server is."""
    return home(data) / "server.json"


def announce(data: Path, up: Running) -> None:
    """Write the state file, whole or not at all."""
    part = state_file(data).with_suffix(".part")
    part.write_text(json.dumps(asdict(up)), encoding="utf-8")
    part.replace(state_file(data))


def announced(data: Path) -> Running | None:
    """What the state file says, whether or not it is still true."""
    try:
        return Running(**json.loads(state_file(data).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def running(data: Path) -> Running | None:
    """The `gaoxin up` on this data folder whose Prefect server answers, or None."""
    up = announced(data)
    return up if up is not None and healthy(up.api) else None


def healthy(api: str, timeout: float = 2.0) -> bool:
    """Whether a Prefect server answers at this address."""
    try:
        return _get(f"{api}/health", timeout) is True
    except (OSError, ValueError):
        return False


def require_answer(api: str) -> None:
    """Raises Problem where nobody answers at this address; whoever answers in whatever way is left to Prefect."""
    try:
        _get(f"{api}/health", 10.0)
    except urllib.error.HTTPError:
        return
    except (OSError, ValueError) as error:
        raise Problem(
            f"Prefect's server does not answer ({error})",
            where=api,
            mend="Start it, or unset PREFECT_API_URL for a temporary one, or go without: --no-prefect.",
        ) from error


def drain(api: str, task_runs: Iterable[str] = (), seconds: float = DRAIN_SECONDS) -> bool:
    """Wait until a server has recorded all that it was told, and say whether it has; at most `seconds`.

    Events wait in the server's memory, and one that is stopped early loses them. They are taken in order, so a
    marker that has been stored says that everything before it has; task runs are recorded aside and asked for.
    """
    give_up = time.monotonic() + seconds
    marker, wanted = str(uuid.uuid4()), set(task_runs)
    try:
        _post(f"{api}/events", [_marker(marker)])
        while time.monotonic() < give_up:
            wanted -= _recorded(api, wanted)
            if not wanted and _stored(api, marker):
                return True
            time.sleep(0.2)
    except (OSError, ValueError, KeyError):
        return False  # it no longer answers: nothing is left to wait for
    return False


def _marker(ident: str) -> dict[str, Any]:
    return {
        "id": ident,
        "occurred": datetime.now(UTC).isoformat(),
        "event": "gaoxin.drained",
        "resource": {"prefect.resource.id": f"gaoxin.drain.{ident}"},
    }


def _stored(api: str, marker: str) -> bool:
    said = _post(f"{api}/events/filter", {"filter": {"id": {"id": [marker]}}, "limit": 1})
    return bool(said["events"])


def _recorded(api: str, task_runs: set[str]) -> set[str]:
    """Those of the task runs that the server has in a final state."""
    if not task_runs:
        return set()
    said = _post(f"{api}/task_runs/filter", {"task_runs": {"id": {"any_": sorted(task_runs)}}})
    final = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
    return {run["id"] for run in said if run["state_type"] in final}


def _get(url: str, timeout: float) -> Any:
    with _open(urllib.request.Request(url), timeout) as answer:
        return json.load(answer)


def _post(url: str, body: Any, timeout: float = 10.0) -> Any:
    request = urllib.request.Request(
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}, method="POST"
    )
    with _open(request, timeout) as answer:
        said = answer.read()
    return json.loads(said) if said else None


def _open(request: urllib.request.Request, timeout: float) -> Any:
    """Directly: a proxy of the surroundings has no part in talk with our own machine."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=timeout)
