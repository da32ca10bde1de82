"""Articles in folders and files, each with what `NAME.meta.json` beside it says of it."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.values import Rejected, Rejection, Source
from sources.connectors.metadata import told_beside

ARTICLES = frozenset({".txt", ".html", ".htm", ".shtml", ".xhtml", ".pdf", ".docx"})
"""File name endings that are taken for articles (in lower case)."""
MAX_BYTES = 20_000_000
"""A larger file is rejected without being read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that looked like an article and could not be taken in, and why."""

    name: str
    identity: str
    rejection: Rejection


class NoArticles(Exception):
    """Raised where a path that was given leads to no article at all; its text says what to do."""


def discover(paths: Sequence[Path], *, max_bytes: int = MAX_BYTES) -> Iterator[Source | Unreadable]:
    """Yield the articles at `paths`: files as named, folders with all that is in them, sorted by name.

    One file is in memory at a time, and a file met twice is given once. Hidden files, other formats inside
    folders, and links that lead back to a folder already seen are passed over.
    Raises NoArticles (while iterating) where a path does not exist or a folder holds no article.
    """
    given: set[str] = set()
    for path in paths:
        if not os.path.lexists(path):
            raise NoArticles(f"{_printable(path)}: there is no such file or folder; check the path")
        if not path.is_dir():
            files: Iterator[Path | Unreadable] = iter([path])
            base = path.parent
        else:
            files, base = _walk(path, set()), path
        found = False
        for file in files:
            found = True
            entry = file if isinstance(file, Unreadable) else _take(file, base, max_bytes)
            if entry.identity not in given:
                given.add(entry.identity)
                yield entry
        if not found:
            endings = " ".join(sorted(ARTICLES))
            raise NoArticles(f"{_printable(path)}: no article in this folder; articles end in {endings}")


def _walk(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Unreadable]:
    """Yield the article files under `folder` in order; `seen` holds the folders entered so far."""
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        inside = sorted(folder.iterdir())
    except OSError as error:
        yield _unreadable(
            folder, "unreadable", f"the folder cannot be listed ({error.strerror}); check its permissions"
        )
        return
    names = {path.name for path in inside}
    for path in inside:
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _walk(path, seen)
        elif path.suffix.lower() in ARTICLES and not _beside_an_article(path.name, names) and not _loops(path):
            yield path


def _beside_an_article(name: str, names: set[str]) -> bool:
    """Whether `name` is a person's clean copy of another article in the same folder."""
    stem = name.removesuffix(".clean.txt")
    return stem != name and any(stem + ending in names for ending in ARTICLES)


def _loops(path: Path) -> bool:
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def _take(path: Path, base: Path, max_bytes: int) -> Source | Unreadable:
    """The article at `path` with its bytes, or why there is none."""
    if path.suffix.lower() not in ARTICLES:
        ending = path.suffix or "no ending"
        return _unreadable(
            path, "unsupported_format", f"{ending} is not read; give one of {' '.join(sorted(ARTICLES))}"
        )
    try:
        told = told_beside(path)
        data = _bytes(path, max_bytes)
    except Rejected as rejected:
        return Unreadable(name=_printable(path.name), identity=_identity(path), rejection=rejected.rejection)
    except OSError as error:
        return _unreadable(path, "unreadable", f"the file cannot be read ({error.strerror}); check its permissions")
    return Source(
        name=_printable(path.name),
        identity=_identity(path),
        data=data,
        uri=told.url or _printable(path.relative_to(base).as_posix()),
        told=told,
    )


def _bytes(path: Path, max_bytes: int) -> bytes:
    """The bytes of a regular file. Raises Rejected where it is no file, too large or empty."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Rejected("read", "unreadable", "this is not a regular file; give a file that holds an article")
    data = b""
    if status.st_size <= max_bytes:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    if max(status.st_size, len(data)) > max_bytes:
        raise Rejected(
            "read",
            "too_large",
            f"the file has {max(status.st_size, len(data)):,} bytes, {max_bytes:,} are allowed; give single articles",
        )
    if not data:
        raise Rejected("read", "empty_source", "the file is empty; fetch the article again")
    return data


def _unreadable(path: Path, reason: str, detail: str) -> Unreadable:
    rejection = Rejection(stage="read", reason=reason, detail=detail)
    return Unreadable(name=_printable(path.name), identity=_identity(path), rejection=rejection)


def _identity(path: Path) -> str:
    return _printable(Path(os.path.abspath(path)))  # noqa: PTH100 - a link keeps its own name


def _printable(path: Path | str) -> str:
    """A path as text that can be stored: bytes that are not UTF-8 are written as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
