"""Writing files so that they are whole or absent, whatever stops the process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_SYNCING = 8  # the disk's queue serves several waiting syncs in one go


def sync(path: Path) -> None:
    """Make a file or a folder durable: after this it survives a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all(paths: Iterable[Path]) -> None:
    """`sync` each of the paths, several at a time."""
    with ThreadPoolExecutor(_SYNCING) as pool:
        for _ in pool.map(sync, paths):
            pass


def write_all(contents: Iterable[tuple[Path, bytes]]) -> None:
    """Write files, each durable when this returns, several at a time."""
    with ThreadPoolExecutor(_SYNCING) as pool:
        for _ in pool.map(_write, contents):
            pass


def _write(content: tuple[Path, bytes]) -> None:
    path, data = content
    with path.open("wb", buffering=0) as file:
        file.write(data)
        os.fsync(file.fileno())


def sync_tree(folder: Path) -> None:
    """`sync` every file in `folder`, then every folder, the innermost first."""
    below = sorted(folder.rglob("*"), key=lambda path: len(path.parts), reverse=True)
    sync_all(path for path in below if path.is_file())
    sync_all(path for path in below if path.is_dir())
    sync(folder)


def point(link: Path, target: str) -> None:
    """Make the symbolic link `link` name `target` by one rename: a reader sees the old name or the new one."""
    aside = link.with_name(f".{link.name}.new")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(link)
    sync(link.parent)


def remove_tree(folder: Path) -> None:
    """Remove a folder and all in it, and say so to the disk. No error where there is none."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
