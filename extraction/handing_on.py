"""What one paragraph hands on to the next: the time of a list, the question that an answer answers, the zone."""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.listing import MARK
from extraction.scan import Scan
from extraction.sections import Section
from extraction.state import Moment, State

_ITEM = re.compile(r"^(?:——|[●■◆▲◎○★]|[一二三四五六七八九十]是)")
_ITEM_OF_LIST = re.compile(MARK)
_SHORT_ITEM = 40  # characters
_CALL = re.compile(r"^(?:同志们|各位|朋友们)")
_ASKS = re.compile(r"^(?:记者|问|主持人|本报|Q)[^：:，。]{0,6}[：:]")
_ASKS_GOALS = re.compile(r"目标|愿景|蓝图|打算")
_ASKS_AHEAD = re.compile(r"打算|愿景|未来|规划|目标|下一步|计划|接下来|今后|希望|将|怎么定|想做")
_GOES_ON = re.compile(r"^(?:与此同时|同时|此外|另外|但是?|然而|不过)[，,]?")
_THE_SAME = re.compile(r"(?<![^，。；：“”、\s])(?:该区|全区|园区|区内|我区)(?!域|们|负责人)")
_ALL_ZONES = re.compile(r"国家(?:级)?高新区|全国高新区|各高新区")


class HandingOn:
    """Keeps what the paragraphs of one section hand on; each begins with `begin` and ends with `end`."""

    def __init__(self, norm: str, scan: Scan, section: Section) -> None:
        self.norm, self.scan, self.section = norm, scan, section
        self.reported: Moment | None = None
        self._asked: Moment | None = None
        self._wanted: Moment | None = None
        self._introduced: State | None = None
        self._zone: str | None = None
        self._over_items: State | None = None
        self._time: Moment | None = None

    def begin(self, start: int, end: int, before: State, fresh: State) -> State:
        """The state at the start of a paragraph: `before` in an item of an enumeration, else `fresh` or a list's."""
        words = self.norm[start:end]
        state = self._of_list(words, before, fresh)
        if _CALL.match(words):
            state.target_time = state.fact_time = self._asked = None
        if state.mode == "fact" and state.fact_time is None:
            state.fact_time = self._time if _GOES_ON.match(words) else self._asked
        if self._wanted:  # “十四五”的目标有哪些？ The answer aims at what the question asks for
            state.mode, state.target_time = "target", state.target_time or self._wanted
            state.said = state.firm = True
        self._of_zone(start, end, state)
        return state

    def _of_list(self, words: str, before: State, fresh: State) -> State:
        if self._introduced and (_ITEM_OF_LIST.match(words) or len(words) <= _SHORT_ITEM):
            return replace(self._introduced)
        self._introduced = None
        if not _ITEM.match(words):
            self._over_items = None
            return fresh
        self._over_items = self._over_items or replace(before)
        return replace(self._over_items)

    def _of_zone(self, start: int, end: int, state: State) -> None:
        """In a text about many zones, a paragraph that only says 该区 or 园区 goes on about the one before."""
        if self.section.scope != "national" or self.scan.mentions_in(start, end):
            return
        if _ALL_ZONES.search(self.norm, start, end):
            self._zone = None
        elif self._zone and _THE_SAME.search(self.norm, start, end):
            state.scope, state.zone_id = "zone", self._zone

    def end(self, start: int, end: int, state: State) -> None:
        """Take in the state at the end of a paragraph."""
        words = self.norm[start:end].rstrip()
        if words.endswith("："):
            self._introduced = replace(state)
        self._zone = state.zone_id or self._zone
        self._time = state.fact_time
        self.reported = state.fact_time or self.reported
        if not _ASKS.match(words) and not words.rstrip("”’").endswith("？"):
            return
        said = [t for t in self.scan.times_in(start, end) if t.year]
        ahead = [t for t in said if t.role == "horizon"]
        self._wanted = Moment(ahead[-1].year, ahead[-1].text) if ahead and _ASKS_GOALS.search(words) else None
        if said:
            self._asked = state.fact_time  # an answer speaks of its question's time
        elif _ASKS_AHEAD.search(words):
            self._asked = None
