"""Keys and ids made from content: the same content has the same key, anywhere and at any time."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

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
