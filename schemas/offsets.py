"""Where each character of one text stands in another: runs of characters that moved together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps places in a derived text to places in the text it was made from.

    The derived text is a sequence of runs; run `i` begins at `starts[i]` in the derived text and at
    `origins[i]` in the original, and its characters stand there one for one. Offsets count Unicode code
    points. `length` is the length of the derived text.
    """

    starts: Sequence[int]
    origins: Sequence[int]
    length: int

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text that was not changed."""
        return cls([0], [0], length)

    @classmethod
    def of_runs(cls, runs: Iterable[tuple[int, int]]) -> OffsetMap:
        """The map of a text joined from the half-open stretches `runs` of the original."""
        starts: list[int] = []
        origins: list[int] = []
        length = 0
        for begin, end in runs:
            if end <= begin:
                continue
            if not (starts and origins[-1] + length - starts[-1] == begin):
                starts.append(length)
                origins.append(begin)
            length += end - begin
        return cls(starts or [0], origins or [0], length)

    def place(self, offset: int) -> int:
        """The original place of the character at `offset`. Raises IndexError outside the text."""
        if not 0 <= offset < self.length:
            raise IndexError(f"offset {offset} is outside a text of {self.length} characters")
        run = bisect_right(self.starts, offset) - 1
        return self.origins[run] + offset - self.starts[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest original stretch that holds the characters `start:end` (not empty)."""
        first, last = self.place(start), self.place(end - 1)
        return min(first, last), max(first, last) + 1

    def then(self, outer: OffsetMap) -> OffsetMap:
        """This map followed by `outer`, which maps the original further back."""
        starts: list[int] = []
        origins: list[int] = []
        edges = [*self.starts, self.length]
        for run, origin in enumerate(self.origins):
            here, todo = edges[run], edges[run + 1] - edges[run]
            while todo > 0:
                at = bisect_right(outer.starts, origin) - 1
                edge = outer.starts[at + 1] if at + 1 < len(outer.starts) else outer.length
                step = min(todo, edge - origin)
                if step <= 0:
                    raise IndexError(f"offset {origin} is outside a text of {outer.length} characters")
                starts.append(here)
                origins.append(outer.origins[at] + origin - outer.starts[at])
                here, origin, todo = here + step, origin + step, todo - step
        return OffsetMap(starts or [0], origins or [0], self.length)
