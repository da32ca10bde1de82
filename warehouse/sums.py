"""`SHA256SUMS`: the sums of every other file of a release, in the form that `sha256sum --check` reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

from warehouse.places import SUMS


def sum_of(path: Path) -> str:
    """SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sum_once(path: Path) -> str:
    """The same, read once for a file that stays as it is: while a release is made several files name its sums."""
    there = path.stat()
    return _sum_once(path, there.st_ino, there.st_size, there.st_mtime_ns)


@lru_cache(256)
def _sum_once(path: Path, inode: int, size: int, changed: int) -> str:
    return sum_of(path)


def files(folder: Path) -> list[str]:
    """The paths of all files of a release but the sums, relative, with slashes, sorted."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return sorted(name for name in found if name != SUMS)


def take(folder: Path) -> dict[str, str]:
    """The sums of all files of `folder`, by name, two files at a time; each is read once, however often it is asked."""
    names = files(folder)
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(names, pool.map(sum_once, (folder / name for name in names)), strict=True))


def write(folder: Path) -> None:
    """Write the sums of all files of `folder`."""
    (folder / SUMS).write_text("".join(f"{found}  {name}\n" for name, found in take(folder).items()))


def read(folder: Path) -> dict[str, str]:
    """The sums that a release states, by file. Raises ValueError for a line that is none, OSError without file."""
    return parse((folder / SUMS).read_text())


def parse(text: str) -> dict[str, str]:
    """The same from the text of `SHA256SUMS`."""
    stated = {}
    for number, line in enumerate(text.splitlines(), 1):
        found, _, name = line.partition("  ")
        if len(found) != 64 or not name:
            raise ValueError(f"line {number} of {SUMS} is no sum and name")
        stated[name] = found
    return stated


def problems(folder: Path) -> Iterator[str]:
    """What is missing, extra or other than its sum says, one sentence each."""
    try:
        stated = read(folder)
    except (OSError, ValueError) as error:
        yield f"{SUMS} cannot be read: {error}"
        return
    there = set(files(folder))
    for name in sorted(stated.keys() - there):
        yield f"{name} is missing"
    for name in sorted(there - stated.keys()):
        yield f"{name} is in the folder and not in {SUMS}"
    for name in sorted(there & stated.keys()):
        if (found := sum_of(folder / name)) != stated[name]:
            yield f"{name} was changed: its SHA-256 is {found}, not {stated[name]}"
