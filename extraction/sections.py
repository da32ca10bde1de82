"""Sections: which stretch of the body speaks of which zone, and which heading belongs to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from extraction.clean import CleanText, Piece, normal
from extraction.gazetteer import Gazetteer, Mention
from extraction.paragraphs import NUMBERED
from extraction.partition import Part, partition

BODY = ("paragraph", "table_row", "box")
_NATIONAL = re.compile(r"国家(?:级)?高新(?:技术产业开发)?区|全国高新区|各高新区")
_RIVAL = re.compile(r"经开区|经济(?:技术)?开发区|省级高新区|综保区|综合保税区|新区管委会")
_PLACE = re.compile(r"([一-鿿]{2,4})(?:[：:\s]|——|$)")
_SPOKEN_OF = re.compile(r"(?<!国家)(?<!国家级)(?<!省级)高新区|园区|该区|全区")
_CROSSHEAD = 14  # characters
_TAIL = re.compile(r"^[：:\s—]*$")
_IMPRINT = re.compile(
    r"^[（(].*[）)]$|(?:发布|日期|单位|来源|编辑|时间|電話|电话)[^，]{0,6}[：:]|\d{4}年\d{1,2}月(?:\d{1,2}日)?\s*(?:$|[　\s])|^\d{4}年\d{1,2}月|内部资料|^(?:各位|同志们|尊敬的)|记者|通讯员|^文[/／]|^【.*讯】"
)
_PERSON = re.compile(
    r"^[：:\s]*$|^(?=.*(?:书记|主任|负责人|局长))(?:党工委|管委会|党委|工委|书记|主任|副主任|副书记|委员|、|，|[：:]|\s)*[一-鿿·]{0,6}[：:\s]*$"
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


@dataclass(slots=True)
class _Head:
    """A heading that names a zone: the piece's index, the zone, and whether it says nothing else."""

    index: int
    zone_id: str
    pure: bool


