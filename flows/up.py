"""`gaoxin up`: the site in this process; Prefect's server, a first ingest and the schedules in children behind it."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from flows import ports, runtime
from flows.children import Child
from flows.problem import Problem
from flows.runtime import Running
from publish.app import create_app
from publish.serve import addresses
from publish.serve import run as serve
from sources.catalog import load
from warehouse.release import current

LOCAL = "127.0.0.1"
PREFECT_PORT = 4200
SERVER = "Prefect's server"
START_SECONDS = 120.0
"""How long Prefect's server may take to start."""
RESTARTS, WITHIN = 3, 600.0
"""A child that ends by itself is started again, so often within so many seconds; then everything is stopped."""

Say = Callable[[str], None]


class Up:
    """Everything that runs for one data folder, from `run` until Ctrl-C or SIGTERM."""

    def __init__(self, data: Path, host: str, port: int, prefect_port: int, catalog: Path, say: Say) -> None:
        self.data, self.host, self.port, self.prefect_port = data, host, port, prefect_port
        self.catalog, self.say = catalog, say
        ui = f"http://{LOCAL}:{prefect_port}"
        self.running = Running(api=f"{ui}/api", ui=ui, site=addresses(host, port)["site"], pid=os.getpid())
        self.environment = {"PREFECT_API_URL": self.running.api}  # whatever server the surroundings name
        self.stopping, self.hurry, self.ready = threading.Event(), threading.Event(), threading.Event()
        self.failure: Exception | None = None
        self.children: list[Child] = []
        self.deaths: list[float] = []

    def run(self) -> None:
        """Serve until told to end, and end everything that was started. Raises Problem where something failed."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        self.first = current(self.data) is None
        behind = threading.Thread(target=self._behind, name="behind the site")
        behind.start()
        try:
            while self.first and not (self.ready.wait(0.1) or self.stopping.is_set()):
                pass
            if not self.stopping.is_set():
                self._serve()
        finally:
            self.stopping.set()
            self.say("Stopping ...")
            behind.join()
        if self.failure:
            raise self.failure

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():
            self.hurry.set()
        self.stopping.set()

    def _serve(self) -> None:
        app = create_app(self.data, prefect_url=self.running.ui)
        serve(app, self.host, self.port, prefect_url=self.running.ui, say=self.say)

    def _behind(self) -> None:
        """All that is not the site, in a thread of its own; whatever goes wrong here ends `run`."""
        try:
            self._start_server()
            self._first_ingest()
            self._start_schedules()
            self.ready.set()
            self.say("The schedules are served.")
            while not self.stopping.wait(1.0):
                self._look_after_children()
        except Exception as error:
            self.failure = error
        finally:
            if not self.stopping.is_set():
                os.kill(os.getpid(), signal.SIGTERM)  # the way that the server in the main thread is stopped
            self._stop_children()

    def _start_server(self) -> None:
        self.say("Starting Prefect's server; this takes 10 to 20 seconds ...")
        began = time.monotonic()
        server = self._start(SERVER, ["flows.server", str(self.data), LOCAL, str(self.prefect_port)])
        while not runtime.healthy(self.running.api, timeout=1.0):
            if server.ended or time.monotonic() - began > START_SECONDS:
                raise Problem(f"Prefect's server did not start\n{server.last_words()}", where=server.log)
            if self.stopping.wait(0.2):
                return
        runtime.announce(self.data, self.running)

    def _first_ingest(self) -> None:
        """Read the bundled articles through the flow. Without any release that must succeed; else it may wait."""
        if self.stopping.is_set():
            return
        command = ["gaoxin", "--data", str(self.data), "ingest"]
        ingest = Child("the ingest", command, log=None, ask=signal.SIGINT, environment=self.environment)
        self.children.append(ingest)
        while not ingest.ended:
            if self.stopping.wait(0.1):
                return
        self.children.remove(ingest)
        if ingest.process.returncode and current(self.data) is None:
            raise Problem("the first ingest failed, so there is nothing to serve", mend="See its message above.")
        if ingest.process.returncode:
            self.say("The ingest failed (see above); the site serves the newest release.")

    def _start_schedules(self) -> None:
        if not self.stopping.is_set():
            self._start("the schedules", ["flows.deployments", str(self.data), str(self.catalog)])

    def _start(self, name: str, module: list[str]) -> Child:
        log = runtime.home(self.data) / f"{module[0].rpartition('.')[2]}.log"
        child = Child(name, module, log=log, environment=self.environment)
        self.children.append(child)
        return child

    def _look_after_children(self) -> None:
        for child in [child for child in self.children if child.ended]:
            self.children.remove(child)
            child.stop()
            now = time.monotonic()
            self.deaths = [at for at in self.deaths if now - at < WITHIN] + [now]
            told = f"{child.name} ended by itself (status {child.process.returncode}; see {child.log})"
            if len(self.deaths) > RESTARTS:
                raise Problem(f"{told}, and not for the first time\n{child.last_words()}")
            self.say(f"{told}; starting it again.")
            if child.name == "the schedules":
                self._start_schedules()
            else:
                self._start_server()

    def _stop_children(self) -> None:
        """The server last, and only when it has recorded what the others told it."""
        for child in sorted(self.children, key=lambda child: child.name == SERVER):
            if child.name == SERVER and not self.hurry.is_set():
                runtime.drain(self.running.api, seconds=10.0)
            child.stop(self.hurry.is_set)
        runtime.state_file(self.data).unlink(missing_ok=True)


def up(data: Path, host: str, port: int, prefect_port: int | None, catalog: Path, say: Say) -> None:
    """Run everything for `data` until told to end. Raises Problem, before anything is started, where it cannot."""
    data = data.resolve()
    load(catalog)
    lock = _only_one(data)
    try:
        ports.require_free(host, port, f"--port {port + 1} (or PORT={port + 1}).")
        if prefect_port is None:
            prefect_port = ports.next_free(LOCAL, PREFECT_PORT)
        else:
            ports.require_free(LOCAL, prefect_port, f"--prefect-port {prefect_port + 1}.")
        Up(data, host, port, prefect_port, catalog.resolve(), say).run()
    finally:
        os.close(lock)


def _only_one(data: Path) -> int:
    """Hold the data folder's lock of `gaoxin up`. Raises Problem where another holds it or nothing can be written."""
    home = runtime.home(data)
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = os.open(home / "up.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise Problem(
            f"cannot be written ({error.strerror})",
            where=error.filename or data,
            mend="Give this user the right to write there, or choose another folder with --data or GAOXIN_DATA.",
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        other = runtime.announced(data)
        at = f" at {other.site} (process {other.pid})" if other else ", and is still starting"
        raise Problem(
            f"gaoxin is already running for this data folder{at}",
            where=data,
            mend="Use that one, or another folder with --data.",
        ) from None
    return handle
