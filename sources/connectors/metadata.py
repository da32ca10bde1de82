"""What a sender says of an article: the small JSON file beside it."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from schemas.values import Rejected, Told

MAX_BYTES = 100_000
MAX_CHARACTERS = 2_000


def told_beside(path: Path) -> Told:
    """What `NAME.meta.json` beside the article `NAME.EXT` says; nothing where there is no such file.

    Raises Rejected (`bad_metadata`) where the file is there and cannot be used.
    """
    beside = path.with_suffix(".meta.json")
    try:
        with beside.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return Told()
    except OSError as error:
        raise _bad(beside.name, f"it cannot be read ({error.strerror})") from error
    return told_of_json(data, beside.name)


def told_of_json(data: bytes, name: str) -> Told:
    """What a metadata file's bytes say: `title`, `newspaper`, `edition`, `published_on` (ISO date), `url`.

    Further keys are ignored; null and blank count as not told. Raises Rejected (`bad_metadata`).
    """
    if len(data) > MAX_BYTES:
        raise _bad(name, f"it is larger than {MAX_BYTES:,} bytes")
    try:
        said = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _bad(name, f"it is not JSON in UTF-8 ({error})") from error
    if not isinstance(said, dict):
        raise _bad(name, "it must hold one JSON object")
    return Told(
        title=_text(said, "title", name),
        newspaper=_text(said, "newspaper", name),
        edition=_text(said, "edition", name),
        published_on=_date(said, name),
        url=_url(said, name),
    )


def _text(said: dict[str, Any], key: str, name: str) -> str | None:
    value = said.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _bad(name, f"`{key}` must be text or null")
    if any(0xD800 <= ord(character) <= 0xDFFF for character in value):
        raise _bad(name, f"`{key}` holds half a character (a lone surrogate)")
    if len(value) > MAX_CHARACTERS:
        raise _bad(name, f"`{key}` is longer than {MAX_CHARACTERS:,} characters")
    return re.sub(r"[\x00-\x20\x7f\x85\u2028\u2029]+", " ", value).strip() or None


def _date(said: dict[str, Any], name: str) -> date | None:
    value = _text(said, "published_on", name)
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError as error:
        raise _bad(name, f"`published_on` must be a date like 2024-05-20, not {value!r}") from error


def _url(said: dict[str, Any], name: str) -> str | None:
    value = _text(said, "url", name)
    if value is None:
        return None
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise _bad(name, f"`url` cannot be read ({error})") from error
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise _bad(name, f"`url` must begin with http:// or https://, not {value[:60]!r}")
    return value


def _bad(name: str, what: str) -> Rejected:
    return Rejected("read", "bad_metadata", f"{name}: {what}; correct or remove the file")
