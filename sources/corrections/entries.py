"""What people corrected: read from YAML, checked, and found again by article.

`README.md` in this folder says what an entry holds. An entry changes what one article says; the digest of an article's
entries is part of its key, so that only articles whose entries changed are read again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from schemas.derive.arrow import canonical_json

BUNDLED = Path(__file__).parent
MAX_BYTES = 1_000_000
"""A file of corrections that is larger is no such file."""
_KEPT = frozenset({"article_id", "section_id", "quote", "quote_start", "quote_end", "review", "extracted", "statement"})
"""Columns that follow from the place in the article; nobody sets them."""


class BadCorrections(Exception):
    """A file of corrections that cannot be used; the message says which entry, and what is wrong with it."""


class Correction(BaseModel):
    """One entry: what is changed in which row of which article, why, and by whom."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article: str = Field(pattern=r"a-[0-9a-f]{16}")
    table: Literal["targets", "facts"]
    quote: str = Field(min_length=1, max_length=500)
    occurrence: int = Field(default=1, ge=1, le=1000)
    action: Literal["drop", "override", "add", "confirm"]
    expect: Mapping[str, Any] = Field(default_factory=dict)
    set: Mapping[str, Any] = Field(default_factory=dict)
    reason: str = Field(min_length=3, max_length=1000)
    role: str = Field(min_length=2, max_length=100)
    date: datetime.date
    where: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Each action has what it needs, and nothing that it does not."""
        if (self.action in ("override", "add")) != bool(self.set):
            raise ValueError("`set` is for override and add, which need it")
        if (self.action in ("override", "drop")) and not self.expect:
            raise ValueError("`expect` must say what the extractor says today, such as {value: 60.5}")
        if self.action == "add" and self.expect:
            raise ValueError("`expect` has no meaning for a row that is added")
        forbidden = sorted(_KEPT & set(self.set))
        if forbidden:
            raise ValueError(f"{', '.join(forbidden)} cannot be set: they follow from the article")
        return self

    @property
    def label(self) -> str:
        """The entry as messages name it."""
        return f"{self.where}: {self.action} «{self.quote}» of {self.article}"


@dataclass(frozen=True, slots=True)
class Corrections:
    """All entries, by article."""

    by_article: Mapping[str, Sequence[Correction]] = field(default_factory=dict)

    def of(self, source_sha256: str) -> Sequence[Correction]:
        """The entries of the article that is made of these bytes."""
        return self.by_article.get(f"a-{source_sha256[:16]}", ())

    def digest(self, source_sha256: str) -> str:
        """What an article's entries say, as text; empty where there are none."""
        said = [entry.model_dump(mode="json", exclude={"where"}) for entry in self.of(source_sha256)]
        return canonical_json(said) if said else ""


def load(folders: Iterable[Path]) -> Corrections:
    """The entries of all `*.yaml` in these folders; none where a folder is missing. Raises BadCorrections."""
    found: dict[str, list[Correction]] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            for entry in _entries(path):
                found.setdefault(entry.article, []).append(entry)
    return Corrections(found)


def _entries(path: Path) -> list[Correction]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadCorrections(f"{path} is larger than {MAX_BYTES:,} bytes")
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadCorrections(f"{path} cannot be read ({error})") from error
    if not isinstance(said, list):
        raise BadCorrections(f"{path} must hold a list of corrections")
    entries = []
    for number, raw in enumerate(said, start=1):
        where = f"{path.name}, entry {number}"
        if not isinstance(raw, dict):
            raise BadCorrections(f"{where}: must be a mapping of article, table, quote, action ...")
        try:
            entries.append(Correction.model_validate({**raw, "where": where}))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "the entry"
            raise BadCorrections(f"{where}: {place}: {first['msg']}") from error
    return entries
