"""People's corrections within a run: loaded at its start, part of each key, applied to each article as it is read."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from flows.problem import Problem
from flows.work import Engine, MakeEngine, Outcome
from schemas.values import Reading, Source
from sources.corrections import BUNDLED, BadCorrections, Correction, corrected, load
from warehouse.keys import sha256
from warehouse.store import Store

FOLDER = "corrections"
"""The folder within a data folder that holds its own corrections."""


class People:
    """The corrections of a data folder: those that come with gaoxin, and its own. Raises Problem for bad files."""

    def __init__(self, data: Path, make: MakeEngine) -> None:
        self._make = make
        self.own = data / FOLDER
        try:
            self.entries = load([BUNDLED, self.own])
        except BadCorrections as bad:
            raise Problem(
                str(bad), where=self.own, mend="Mend the entry; CONTRIBUTING.md says what one holds."
            ) from bad

    @cached_property
    def _engine(self) -> Engine:
        return self._make()

    def digest(self, source: Source) -> str:
        """What enters the key of an article."""
        return self.entries.digest(sha256(source.data)) if self.entries.by_article else ""

    def apply(self, source: Source, outcome: Outcome) -> Outcome:
        """What an article gave, corrected and validated again. Raises Problem where a correction does not fit."""
        entries = self.entries.of(sha256(source.data)) if self.entries.by_article else ()
        if not entries:
            return outcome
        if not isinstance(outcome, Reading):
            raise self._problem(entries[0], f"the article is refused ({outcome.reason})")
        from schemas.derive.validate import validate_readings

        try:
            mended = corrected(outcome, entries)
        except BadCorrections as bad:
            raise Problem(str(bad), where=source.name, mend="Nothing of this article was stored.") from bad
        (checked,) = validate_readings([mended], self._engine.reparse, self._engine.references)
        new = checked.rejections[len(outcome.rejections) :]
        if new:
            raise self._problem(entries[0], f"a corrected row does not follow from its quote ({new[0].detail})")
        return checked

    def require_articles(self, store: Store) -> None:
        """Raise Problem where one of the folder's own corrections is of an article that the store does not hold."""
        try:
            own = load([self.own]).by_article
        except BadCorrections as bad:
            raise Problem(str(bad), where=self.own, mend="Mend the entry.") from bad
        for article in sorted(set(own) - store.articles_among(own)):
            raise self._problem(own[article][0], "no article of this data folder has this id")

    def _problem(self, entry: Correction, what: str) -> Problem:
        return Problem(f"{entry.label}: {what}", where=self.own, mend="Look at the article, and mend the correction.")
