"""Keys and ids made from content: the same content has the same key, anywhere and at any time."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path

from schemas.derive.arrow import canonical_json
from schemas.values import Rejection, Told


def sha256(data: bytes) -> str:
    """SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest(*parts: object) -> str:
    """SHA-256 of values that JSON can hold, in this order; no two lists of values share one."""
    return sha256(canonical_json(parts).encode("utf-8", "surrogatepass"))


def article_key(
    source_sha256: str, told: Told, corrections_digest: str, extractor_version: str, schema_version: str
) -> str:
    """The key of what an article gives; where it is known nothing needs to run.

    It changes when the bytes do, what is told of them, what people corrected in them, the extractor, or what a
    row may hold.
    """
    return digest("article", source_sha256, asdict(told), corrections_digest, extractor_version, schema_version)


def rejection_digest(source_name: str, source_sha256: str | None, rejection: Rejection) -> str:
    """What a rejection's id is made of: the source, the stage, the reason and the row, and not when or where."""
    return digest(source_name, source_sha256, rejection.stage, rejection.table, rejection.reason, rejection.row)


def content_digest(root: Path, names: tuple[str, ...]) -> str:
    """Ten hexadecimal digits over the names and bytes of files under `root`, compiled and hidden ones aside."""
    total = hashlib.sha256()
    for name in names:
        place = root / name
        for file in sorted(path for path in place.rglob("*") if _counts(path)) if place.is_dir() else [place]:
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            total.update(f"{file.relative_to(root).as_posix()} {content}\n".encode())
    return total.hexdigest()[:10]


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".")
