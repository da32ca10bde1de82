"""Every example of the READMEs runs as it stands and gives what is said of it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import ROOT, environment, free_port, gaoxin
from tests.docs.documents import READMES, SITE, code, fenced, links

pytestmark = pytest.mark.slow

both = pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)


@dataclass(frozen=True)
class Place:
    """A folder like a checkout after `make up`: its `data` is what is served at `address`."""

    folder: Path
    address: str

    def run(self, *command: str) -> str:
        """What a command prints there, which must end well."""
        done = subprocess.run(
            command, cwd=self.folder, env=environment(), capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    def shell(self, line: str) -> str:
        """What a line of a README prints, asked of the address where the site really is."""
        return self.run("bash", "-c", line.replace(SITE, self.address).replace("curl ", "curl -fsS "))

    def get(self, address: str) -> bytes:
        """What a browser is given for an address of a README."""
        with urllib.request.urlopen(address.replace(SITE, self.address), timeout=20) as answer:
            content: bytes = answer.read()
        return content


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("readme")
    (folder / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    made = gaoxin(folder / "data", "ingest", "--no-prefect")
    assert made.returncode == 0, made.stderr
    port = free_port()
    command = [sys.executable, "-m", "gaoxin", "--data", str(folder / "data"), "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)
    served = Place(folder, f"http://127.0.0.1:{port}")
    try:
        _wait(served, server)
        yield served
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(served: Place, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            served.get(f"{SITE}/readyz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not start: {server.poll()}")


@both
def test_what_is_downloaded_has_rows(path: Path, place: Place) -> None:
    (block,) = (block for block in fenced(path, "sh") if "curl -O" in block)
    for line in block.splitlines():
        place.shell(line)
    with (place.folder / "targets.csv").open(encoding="utf-8", newline="") as file:
        quotes = [row["quote"] for row in csv.DictReader(file)]
    assert "超过6000亿元" in quotes
    assert (place.folder / "targets.parquet").read_bytes()[:4] == b"PAR1"
    assert "?bom=1" in block
    for_excel = place.get(f"{SITE}/v1/datasets/targets.csv?bom=1").decode("utf-8")
    assert for_excel.startswith("\ufeff")
    assert [row["quote"] for row in csv.DictReader(io.StringIO(for_excel[1:], newline=""))] == quotes


@both
def test_the_folder_holds_the_same(path: Path, place: Place) -> None:
    current = place.folder / "data" / "current"
    assert "data/current/" in code(path)
    named = [name for name in code(path) if name.startswith(("gaoxin.", "datapackage.", "SHA256"))]
    assert len(named) == 4
    assert [name for name in named if not (current / name).is_file()] == []
    for kind in ("parquet", "csv"):
        assert (current / kind / f"targets.{kind}").read_bytes() == place.get(f"{SITE}/v1/datasets/targets.{kind}")


@both
def test_duckdb_shows_the_number(path: Path, place: Place) -> None:
    (block,) = fenced(path, "python")
    shown = place.run(sys.executable, "-c", block)
    assert "超过6000亿元" in shown
    assert "hangzhou" in shown


@both
def test_the_api_gives_rows_with_their_evidence(path: Path, place: Place) -> None:
    (block,) = (block for block in fenced(path, "sh") if "/v1/targets?" in block)
    for line in block.splitlines():
        assert json.loads(place.shell(line))["total"] > 0, line
    rows = json.loads(place.shell(block.splitlines()[0]))["data"]
    identity = next(row["target_id"] for row in rows if row["quote"] == "超过6000亿元")
    evidence = json.loads(place.get(f"{SITE}/v1/targets/{identity}"))["evidence"]
    assert (evidence["quote"], evidence["end"] - evidence["start"]) == ("超过6000亿元", len("超过6000亿元"))
    assert evidence["quote"] in evidence["sentence"]
    assert b'<mark id="quote">' in place.get(SITE + evidence["highlight"])


def test_the_commands_run(place: Place) -> None:
    blocks = [[line for block in fenced(path, "sh") for line in block.splitlines()] for path in READMES]
    ours, theirs = ([line.partition(" # ")[0].rstrip() for line in lines if "gaoxin " in line] for lines in blocks)
    assert ours == theirs  # so they are run once
    assert len(ours) == 8
    for line in ours:
        assert place.shell(line), line


@both
def test_every_address_answers(path: Path, place: Place) -> None:
    addresses = [link for link in links(path) if link.startswith(SITE)]
    assert len(addresses) >= 3
    for address in addresses:
        assert b"</html>" in place.get(address)
