"""The catalogue of sources: what scheduled runs visit, when, and under what licence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from sources import BUNDLED

CATALOG: Path = Path(__file__).parent / "catalog.yaml"
KINDS = ("folder",)
"""The kinds of source that there is a connector for."""
_CRON = re.compile(r"^[\d*/,\-]+(?: [\d*/,\-A-Za-z]+){4}$")


class BadCatalog(Exception):
    """Raised where the catalogue cannot be used; says which entry, what is wrong and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One source. `schedule` is a cron line in UTC; `path` is absolute."""

    name: str
    kind: str
    path: Path
    schedule: str
    licence: str
    description: str


def load(file: Path = CATALOG) -> list[Entry]:
    """The entries of the catalogue, in its order. Raises BadCatalog.

    A relative `path` is taken from the catalogue's own folder; `bundled` is the folder of bundled articles.
    """
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadCatalog(f"{file.name}: cannot be read: {error}") from error
    if not isinstance(said, list):
        raise BadCatalog(f"{file.name}: must be a list of sources, each beginning with `- name:`")
    entries = [_entry(item, place, file) for place, item in enumerate(said, 1)]
    twice = _repeated(entry.name for entry in entries)
    if twice:
        raise BadCatalog(f"{file.name}: the name {twice!r} is used twice; give each source its own")
    return entries


def _entry(item: Any, place: int, file: Path) -> Entry:
    """The entry at `place`, checked. Raises BadCatalog."""
    where = f"{file.name}, entry {place}"
    wanted = [field.name for field in fields(Entry)]
    if not isinstance(item, dict) or set(item) != set(wanted):
        raise BadCatalog(f"{where}: must have exactly the keys {', '.join(wanted)}")
    for key, value in item.items():
        if not isinstance(value, str) or not value.strip():
            raise BadCatalog(f"{where}: `{key}` must be text and not blank")
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", item["name"]):
        raise BadCatalog(f"{where}: `name` must be lower-case letters, digits, - and _, not {item['name']!r}")
    if item["kind"] not in KINDS:
        raise BadCatalog(f"{where}: there is no connector for {item['kind']!r}; use one of {', '.join(KINDS)}")
    if not _CRON.match(item["schedule"]):
        raise BadCatalog(f"{where}: `schedule` must be a cron line of five parts, not {item['schedule']!r}")
    path = BUNDLED if item["path"] == "bundled" else file.parent / item["path"]
    return Entry(**{**item, "path": path.resolve()})


def _repeated(names: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
