"""Which extractor and which schema this is: digests of the code and facts that decide what is read."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from schemas import derive
from warehouse.keys import content_digest

DECIDING = ("extraction", "sources/readers", "sources/reference", "schemas/values.py", "schemas/offsets.py")
"""What decides how an article is read: folders with all that is in them, and files, from the project's root."""


@cache
def package_version() -> str:
    """The version of gaoxin as installed, or `0` where it runs from a folder that nobody installed."""
    try:
        return version("gaoxin")
    except PackageNotFoundError:
        return "0"


@cache
def extractor_version() -> str:
    """Like `0.1.0+3f9ab12c04`: it changes when code or facts that decide how an article is read do."""
    return f"{package_version()}+{content_digest(_root(), DECIDING)}"


@cache
def schema_version() -> str:
    """The version of what a row may hold, worked out once."""
    return derive.schema_version()


def _root() -> Path:
    """The folder that holds the rooms, found without running any of their code."""
    found = find_spec("extraction")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("the room `extraction` is not there; install the project with `make venv`")
    return Path(next(iter(found.submodule_search_locations))).parent
