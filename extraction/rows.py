"""Claims as they are written: what a number, a rank or an ambition says, of whom and for when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extraction.ambitions import Ambition
from extraction.amounts import Figure, figures
from extraction.claim import Claim, Refusal
from extraction.memory import Memory
from extraction.quantity import Quantity
from extraction.ranks import Rank
from extraction.scan import Scan
from extraction.state import Moment, State

_FROM = re.compile(r"(?:由|从|自)(?P<inner>[^，。；、到至]{0,14}?)的?\s*$")
_TO = re.compile(
    r"^，(?:增|提|升|扩|跃|攀)[^，。；]{0,3}[到至为]|^[^，。；、]{0,12}?(?:到|至|为|再|往前|进|升|增|提|做|降|成)"
)
_STEP = re.compile(r"^，再?到\d")  # 从1998年的6家，到2012年的49家，再到去年的320家
_TOWARDS = re.compile(r"[向朝]着?[^，。；\d]{0,4}$")
_ADVANCES = re.compile(r"[^，。；]{0,8}?(?:迈进|冲刺|进军|挺进|进发|冲击|迈步|跃升)")
_SURE = re.compile(r"(?:大关)?(?:没有悬念|毫无悬念|不成问题|问题不大|指日可待|可期|十拿九稳)")
_BUILDING = re.compile(r"(?:打造|培育|建设|构建|冲刺|迈向)[^，。；]{0,8}$")
_PLANNED_BEFORE = re.compile(r"(?:任务|目标|计划)$")
_PLANNED_AFTER = re.compile(r"的?(?:目标|任务|计划)")
_YEARS = re.compile(r"(?:19|20)\d\d")
_JOINED = re.compile(r"^\s*[、和及与]\s*$")
_COMPANY = re.compile(
    r"(?:一家|这家|该|某)(?:企业|公司|集团)|(?:一家|这家)[^，。；、\d]{0,4}(?:\d{4}年[^，。；、\d]{0,6})?的?(?:企业|公司)|(?:一家|这家)(?:\d{4}年)?[^，。；、\d]{2,14}的(?:企业|公司|工厂)|(?<![上市百强类股])(?<!子)(?<![+＋])公司(?!”|数|总数|\d|达|突破|制|治理|化|[^，。；]{0,4}家|[^，。；]{0,14}(?:项目|工程|基地))|企业负责人"
)
_MANAGERS = r"(?:总经理|副总裁|总裁|董事长|总监|创始人|厂长|工厂负责人|CEO|董秘|车间[一-鿿]{0,2}主任|技术员|班长|首席[一-鿿]{2,4}|(?:公司|企业|集团|科技|股份)[一-鿿]{0,4}负责人)"
_MANAGER_SAYS = re.compile(
    rf"(?P<speech>“[^“”]{{6,400}}”)[^。！？“”]{{0,30}}{_MANAGERS}[^。！？“”]{{0,12}}(?:说|表示|介绍|告诉|坦言|感慨|透露|称|道|回忆|直言|指出|强调)"
)
_ZONE_AGAIN = re.compile(
    r"全区|园区|高新区|该区|区内|(?<=[，；])[^，。；\d]{2,8}产业(?:总?产值|营收|规模|增加值|营业收入)"
)


class Rows:
    """The claims and refusals of one section. `aims` says that the section has aimed at something before."""

    def __init__(self, norm: str, scope: str, scan: Scan) -> None:
        self.norm, self.scope, self.scan = norm, scope, scan
        self.claims: list[Claim] = []
        self.refusals: list[Refusal] = []
        self.aims = False
        self.speeches: list[tuple[int, int]] = []

    def paragraph(self, start: int, end: int) -> None:
        """Note what managers of companies say in a paragraph."""
        self.speeches = [m.span("speech") for m in _MANAGER_SAYS.finditer(self.norm, start, end)]

    def name_forward(self, first: int) -> None:
        """继前年跨过500亿元之后，去年GDP迈上600亿元: what has no name yet takes that of the next of its kind."""
        said = self.claims[first:]
        for claim, following in pairwise(said):
            alike = claim.unit == following.unit and claim.kind == following.kind and claim.unit != "count"
            if not claim.indicator and alike:
                claim.indicator = following.indicator

    def named_end(self, last: Quantity) -> int:
        """Where the words of a list end: after the noun that names it (527家企业, 20亿元天使基金)."""
        name = (self.claims[-1].indicator or "").removesuffix("占比") if self.claims else None
        return last.end + len(name) if name and self.norm.startswith(name, last.end) else last.end

    def figures(
        self,
        group: list[Quantity],
        start: int,
        end: int,
        left: int,
        state: State,
        memory: Memory,
        zones: Sequence[str] = (),
    ) -> None:
        """Write the claims of one list of numbers; `left` is where its own words may begin.

        Where all are of one thing, each of them may be of another of the `zones`.
        """
        years = self._series(len(group), start, group[0].start)
        found = figures(group, self.norm, left, end, memory)
        alike = len({figure.indicator for figure in found}) == 1
        for number, figure in enumerate(found):
            if years:
                state.fact_time = state.target_time = years[number]
            own = replace(state, scope="zone", zone_id=zones[number]) if zones and alike else state
            self._figure(figure, start, end, own)
        state.pending_from = None

    def _is_planned(self, quantity: Quantity) -> bool:
        """完成年度任务1.5亿美元的57.3%, 为全年40家目标的八成, 离2025年500家的目标."""
        before = _PLANNED_BEFORE.search(self.norm, max(0, quantity.start - 3), quantity.start)
        if before and self.norm[quantity.end : quantity.end + 1] == "的":
            return quantity.form != "percent"
        return bool(_PLANNED_AFTER.match(self.norm, quantity.end))

    def _is_neared(self, quantity: Quantity) -> bool:
        """正向万亿级迈进."""
        towards = _TOWARDS.search(self.norm, max(0, quantity.start - 6), quantity.start)
        return bool(towards and _ADVANCES.match(self.norm, quantity.end))

    def _is_meant(self, start: int, place: int, state: State) -> bool:
        """Whether nothing before `place` in a section that aims at things reports them as done."""
        reported = any(not mark.target for mark in self.scan.marks_in(start, place))
        building = _BUILDING.search(self.norm, max(start, place - 12), place)
        return not reported and (bool(building) or (self.aims and state.fact_time is None))

    def _of_company(self, start: int, place: int) -> bool:
        """Whether the sentence up to `place` speaks of one company."""
        if any(a <= place < b for a, b in self.speeches):
            return True
        if self.norm.find("公司", start, place) < 0 and self.norm.find("企业", start, place) < 0:
            return False
        named = list(_COMPANY.finditer(self.norm, start, place))
        return bool(named) and not _ZONE_AGAIN.search(self.norm, named[-1].end(), place)

    def _series(self, wanted: int, start: int, place: int) -> list[Moment] | None:
        """The years of a series, one for each number of a list: 2021年、2022年分别增长9.1%、5.5%."""
        if wanted < 2:
            return None
        said = [t for t in self.scan.times_in(start, place) if t.role not in ("compared", "now", "future")]
        if len(said) == 1 and said[0].role == "name":
            years = [int(y) for y in _YEARS.findall(said[0].text)]
            if len(years) == 2 and years[1] - years[0] + 1 == wanted:
                return [Moment(year, said[0].text) for year in range(years[0], years[1] + 1)]
        run = said[-wanted:]
        joined = all(_JOINED.match(self.norm[a.end : b.start]) for a, b in pairwise(run))
        if len(run) == wanted and joined and all(t.year for t in run):
            return [Moment(t.year, t.text) for t in run]
        return None

    def _figure(self, figure: Figure, start: int, end: int, state: State) -> None:
        quantity = figure.quantity
        mode, moment = state.mode, state.time()
        base = _FROM.search(self.norm, max(start, quantity.start - 18), quantity.start)
        tail = self.norm[quantity.end : quantity.end + 14]
        if base and (_TO.match(tail) or (state.pending_from and _STEP.match(tail))):
            if state.pending_from is None:
                self.refusals.append(Refusal(quantity.start, quantity.end, "starting_value"))
                return
            mode, moment = "fact", Moment(state.pending_from.year, state.pending_from.text)
        elif self._is_planned(quantity):
            mode, moment = "target", state.target_time or state.fact_time  # a target hidden in a fact
        elif quantity.form == "level" and mode == "fact" and self._is_meant(start, quantity.start, state):
            mode, moment = "target", state.target_time  # 千亿级 is what one builds, unless it is reported as reached
        elif mode == "fact" and _SURE.match(self.norm, quantity.end):
            mode, moment = "target", state.whole or state.fact_time
        elif quantity.form == "level" and mode == "fact" and self._is_neared(quantity):
            mode, moment = "target", None
        elif figure.attribute:
            mode, moment = "fact", state.fact_time if state.mode == "fact" else None
        if self._of_company(start, quantity.start):
            state = replace(state, scope="other", zone_id=None)
        claim = self._claim(mode, figure.kind, figure.quote_start, quantity.end, (start, end), state, moment)
        claim.rule = figure.rule
        claim.indicator, claim.basis = figure.indicator or None, figure.basis
        claim.operator, claim.value, claim.value_max = quantity.operator, figure.value, quantity.value_max
        claim.unit, claim.counter = quantity.unit, quantity.counter

    def _claim(
        self,
        mode: str,
        kind: str,
        quote_start: int,
        quote_end: int,
        sentence: tuple[int, int],
        state: State,
        moment: Moment | None,
    ) -> Claim:
        """Add a claim with its place, subject and time; the caller fills in what it says."""
        claim = Claim(
            type=mode,
            scope=state.scope,
            zone_id=state.zone_id,
            kind=kind,
            start=quote_start,
            end=quote_end,
            sentence_start=sentence[0],
            sentence_end=sentence[1],
            rule="",
            year=moment.year if moment else None,
            time_text=moment.text if moment else None,
        )
        self.claims.append(claim)
        return claim

    def rank(self, rank: Rank, start: int, end: int, state: State, indicator: str) -> None:
        """Write a rank."""
        mode, moment = state.mode, state.time()
        if self._of_company(start, rank.start):
            state = replace(state, scope="other", zone_id=None)
        if state.pending_from and _FROM.search(self.norm, max(start, rank.start - 18), rank.start):
            mode, moment = "fact", Moment(state.pending_from.year, state.pending_from.text)
            state.pending_from = None
        claim = self._claim(mode, "rank", rank.start, rank.end, (start, end), state, moment)
        claim.rule, claim.indicator = rank.rule, indicator or None
        claim.operator, claim.value, claim.value_max, claim.unit = rank.operator, rank.value, rank.value_max, "rank"

    def ambition(self, ambition: Ambition, start: int, end: int, state: State) -> None:
        """Write an ambition, where it is meant and not reported as done."""
        if not self._is_aimed_at(ambition, state):
            return
        moment = state.target_time if state.mode == "target" else None
        claim = self._claim("target", "ambition", ambition.start, ambition.end, (start, end), state, moment)
        claim.rule, claim.strong = ambition.rule, ambition.strong

    def _is_aimed_at(self, ambition: Ambition, state: State) -> bool:
        """Whether a clause of becoming or building is meant, and not reported as done."""
        if ambition.outcome:
            return (
                state.mode == "target"
                and state.target_time is not None
                and (self.scope == "national" or ambition.grand)
            )
        if state.mode == "target":
            return True
        return self.aims and state.fact_time is None and (ambition.strong or ambition.verb.startswith("打造"))
