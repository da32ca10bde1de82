"""Cuts a run of bodies without headings between the zones that they speak of.

A zone is named where its part is; between the last naming of one and the first of the next, the printing
(the width of the column, a lost indent) and the words a paragraph begins with say where the cut is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from extraction.gazetteer import Gazetteer, Mention

_GOES_ON = re.compile(
    r"^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，|（[一二三四五六七八九十]）|此外|同时|其中|另外|为此|对此|围绕这一|与此同时|"
    r"该区|园区|全区|通过努力|下一步|接下来|目前|如今|截至目前|今后|未来|在此基础上|不仅如此|数字背后|光有|而且|但|然而|“)"
)
_SPEAKER = re.compile(r"[一-鿿]{1,3}[：:]")
_OPENS = re.compile(
    r"^(?:近年来|日前|近日|今年以来|作为|为贯彻|为深入|为进一步|地处|位于|走进|初[春夏秋冬]|(?!上半年|下半年|今年|去年|目前|同时|其中|此外|一季度)[一-鿿]{2,6}，|\d+多?年来|从)"
)


@dataclass(slots=True)
class Part:
    """A paragraph, or a stretch of one after which another may begin (`soft`)."""

    start: int
    end: int
    width: int
    soft: bool = False


def partition(
    parts: list[Part], zones: list[str], mentions: list[Mention], gazetteer: Gazetteer, norm: str
) -> list[tuple[str | None, int, int]]:
    """The zones' stretches `(zone_id, start, end)` in body order; None stands for the part about all zones."""
    labels = [_label(part, zones, mentions) for part in parts]
    _by_city(labels, parts, zones, gazetteer, norm)
    runs = _runs(labels, zones)
    if not runs:
        return [(None, parts[0].start, parts[-1].end)]
    cuts: list[tuple[str | None, int]] = []
    first_zone, first, _ = runs[0]
    head = _opening(parts, first_zone, first, gazetteer, norm)
    if head > 0:
        cuts.append((None, 0))
    cuts.append((first_zone, head))
    for (zone, _, last), (following, begins, _) in pairwise(runs):
        cuts.append((following, _cut(parts, last, begins, (zone, following), gazetteer, norm)))
    edges = [at for _, at in cuts[1:]] + [len(parts)]
    return [
        (zone, parts[at].start, parts[stop - 1].end) for (zone, at), stop in zip(cuts, edges, strict=True) if stop > at
    ]


def _label(part: Part, zones: list[str], mentions: list[Mention]) -> str | None:
    """The zone that a part names most, of those that the headings name."""
    counts: dict[str, int] = {}
    for mention in mentions:
        if part.start <= mention.start < part.end and mention.zone_id in zones:
            counts[mention.zone_id] = counts.get(mention.zone_id, 0) + 1
    return max(counts, key=lambda zone: counts[zone]) if counts else None


def _by_city(labels: list[str | None], parts: list[Part], zones: list[str], gazetteer: Gazetteer, norm: str) -> None:
    """Label the parts that name the city of a zone whose own name no part says: an interview that says 江阴."""
    missing = [zone for zone in zones if zone not in labels]
    for index, part in enumerate(parts):
        near = [zone for zone in missing if _weak(part, zone, gazetteer, norm)]
        if labels[index] is None and len(near) == 1:
            labels[index] = near[0]


def _runs(labels: list[str | None], zones: list[str]) -> list[tuple[str, int, int]]:
    """Each zone's longest stretch of parts, in body order, from its first naming to its last."""
    stretches: list[tuple[str, int, int, int]] = []
    for index, label in enumerate(labels):
        if label is None:
            continue
        if stretches and stretches[-1][0] == label:
            zone, first, _, count = stretches[-1]
            stretches[-1] = (zone, first, index, count + 1)
        else:
            stretches.append((label, index, index, 1))
    best: dict[str, tuple[int, int, int]] = {}
    for zone, first, last, count in stretches:
        if zone in zones and count > best.get(zone, (0, 0, 0))[2]:
            best[zone] = (first, last, count)
    return sorted(((zone, first, last) for zone, (first, last, _) in best.items()), key=lambda run: run[1])


def _weak(part: Part, zone: str, gazetteer: Gazetteer, norm: str) -> bool:
    """Whether a part names the zone's city or the zone's own short stem."""
    text = norm[part.start : part.end]
    return gazetteer.city(zone) in text or gazetteer.stem(zone) in text


def _opening(parts: list[Part], zone: str, first: int, gazetteer: Gazetteer, norm: str) -> int:
    """Where the first zone's part begins; what stands before it speaks of all zones."""
    national = re.compile(r"国家(?:级)?高新(?:技术产业开发)?区|国务院|科技部|全国")
    if first == 0 or not any(national.search(norm, p.start, p.end) for p in parts[:first]):
        return 0
    at = first
    while at > 1 and _weak(parts[at - 1], zone, gazetteer, norm) and not _weak(parts[0], zone, gazetteer, norm):
        at -= 1
    return at


def _by_speakers(norm: str, before: Part, part: Part) -> float:
    """An interview goes on from one speaker (记者：) to the next; where they begin or end, another part may begin."""
    spoken, speaks = _SPEAKER.match(norm, before.start), _SPEAKER.match(norm, part.start)
    if spoken and speaks:
        return -6.0
    return 1.0 if spoken or speaks else 0.0


def _cut(parts: list[Part], last: int, begins: int, zones: tuple[str, str], gazetteer: Gazetteer, norm: str) -> int:
    """The part between `last` and `begins` with which the second zone begins."""
    here, following = zones
    best, score = begins, float("-inf")
    for at in range(last + 1, begins + 1):
        points = 0.5 if at == begins else 0.0
        points += 3.0 if abs(parts[at].width - parts[at - 1].width) >= 4 and not parts[at].soft else 0.0
        text = norm[parts[at].start : parts[at].start + 12]
        points += _by_speakers(norm, parts[at - 1], parts[at])
        points -= 3.0 if _GOES_ON.match(text) else 0.0
        points += 1.0 if _OPENS.match(text) else 0.0
        points -= 0.5 if parts[at].soft else 0.0
        points -= 2.0 * sum(_weak(p, following, gazetteer, norm) for p in parts[last + 1 : at])
        points -= 2.0 * sum(_weak(p, here, gazetteer, norm) for p in parts[at:begins])
        if points >= score:
            best, score = at, points
    return best
