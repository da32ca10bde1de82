"""Processes that `gaoxin up` starts: each a group of its own, ended by its number, and none outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PARENT = "GAOXIN_PARENT"
"""The environment variable that tells a child the number of the process that it ends with."""
PATIENCE = 15.0
"""Seconds that a process is given to end by itself."""


class Child:
    """A Python module that runs as a process of its own, in a session of its own; its output goes to `log`.

    Without a log it writes to our standard error, as one of us.
    """

    def __init__(
        self,
        name: str,
        module: Sequence[str],
        *,
        log: Path | None,
        ask: int = signal.SIGTERM,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.name, self.log, self.ask = name, log, ask
        output = log.open("wb") if log else None
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *module],
                stdin=subprocess.DEVNULL,
                stdout=output or sys.stderr,
                stderr=output or sys.stderr,
                start_new_session=True,
                env={**os.environ, **(environment or {}), PARENT: str(os.getpid())},
            )
        finally:
            if output:
                output.close()

    @property
    def ended(self) -> bool:
        """Whether the process has ended."""
        return self.process.poll() is not None

    def stop(self, hurry: Callable[[], bool] = lambda: False) -> None:
        """Ask the process to end, wait, and then end its whole group by force; at once where `hurry` says so."""
        if not self.ended:
            self.process.send_signal(self.ask)
            give_up = time.monotonic() + PATIENCE
            while not self.ended and time.monotonic() < give_up and not hurry():
                time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # what it may have left in its group, too
        self.process.wait()

    def last_words(self, lines: int = 12) -> str:
        """The end of its log, for a message about its end."""
        if self.log is None:
            return ""
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
        except OSError:
            return ""


def end_with_parent() -> None:
    """Called by a child: end, with the whole group, when the process that started it is no longer there."""
    parent = os.environ.get(PARENT)
    if parent is not None:
        threading.Thread(target=_watch, args=(int(parent),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os.killpg(os.getpgid(0), signal.SIGKILL)
