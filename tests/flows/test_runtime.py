"""Prefect's surroundings: which server is used, and that one is not left before it has recorded everything."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows import runtime
from flows.runtime import Running
from tests.commands import ROOT, environment


class Server:
    """As much of a Prefect server as is asked here; it records things only after some questions."""

    def __init__(self, patience: int) -> None:
        self.patience, self.asked = patience, 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(True)

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.answer(outer.said(self.path, body))

            def answer(self, said: Any) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

            def log_message(self, *words: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.api = f"http://127.0.0.1:{self.http.server_port}/api"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def said(self, path: str, body: Any) -> Any:
        """The answer to a question."""
        if path == "/api/events":
            self.marker = body[0]["id"]
            return None
        self.asked += 1
        late = self.asked > self.patience
        if path == "/api/task_runs/filter":
            state = "COMPLETED" if late else "RUNNING"
            return [{"id": ident, "state_type": state} for ident in body["task_runs"]["id"]["any_"]]
        assert body["filter"]["id"]["id"] == [self.marker]
        return {"events": [{"id": self.marker}] if late else []}

    def stop(self) -> None:
        """Answer no more."""
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that has recorded everything when it is asked for the fourth time."""
    made = Server(3)
    yield made
    made.stop()


def test_draining_waits_for_the_marker_and_for_every_task_run(server: Server) -> None:
    assert runtime.drain(server.api, ["one", "two"], seconds=10)
    assert server.asked > 3


def test_draining_gives_up_in_time_and_at_a_dead_server(server: Server) -> None:
    server.patience = 10**6
    assert not runtime.drain(server.api, ["one"], seconds=0.5)
    assert not runtime.drain("http://127.0.0.1:9/api", seconds=10)


def test_a_state_file_counts_only_while_its_server_answers(server: Server, tmp_path: Path) -> None:
    assert runtime.running(tmp_path) is None
    up = Running(api=server.api, ui="", site="", pid=1)
    runtime.home(tmp_path).mkdir()
    runtime.announce(tmp_path, up)
    assert runtime.running(tmp_path) == up
    runtime.announce(tmp_path, Running(api="http://127.0.0.1:9/api", ui="", site="", pid=1))
    assert runtime.running(tmp_path) is None
    runtime.state_file(tmp_path).write_text("half a fi")
    assert runtime.running(tmp_path) is None


def prepared(data: Path, **more: str) -> dict[str, Any]:
    """What `prepare` makes of an environment, and what Prefect then believes."""
    program = (
        "import json, sys; from pathlib import Path; from flows import runtime\n"
        "url = runtime.prepare(Path(sys.argv[1]))\n"
        "from prefect.settings import get_current_settings\n"
        "s = get_current_settings()\n"
        "print(json.dumps([url, str(s.home), s.api.url, s.server.analytics_enabled, "
        "s.telemetry.enable_resource_metrics,"
        " s.server.ephemeral.startup_timeout_seconds, s.server.services.task_run_recorder.batch_size,"
        " s.server.ui.show_promotional_content]))\n"
        "try: runtime.prepare(Path(sys.argv[1]))\n"
        "except RuntimeError: print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(data)],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = done.stdout.splitlines()
    assert second == "refused", "settings made after Prefect was imported would not count"
    names = ("chosen", "home", "api", "analytics", "metrics", "startup", "batch", "promotion")
    return dict(zip(names, json.loads(first), strict=True))


def test_prefect_keeps_to_the_data_folder_and_to_itself(tmp_path: Path) -> None:
    said = prepared(tmp_path / "deep" / "data", HOME=str(tmp_path), PREFECT_HOME="/elsewhere")
    assert said == {
        "chosen": None,
        "home": str(tmp_path / "deep" / "data" / "prefect"),
        "api": None,
        "analytics": False,
        "metrics": False,
        "startup": 120,
        "batch": 100,
        "promotion": False,
    }


def test_the_server_that_runs_is_used_and_a_named_one_first(server: Server, tmp_path: Path) -> None:
    runtime.home(tmp_path).mkdir()
    runtime.announce(tmp_path, Running(api=server.api, ui="", site="", pid=1))
    assert prepared(tmp_path)["api"] == server.api
    named = prepared(tmp_path, PREFECT_API_URL="http://prefect.example/api")
    assert named["chosen"] == named["api"] == "http://prefect.example/api"
