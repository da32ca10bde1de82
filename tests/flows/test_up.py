"""`gaoxin up`: what it starts, what it serves, and that it leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sources import BUNDLED
from tests.commands import ROOT, environment, free_port, gaoxin, left, marked

pytestmark = pytest.mark.slow

CATALOG = """
- name: often
  kind: folder
  path: visited
  schedule: "* * * * *"
  licence: 无
  description: A source that is visited every minute.
"""
ARTICLE = "杭州高新区（滨江）加快建设。到2025年，杭州高新区数字经济核心产业增加值将超过6000亿元。"


def get(url: str, body: Any = None) -> Any:
    """The JSON at an address."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def wait(what: Callable[[], Any], seconds: float, why: str) -> Any:
    """What `what` gives as soon as it is true."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        try:
            if found := what():
                return found
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {why}")


class Running:
    """A `gaoxin up` in a process of its own."""

    def __init__(self, folder: Path, port: int, prefect_port: int) -> None:
        self.folder, self.data, self.marker = folder, folder / "data", uuid.uuid4().hex
        self.site, self.api = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{prefect_port}/api"
        self.log = folder / f"up-{self.marker}.log"
        self.began = time.monotonic()
        words = ["--port", str(port), "--prefect-port", str(prefect_port), "--catalog", str(folder / "catalog.yaml")]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gaoxin", "--data", str(self.data), "up", *words],
                cwd=ROOT,
                env=environment(GAOXIN_TEST=self.marker),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    @property
    def said(self) -> str:
        """What it has said so far."""
        return self.log.read_text()

    def wait_served(self) -> float:
        """Seconds from the start until the site answered."""
        wait(lambda: self.ended or get(f"{self.site}/v1/zones"), 150, "the site")
        assert not self.ended, self.said
        return time.monotonic() - self.began

    def wait_ready(self) -> None:
        """Wait until the schedules are served."""
        wait(lambda: "The schedules are served." in self.said, 150, "the schedules")

    @property
    def ended(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def runs(self, deployment: str) -> list[dict[str, Any]]:
        """The finished runs of a deployment."""
        found: list[dict[str, Any]] = get(
            f"{self.api}/flow_runs/filter",
            {
                "deployments": {"name": {"any_": [deployment]}},
                "flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}},
            },
        )
        return found

    def releases(self) -> list[str]:
        """The ids of all releases."""
        return sorted(path.name for path in (self.data / "releases").iterdir())

    def stop(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(60) == 0, self.said
        assert not left(self.marker), "a process was left"

    def kill_all(self) -> None:
        """After a failed test."""
        for number in marked(self.marker):
            os.kill(number, signal.SIGKILL)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Running]]:
    """Starts `gaoxin up` on one data folder, as often as it is called."""
    (tmp_path / "catalog.yaml").write_text(CATALOG)
    (tmp_path / "visited").mkdir()
    (tmp_path / "visited" / "news.txt").write_text(ARTICLE)
    ports = free_port(), free_port()
    started: list[Running] = []

    def begin() -> Running:
        started.append(Running(tmp_path, *ports))
        return started[-1]

    yield begin
    for each in started:
        each.kill_all()


def test_up_serves_reads_by_schedule_and_stops_without_a_trace(start: Callable[[], Running], tmp_path: Path) -> None:
    first = start()
    first.wait_served()
    assert len(first.releases()) == 1
    first.wait_ready()
    for address in (first.site, f"{first.site}/docs", f"{first.site}/data/", first.api.removesuffix("/api")):
        assert address in first.said
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert answer.status == 200
    _a_second_up_is_told_where_the_first_is(first)
    _a_command_uses_its_server(first)
    _the_schedule_fires(first)
    _a_dead_child_is_started_again(first)
    held = first.releases()
    first.stop()
    assert not (first.data / "prefect" / "server.json").exists()

    second = start()
    assert second.wait_served() < 8, "with a release there is no waiting for Prefect"
    second.wait_ready()
    assert second.releases() == held, "nothing changed, so nothing is published"
    assert gaoxin(second.data, "verify").returncode == 0
    second.process.kill()
    wait(lambda: not marked(second.marker), 30, "the end of what a killed gaoxin had started")


def _a_second_up_is_told_where_the_first_is(first: Running) -> None:
    other = gaoxin(first.data, "up", "--port", str(free_port()))
    assert other.returncode == 1
    assert f"already running for this data folder at {first.site}" in other.stderr
    assert f"(process {first.process.pid})" in other.stderr
    assert not first.ended


def _a_command_uses_its_server(first: Running) -> None:
    began = time.monotonic()
    done = gaoxin(first.data, "ingest", "--json", BUNDLED)
    assert json.loads(done.stdout)["articles"]["new"] == 0
    assert time.monotonic() - began < 15
    names = [run["name"] for run in get(f"{first.api}/flow_runs/filter", {"sort": "START_TIME_DESC"})]
    assert names.count(f"ingest {BUNDLED.name}") == 2, "the first ingest and this one, on the same server"
    assert json.loads(gaoxin(first.data, "status", "--json").stdout)["running"]["pid"] == first.process.pid


def _the_schedule_fires(first: Running) -> None:
    deployments = {each["name"]: each for each in get(f"{first.api}/deployments/filter", {})}
    assert deployments.keys() == {"often", "nightly"}
    assert not any(each["paused"] for each in deployments.values())
    [run, *_] = wait(lambda: first.runs("often"), 90, "a run of the schedule")
    assert run["state_type"] == "COMPLETED", run["state"]
    assert run["auto_scheduled"]
    artifacts = get(f"{first.api}/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}})
    assert {each["key"] for each in artifacts} == {"ingest-counts", "ingest-rejections", "ingest-summary"}
    counts = next(json.loads(each["data"]) for each in artifacts if each["key"] == "ingest-counts")
    assert {"what": "articles new", "count": 1} in counts
    assert len(first.releases()) == 2
    assert "news.txt" in json.dumps(get(f"{first.site}/v1/articles")), "the site follows the new release"


def _a_dead_child_is_started_again(first: Running) -> None:
    [child] = marked(first.marker, "flows.deployments")
    os.kill(child, signal.SIGKILL)
    wait(lambda: "the schedules ended by itself" in first.said, 20, "a word on the dead child")
    wait(lambda: marked(first.marker, "flows.deployments"), 20, "the child's return")
    assert not first.ended


def test_up_that_is_stopped_while_it_starts_leaves_nothing(start: Callable[[], Running]) -> None:
    early = start()
    wait(lambda: marked(early.marker, "flows.server"), 30, "Prefect's server")
    early.process.terminate()
    assert early.process.wait(60) == 0, early.said
    assert not left(early.marker)
