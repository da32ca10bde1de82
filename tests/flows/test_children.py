"""Children of `gaoxin up`: they end when they are told to, by force if need be, and with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from flows import children
from flows.children import Child
from tests.commands import ROOT, environment, left, marked

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("ready", flush=True)
time.sleep(600)
"""


@pytest.fixture
def marker(monkeypatch: pytest.MonkeyPatch) -> str:
    """What marks the processes of this test."""
    made = uuid.uuid4().hex
    monkeypatch.setenv("GAOXIN_TEST", made)
    return made


def module(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module with that text; its name."""
    (tmp_path / "some_child.py").write_text(text)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}")
    return "some_child"


def wait_for(path: Path, word: str) -> None:
    """Wait until a file has a word."""
    for _ in range(200):
        if path.exists() and word in path.read_text():
            return
        time.sleep(0.05)
    raise AssertionError(f"no {word} in {path}")


def test_a_stubborn_child_and_its_own_are_ended_by_force(
    tmp_path: Path, marker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "PATIENCE", 0.3)
    log = tmp_path / "log"
    child = Child("stubborn", [module(tmp_path, STUBBORN, monkeypatch)], log=log)
    wait_for(log, "ready")
    assert len(marked(marker, "python")) >= 2
    child.stop()
    assert child.process.returncode == -signal.SIGKILL
    assert not left(marker, "python")
    assert child.last_words() == "ready"


def test_a_hurry_does_not_wait(tmp_path: Path, marker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    child = Child("stubborn", [module(tmp_path, STUBBORN, monkeypatch)], log=log)
    wait_for(log, "ready")
    began = time.monotonic()
    child.stop(hurry=lambda: True)
    assert time.monotonic() - began < 2
    assert not left(marker, "python")


def test_a_willing_child_ends_as_it_was_asked(tmp_path: Path, marker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "import time; print('ready', flush=True); time.sleep(600)"
    child = Child("willing", [module(tmp_path, text, monkeypatch)], log=tmp_path / "log")
    wait_for(tmp_path / "log", "ready")
    child.stop()
    assert child.process.returncode == -signal.SIGTERM
    child.stop()


def test_a_child_ends_with_its_parent(tmp_path: Path) -> None:
    marker = uuid.uuid4().hex
    (tmp_path / "grand.py").write_text(
        "import time; from flows.children import end_with_parent\n"
        "end_with_parent(); print('ready', flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path; from flows.children import Child\n"
            "Child('grand', ['grand'], log=Path(sys.argv[1])); time.sleep(600)",
            str(tmp_path / "log"),
        ],
        cwd=tmp_path,
        env=environment(GAOXIN_TEST=marker, PYTHONPATH=f"{tmp_path}:{ROOT}"),
    )
    try:
        wait_for(tmp_path / "log", "ready")
        parent.kill()
        parent.wait()
        for _ in range(100):
            if not marked(marker):
                return
            time.sleep(0.05)
        raise AssertionError("the child outlived its parent")
    finally:
        for left in marked(marker):
            os.kill(left, signal.SIGKILL)
