"""Which task runs this process made and where they are recorded, so that it can wait until they are."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

from prefect.client.orchestration import get_client
from prefect.runtime import task_run
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows.runtime import drain
from flows.summary import Progress, ReadSummary

listener: ContextVar[Progress | None] = ContextVar("listener", default=None)
"""Who is told of the progress of a run in this process; a flow's parameters can hold no function."""

_noted: set[str] = set()

T = TypeVar("T")


def note() -> None:
    """Called in a task: remember that this run of it must be recorded."""
    if task_run.id is not None:
        _noted.add(str(task_run.id))


def tell(summary: ReadSummary) -> None:
    """Tell the listener, if there is one."""
    listening = listener.get()
    if listening is not None:
        listening(summary)


def recorded(run: Callable[[], T]) -> T:
    """Call `run`, and return once its record is safe, be it done or failed.

    A server that lives on keeps what it was told; a temporary one ends with this process, and is waited for.
    Heartbeats are left out: nobody listens to them here, and Prefect waits up to a second for their thread.
    """
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        if PREFECT_API_URL.value():
            return run()
        with get_client(sync_client=True) as client:  # starts a temporary server
            try:
                with temporary_settings({PREFECT_API_URL: str(client.api_url)}):  # for workers elsewhere too
                    return run()
            finally:
                drain(str(client.api_url).rstrip("/"), _noted)
