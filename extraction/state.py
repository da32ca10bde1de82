"""What holds at a place of a sentence: target or fact, which year, which zone.

The words of the sentence turn the state as it is read from left to right; headings and the sentences before
give what it starts with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extraction.elsewhere import ELSEWHERE
from extraction.gazetteer import Mention
from extraction.times import Time
from extraction.voice import Mark

_NOT_SUBJECT_BEFORE = re.compile(
    r"(?:与|和|同|跟|借鉴|学习|对标|较|比|超过|高于|低于|联合|支持|带动|来自|从|离|距|探索与|如|等|于|向|把|将)$"
)
_INSTITUTION = re.compile(r"·?[一-鿿]{0,4}?(?:创新中心|论坛|信息谷|科技园|产业园|软件园|集团|银行|基金|大街|大道)")
_NOT_SUBJECT_AFTER = re.compile(r"(?:等地|等园区|等高新区|的?经验|开展|共建|联合|合作)")


@dataclass(slots=True)
class Moment:
    """A year with the words that say it."""

    year: int | None
    text: str | None


@dataclass(slots=True)
class State:
    """Mode (`target` or `fact`), the times that hold for each, and the subject."""

    mode: str
    scope: str
    zone_id: str | None
    target_time: Moment | None = None
    fact_time: Moment | None = None
    said: bool = False
    firm: bool = False
    whole: Moment | None = None
    pending_from: Time | None = None
    earlier: Moment | None = None
    planning: bool = False

    def time(self) -> Moment | None:
        """The time that holds in the present mode."""
        return self.target_time if self.mode == "target" else self.fact_time


class Reader:
    """Reads one sentence's turning words, in step with its quantities; `home` is the section's own zone."""

    def __init__(
        self,
        norm: str,
        start: State,
        home: str | None,
        times: list[Time],
        marks: list[Mark],
        mentions: list[Mention],
    ) -> None:
        self.norm = norm
        self.state = start
        self.home = home
        events: list[Time | Mark | Mention] = [*times, *marks, *mentions]
        self.events = sorted(events, key=lambda event: event.start)
        self.at = 0
        self.turned = self.judged = -1
        self.reports = False
        self.part: Moment | None = None
        first = self.events[0] if self.events else None
        self.ahead = (
            Moment(first.year, first.text) if isinstance(first, Time) and first.role in ("year", "horizon") else None
        )
        self.lead = (
            Moment(first.year, first.text) if isinstance(first, Time) and first.role in ("past", "year") else None
        )

    def turns(self, place: int) -> list[Mention]:
        """The zones that were turned to before `place`, in order."""
        return [event for event in self.events if isinstance(event, Mention) and event.zone_id and event.end <= place]

    def until(self, place: int) -> State:
        """The state just before `place`; places must not go back."""
        while self.at < len(self.events) and self.events[self.at].start < place:
            event = self.events[self.at]
            self.at += 1
            if isinstance(event, Time):
                self._time(event)
                self.turned = event.start
            elif isinstance(event, Mark):
                self._mark(event)
                self.turned = event.start
            else:
                self._mention(event)
        self.judged = place
        return self.state

    def _time(self, time: Time) -> None:
        state = self.state
        if time.from_to and time.role in ("now", "past", "year", "compared"):
            state.pending_from = time
            return
        moment = Moment(time.year, time.text)
        if time.role == "same":
            self._whole_year(moment)
        if time.role in ("compared", "name", "same"):
            return
        if time.role == "horizon":
            firm = time.text != "年底前"  # a word of one clause
            state.mode, state.target_time, state.said, state.firm = "target", moment, True, firm
        elif time.role == "future":
            state.mode, state.target_time, state.said = "target", None, False
        elif time.role == "year":
            state.target_time = state.fact_time = moment
            if state.planning and self.reports:  # a plan: 去年…61.2%，今年提高到63%
                state.mode, state.said = "target", True
        elif time.role == "past_part" and state.mode == "target" and (state.said or self._is_later(moment)):
            if not self._is_later(moment):  # else 一季度 of the year that is aimed at
                state.target_time = moment
        else:
            state.mode, state.fact_time, state.said, state.firm = "fact", moment, False, False
            self.reports = time.role == "past"
            self.part = moment if time.role == "past_part" else None

    def _whole_year(self, moment: Moment) -> None:
        """全年: the year of what is expected, before or after the word that says so."""
        state = self.state
        state.whole = moment
        if state.mode == "target" and state.target_time is None:
            state.target_time = moment
        elif state.mode == "fact" and state.fact_time is None:
            state.fact_time = state.earlier  # 全年 of a report is the year that was last spoken of

    def _is_later(self, moment: Moment) -> bool:
        """Whether what is aimed at lies in a year after that of a time."""
        aimed = self.state.target_time
        return bool(aimed and aimed.year and moment.year and aimed.year > moment.year)

    def _mark(self, mark: Mark) -> None:
        state = self.state
        if mark.target and mark.soft and self.reports and state.mode == "fact":
            return  # 去年，该区锚定…目标，奋力…，实现…: a report of what was done
        if mark.target:
            planned = self.norm.startswith("年度计划", mark.start)  # beside what has been done of it
            state.mode, state.said = "target", not planned
            state.target_time = state.target_time or state.whole or self.part
            state.firm = state.firm or not mark.weak
        elif not (mark.weak and state.mode == "target"):
            state.mode, state.said = "fact", False

    def _only_a_name(self, mention: Mention) -> bool:
        """Whether, within another zone's section, a short name is part of something else's: 保定·中关村创新中心."""
        if self.home is None or self.norm[mention.end - 1] in "区园）":
            return False
        if _INSTITUTION.match(self.norm, mention.end):
            return True
        return self.norm[max(0, mention.start - 1) : mention.start] not in ("，", "。", "；", "：", "、", "")

    def _is_parallel(self, mention: Mention) -> bool:
        """A提出到2025年…；B的目标是…: the horizon of the one is that of the other, where B aims at something too."""
        return self.state.mode == "target" and self.norm[mention.start - 1 : mention.start] == "；"

    def _mention(self, mention: Mention) -> None:
        """A zone that is named as the subject is what follows is about."""
        before = self.norm[max(0, mention.start - 3) : mention.start]
        if mention.zone_id == ELSEWHERE:
            self.state.scope, self.state.zone_id = "other", None
            return
        if self.state.scope == "other" and mention.zone_id == self.home:
            self.state.scope, self.state.zone_id = "zone", self.home
            return
        if mention.zone_id == self.state.zone_id or _NOT_SUBJECT_AFTER.match(self.norm, mention.end):
            return
        if _NOT_SUBJECT_BEFORE.search(before) or self._only_a_name(mention):
            return
        if self.turned > self.judged:  # 到2025年，某高新区…: what was just said is said of it
            self.state.scope, self.state.zone_id = "zone", mention.zone_id
            return
        self.state = replace(
            self.state,
            scope="zone",
            zone_id=mention.zone_id,
            fact_time=self.lead,  # 去年，A…；B…: what the sentence begins with holds for all of it
            target_time=self.state.target_time if self._is_parallel(mention) else None,
            whole=self.ahead,
            mode="fact",
            said=False,
        )
