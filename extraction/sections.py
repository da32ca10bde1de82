"""Sections: which stretch of the body speaks of which zone, and which heading belongs to it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from extraction.clean import CleanText, Piece, normal
from extraction.gazetteer import Gazetteer, Mention
from extraction.headlines import NUMBERED
from extraction.heads import BODY, PERSON, Head, Heads
from extraction.partition import Part, partition

_NATIONAL = re.compile(r"国家(?:级)?高新(?:技术产业开发)?区|全国高新区|各高新区")
_RIVAL = re.compile(r"经开区|经济(?:技术)?开发区|省级高新区|综保区|综合保税区|新区管委会")
_CROSSHEAD = 14  # characters
_TWO_LINES = re.compile(r"(?P<first>[^—]{4,}?)[\s　]*(?P<second>——[^—]{4,})")
_IMPRINT = re.compile(
    r"^[（(].*[）)]$|(?:发布|日期|单位|来源|编辑|时间|電話|电话)[^，]{0,6}[：:]|\d{4}年\d{1,2}月(?:\d{1,2}日)?\s*(?:$|[　\s])|^\d{4}年\d{1,2}月|内部资料|第\d+期|(?:办公室|统计局|管委会|发展局|编辑部)$|^(?:各位|同志们|尊敬的)|记者|通讯员|^文[/／]|^【.*讯】"
)


@dataclass(slots=True)
class Section:
    """A stretch `start:end` of the clean text with one subject, and the headings that belong to it."""

    scope: str
    zone_id: str | None
    start: int
    end: int
    heading: str | None = None
    subheading: str | None = None
    byline: str | None = None


class Sectioner:
    """Finds the sections of one clean text."""

    def __init__(self, text: CleanText, mentions: list[Mention], gazetteer: Gazetteer, title: str | None) -> None:
        self.text = text
        self.pieces = text.pieces
        self.mentions = mentions
        self.gazetteer = gazetteer
        self.title = title
        self.heads = Heads(text, mentions, gazetteer, title)
        self.bodies = self.heads.bodies

    def sections(self) -> list[Section]:
        """The sections in body order; empty where there is no body."""
        if not self.bodies:
            return []
        heads = self.heads.find()
        zones = {head.zone_id for head in heads}
        if len(zones) >= 2 or (heads and self._second_article(heads[0])):
            if self.heads.own_bodies(heads):
                return self._by_heads(heads) if any(h.pure for h in heads) else self._by_items(heads)
            if len(zones) >= 2:
                return self._by_partition(heads)
        return [self._whole()]

    # -- headings -----------------------------------------------------------------------------------------

    def _second_article(self, head: Head) -> bool:
        """Whether a body about something else stands before the only zone heading, and a body after it."""
        before = [i for i in self.bodies if i < head.index]
        after = [i for i in self.bodies if i > head.index]
        return bool(head.pure and before and after)

    # -- the three layouts ---------------------------------------------------------------------------------

    def _whole(self) -> Section:
        first, last = self.pieces[self.bodies[0]], self.pieces[self.bodies[-1]]
        scope, zone_id = self._subject(first.start, last.end)
        section = Section(scope, zone_id, first.start, last.end)
        self._title(section, self.bodies[0])
        return section

    def _by_heads(self, heads: list[Head]) -> list[Section]:
        """Each zone's heading stands before its body."""
        owners = [h for n, h in enumerate(heads) if n == 0 or h.zone_id != heads[n - 1].zone_id]
        edges = [h.index for h in owners] + [len(self.pieces)]
        sections = []
        before = [i for i in self.bodies if i < edges[0]]
        if before:
            section = self._of_pieces(before, *self._subject(self.pieces[before[0]].start, self.pieces[before[-1]].end))
            self._title(section, before[0])
            sections.append(section)
        for head, start, stop in zip(owners, edges, edges[1:], strict=False):
            inside = [i for i in self.bodies if start < i < stop]
            if inside:
                section = self._of_pieces(inside, "zone", head.zone_id)
                self._under(section, head.index, inside[0])
                sections.append(section)
        return sections

    def _by_items(self, heads: list[Head]) -> list[Section]:
        """A page of short news, each under its own headline; what is about another kind of zone is left out."""
        zones = {head.index: head.zone_id for head in heads}
        starts = [i for i in range(len(self.pieces) - 1) if self._opens_item(i)]
        sections: list[Section] = self._lead(starts[0]) if starts else []
        for start, stop in pairwise([*starts, len(self.pieces)]):
            inside = [i for i in self.bodies if start < i < stop]
            first, last = self.pieces[inside[0]], self.pieces[inside[-1]]
            named = Counter(m.zone_id for m in self.heads.mentions_in(first.start, last.end))
            zone_id = zones.get(start) or (named.most_common(1)[0][0] if named else None)
            same = sections and start not in zones and zone_id == sections[-1].zone_id
            if same and zone_id and self._is_crosshead(start):
                sections[-1].end = last.end
                continue
            if zone_id is None and _NATIONAL.search(self.text.norm, self.pieces[start].start, last.end):
                section = self._of_pieces(inside, "national", None)
                self._under(section, start, inside[0])
                sections.append(section)
            elif zone_id is None and sections and not _RIVAL.search(self.text.norm, self.pieces[start].start, last.end):
                sections[-1].end = last.end  # a crosshead
            elif zone_id is not None:
                section = self._of_pieces(inside, "zone", zone_id)
                self._under(section, start, inside[0])
                sections.append(section)
        return sections

    def _is_crosshead(self, index: int) -> bool:
        """Whether a heading is as short as those inside an article."""
        return self.pieces[index].end - self.pieces[index].start <= _CROSSHEAD

    def _lead(self, first: int) -> list[Section]:
        """What stands before the first item and speaks of all zones, or of one."""
        before = [i for i in self.bodies if i < first]
        if not before:
            return []
        start, end = self.pieces[before[0]].start, self.pieces[before[-1]].end
        if not self.heads.mentions_in(start, end) and not _NATIONAL.search(self.text.norm, start, end):
            return []
        section = self._of_pieces(before, *self._subject(start, end))
        self._title(section, before[0])
        return [section]

    def _opens_item(self, index: int) -> bool:
        """Whether a heading stands right before body text, or before a byline over it."""
        below = next((p for p in self.pieces[index + 1 :] if p.kind != "byline"), None)
        return self.pieces[index].kind == "heading" and below is not None and below.kind in BODY

    def _by_partition(self, heads: list[Head]) -> list[Section]:
        """All bodies stand together, and the headings somewhere else."""
        zones = list(dict.fromkeys(head.zone_id for head in heads))
        parts = partition(self._parts(), zones, self.mentions, self.gazetteer, self.text.norm)
        sections = []
        for zone_id, start, end in parts:
            section = Section("zone" if zone_id else "national", zone_id, start, end)
            head = next((h for h in heads if h.zone_id == zone_id), None)
            if head:
                self._under(section, head.index, len(self.pieces))
            else:
                self._title(section, self.bodies[0])
            sections.append(section)
        return sections

    def _parts(self) -> list[Part]:
        """The body cut at every place where another zone's part may begin."""
        parts = []
        for index in self.bodies:
            piece = self.pieces[index]
            edges = [piece.start, *piece.soft, piece.end]
            for number, (a, b) in enumerate(pairwise(edges)):
                parts.append(Part(a, b, piece.width, soft=number > 0))
        return parts

    def _of_pieces(self, inside: list[int], scope: str, zone_id: str | None) -> Section:
        return Section(scope, zone_id, self.pieces[inside[0]].start, self.pieces[inside[-1]].end)

    # -- subjects and titles -------------------------------------------------------------------------------

    def _subject(self, start: int, end: int) -> tuple[str, str | None]:
        """Whom a stretch speaks of: the zone that dominates it, or all zones."""
        counts = Counter(m.zone_id for m in self.heads.mentions_in(start, end))
        lead = self.pieces[self.bodies[0]].start
        if start == lead:
            for mention in self.mentions:
                if mention.end <= lead:
                    counts[mention.zone_id] += 4
            titled = {m.zone_id for m in self.gazetteer.find(normal(self.title or ""))}
            if len(titled) == 1 and not any(self._is_told_of(m) for m in self.mentions if m.zone_id not in titled):
                counts[titled.pop()] += 4
        national = len(_NATIONAL.findall(self.text.norm, start, end))
        if not counts:
            titled = {m.zone_id for m in self.gazetteer.find(normal(self.title or ""))}
            return ("zone", titled.pop()) if len(titled) == 1 else ("national", None)
        zone_id, most = counts.most_common(1)[0]
        others = sum(counts.values()) - most
        if most >= 2 and others > most and len(counts) > 2:
            return "national", None
        if national > 2 * most or (most == 1 and len(counts) > 1):
            return "national", None
        return "zone", zone_id

    def _is_told_of(self, mention: Mention) -> bool:
        """Whether a sentence begins with the zone: 长沙高新区工业总产值…, and not 对接中关村."""
        return self.text.norm[max(0, mention.start - 1) : mention.start] in ("", "\n", "。", "；", "　", "”")

    def _printed(self, piece: Piece) -> str:
        return self.text.text[piece.start : piece.end].strip().rstrip("：:").strip()

    def _title(self, section: Section, first_body: int) -> None:
        """The page's own title, with what is printed between it and the body."""
        heads = [p for p in self.pieces[:first_body] if p.kind in ("heading", "subheading")]
        lines = [p for p in self.pieces[:first_body] if p.kind == "byline"]
        section.byline = self._printed(lines[0]) if lines else None
        section.heading = self.title or (self._printed(heads[0]) if heads else None)
        flat = re.sub(r"\s", "", section.heading or "")
        two = _TWO_LINES.fullmatch(section.heading or "")
        if two:  # 窑火不熄，“蜂鸟”起飞——景德镇高新区的冷与热
            section.heading, section.subheading = two["first"], two["second"]
            return
        below = [
            h
            for h in heads
            if self.text.norm[h.end - 1] not in "：:"  # 市委、市政府：
            and re.sub(r"\s", "", self._printed(h)) not in flat
            and (self._printed(h).startswith("——") or not _IMPRINT.search(self._printed(h)))
            and not NUMBERED.match(self._printed(h))
        ]
        marked = [h for h in below if h.kind == "subheading" or self._printed(h).startswith(("——", "—"))]
        dashed = [h for h in marked if h.kind != "subheading" or self._printed(h).startswith("——")]
        if marked or below:
            section.subheading = self._printed((dashed or marked or below)[0])

    def _under(self, section: Section, head: int, first_body: int) -> None:
        """The zone's heading and the lines under it, up to its body or to the next zone's name."""
        section.heading = self._printed(self.pieces[head])
        below: list[str] = []
        if self.heads.is_second_line(head):
            section.heading, below = self._printed(self.pieces[head - 1]), [section.heading]
        for piece in self.pieces[head + 1 : first_body]:
            if piece.kind == "byline":
                section.byline = section.byline or self._printed(piece)
                continue
            others = {m.zone_id for m in self.heads.mentions_in(piece.start, piece.end)} - {section.zone_id}
            if piece.kind not in ("heading", "subheading") or others or self._mentions_alone(piece) or len(below) == 3:
                break
            below.append(self._printed(piece))
        section.subheading = " ".join(below) or None

    def _mentions_alone(self, piece: Piece) -> bool:
        """Whether a line is nothing but names of zones: another heading, or a caption."""
        inside = self.heads.mentions_in(piece.start, piece.end)
        covered = sum(m.end - m.start for m in inside)
        words = re.sub(r"[\s：:、]", "", self.text.norm[piece.start : piece.end])
        return bool(inside) and (
            covered >= len(words)
            or (
                words.startswith(self.text.norm[inside[0].start : inside[0].end])
                and PERSON.match(words[covered:]) is not None
            )
        )
