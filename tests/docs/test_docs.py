"""The documents say what is so: their links, commands, addresses and examples are tried."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import ROOT, environment, free_port, gaoxin

DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"


def blocks(path: Path, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(path.read_text(encoding="utf-8")) if name == language]


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    links = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_make_target_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^ {4})make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= targets


def test_both_readmes_give_the_same_commands() -> None:
    ours, theirs = (
        [
            re.sub(r"#.*", "", line).strip()
            for kind in ("sh", "python")
            for block in blocks(path, kind)
            for line in block.splitlines()
        ]
        for path in READMES
    )
    assert ours == theirs


def test_every_named_command_is_known() -> None:
    known = subprocess.run(
        [sys.executable, "-m", "gaoxin", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    words = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)
    for command in set(re.findall(r"(?:\.venv/bin/|`)gaoxin ([a-z]+)", words)):
        assert re.search(rf"^  {command}\s", known, re.MULTILINE), command


def test_every_place_that_the_architecture_names_exists() -> None:
    words = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.[a-z]+)?|[a-z_]+/[a-z_/]+\.[a-z]+)`", words)
    assert len(named) >= 8
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """A folder whose `data` holds the bundled article's release, and the port at which it is served."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    made = gaoxin(folder / "data", "ingest", "--no-prefect")
    assert made.returncode == 0, made.stderr
    port = free_port()
    command = [sys.executable, "-m", "gaoxin", "--data", str(folder / "data"), "serve", "--port", str(port)]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield folder, port
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.mark.slow
@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_example_of_the_readme_runs(path: Path, served: tuple[Path, int]) -> None:
    folder, port = served
    for block in blocks(path, "sh"):
        for line in block.splitlines():
            command = line.replace(ADDRESS, f"http://127.0.0.1:{port}").replace("curl", "curl -fsS")
            done = subprocess.run(
                ["bash", "-c", command], cwd=folder, env=environment(), capture_output=True, text=True, timeout=300
            )
            assert done.returncode == 0, (command, done.stdout, done.stderr)
            if "/v1/targets?" in line or "/v1/facts " in line:
                assert json.loads(done.stdout)["total"] > 0
    for block in blocks(path, "python"):
        done = subprocess.run(
            [sys.executable, "-c", block], cwd=folder, capture_output=True, text=True, timeout=60, check=True
        )
        assert "6000亿元" in done.stdout
    assert (folder / "targets.csv").read_text(encoding="utf-8").count("\n") > 30
    assert (folder / "targets.parquet").stat().st_size > 1000


@pytest.mark.slow
def test_every_address_of_the_readme_answers(served: tuple[Path, int]) -> None:
    _, port = served
    words = "\n".join(path.read_text(encoding="utf-8") for path in READMES)
    for path in set(re.findall(re.escape(ADDRESS) + r"(/[a-z/]*)?>", words)):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            assert answer.status == 200