class Sectioner:
    """Finds the sections of one clean text."""

    def __init__(self, text: CleanText, mentions: list[Mention], gazetteer: Gazetteer, title: str | None) -> None:
        self.text = text
        self.pieces = text.pieces
        self.mentions = mentions
        self.gazetteer = gazetteer
        self.title = title
        self.bodies = [i for i, piece in enumerate(self.pieces) if piece.kind in BODY]

    def sections(self) -> list[Section]:
        """The sections in body order; empty where there is no body."""
        if not self.bodies:
            return []
        heads = self._heads()
        zones = {head.zone_id for head in heads}
        if len(zones) >= 2 or (heads and self._second_article(heads[0])):
            if self._heads_own_bodies(heads):
                return self._by_heads(heads) if any(h.pure for h in heads) else self._by_items(heads)
            if len(zones) >= 2:
                return self._by_partition(heads)
        return [self._whole()]

    # -- headings -----------------------------------------------------------------------------------------

    def _mentions_in(self, start: int, end: int) -> list[Mention]:
        return [m for m in self.mentions if start <= m.start and m.end <= end]

    def _heads(self) -> list[_Head]:
        """The headings that name exactly one zone, the page's own title left out."""
        found = []
        title = re.sub(r"\s", "", self.title or "")
        for index, piece in enumerate(self.pieces):
            if piece.kind not in ("heading", "subheading"):
                continue
            inside = self._mentions_in(piece.start, piece.end)
            words = self.text.norm[piece.start : piece.end]
            if title and re.sub(r"\s", "", words) in title:
                continue
            if not inside and (zone_id := self._of_place(index, words)):
                found.append(_Head(index, zone_id, False))
                continue
            if len({m.zone_id for m in inside}) != 1:
                continue
            rest = words[: inside[0].start - piece.start] + words[inside[0].end - piece.start :]
            pure = bool(_TAIL.match(rest) or (inside[0].start == piece.start and _PERSON.match(rest)))
            found.append(_Head(index, inside[0].zone_id, pure))
        return self._with_unnamed(self._without_subordinate(found))

    def _with_unnamed(self, heads: list[_Head]) -> list[_Head]:
        """Also the headlines that name no zone (动力谷里再换挡), over bodies that speak of one other than the last head's.

        Only where heads stand over their bodies, and what lies under the headline never names the last head's zone.
        """
        if len({head.zone_id for head in heads}) < 2 or not self._heads_own_bodies(heads):
            return heads
        owners = {head.index: head for head in heads}
        found, owner = list(heads), ""
        for index in range(len(self.pieces)):
            if index in owners:
                owner = owners[index].zone_id
            elif owner and self._opens_article(index, owners):
                named = Counter(m.zone_id for m in self._under_heading(index, owners))
                if len(named) == 1 and owner not in named:
                    owner = next(iter(named))
                    found.append(_Head(index, owner, True))
        return sorted(found, key=lambda head: head.index)

    def _opens_article(self, index: int, owners: Collection[int]) -> bool:
        """Whether a heading that no other stands right over follows a body and is followed by one, between them a byline or a second line."""
        if self.pieces[index].kind != "heading" or index == 0 or self.pieces[index - 1].kind not in (*BODY, "caption"):
            return False
        below = index + 1
        while below < len(self.pieces) and self.pieces[below].kind in ("heading", "subheading", "byline"):
            if below in owners:
                return False
            below += 1
        signed = any(piece.kind == "byline" for piece in self.pieces[index:below])
        return (signed or below > index + 1) and below < len(self.pieces) and self.pieces[below].kind in BODY

    def _under_heading(self, index: int, owners: Collection[int]) -> list[Mention]:
        """The zones that are named from a heading to the next that opens an article."""
        stop = index + 1
        while stop < len(self.pieces) and stop not in owners and not self._opens_article(stop, owners):
            stop += 1
        return self._mentions_in(self.pieces[index].start, self.pieces[stop - 1].end)

    def _of_place(self, index: int, words: str) -> str | None:
        """The zone of a headline that begins with its city alone (洛阳：老工业基地“新芽”), where its body speaks of one."""
        place = _PLACE.match(words)
        near = self.gazetteer.of_place(place[1]) if place else frozenset()
        if not near:
            return None
        body = next((p for p in self.pieces[index + 1 : index + 4] if p.kind in BODY), None)
        here = {m.zone_id for m in self._mentions_in(body.start, body.end)} & near if body else set()
        named = here or {m.zone_id for m in self.mentions} & near
        if not named and body and len(near) == 1 and _SPOKEN_OF.search(self.text.norm, body.start, body.end):
            return next(iter(near))
        return next(iter(named)) if len(named) == 1 else None

    def _without_subordinate(self, heads: list[_Head]) -> list[_Head]:
        """Where plain zone names stand as headings, keep whole headlines only of other zones with a body of their own."""
        named = {head.zone_id for head in heads if head.pure}
        if named:
            return [h for h in heads if h.pure or (h.zone_id not in named and self._has_body(h))]
        first_body = self.bodies[0]
        return [h for h in heads if h.index > first_body or len({x.zone_id for x in heads}) > 1]

    def _has_body(self, head: _Head) -> bool:
        """Whether two paragraphs speak of the zone of a headline and of no other; one, where it begins with its name."""
        spoken = [{m.zone_id for m in self._mentions_in(p.start, p.end)} for p in self.pieces if p.kind in BODY]
        piece = self.pieces[head.index]
        begins = any(mention.start == piece.start for mention in self._mentions_in(piece.start, piece.end))
        inside = self._mentions_in(piece.start, piece.end)
        return spoken.count({head.zone_id}) >= (1 if begins or not inside else 2)

    def _second_article(self, head: _Head) -> bool:
        """Whether a body about something else stands before the only zone heading, and a body after it."""
        before = [i for i in self.bodies if i < head.index]
        after = [i for i in self.bodies if i > head.index]
        return bool(head.pure and before and after)

    def _heads_own_bodies(self, heads: list[_Head]) -> bool:
        """Whether most zones' first headings are followed by body text before the next zone's heading."""
        owned: dict[str, bool] = {}
        for number, head in enumerate(heads):
            stop = heads[number + 1].index if number + 1 < len(heads) else len(self.pieces)
            body = any(head.index < i < stop for i in self.bodies)
            owned[head.zone_id] = owned.get(head.zone_id, False) or body
        return sum(owned.values()) * 2 > len(owned)

    # -- the three layouts ---------------------------------------------------------------------------------

    def _whole(self) -> Section:
        first, last = self.pieces[self.bodies[0]], self.pieces[self.bodies[-1]]
        scope, zone_id = self._subject(first.start, last.end)
        section = Section(scope, zone_id, first.start, last.end)
        self._title(section, self.bodies[0])
        return section

    def _by_heads(self, heads: list[_Head]) -> list[Section]:
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

    def _by_items(self, heads: list[_Head]) -> list[Section]:
        """A page of short news, each under its own headline; what is about another kind of zone is left out."""
        zones = {head.index: head.zone_id for head in heads}
        starts = [i for i in range(len(self.pieces) - 1) if self._opens_item(i)]
        sections: list[Section] = self._lead(starts[0]) if starts else []
        for start, stop in pairwise([*starts, len(self.pieces)]):
            inside = [i for i in self.bodies if start < i < stop]
            first, last = self.pieces[inside[0]], self.pieces[inside[-1]]
            named = Counter(m.zone_id for m in self._mentions_in(first.start, last.end))
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
        if not self._mentions_in(start, end) and not _NATIONAL.search(self.text.norm, start, end):
            return []
        section = self._of_pieces(before, *self._subject(start, end))
        self._title(section, before[0])
        return [section]

    def _opens_item(self, index: int) -> bool:
        """Whether a heading stands right before body text, or before a byline over it."""
        below = next((p for p in self.pieces[index + 1 :] if p.kind != "byline"), None)
        return self.pieces[index].kind == "heading" and below is not None and below.kind in BODY

    def _by_partition(self, heads: list[_Head]) -> list[Section]:
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
        counts = Counter(m.zone_id for m in self._mentions_in(start, end))
        lead = self.pieces[self.bodies[0]].start
        if start == lead:
            for mention in self.mentions:
                if mention.end <= lead:
                    counts[mention.zone_id] += 4
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

    def _printed(self, piece: Piece) -> str:
        return self.text.text[piece.start : piece.end].strip().rstrip("：:").strip()

    def _title(self, section: Section, first_body: int) -> None:
        """The page's own title, with what is printed between it and the body."""
        heads = [p for p in self.pieces[:first_body] if p.kind in ("heading", "subheading")]
        lines = [p for p in self.pieces[:first_body] if p.kind == "byline"]
        section.byline = self._printed(lines[0]) if lines else None
        section.heading = self.title or (self._printed(heads[0]) if heads else None)
        flat = re.sub(r"\s", "", section.heading or "")
        below = [
            h
            for h in heads
            if re.sub(r"\s", "", self._printed(h)) not in flat
            and not _IMPRINT.search(self._printed(h))
            and not NUMBERED.match(self._printed(h))
        ]
        marked = [h for h in below if h.kind == "subheading" or self._printed(h).startswith(("——", "—"))]
        if marked or below:
            section.subheading = self._printed((marked or below)[0])

    def _under(self, section: Section, head: int, first_body: int) -> None:
        """The zone's heading and the lines under it, up to its body or to the next zone's name."""
        section.heading = self._printed(self.pieces[head])
        below: list[str] = []
        for piece in self.pieces[head + 1 : first_body]:
            if piece.kind == "byline":
                section.byline = section.byline or self._printed(piece)
                continue
            if piece.kind not in ("heading", "subheading") or self._mentions_alone(piece) or len(below) == 3:
                break
            below.append(self._printed(piece))
        section.subheading = " ".join(below) or None

    def _mentions_alone(self, piece: Piece) -> bool:
        """Whether a line is nothing but names of zones: another heading, or a caption."""
        inside = self._mentions_in(piece.start, piece.end)
        covered = sum(m.end - m.start for m in inside)
        words = re.sub(r"[\s：:、]", "", self.text.norm[piece.start : piece.end])
        return bool(inside) and (
            covered >= len(words)
            or (
                words.startswith(self.text.norm[inside[0].start : inside[0].end])
                and _PERSON.match(words[covered:]) is not None
            )
        )
