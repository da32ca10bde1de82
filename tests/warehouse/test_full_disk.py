"""On a full disk the work ends with a clear error, the newest release stays, and the next run completes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MOUNT = 'mount -t tmpfs -o size=32m tmpfs "$1" && exec "$2" -m tests.warehouse.full_disk "$1" "$3"'
"""Mounts a small file system where nobody else sees it, and works there."""


def alone(*words: str) -> list[str]:
    """A command that has mounts of its own."""
    return ["unshare", "--map-root-user", "--mount", *words]


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("unshare") is None or subprocess.run(alone("true"), capture_output=True).returncode != 0,
    reason="this system does not let us mount a file system of our own",
)
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "aside").mkdir()
    done = subprocess.run(
        alone("sh", "-c", MOUNT, "sh", str(tmp_path / "small"), sys.executable, str(tmp_path / "aside")),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert any(line.endswith("done") for line in lines), done.stdout
    assert sum("Make room on the disk" in line or "make room on the disk" in line for line in lines) >= 5, done.stdout
