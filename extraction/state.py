"""What holds at a place of a sentence: target or fact, which year, which zone.

The words of the sentence turn the state as it is read from left to right; headings and the sentences before
give what it starts with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extraction.gazetteer import Mention
from extraction.times import Time
from extraction.voice import Mark

_NOT_SUBJECT_BEFORE = re.compile(
    r"(?:与|和|同|跟|借鉴|学习|对标|较|比|超过|高于|低于|联合|支持|带动|来自|从|离|距|探索与|如|等|于|向|把|将)$"
)
_NOT_SUBJECT_AFTER = re.compile(r"^(?:等地|等园区|等高新区|的?经验|开展|共建|联合|合作)")
_OWN = re.compile(r"我们|我区|本区|全区|该区|区内|我园")


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
    pending_from: Time | None = None
    stock: bool = False

    def time(self) -> Moment | None:
        """The time that holds in the present mode."""
        return self.target_time if self.mode == "target" else self.fact_time


class Reader:
    """Reads one sentence's turning words, in step with its quantities."""

    def __init__(
        self,
        norm: str,
        start: State,
        section: tuple[str, str | None],
        times: list[Time],
        marks: list[Mark],
        mentions: list[Mention],
    ) -> None:
        self.norm = norm
        self.state = start
        self.section = section
        events: list[tuple[int, Time | Mark | Mention]] = [(t.start, t) for t in times]
        events += [(m.start, m) for m in marks]
        events += [(m.start, m) for m in mentions]
        events.sort(key=lambda pair: pair[0])
        self.events = events
        self.at = 0

    def until(self, place: int) -> State:
        """The state just before `place`; places must not go back."""
        while self.at < len(self.events) and self.events[self.at][0] < place:
            event = self.events[self.at][1]
            self.at += 1
            if isinstance(event, Time):
                self._time(event)
            elif isinstance(event, Mark):
                self._mark(event)
            else:
                self._mention(event)
        return self.state

    def look_ahead(self, stop: int) -> Moment | None:
        """The first horizon that the rest of the sentence names before `stop`."""
        for at, event in self.events[self.at :]:
            if at >= stop:
                break
            if isinstance(event, Time) and event.role == "horizon":
                return Moment(event.year, event.text)
        return None

    def _time(self, time: Time) -> None:
        state = self.state
        if time.role in ("compared", "name", "same"):
            if time.from_to or (time.role == "compared" and self.norm[max(0, time.start - 1) : time.start] in ("由", "从")):
                state.pending_from = time
            return
        if time.from_to and time.role in ("now", "past", "year"):
            state.pending_from = time
            return
        moment = Moment(time.year, time.text)
        if time.role == "horizon":
            state.mode, state.target_time, state.said, state.firm = "target", moment, True, True
        elif time.role == "future":
            state.mode, state.target_time, state.said = "target", None, False
        elif time.role == "year":
            state.target_time = state.fact_time = moment
        elif time.role == "past_part" and state.mode == "target" and state.said:
            state.target_time = moment
        else:
            state.mode, state.fact_time, state.said, state.firm = "fact", moment, False, False

    def _mark(self, mark: Mark) -> None:
        state = self.state
        if mark.target:
            state.mode, state.said = "target", True
            state.firm = state.firm or not mark.weak
        elif not mark.weak or not state.said:
            if mark.weak and state.mode == "target":
                return
            state.mode = "fact"
            state.said = False

    def _mention(self, mention: Mention) -> None:
        before = self.norm[max(0, mention.start - 3) : mention.start]
        after = self.norm[mention.end : mention.end + 4]
        if _NOT_SUBJECT_BEFORE.search(before) and not before.endswith(("将", "把")):
            return
        if _NOT_SUBJECT_AFTER.match(after) or mention.zone_id == self.state.zone_id:
            return
        own = self.section[1]
        if own is not None and mention.zone_id != own and self.state.zone_id == own and before.endswith(("将", "把")):
            return
        self.state = replace(
            self.state, scope="zone", zone_id=mention.zone_id, fact_time=None, target_time=None, mode="fact", said=False
        )


def returns_home(norm: str, start: int, end: int) -> bool:
    """Whether a stretch says that it is about the section's own zone again: 我们, 全区."""
    return bool(_OWN.search(norm, start, end))
