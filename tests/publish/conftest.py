"""The whole application over a small release, in process, and on a port for those that need one."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from publish.app import create_app
from publish.metadata import datapackage
from tests.factory import compared, make_release, refused, seed_article

SERVE = (
    "import sys; from pathlib import Path; from publish.app import create_app; from publish.serve import run; "
    "run(create_app(Path(sys.argv[1])), '127.0.0.1', int(sys.argv[2]))"
)
"""A program that serves the data folder that it is given on the port that it is given."""


class Client:
    """Asks the application without a server; answers are `httpx.Response`."""

    def __init__(self, data: Path, **options: Any) -> None:
        self.data = data
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(create_app(data, **options), raise_app_exceptions=False)
        self._http = httpx.AsyncClient(transport=transport, base_url="http://gaoxin.test")

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self._runner.run(self._http.request(method, path, **options))

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def head(self, path: str, **options: Any) -> httpx.Response:
        return self.request("HEAD", path, **options)

    def rows(self, path: str) -> list[dict[str, Any]]:
        """The rows of a list, which must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["data"]
        return found

    def close(self) -> None:
        self._runner.run(self._http.aclose())
        self._runner.close()


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one small release, complete with its metadata, that no test may change."""
    folder = tmp_path_factory.mktemp("published")
    make_release(folder, extras=[datapackage.write])
    return folder


@pytest.fixture(scope="session")
def client(data: Path) -> Iterator[Client]:
    """The application over that release."""
    made = Client(data, prefect_url="http://127.0.0.1:4200/")
    yield made
    made.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Client]:
    """The application over a data folder without any release."""
    made = Client(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def target(client: Client) -> dict[str, Any]:
    """The target 超过6000亿元 of 杭州 for 2025."""
    return next(row for row in client.rows("/v1/targets") if row["quote"] == "超过6000亿元")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(data: Path) -> Iterator[str]:
    """The address of a real server over that release."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(data), str(port)])
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{address}/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not start: {process.poll()}")


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application over a release in which every table has rows."""
    folder = tmp_path_factory.mktemp("full")
    make_release(folder, [seed_article().result(), compared().result(), refused()], [datapackage.write])
    made = Client(folder, prefect_url="http://127.0.0.1:4200/")
    yield made
    made.close()
