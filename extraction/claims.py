"""Claims of one section: its sentences read from left to right, its tables row by row."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from extraction.ambitions import ambitions
from extraction.amounts import Figure, Memory, figures, lists, share_units
from extraction.claim import Claim, Refusal
from extraction.clean import CleanText, Piece
from extraction.gazetteer import Mention
from extraction.quantities import Quantity
from extraction.ranks import ranks
from extraction.refusals import refuse
from extraction.sections import BODY, Section
from extraction.state import Moment, Reader, State, returns_home
from extraction.tables import table_claims
from extraction.times import Time
from extraction.voice import Mark, heading_mode

_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？]+[”’）」]*|$)")
_ITEM = re.compile(r"^(?:——|[●■◆▲◎○★]|[一二三四五六七八九十]是)")
_STOCK = re.compile(r"拥有|建有|集聚|聚集|汇聚|累计|建成|现有|共有")
_FROM = re.compile(r"(?:由|从|自)(?P<inner>[^，。；、]{0,14}?)的?\s*$")
_TO = re.compile(r"^[^，。；]{0,12}?(?:到|至|为|再|往前|进|升|增|提|做|降|成)")
_PROVINCE = re.compile(
    r"(?:^|[，；。])(?:全市|全省|全国|我市|我省|该市|该省|本港|香港|当地政府)(?!的?国家)(?=[一-鿿]{2,})"
)


class Marks:
    """Everything that one scan of the text found, by place."""

    def __init__(self, times: list[Time], marks: list[Mark], mentions: list[Mention], found: list[Quantity]) -> None:
        self.times, self.marks, self.mentions, self.found = times, marks, mentions, found
        self._keys = (
            [t.start for t in times],
            [m.start for m in marks],
            [m.start for m in mentions],
            [q.core for q in found],
        )

    def within(self, start: int, end: int) -> tuple[list[Time], list[Mark], list[Mention], list[Quantity]]:
        """What begins in `start:end`."""
        t, m, z, q = ((bisect_left(k, start), bisect_left(k, end)) for k in self._keys)
        return self.times[t[0] : t[1]], self.marks[m[0] : m[1]], self.mentions[z[0] : z[1]], self.found[q[0] : q[1]]


class SectionReader:
    """Reads the claims of one section."""

    def __init__(
        self, text: CleanText, section: Section, scan: Marks, year: int | None, opening: Moment | None
    ) -> None:
        self.text = text
        self.norm = text.norm
        self.section = section
        self.scan = scan
        self.year = year
        self.claims: list[Claim] = []
        self.refusals: list[Refusal] = []
        self.heading_mode = "fact"
        self.heading_time = opening
        self.aims = False

    def read(self) -> list[Claim]:
        """All claims of the section, in order."""
        state = self._fresh()
        rows: list[Piece] = []
        for piece in self.text.pieces:
            if piece.start < self.section.start or piece.end > self.section.end:
                continue
            if piece.kind == "table_row":
                rows.append(piece)
                continue
            if rows:
                self._table(rows)
                rows = []
            if piece.kind not in BODY:
                self._heading(piece)
                state = self._fresh()
                continue
            for a, b in self._paragraphs(piece):
                if not _ITEM.match(self.norm[a:b]):
                    state = self._fresh()
                state = self._paragraph(a, b, state)
        if rows:
            self._table(rows)
        return self.claims

    def _paragraphs(self, piece: Piece) -> list[tuple[int, int]]:
        edges = [piece.start, *piece.soft, piece.end]
        return [(max(a, self.section.start), min(b, self.section.end)) for a, b in zip(edges, edges[1:], strict=False)]

    def _fresh(self) -> State:
        """The state at the start of a paragraph: what the headings say."""
        target = self.heading_time if self.heading_mode == "target" else None
        fact = self.heading_time if self.heading_mode == "fact" else None
        return State(self.heading_mode, self.section.scope, self.section.zone_id, target, fact)

    def _heading(self, piece: Piece) -> None:
        words = self.norm[piece.start : piece.end]
        mode = heading_mode(words)
        times = [t for t in self.scan.within(piece.start, piece.end)[0] if t.year is not None and t.role != "name"]
        if mode is None and not times:
            if re.match(r"^[一二三四五六七八九十]+、", words):
                self.heading_mode, self.heading_time = (
                    "fact",
                    self.heading_time if self.heading_mode == "fact" else None,
                )
            return
        top = re.match(r"^[一二三四五六七八九十]+、|^第[一二三四五六七八九十]+[章节部]", words)
        keeps = not top and mode == self.heading_mode
        if times or not keeps:
            self.heading_time = Moment(times[-1].year, times[-1].text) if times else None
        self.heading_mode = mode or "fact"

    def _table(self, rows: list[Piece]) -> None:
        self.claims += table_claims(self.text, rows, self.section, self.year)

    # -- sentences ----------------------------------------------------------------------------------------

    def _paragraph(self, start: int, end: int, state: State) -> State:
        memory = Memory()
        at = start
        while at < end:
            match = _SENTENCE.match(self.norm, at, end)
            stop = match.end() if match and match.end() > at else end
            state = self._sentence(at, stop, state, memory)
            at = stop
        return state

    def _carried(self, state: State, start: int, end: int, mentions: list[Mention]) -> State:
        """What the sentence before hands on."""
        fresh = self._fresh()
        if returns_home(self.norm, start, end) or not self._elsewhere(state):
            fresh.scope, fresh.zone_id = self.section.scope, self.section.zone_id
        if state.mode == "target" and state.firm:
            fresh.mode, fresh.target_time = "target", state.target_time or fresh.target_time
            fresh.said = fresh.firm = True
        if not mentions and not _STOCK.search(self.norm, start, end):
            fresh.fact_time = state.fact_time or fresh.fact_time
        elif state.fact_time is not None and state.fact_time.year == self.year:
            fresh.fact_time = state.fact_time
        return fresh

    def _elsewhere(self, state: State) -> bool:
        return state.zone_id != self.section.zone_id

    def _sentence(self, start: int, end: int, state: State, memory: Memory) -> State:
        times, marks, mentions, found = self.scan.within(start, end)
        reader = Reader(
            self.norm,
            self._carried(state, start, end, mentions),
            (self.section.scope, self.section.zone_id),
            times,
            marks,
            mentions,
        )
        share_units(found, self.norm)
        events: list[tuple[int, object]] = []
        kept = [q for q in found if not q.refused]
        for quantity in found:
            if quantity.refused:
                self.refusals.append(Refusal(quantity.start, quantity.end, quantity.refused))
        placed = ranks(self.norm, start, end)
        events += [(rank.start + 1, rank) for rank in placed]
        kept = [q for q in kept if not any(r.start < q.end and q.core < r.end for r in placed)]
        for group in lists(kept, self.norm):
            events.append((group[0].core, group))
        for ambition in ambitions(self.norm, start, end):
            events.append((ambition.start + 1, ambition))
        edge = start
        for place, event in sorted(events, key=lambda pair: pair[0]):
            current = reader.until(place)
            if isinstance(event, list) and event[0].form == "count" and self._opens_clause(event, start):
                current = reader.until(self._clause_end(event[-1].end, end))
            if isinstance(event, list):
                self._figures(
                    event, start, end, max(edge, self._subject_edge(mentions, place, edge)), current, reader, memory
                )
                edge = event[-1].end
            else:
                self._words(event, start, end, current, reader)
        last = reader.until(end)
        self.aims = self.aims or any(m.target for m in marks) or last.mode == "target"
        return last

    def _opens_clause(self, group: list[Quantity], start: int) -> bool:
        """Whether a count is the first word of its clause, and so its verb is still to come."""
        at = group[0].start
        return at == start or self.norm[at - 1] in "，；：。、"

    def _clause_end(self, at: int, end: int) -> int:
        stop = re.compile(r"[，；。]").search(self.norm, at, end)
        return stop.start() if stop else end

    def _subject_edge(self, mentions: list[Mention], place: int, edge: int) -> int:
        """A number's own words begin after the zone's name where that stands before it as the subject."""
        ends = [m.end for m in mentions if edge <= m.start and m.end <= place]
        return ends[-1] if ends else edge

    def _figures(
        self, group: list[Quantity], start: int, end: int, left: int, state: State, reader: Reader, memory: Memory
    ) -> None:
        for figure in figures(group, self.norm, left, end, memory):
            claim = self._claim(figure, start, end, state, reader)
            if claim is not None:
                self.claims.append(claim)
        state.pending_from = None

    def _claim(self, figure: Figure, start: int, end: int, state: State, reader: Reader) -> Claim | None:
        quantity = figure.quantity
        kind, moment, mode = figure.kind, state.time(), state.mode
        base = _FROM.search(self.norm, max(start, quantity.start - 18), quantity.start)
        if base and _TO.match(self.norm[quantity.end : quantity.end + 14]):
            from_time = state.pending_from
            if from_time is None:
                self.refusals.append(Refusal(quantity.start, quantity.end, "starting_value"))
                return None
            mode, moment = "fact", Moment(from_time.year, from_time.text)
        elif figure.attribute:
            mode, moment = "fact", state.fact_time if state.mode == "fact" else None
        elif mode == "target" and moment is None:
            moment = reader.look_ahead(end)
        scope, zone_id = state.scope, state.zone_id
        return Claim(
            type=mode,
            scope=scope,
            zone_id=zone_id,
            kind=kind,
            start=figure.quote_start,
            end=quantity.end,
            sentence_start=start,
            sentence_end=end,
            rule=figure.rule,
            confidence=figure.confidence,
            indicator=figure.indicator or None,
            operator=quantity.operator,
            value=figure.value,
            value_max=quantity.value_max,
            unit=figure.unit,
            counter=quantity.counter,
            year=moment.year if moment else None,
            time_text=moment.text if moment else None,
            basis=figure.basis,
        )

    def _words(self, event: object, start: int, end: int, state: State, reader: Reader) -> None:
        """A rank or an ambition."""
        from extraction.ambitions import Ambition
        from extraction.ranks import Rank

        moment = state.time()
        base = dict(scope=state.scope, zone_id=state.zone_id, sentence_start=start, sentence_end=end)
        if isinstance(event, Rank):
            mode = state.mode
            if _FROM.search(self.norm, max(start, event.start - 18), event.start) and state.pending_from is not None:
                mode, moment = "fact", Moment(state.pending_from.year, state.pending_from.text)
                state.pending_from = None
            if mode == "target" and moment is None:
                moment = reader.look_ahead(end)
            self.claims.append(
                Claim(
                    type=mode, kind="rank", start=event.start, end=event.end, rule=event.rule, confidence=0.85,
                    operator=event.operator, value=event.value, value_max=event.value_max, unit="rank",
                    year=moment.year if moment else None, time_text=moment.text if moment else None, **base,
                )
            )  # fmt: skip
        elif isinstance(event, Ambition) and self._is_aimed_at(event, state, start):
            if moment is None or state.mode != "target":
                moment = state.target_time if state.mode == "target" else None
            self.claims.append(
                Claim(
                    type="target", kind="ambition", start=event.start, end=event.end, rule=event.rule,
                    confidence=0.85 if event.strong else 0.75,
                    year=moment.year if moment else None, time_text=moment.text if moment else None, **base,
                )
            )  # fmt: skip

    def _is_aimed_at(self, event: object, state: State, start: int) -> bool:
        from extraction.ambitions import Ambition

        assert isinstance(event, Ambition)
        if event.outcome:
            return state.mode == "target" and state.target_time is not None and self.section.scope == "national"
        if state.mode == "target":
            return True
        if event.strong or event.verb in ("打造", "打造成为", "打造成"):
            return self.aims and (state.fact_time is None)
        return False


__all__ = ["Marks", "SectionReader", "refuse", "replace"]
