"""Claims of one section: its sentences read from left to right, its tables row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extraction.ambitions import Ambition, ambitions
from extraction.amounts import lists, share_units
from extraction.claim import Claim, Refusal
from extraction.clean import CleanText, Piece
from extraction.each import zone_of_rank, zones_of_numbers
from extraction.elsewhere import ELSEWHERE, back
from extraction.gazetteer import Mention
from extraction.handing_on import HandingOn
from extraction.headings import Headings
from extraction.headlines import NUMBERED
from extraction.heads import BODY
from extraction.memory import Memory
from extraction.quantity import Quantity
from extraction.rank_names import ranked
from extraction.ranks import Rank, ranks
from extraction.rows import Rows
from extraction.scan import Scan
from extraction.sections import Section
from extraction.state import Moment, Reader, State
from extraction.tables import table_claims, tables_of
from extraction.zone_tables import zone_claims

_INNER_HEADING = re.compile(rf"{NUMBERED.pattern}|【[^【】]{{2,20}}】\s*$")
_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？]+[”’）」]*|$)")
_CALL = re.compile(r"^(?:同志们|各位|朋友们)")
_WE = re.compile(
    r"(?:^|(?<=[，；：。、“]))(?:而|但|可)?(?:我们|我区|咱们|本区|该区|全区)(?!的?[^，。；]{0,6}(?:学习|借鉴))"
)
_TOGETHER = re.compile(r"(?<=[，；])(?:合计|总计|共计|加起来|总和)")
_LATTER = re.compile(r"(?:^|(?<=[，；。：、]))(?:前者|后者)(?=[^占])")
_STOCK = re.compile(r"(?<![员口人])拥有(?!量)|建有|集聚|聚集|汇聚|累计(?!下降|增长|完成|新增|降低)|建成|现有|共有")
_OF_ALL_ZONES = re.compile(
    r"全国(?:共有?|现有)\d+[家个]国家高新区|(?<![^，。；：\n])\d+家国家(?:级)?高新区(?!中|排名|综合)|国家(?:级)?高新区(?:数量|总数|总收入|(?:已?增至|已?达|扩容[到至])\d)"
)
_OF_SOME_ZONES = re.compile(r"\d{1,2}家国家(?:级)?高新区")
_ALL = re.compile(
    r"(?:全国|国家(?:级)?)高新区(?!中|里|排名|综合|评价|考核|行列|方阵|前|第|平均|[^，。；]{0,4}首位)|各高新区|各地|不同园区|也有园区"
)
_CLAUSE_END = re.compile(r"[，；。（]")

_Event = list[Quantity] | Rank | Ambition


class SectionReader:
    """Reads the claims of one section; `opening` is a time that the headline states for all of it."""

    def __init__(self, text: CleanText, section: Section, scan: Scan, year: int | None, opening: Moment | None) -> None:
        self.text = text
        self.norm = text.norm
        self.section = section
        self.scan = scan
        self.year = year
        self.headings = Headings(text.norm, scan, section.heading or "", opening, year)
        self.rows = Rows(text.norm, section.scope, scan)
        self.handing_on = HandingOn(text.norm, scan, section)
        self.two: list[str] = []

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
                self.headings.read(piece)
                state = self._fresh()
        self._table(rows)
        return self.rows.claims

    def _headings_before(self) -> None:
        """A numbered or bracketed heading may stand right before the section's first paragraph."""
        before = [p for p in self.text.pieces if p.end <= self.section.start]
        for piece in before[-3:]:
            if piece.kind in ("heading", "subheading") and _INNER_HEADING.match(self.norm, piece.start, piece.end):
                self.headings.read(piece)

    def _table(self, rows: list[Piece]) -> list[Piece]:
        for table in tables_of(self.text, rows):
            mentions = self.scan.mentions_in(table[0].start, table[-1].end)
            of_zones = zone_claims(self.text, table, self.section, self.year, mentions)
            told = table_claims(self.text, table, self.section, self.year) if of_zones is None else of_zones
            self.rows.claims += told
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
        target = self.headings.time if self.headings.mode == "target" else None
        fact = self.headings.time if self.headings.mode == "fact" else None
        return State(
            self.headings.mode,
            self.section.scope,
            self.section.zone_id,
            target,
            fact,
            earlier=self.handing_on.reported,
            planning=self.headings.planning,
        )

    # -- sentences -------------------------------------------------------------------------------------------

    def _paragraph(self, start: int, end: int, state: State) -> State:
        if _CALL.match(self.norm[start:end]):
            self.headings.time = None
        state = self.handing_on.begin(start, end, self.headings.held(state), self._fresh())
        self.rows.paragraph(start, end)
        memory = Memory()
        last = at = start
        while at < end:
            match = _SENTENCE.match(self.norm, at, end)
            stop = match.end() if match and match.end() > at else end
            state = self._sentence(at, stop, state, memory)
            last, at = at, stop
        ahead = any(t.role == "horizon" for t in self.scan.times_in(last, end))  # 到2026年，抓好以下工作：
        self.handing_on.end(start, end, state if ahead else self.headings.held(state))
        return state

    def _carried(self, state: State, start: int, end: int, mentions: list[Mention]) -> State:
        """What the sentence before hands on: a horizon that was set, a period that goes on."""
        fresh = self._fresh()
        away = state.zone_id != self.section.zone_id
        if (
            away
            and self.section.scope == "national"
            and state.scope != "other"
            and not _ALL.search(self.norm, start, end)
        ):
            fresh.scope, fresh.zone_id = state.scope, state.zone_id
        if state.mode == "target" and state.firm and not self._reports(start, end):
            fresh.mode, fresh.target_time = "target", state.target_time or fresh.target_time
            fresh.said = fresh.firm = True
        stock = self.scan.found_in(start, end) and _STOCK.search(self.norm, start, end)  # 拥有企业86家: today
        if not mentions and not stock:
            fresh.fact_time = state.fact_time or fresh.fact_time
        elif state.fact_time is not None and state.fact_time.year == self.year:
            fresh.fact_time = state.fact_time
        return fresh

    def _reports(self, start: int, end: int) -> bool:
        """Whether a sentence begins with a time that has passed and aims at nothing: 上半年，…增长35.2%."""
        times = self.scan.times_in(start, min(end, start + 2))
        passed = bool(times) and times[0].role in ("past", "past_part")
        return passed and self.headings.mode != "target" and not any(m.target for m in self.scan.marks_in(start, end))

    def _sentence(self, start: int, end: int, state: State, memory: Memory) -> State:
        marks = self.headings.marks(start, end)
        mentions = self.scan.mentions_in(start, end)
        elsewhere = self.scan.elsewhere_in(start, end)
        carried = self._carried(state, start, end, mentions)
        together = None if mentions else _OF_ALL_ZONES.search(self.norm, start, end)
        if together:  # a province has some of them: 12家国家高新区
            carried.scope = "other" if _OF_SOME_ZONES.fullmatch(together[0]) else "national"
            carried.zone_id = None
        reader = Reader(
            self.norm,
            carried,
            self.section.zone_id,
            self.headings.times(start, end),
            marks,
            self._with_pronouns(mentions, elsewhere, start, end),
        )
        mentions = sorted([*mentions, *elsewhere], key=lambda m: m.start) if elsewhere else mentions
        edge, first, home = start, len(self.rows.claims), self.section.zone_id
        memory.begin(anew=bool(mentions) and home is None and mentions[0].zone_id != state.zone_id)
        events, placed = self._events(start, end), start
        for place, event in events:
            current = reader.until(place)
            if isinstance(event, list):
                if self._opens_clause(event, start):
                    current = reader.until(self._clause_end(event[-1].end, end))
                left = max(edge, self._subject_edge(mentions, place, edge))
                zones = zones_of_numbers(self.norm, event, reader.turns(event[0].core), start, self.two)
                self.rows.figures(event, start, end, left, current, memory, zones)
                edge = self.rows.named_end(event[-1])
            elif isinstance(event, Rank):
                left = max(edge, placed, self._subject_edge(mentions, place, edge))
                placed = event.end
                self.rows.rank(
                    event,
                    start,
                    end,
                    self._of_rank(event, current, reader, events, start),
                    ranked(self.norm[left : event.start], self.norm[start : event.start], memory),
                )
            else:
                self.rows.ambition(event, start, end, current)
        self.rows.name_forward(first)
        last = self.headings.after(reader.until(end), self.rows.claims[first:])
        self.rows.aims = self.rows.aims or last.mode == "target" or any(m.target for m in marks)
        return last

    def _with_pronouns(self, mentions: list[Mention], elsewhere: list[Mention], start: int, end: int) -> list[Mention]:
        """我们 and 该区 name the section's own zone again, after another or after all zones; 后者 names the last."""
        home = self.section.zone_id
        others = [*elsewhere, *self._latter(mentions, start, end)]
        if len({m.zone_id for m in mentions}) > 1:
            together = _TOGETHER.finditer(self.norm, mentions[0].end, end)
            others += [Mention(m.start(), m.end(), ELSEWHERE) for m in together]
        if home is None:
            return sorted([*mentions, *others], key=lambda m: m.start) if others else mentions
        again = [Mention(m.start(), m.end(), home) for m in _WE.finditer(self.norm, start, end)]
        if elsewhere:
            company = elsewhere[0].start in self.scan.companies
            again += back(self.norm, elsewhere[0].end, end, home, anywhere=company)
        return sorted([*mentions, *others, *again], key=lambda m: m.start)

    def _latter(self, mentions: list[Mention], start: int, end: int) -> list[Mention]:
        """前者 and 后者 at the head of a clause are the two zones that were named last."""
        found = []
        for match in _LATTER.finditer(self.norm, start, end):
            named = [m.zone_id for m in mentions if m.end <= match.start()]
            named = named if len(set(named)) > 1 else self.two
            if len(named) > 1:
                found.append(Mention(match.start(), match.end(), named[-1 if match[0] == "后者" else -2]))
        if len({m.zone_id for m in mentions}) > 1:
            self.two = [m.zone_id for m in mentions][-2:]
        return found

    def _of_rank(
        self, rank: Rank, state: State, reader: Reader, events: Sequence[tuple[int, _Event]], start: int
    ) -> State:
        """The state for a rank: A、B分别以第43位、第57位…, each of its own zone."""
        listed = [event for _, event in events if isinstance(event, Rank)]
        zone_id = zone_of_rank(self.norm, rank, listed, reader.turns(listed[0].start), start)
        return replace(state, scope="zone", zone_id=zone_id) if zone_id else state

    def _events(self, start: int, end: int) -> Sequence[tuple[int, _Event]]:
        """Lists of quantities, ranks and ambitions of a sentence, by the place at which each is judged."""
        found = self.scan.found_in(start, end)
        share_units(found, self.norm)
        self.rows.refusals += [Refusal(q.start, q.end, q.refused) for q in found if q.refused]
        placed = ranks(self.norm, start, end)
        kept = [q for q in found if not q.refused and not any(r.start < q.end and q.core < r.end for r in placed)]
        events: list[tuple[int, _Event]] = [(group[0].core, group) for group in lists(kept, self.norm)]
        events += [(rank.start + 1, rank) for rank in placed]
        for ambition in ambitions(self.norm, start, end):
            among = self.norm.endswith(("行列", "之列"), 0, ambition.end)  # 跻身5000亿级园区行列 is a number
            numbered = any(ambition.start <= q.core < ambition.end and (among or q.form != "level") for q in kept)
            ranked_too = any(ambition.start <= r.start < ambition.end <= r.end for r in placed)  # 跻身“第一方阵”
            if not numbered and not ranked_too:
                events.append((ambition.start + 1, ambition))
        return sorted(events, key=lambda pair: pair[0])

    def _opens_clause(self, group: list[Quantity], start: int) -> bool:
        """Whether a number is the first word of its clause, and so its verb or its name (【16.5%】2022年增速) is to come."""
        at = group[0].start
        if self.norm[at - 1 : at] == "【":
            return True
        if group[0].form != "count":
            return False
        first = self.norm.startswith(("首批", "另有", "还有"), at - 2)
        return at == start or first or self.norm[at - 1] in "，；：。、"

    def _clause_end(self, at: int, end: int) -> int:
        stop = _CLAUSE_END.search(self.norm, at, end)
        return stop.start() if stop else end

    def _subject_edge(self, mentions: list[Mention], place: int, edge: int) -> int:
        """A number's own words begin after the zone's name where that stands before it."""
        ends = [m.end for m in mentions if edge <= m.start and m.end <= place]
        return ends[-1] if ends else edge
