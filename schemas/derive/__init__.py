"""All that follows from the declarations: Arrow schemas, DDL, validation, metadata. No column is named twice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from schemas.registry import TABLES

_WORDS = frozenset({"zh", "en", "about_zh", "about_en", "facet", "searched"})
"""Parts of a declaration that people read or that only the web pages use: they change no row."""


def schema_version() -> str:
    """Sixteen hexadecimal digits that change when what a row may hold changes, and not when a title does."""
    shape = {
        name: [
            table.key,
            [{k: v for k, v in asdict(field).items() if k not in _WORDS} for field in table.fields],
        ]
        for name, table in TABLES.items()
    }
    return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()[:16]
