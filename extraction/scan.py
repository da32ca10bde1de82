"""Everything that one scan of a text found: times, turning words, zones, quantities, by place."""

from __future__ import annotations

from bisect import bisect_left

from extraction.gazetteer import Mention
from extraction.quantity import Quantity
from extraction.times import Time
from extraction.voice import Mark


class Scan:
    """Everything that one scan of the text found, by place."""

    def __init__(
        self,
        times: list[Time],
        marks: list[Mark],
        mentions: list[Mention],
        found: list[Quantity],
        elsewhere: list[Mention],
        companies: list[Mention],
    ) -> None:
        self.times, self.marks, self.mentions, self.found = times, marks, mentions, found
        self.elsewhere = sorted([*elsewhere, *companies], key=lambda m: m.start) if companies else elsewhere
        self.companies = {m.start for m in companies}
        self._elsewhere = [m.start for m in self.elsewhere]
        self._times = [t.start for t in times]
        self._marks = [m.start for m in marks]
        self._mentions = [m.start for m in mentions]
        self._found = [q.core for q in found]

    def times_in(self, start: int, end: int) -> list[Time]:
        """The times that begin in `start:end`."""
        return self.times[bisect_left(self._times, start) : bisect_left(self._times, end)]

    def marks_in(self, start: int, end: int) -> list[Mark]:
        """The turning words that begin in `start:end`."""
        return self.marks[bisect_left(self._marks, start) : bisect_left(self._marks, end)]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The zones named in `start:end`."""
        return self.mentions[bisect_left(self._mentions, start) : bisect_left(self._mentions, end)]

    def elsewhere_in(self, start: int, end: int) -> list[Mention]:
        """The turns to a city or a province in `start:end`."""
        return self.elsewhere[bisect_left(self._elsewhere, start) : bisect_left(self._elsewhere, end)]

    def found_in(self, start: int, end: int) -> list[Quantity]:
        """The candidates whose digits begin in `start:end`."""
        return self.found[bisect_left(self._found, start) : bisect_left(self._found, end)]
