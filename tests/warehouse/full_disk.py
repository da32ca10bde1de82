"""Run with a folder on a small file system of its own: work on it while it has too little room, then enough.

`python -m tests.warehouse.full_disk FOLDER` prints one line for each amount of room, and fails where anything is lost.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tests.factory import make_release
from tests.warehouse.test_faults import content, stray, work
from warehouse.errors import WarehouseError
from warehouse.release import current, releases, verify

ROOMS = [0, 1 << 12, 1 << 14, 1 << 16, 1 << 18, *(number << 19 for number in range(1, 13))]
"""Bytes that are left when the work begins."""


def newest(data: Path) -> Path:
    """The release that readers are given."""
    folder = current(data)
    assert folder is not None
    return folder


def fill(folder: Path, room: int) -> Path:
    """A file that leaves only `room` bytes."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
        while free > room:
            file.write(bytes(min(free - room, 1 << 20)))
            file.flush()
            free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    return ballast


def attempt(before: Path, done: Path, folder: Path, room: int) -> str:
    """Work with little room, look at what is left, work again with enough, look."""
    data = folder / "data"
    shutil.copytree(before, data, symlinks=True)
    ballast = fill(folder, room)
    try:
        work(data)
        said = "done"
    except WarehouseError as error:
        said = str(error)
        assert "oom on the disk" in said, said
    assert verify(newest(data)) == []
    ballast.unlink()
    work(data)
    assert verify(newest(data)) == []
    assert content(newest(data)) == content(newest(done))
    assert [path.name for path in releases(data)] == [path.name for path in releases(done)]
    assert stray(data) == []
    shutil.rmtree(data)
    return said


if __name__ == "__main__":
    here, aside = Path(sys.argv[1]), Path(sys.argv[2])
    make_release(aside / "before")
    shutil.copytree(aside / "before", aside / "done", symlinks=True)
    work(aside / "done")
    for left in ROOMS:
        print(f"{left:9,} bytes left: {attempt(aside / 'before', aside / 'done', here, left)}", flush=True)
