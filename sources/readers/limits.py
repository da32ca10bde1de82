"""How much a stranger's file may ask for, and the clock that keeps it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from schemas.values import Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one source may cost. `characters` bounds a document's text, `expanded` the bytes a DOCX unpacks to."""

    bytes: int = 20_000_000
    characters: int = 5_000_000
    seconds: float = 30.0
    pages: int = 50
    tags: int = 500_000
    depth: int = 1_000
    expanded: int = 100_000_000


@dataclass(slots=True)
class Deadline:
    """A clock that is looked at now and then while a source is read."""

    seconds: float
    _started: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise Rejected (`too_slow`) when the time is over."""
        if time.monotonic() - self._started > self.seconds:
            raise refuse("too_slow", f"reading took more than {self.seconds:g} s; give a smaller file")


def refuse(reason: str, detail: str) -> Rejected:
    """The rejection of a source that cannot be read."""
    return Rejected("read", reason, detail)
