"""What headings say of the text under them: target or fact, which year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.claim import Claim
from extraction.clean import Piece, normal
from extraction.scan import Scan
from extraction.state import Moment, State
from extraction.times import PLAN_END, Time
from extraction.voice import Mark, heading_mode

_PLAN_TITLE = re.compile(
    r"[“‘]?十(?P<five>[一二三四五六七])五[”’]?(?=[^，。；]{0,24}(?:规划|计划|纲要))"
    r"|20\d\d年?[—–\-－~～至到](?P<last>20\d\d)年?(?=[^，。；]{0,24}(?:规划|计划|纲要|方案))"
)
_PLANS = re.compile(r"(?:行动|工作|实施|发展)(?:方案|计划)|实施意见|规划纲要")
_REVIEWS = re.compile(r"总结|回顾|情况|成绩")
_PART = re.compile(
    r"(?:截至|截止|到|至)?(?:\d{1,2}(?:[—–\-－~～至到]\d{1,2})?月|年[末底]|[上下]半年|[一二三四]季度|前\d|前[一二三四]季度)"
)
_GOALS = re.compile(r"目标|指标|愿景")
_TOP = re.compile(r"^[一二三四五六七八九十]+、|^第[一二三四五六七八九十]+[章部]")
_BELOW = re.compile(r"^第[一二三四五六七八九十]+节")


class Headings:
    """The headings read so far: the mode and the time that hold under them, and those of the chapter.

    `headline` is the section's own, `opening` a time that it states for all of the section, `year` the
    article's.
    """

    def __init__(self, norm: str, scan: Scan, headline: str, opening: Moment | None, year: int | None) -> None:
        self.norm, self.scan, self.year = norm, scan, year
        self.mode = "fact"
        self.time = self.opening = opening
        self.chapter: tuple[str, Moment | None] = ("fact", None)
        self.plan = _plan(headline)
        self.decided = False
        self.planning = bool(_PLANS.search(normal(headline)) and not _REVIEWS.search(normal(headline)))

    def read(self, piece: Piece) -> None:
        """Take in one heading."""
        words = self.norm[piece.start : piece.end]
        mode = heading_mode(words)
        said = [t for t in self.scan.times_in(piece.start, piece.end) if t.year is not None and t.role != "name"]
        top = bool(_TOP.match(words))
        if mode is None and not said and not top:
            if _BELOW.match(words):
                self.mode, self.time = self.chapter
            return
        if said:
            self.time = Moment(said[-1].year, said[-1].text)
        elif top or mode != self.mode:
            self.time = self.opening if mode != "target" else None
        self.mode = mode or "fact"
        self.decided = mode is not None
        if self.mode == "target" and _GOALS.search(words):
            self.time = self.time or self.plan  # measures may be taken at any time
        if top:
            self.chapter = self.mode, self.time

    def _looks_back(self) -> int | None:
        """The year past on which a report looks back; None where the heading tells of none."""
        told = self.time.year if self.time and self.mode == "fact" else None
        return told if told and self.year and told < self.year else None

    def marks(self, start: int, end: int) -> list[Mark]:
        """The turning words; in a report of a year past, 预计 is what was done before the books closed."""
        found = self.scan.marks_in(start, end)
        return [m for m in found if self.norm[m.start : m.end] != "预计"] if self._looks_back() else found

    def times(self, start: int, end: int) -> list[Time]:
        """The times; in a report of a year past, 12月末 and 年末 are that year's."""
        found, past = self.scan.times_in(start, end), self._looks_back()
        return [replace(t, year=past) if past and t.year == self.year and _PART.match(t.text) else t for t in found]

    def after(self, last: State, told: Sequence[Claim]) -> State:
        """The state after a sentence: an aside (全年达到720亿元，到2026年冲击千亿级) leaves the year of the heading."""
        aside = len(told) > 1 and self.time is not None and told[0].year == self.time.year
        return replace(last, target_time=self.time) if aside and self.mode == "target" else last

    def held(self, before: State) -> State:
        """What a paragraph hands on to the next of an enumeration, as far as the heading over both does not decide it."""
        if self.decided and self.mode == "fact" and before.mode == "target":
            return replace(before, mode="fact", target_time=None, said=False, firm=False)
        if self.decided and self.mode == "target" and self.time and before.mode == "target":
            return replace(before, target_time=self.time)
        return before


def _plan(headline: str) -> Moment | None:
    """The end of the plan that the headline names: “十四五”规划, 2025—2027年行动计划."""
    words = normal(headline)
    said = _PLAN_TITLE.search(words)
    if said is None:
        return None
    ends = PLAN_END[said["five"]] if said["five"] else int(said["last"])
    return Moment(ends, said[0])
