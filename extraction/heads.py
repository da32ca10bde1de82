"""The headings of a page that stand over the articles of its zones."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from extraction.clean import CleanText
from extraction.gazetteer import Gazetteer, Mention

BODY = ("paragraph", "table_row", "box")
_PLACE = re.compile(r"([一-鿿]{2,4})(?:[：:\s]|——|$)")
_SPOKEN_OF = re.compile(r"(?<!国家)(?<!国家级)(?<!省级)高新区|园区|该区|全区")
_DATED = re.compile(r"\d{4}年|星期|\d版|[:：]$")
_TAIL = re.compile(r"^[：:\s—【】]*$")
PERSON = re.compile(
    r"^[：:\s]*$|^(?=.*(?:书记|主任|负责人|局长))(?:党工委|管委会|党委|工委|书记|主任|副主任|副书记|委员|、|，|[：:]|\s)*[一-鿿·]{0,6}[：:\s]*$"
)
"""What may stand beside a zone's name in a heading that says nothing else: a person with a title."""


@dataclass(slots=True)
class Head:
    """A heading that names a zone: the piece's index, the zone, and whether it says nothing else."""

    index: int
    zone_id: str
    pure: bool


class Heads:
    """Finds the headings of one clean text that name a zone, or stand over a body about one."""

    def __init__(self, text: CleanText, mentions: list[Mention], gazetteer: Gazetteer, title: str | None) -> None:
        self.text = text
        self.pieces = text.pieces
        self.mentions = mentions
        self.gazetteer = gazetteer
        self.title = title
        self.bodies = [i for i, piece in enumerate(self.pieces) if piece.kind in BODY]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The zones that are named in a stretch."""
        return [m for m in self.mentions if start <= m.start and m.end <= end]

    def find(self) -> list[Head]:
        """The headings that name exactly one zone, the page's own title left out."""
        found = []
        title = re.sub(r"\s", "", self.title or "")
        for index, piece in enumerate(self.pieces):
            if piece.kind not in ("heading", "subheading"):
                continue
            inside = self.mentions_in(piece.start, piece.end)
            words = self.text.norm[piece.start : piece.end]
            if title and re.sub(r"\s", "", words) in title:
                continue
            if not inside and (zone_id := self._of_place(index, words)):
                found.append(Head(index, zone_id, False))
                continue
            if len({m.zone_id for m in inside}) != 1:
                continue
            rest = words[: inside[0].start - piece.start] + words[inside[0].end - piece.start :]
            pure = bool(_TAIL.match(rest) or (inside[0].start == piece.start and PERSON.match(rest)))
            found.append(Head(index, inside[0].zone_id, pure))
        return self._with_unnamed(self._without_subordinate(found))

    def _with_unnamed(self, heads: list[Head]) -> list[Head]:
        """Also the headlines that name no zone (动力谷里再换挡), over bodies that speak of one other than the last head's.

        Only where heads stand over their bodies, and what lies under the headline never names the last head's zone.
        """
        if len({head.zone_id for head in heads}) < 2 or not self.own_bodies(heads):
            return heads
        owners = {head.index: head for head in heads}
        found, owner = list(heads), ""
        for index in range(len(self.pieces)):
            if index in owners:
                owner = owners[index].zone_id
            elif owner and self._opens_article(index, owners):
                named = self._under_heading(index, owners)
                if len(named) == 1 and owner not in named:
                    owner = next(iter(named))
                    found.append(Head(index, owner, True))
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

    def _under_heading(self, index: int, owners: Collection[int]) -> set[str]:
        """The zones that are named from a heading to the next that opens an article; else that of its city (在海口…园区)."""
        stop = index + 1
        while stop < len(self.pieces) and stop not in owners and not self._opens_article(stop, owners):
            stop += 1
        start, end = self.pieces[index].start, self.pieces[stop - 1].end
        named = {mention.zone_id for mention in self.mentions_in(start, end)}
        if named or not _SPOKEN_OF.search(self.text.norm, start, end):
            return named
        return self.gazetteer.spoken_of(self.text.norm[start:end])

    def _of_place(self, index: int, words: str) -> str | None:
        """The zone of a headline that begins with its city alone (洛阳：老工业基地“新芽”), where its body speaks of one."""
        place = _PLACE.match(words)
        said = place[1] if place else ""
        near = next(filter(None, (self.gazetteer.of_place(said[at:]) for at in range(len(said) - 1))), frozenset[str]())
        if not near:
            return None
        body = next((p for p in self.pieces[index + 1 : index + 4] if p.kind in BODY), None)
        here = {m.zone_id for m in self.mentions_in(body.start, body.end)} & near if body else set()
        named = here or {m.zone_id for m in self.mentions} & near
        if not named and body and len(near) == 1 and _SPOKEN_OF.search(self.text.norm, body.start, body.end):
            return next(iter(near))
        return next(iter(named)) if len(named) == 1 else None

    def _without_subordinate(self, heads: list[Head]) -> list[Head]:
        """Where plain zone names stand as headings, keep whole headlines only of other zones with a body of their own."""
        named = {head.zone_id for head in heads if head.pure}
        if named:
            return [h for h in heads if h.pure or (h.zone_id not in named and self._has_body(h))]
        first_body = self.bodies[0]
        return [h for h in heads if h.index > first_body or len({x.zone_id for x in heads}) > 1]

    def _has_body(self, head: Head) -> bool:
        """Whether two paragraphs speak of the zone of a headline and of no other; one, where it begins with its name."""
        spoken = [{m.zone_id for m in self.mentions_in(p.start, p.end)} for p in self.pieces if p.kind in BODY]
        piece = self.pieces[head.index]
        inside = self.mentions_in(piece.start, piece.end)
        if not inside:
            return True  # a city, whose body was looked at
        begins = inside[0].start == piece.start
        return spoken.count({head.zone_id}) >= (1 if begins else 2)

    def is_second_line(self, index: int) -> bool:
        """Whether the headline begins on the line above: 老药企长出新枝条, and under it 石家庄高新区的产业“加减法”."""
        piece, over = self.pieces[index], self.pieces[index - 1] if index else None
        if over is None or over.kind != "heading" or self.mentions_in(over.start, over.end):
            return False
        inside = self.mentions_in(piece.start, piece.end)
        words = self.text.norm[over.start : over.end]
        rest = self.text.norm[inside[-1].end if inside else piece.start : piece.end]
        titled = re.sub(r"\s", "", words) in re.sub(r"\s", "", self.title or "")
        above = self.pieces[index - 2] if index > 1 else None
        opens = above is None or above.kind in BODY or bool(_DATED.search(self.text.norm, above.start, above.end))
        return not PERSON.match(rest) and opens and not titled and not _DATED.search(words)

    def own_bodies(self, heads: list[Head]) -> bool:
        """Whether most zones' first headings are followed by body text before the next zone's heading."""
        owned: dict[str, bool] = {}
        for number, head in enumerate(heads):
            stop = heads[number + 1].index if number + 1 < len(heads) else len(self.pieces)
            body = any(head.index < i < stop for i in self.bodies)
            owned[head.zone_id] = owned.get(head.zone_id, False) or body
        return sum(owned.values()) * 2 > len(owned)
