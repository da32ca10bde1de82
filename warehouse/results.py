"""What the flows hand to the store: everything that became of one input."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from schemas.derive.arrow import plain
from schemas.rejections import REJECTIONS, STAGES
from schemas.values import Reading, Rejection, Told

_REASON = re.compile(REJECTIONS["reason"].pattern or "")


class Outcome(StrEnum):
    """What became of an input."""

    ACCEPTED = "accepted"  # it gave an article
    REJECTED = "rejected"  # it gave none, and the rejections say why
    DUPLICATE = "duplicate"  # another input had brought the same bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """An input's source: its name and place as people may read them, its bytes and their SHA-256, what was told of it.

    `sha256` and `data` are None where the bytes could not be read.
    """

    name: str
    uri: str | None = None
    sha256: str | None = None
    data: bytes | None = None
    told: Told = field(default_factory=Told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one input gave.

    `key` is that of `warehouse.keys.article_key`, `identity` what stays the same when the input changes (its
    path or URL). `reading` is None where the whole input was rejected; then `rejections` say why. `at` is when
    it was read, in UTC.
    """

    key: str
    identity: str
    source: Origin
    at: datetime
    reading: Reading | None = None
    rejections: tuple[Rejection, ...] = ()

    def __post_init__(self) -> None:
        if self.accepted and not self.source.sha256:
            raise ValueError(f"{self.identity}: an article needs the SHA-256 of its source")
        if not self.accepted and not self.refused:
            raise ValueError(f"{self.identity}: what gives no article needs a rejection that says why")
        for rejection in self.refused:
            if rejection.stage not in STAGES or not _REASON.fullmatch(rejection.reason):
                raise ValueError(f"{self.identity}: {rejection.stage}/{rejection.reason} is no stage and reason")

    @property
    def accepted(self) -> bool:
        """Whether it gave an article."""
        return self.reading is not None and bool(self.reading.rows.get("articles"))

    def cleaned(self) -> Result:
        """The same with names that any file can hold: file names may carry bytes that are no characters."""
        source = replace(self.source, name=plain(self.source.name), uri=plain(self.source.uri))
        return replace(self, identity=plain(self.identity), source=source)

    @property
    def refused(self) -> tuple[Rejection, ...]:
        """Every rejection: of the input and of rows of its reading."""
        return self.rejections + (self.reading.rejections if self.reading else ())
