"""Claims of one section: its sentences read from left to right, its tables row by row."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extraction.ambitions import Ambition, ambitions
from extraction.amounts import Figure, figures, lists, share_units
from extraction.claim import Claim, Refusal
from extraction.clean import CleanText, Piece, normal
from extraction.gazetteer import Mention
from extraction.naming import Memory, ranked
from extraction.quantities import Quantity
from extraction.ranks import Rank, ranks
from extraction.sections import BODY, NUMBERED, Section
from extraction.state import Moment, Reader, State
from extraction.tables import table_claims
from extraction.times import PLAN_END, Time
from extraction.voice import Mark, heading_mode

_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？]+[”’）」]*|$)")
_ITEM = re.compile(r"^(?:——|[●■◆▲◎○★]|[一二三四五六七八九十]是)")
_PLAN_TITLE = re.compile(
    r"[“‘]?十(?P<five>[一二三四五六七])五[”’]?(?=[^，。；]{0,24}(?:规划|计划|纲要))"
    r"|20\d\d年?[—–\-－~～至到](?P<last>20\d\d)年?(?=[^，。；]{0,24}(?:规划|计划|纲要|方案))"
)
_GOALS = re.compile(r"目标|指标|愿景")
_CALL = re.compile(r"^(?:同志们|各位|朋友们)")
_ASKS = re.compile(r"^(?:记者|问|主持人|本报|Q)[^：:，。]{0,6}[：:]")
_ASKS_AHEAD = re.compile(r"打算|愿景|未来|规划|目标|下一步|计划|接下来|今后|希望|将|怎么定|想做")
_GOES_ON = re.compile(r"^(?:与此同时|同时|此外|另外|但是?|然而|不过)[，,]?")
_WE = re.compile(
    r"(?:^|(?<=[，；：。、“]))(?:而|但|可)?(?:我们|我区|咱们|本区|该区|全区)(?!的?[^，。；]{0,6}(?:学习|借鉴))"
)
_TOP = re.compile(r"^[一二三四五六七八九十]+、|^第[一二三四五六七八九十]+[章部]")
_BELOW = re.compile(r"^第[一二三四五六七八九十]+节")
_STOCK = re.compile(r"(?<![员口人])拥有|建有|集聚|聚集|汇聚|累计(?!下降|增长|完成|新增|降低)|建成|现有|共有")
_FROM = re.compile(r"(?:由|从|自)(?P<inner>[^，。；、]{0,14}?)的?\s*$")
_TO = re.compile(
    r"^，(?:增|提|升|扩|跃|攀)[^，。；]{0,3}[到至为]|^[^，。；]{0,12}?(?:到|至|为|再|往前|进|升|增|提|做|降|成)"
)
_BUILDING = re.compile(r"(?:打造|培育|建设|构建|冲刺|迈向)[^，。；]{0,8}$")
_PLANNED_BEFORE = re.compile(r"(?:任务|目标|计划)$")
_PLANNED_AFTER = re.compile(r"的?(?:目标|任务|计划)")
_OF_ALL_ZONES = re.compile(
    r"全国(?:共有?|现有)\d+[家个]国家高新区|(?<![^，。；：\n])\d+家国家(?:级)?高新区(?!中|排名|综合)|国家(?:级)?高新区(?:数量|总数|总收入)"
)
_ALL = re.compile(r"全国高新区|国家高新区|各高新区|各地|不同园区|也有园区")
_YEARS = re.compile(r"(?:19|20)\d\d")
_JOINED = re.compile(r"^\s*[、和及与]\s*$")
_COMPANY = re.compile(
    r"(?:一家|这家|该|某)(?:企业|公司|集团)|(?<![上市百强类股])(?<!子)(?<![+＋])公司(?!”|数|总数|\d|达|突破|制|治理|化|[^，。；]{0,4}家)|企业负责人"
)
_MANAGERS = r"(?:总经理|副总裁|总裁|董事长|总监|创始人|厂长|CEO|董秘|首席[一-鿿]{2,4}|(?:公司|企业|集团|科技|股份)[一-鿿]{0,4}负责人)"
_MANAGER_SAYS = re.compile(
    rf"(?P<speech>“[^“”]{{6,400}}”)[^。！？“”]{{0,30}}{_MANAGERS}[^。！？“”]{{0,12}}(?:说|表示|介绍|告诉|坦言|感慨|透露|称|道)"
)
_ZONE_AGAIN = re.compile(r"全区|园区|高新区|该区|区内")
_CLAUSE_END = re.compile(r"[，；。]")

_Event = list[Quantity] | Rank | Ambition


class Scan:
    """Everything that one scan of the text found, by place."""

    def __init__(self, times: list[Time], marks: list[Mark], mentions: list[Mention], found: list[Quantity]) -> None:
        self.times, self.marks, self.mentions, self.found = times, marks, mentions, found
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

    def found_in(self, start: int, end: int) -> list[Quantity]:
        """The candidates whose digits begin in `start:end`."""
        return self.found[bisect_left(self._found, start) : bisect_left(self._found, end)]


class SectionReader:
    """Reads the claims of one section; `opening` is a time that the headline states for all of it."""

    def __init__(self, text: CleanText, section: Section, scan: Scan, year: int | None, opening: Moment | None) -> None:
        self.text = text
        self.norm = text.norm
        self.section = section
        self.scan = scan
        self.year = year
        self.claims: list[Claim] = []
        self.refusals: list[Refusal] = []
        self.heading_mode = "fact"
        self.heading_time = opening
        self.chapter: tuple[str, Moment | None] = ("fact", None)
        self.aims = False
        self.plan = self._plan()
        self.asked: Moment | None = None
        self.fact_time: Moment | None = None
        self.reported: Moment | None = None
        self.speeches: list[tuple[int, int]] = []

    def read(self) -> list[Claim]:
        """All claims of the section, in order."""
        self._headings_before()
        state = self._fresh()
        rows: list[Piece] = []
        for piece in self.text.pieces:
            if piece.end <= self.section.start or piece.start >= self.section.end:
                continue
            if piece.kind == "table_row":
                rows.append(piece)
                continue
            rows = self._table(rows)
            if piece.kind in BODY:
                for start, end in self._paragraphs(piece):
                    state = self._paragraph(start, end, state)
            elif piece.kind in ("heading", "subheading"):
                self._heading(piece)
                state = self._fresh()
        self._table(rows)
        return self.claims

    def _plan(self) -> Moment | None:
        """The end of the plan that the headline names: “十四五”规划, 2025—2027年行动计划."""
        words = normal(self.section.heading or "")
        said = _PLAN_TITLE.search(words)
        if said is None:
            return None
        ends = PLAN_END[said["five"]] if said["five"] else int(said["last"])
        return Moment(ends, said[0])

    def _headings_before(self) -> None:
        """A numbered heading may stand right before the section's first paragraph."""
        before = [p for p in self.text.pieces if p.end <= self.section.start]
        for piece in before[-3:]:
            if piece.kind in ("heading", "subheading") and NUMBERED.match(self.norm, piece.start, piece.end):
                self._heading(piece)

    def _table(self, rows: list[Piece]) -> list[Piece]:
        if rows:
            self.claims += table_claims(self.text, rows, self.section, self.year)
        return []

    def _paragraphs(self, piece: Piece) -> Iterator[tuple[int, int]]:
        edges = [piece.start, *piece.soft, piece.end]
        for start, end in pairwise(edges):
            begin, stop = max(start, self.section.start), min(end, self.section.end)
            if begin < stop:
                yield begin, stop

    # -- what headings say -----------------------------------------------------------------------------------

    def _fresh(self) -> State:
        """The state at the start of a paragraph: what the headings say."""
        target = self.heading_time if self.heading_mode == "target" else None
        fact = self.heading_time if self.heading_mode == "fact" else None
        return State(self.heading_mode, self.section.scope, self.section.zone_id, target, fact, earlier=self.reported)

    def _heading(self, piece: Piece) -> None:
        words = self.norm[piece.start : piece.end]
        mode = heading_mode(words)
        said = [t for t in self.scan.times_in(piece.start, piece.end) if t.year is not None and t.role != "name"]
        top = bool(_TOP.match(words))
        if mode is None and not said and not top:
            if _BELOW.match(words):
                self.heading_mode, self.heading_time = self.chapter
            return
        if said:
            self.heading_time = Moment(said[-1].year, said[-1].text)
        elif top or mode != self.heading_mode:
            self.heading_time = None
        self.heading_mode = mode or "fact"
        if self.heading_mode == "target" and _GOALS.search(words):
            self.heading_time = self.heading_time or self.plan  # measures may be taken at any time
        if top:
            self.chapter = self.heading_mode, self.heading_time

    # -- sentences -------------------------------------------------------------------------------------------

    def _paragraph(self, start: int, end: int, state: State) -> State:
        if not _ITEM.match(self.norm[start:end]):
            state = self._fresh()
        if _CALL.match(self.norm[start:end]):
            state.target_time = state.fact_time = self.heading_time = self.asked = None
        if state.mode == "fact" and state.fact_time is None:
            goes_on = _GOES_ON.match(self.norm, start, end)
            state.fact_time = self.fact_time if goes_on else self.asked  # an answer speaks of its question's time
        self.speeches = [m.span("speech") for m in _MANAGER_SAYS.finditer(self.norm, start, end)]
        memory = Memory()
        at = start
        while at < end:
            match = _SENTENCE.match(self.norm, at, end)
            stop = match.end() if match and match.end() > at else end
            state = self._sentence(at, stop, state, memory)
            at = stop
        self.fact_time = state.fact_time
        self.reported = state.fact_time or self.reported
        words = self.norm[start:end]
        if _ASKS.match(words) or words.rstrip("”’").endswith("？"):
            if any(t.year for t in self.scan.times_in(start, end)):
                self.asked = state.fact_time
            elif _ASKS_AHEAD.search(words):
                self.asked = None
        return state

    def _carried(self, state: State, start: int, end: int, mentions: list[Mention]) -> State:
        """What the sentence before hands on: a horizon that was set, a period that goes on."""
        fresh = self._fresh()
        away = state.zone_id != self.section.zone_id
        if away and self.section.scope == "national" and not _ALL.search(self.norm, start, end):
            fresh.scope, fresh.zone_id = state.scope, state.zone_id
        if state.mode == "target" and state.firm:
            fresh.mode, fresh.target_time = "target", state.target_time or fresh.target_time
            fresh.said = fresh.firm = True
        if not mentions and not _STOCK.search(self.norm, start, end):
            fresh.fact_time = state.fact_time or fresh.fact_time
        elif state.fact_time is not None and state.fact_time.year == self.year:
            fresh.fact_time = state.fact_time
        return fresh

    def _sentence(self, start: int, end: int, state: State, memory: Memory) -> State:
        marks = self.scan.marks_in(start, end)
        mentions = self.scan.mentions_in(start, end)
        carried = self._carried(state, start, end, mentions)
        if not mentions and _OF_ALL_ZONES.search(self.norm, start, end):
            carried.scope, carried.zone_id = "national", None
        reader = Reader(
            self.norm,
            carried,
            self.section.zone_id,
            self.scan.times_in(start, end),
            marks,
            self._with_pronouns(mentions, start, end),
        )
        edge, first = start, len(self.claims)
        memory.begin()
        for place, event in self._events(start, end):
            current = reader.until(place)
            if isinstance(event, list):
                if event[0].form == "count" and self._opens_clause(event, start):
                    current = reader.until(self._clause_end(event[-1].end, end))
                left = max(edge, self._subject_edge(mentions, place, edge))
                self._figures(event, start, end, left, current, memory)
                edge = self._named_end(event[-1])
            elif isinstance(event, Rank):
                left = max(edge, self._subject_edge(mentions, place, edge))
                self._rank(event, start, end, current, ranked(self.norm[left : event.start], memory))
            elif self._is_aimed_at(event, current):
                self._ambition(event, start, end, current)
        self._name_forward(first)
        last = reader.until(end)
        self.aims = self.aims or last.mode == "target" or any(m.target for m in marks)
        return last

    def _name_forward(self, first: int) -> None:
        """继前年跨过500亿元之后，去年GDP迈上600亿元: what has no name yet takes that of the next of its kind."""
        said = self.claims[first:]
        for claim, following in pairwise(said):
            alike = claim.unit == following.unit and claim.kind == following.kind and claim.unit != "count"
            if not claim.indicator and alike:
                claim.indicator = following.indicator

    def _with_pronouns(self, mentions: list[Mention], start: int, end: int) -> list[Mention]:
        """我们 and 该区 name the section's own zone again, after another or after all zones."""
        home = self.section.zone_id
        if home is None:
            return mentions
        again = [Mention(m.start(), m.end(), home) for m in _WE.finditer(self.norm, start, end)]
        return sorted([*mentions, *again], key=lambda m: m.start)

    def _events(self, start: int, end: int) -> Sequence[tuple[int, _Event]]:
        """Lists of quantities, ranks and ambitions of a sentence, by the place at which each is judged."""
        found = self.scan.found_in(start, end)
        share_units(found, self.norm)
        self.refusals += [Refusal(q.start, q.end, q.refused) for q in found if q.refused]
        placed = ranks(self.norm, start, end)
        kept = [q for q in found if not q.refused and not any(r.start < q.end and q.core < r.end for r in placed)]
        events: list[tuple[int, _Event]] = [(group[0].core, group) for group in lists(kept, self.norm)]
        events += [(rank.start + 1, rank) for rank in placed]
        for ambition in ambitions(self.norm, start, end):
            if not any(ambition.start <= q.core < ambition.end and q.form != "level" for q in kept):
                events.append((ambition.start + 1, ambition))
        return sorted(events, key=lambda pair: pair[0])

    def _named_end(self, last: Quantity) -> int:
        """Where the words of a list end: after the noun that it counts, where that names it (527家企业)."""
        name = self.claims[-1].indicator if self.claims else None
        counted = last.form == "count" and name and self.norm.startswith(name, last.end)
        return last.end + len(name) if counted and name else last.end

    def _opens_clause(self, group: list[Quantity], start: int) -> bool:
        """Whether a count is the first word of its clause, and so its verb is still to come."""
        at = group[0].start
        return at == start or self.norm[at - 1] in "，；：。、"

    def _clause_end(self, at: int, end: int) -> int:
        stop = _CLAUSE_END.search(self.norm, at, end)
        return stop.start() if stop else end

    def _subject_edge(self, mentions: list[Mention], place: int, edge: int) -> int:
        """A number's own words begin after the zone's name where that stands before it."""
        ends = [m.end for m in mentions if edge <= m.start and m.end <= place]
        return ends[-1] if ends else edge

    # -- rows ------------------------------------------------------------------------------------------------

    def _figures(self, group: list[Quantity], start: int, end: int, left: int, state: State, memory: Memory) -> None:
        years = self._series(len(group), start, group[0].start)
        for number, figure in enumerate(figures(group, self.norm, left, end, memory)):
            if years:
                state.fact_time = state.target_time = years[number]
            self._figure(figure, start, end, state)
        state.pending_from = None

    def _is_planned(self, quantity: Quantity) -> bool:
        """完成年度任务1.5亿美元的57.3%, 为全年40家目标的八成, 离2025年500家的目标."""
        before = _PLANNED_BEFORE.search(self.norm, max(0, quantity.start - 3), quantity.start)
        if before and self.norm[quantity.end : quantity.end + 1] == "的":
            return quantity.form != "percent"
        return bool(_PLANNED_AFTER.match(self.norm, quantity.end))

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
        if base and _TO.match(self.norm[quantity.end : quantity.end + 14]):
            if state.pending_from is None:
                self.refusals.append(Refusal(quantity.start, quantity.end, "starting_value"))
                return
            mode, moment = "fact", Moment(state.pending_from.year, state.pending_from.text)
        elif self._is_planned(quantity):
            mode, moment = "target", state.target_time or state.fact_time  # a target hidden in a fact
        elif quantity.form == "level" and mode == "fact" and self._is_meant(start, quantity.start, state):
            mode, moment = "target", state.target_time  # 千亿级 is what one builds, unless it is reported as reached
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

    def _rank(self, rank: Rank, start: int, end: int, state: State, indicator: str) -> None:
        mode, moment = state.mode, state.time()
        if state.pending_from and _FROM.search(self.norm, max(start, rank.start - 18), rank.start):
            mode, moment = "fact", Moment(state.pending_from.year, state.pending_from.text)
            state.pending_from = None
        claim = self._claim(mode, "rank", rank.start, rank.end, (start, end), state, moment)
        claim.rule, claim.indicator = rank.rule, indicator or None
        claim.operator, claim.value, claim.value_max, claim.unit = rank.operator, rank.value, rank.value_max, "rank"

    def _ambition(self, ambition: Ambition, start: int, end: int, state: State) -> None:
        moment = state.target_time if state.mode == "target" else None
        claim = self._claim("target", "ambition", ambition.start, ambition.end, (start, end), state, moment)
        claim.rule, claim.strong = ambition.rule, ambition.strong

    def _is_aimed_at(self, ambition: Ambition, state: State) -> bool:
        """Whether a clause of becoming or building is meant, and not reported as done."""
        if ambition.outcome:
            return (
                state.mode == "target"
                and state.target_time is not None
                and (self.section.scope == "national" or ambition.grand)
            )
        if state.mode == "target":
            return True
        return self.aims and state.fact_time is None and (ambition.strong or ambition.verb.startswith("打造"))
