"""Whether an article is about national high-tech zones at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extraction.clean import CleanText, Piece
from extraction.gazetteer import Mention
from extraction.heads import BODY
from schemas.values import Rejected

_NATIONAL = re.compile(r"国家(?:级)?高新(?:技术产业开发)?区|全国高新区")
_OTHER_KIND = re.compile(
    r"经开区|经济(?:技术)?开发区|综合保税区|综保区|自贸(?:试验)?区|保税港区|[一-鿿]{2,4}(?<!高)新区|度假区"
)
_GOES_ON = re.compile(r"[该全本我]区|园区|区内|高新区(?:将|已|还|则|现)")
_RIVAL = re.compile(
    r"经开区|经济(?:技术)?开发区|综合保税区|综保区|自贸(?:试验)?区|保税港区|[一-鿿]{2,4}(?<!国家)(?<!全国)高新区|[一-鿿]{2,4}(?<!高)新区|度假区|工业区"
)


def require_relevance(text: CleanText, mentions: list[Mention], titled: Sequence[Mention]) -> None:
    """Raise `Rejected` where no national high-tech zone is the article's subject; `titled` are those of its title."""
    norm = text.norm
    bodies = [p for p in text.pieces if p.kind in BODY]
    if not bodies:
        raise Rejected("relevance", "no_body", "The article holds no body text, so nothing can be read from it.")
    lead_end = bodies[0].start + max(300, (bodies[-1].end - bodies[0].start) // 3)
    national = [m.start() for m in _NATIONAL.finditer(norm)]
    named = [m.start for m in mentions]
    if not named and not national and not titled:
        raise Rejected(
            "relevance", "no_zone", "No national high-tech zone is named; the article is kept but not published."
        )
    headed = any(m.end <= bodies[0].start for m in mentions) or bool(_NATIONAL.search(norm, 0, bodies[0].start))
    in_title = bool(titled) or headed or _headed_below(text, mentions, bodies)
    early = sum(place < lead_end for place in named + national)
    spoken = len(named) + len(national)
    if in_title and spoken >= 2:
        return
    covered = {m.end for m in mentions}
    rivals = sum(
        m.end() not in covered and not any(z.start < m.end() and m.start() < z.end for z in mentions)
        for m in _RIVAL.finditer(norm)
    )
    others = len(_OTHER_KIND.findall(norm))
    if in_title and others <= 2 * spoken:
        return
    headed_by_rival = not in_title and bool(_RIVAL.search(norm, 0, bodies[0].start))
    passing = not in_title and _in_passing(norm, named + national, bodies[0].start)
    if early == 0 or (spoken < 2 and not in_title) or passing or rivals > (0.5 if headed_by_rival else 2) * spoken:
        raise Rejected(
            "relevance",
            "not_its_subject",
            "A national high-tech zone is only named in passing; the article is about something else.",
        )


def _headed_below(text: CleanText, mentions: list[Mention], bodies: list[Piece]) -> bool:
    """Whether a headline that stands below all bodies names a zone that a body speaks of more than once."""
    heads = [p for p in text.pieces if p.kind == "heading" and p.start >= bodies[-1].end]
    said = Counter(m.zone_id for m in mentions if m.end <= bodies[-1].end)
    return any(said[m.zone_id] >= 2 for m in mentions for head in heads if head.start <= m.start < head.end)


def _in_passing(norm: str, places: list[int], begin: int) -> bool:
    """Whether zones are named in one sentence only, which is not the first, and no 该区 goes on speaking of one."""
    if _GOES_ON.search(norm, begin):
        return False
    before = {norm.count("。", begin, place) for place in places if place >= begin}
    return len(before) == 1 and 0 not in before
