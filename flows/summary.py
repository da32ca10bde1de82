"""What became of a run: of its articles, its rows and its release."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from schemas.values import Rejection
from warehouse.release import ReleaseSummary
from warehouse.results import Result

TOLD_REFUSALS = 1000
"""Refusals that a summary names; the store keeps all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One thing that was not published: of which source, where it failed and why; `table` where it was one row."""

    source: str
    stage: str
    reason: str
    detail: str
    table: str | None = None


@dataclass(slots=True, kw_only=True)
class ReadSummary:
    """What a run read: articles by what became of them, the rows of the new ones, and the first refusals.

    `met` counts what came in, and is their sum at the end. `missing` says which paths led to no article; `seconds` is
    the time it took.
    """

    met: int = 0
    new: int = 0
    unchanged: int = 0
    rejected: int = 0
    targets: int = 0
    facts: int = 0
    rows_rejected: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def articles(self) -> int:
        """Inputs met so far, whatever became of them."""
        return self.new + self.unchanged + self.rejected

    def add(self, results: Sequence[Result]) -> None:
        """Count what was stored."""
        for result in results:
            if result.reading is not None and result.accepted:
                self.new += 1
                self.targets += len(result.reading.rows.get("targets", ()))
                self.facts += len(result.reading.rows.get("facts", ()))
            else:
                self.rejected += 1
            for refused in result.refused:
                self.rows_rejected += refused.table is not None
                if len(self.refusals) < TOLD_REFUSALS:
                    self.refusals.append(_refusal(result.source.name, refused))


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """A whole run: what was read, and the release that came of it, if any. `seconds` are of the publishing."""

    read: ReadSummary
    release: ReleaseSummary | None
    seconds: float

    def plain(self) -> dict[str, Any]:
        """The summary as plain values that JSON can hold."""
        read = asdict(self.read)
        return {
            "articles": {name: read[name] for name in ("new", "unchanged", "rejected")},
            "targets": self.read.targets,
            "facts": self.read.facts,
            "rows_rejected": self.read.rows_rejected,
            "release": self.release.release_id if self.release else None,
            "rejections": read["refusals"],
            "missing": self.read.missing,
            "seconds": {"read": round(self.read.seconds, 3), "publish": round(self.seconds, 3)},
        }


Progress = Callable[[ReadSummary], None]
"""Told of the run so far after every batch."""
Say = Callable[[str], None]
"""Tells people a line."""


def _refusal(source: str, rejection: Rejection) -> Refusal:
    return Refusal(
        source=source,
        stage=rejection.stage,
        reason=rejection.reason,
        detail=rejection.detail,
        table=rejection.table,
    )
