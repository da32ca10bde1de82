"""The command `gaoxin` in a process of its own, for tests, and the processes that it leaves."""

from __future__ import annotations

import importlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOT_ROOTS_RIGHT = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


def environment(**more: str) -> dict[str, str]:
    """Our environment without what belongs to the one who runs the tests."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "GAOXIN_")) and k != "PORT"}
    return {**kept, **more}


def gaoxin(data: Path, *words: str | Path, prefix: Sequence[str] = (), **more: str) -> subprocess.CompletedProcess[str]:
    """Run `gaoxin --data DATA WORDS` to its end."""
    return subprocess.run(
        [*prefix, sys.executable, "-m", "gaoxin", "--data", str(data), *map(str, words)],
        cwd=ROOT,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def as_others() -> tuple[str, ...]:
    """A prefix under which even root may write only where the file's mode allows it. Skips where there is none."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root writes everywhere, and there is no setpriv to change that")
    tried = subprocess.run([*NOT_ROOTS_RIGHT, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("root writes everywhere, and setpriv may not change that here")
    return NOT_ROOTS_RIGHT


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def marked(marker: str, words: str = "") -> list[int]:
    """The running processes that have `marker` in their environment and `words` in their command line."""
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit() or int(process.name) == os.getpid():
            continue
        try:
            if marker.encode() not in (process / "environ").read_bytes():
                continue
            if "State:\tZ" in (process / "status").read_text():
                continue
            if words in (process / "cmdline").read_text().replace("\0", " "):
                found.append(int(process.name))
        except OSError:
            continue  # it ended meanwhile
    return found


def left(marker: str, words: str = "") -> list[int]:
    """The marked processes that are still there after a moment: one that was killed takes a little to be gone."""
    for _ in range(50):
        if not marked(marker, words):
            return []
        time.sleep(0.1)
    return marked(marker, words)


def extension(name: str) -> Path:
    """The file of a DuckDB extension that came as a package."""
    package = importlib.import_module(f"duckdb_extension_{name}")
    return next(Path(str(package.__file__)).parent.rglob(f"{name}.duckdb_extension"))
