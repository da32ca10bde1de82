"""Lists in which each number or rank is of another zone: A、B和C的产值分别为…."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.gazetteer import Mention
from extraction.quantity import Quantity
from extraction.ranks import Rank

_AND = re.compile(r"[、和与及]|以及")
_BOTH = re.compile(r"(?:两|二)(?:家|个|大)?(?:园区|高新区|区)|[两二]者")


def zones_of_numbers(
    norm: str, group: Sequence[Quantity], turns: Sequence[Mention], start: int, two: Sequence[str]
) -> list[str]:
    """The zones of a list of numbers, one for each, where `turns` are the zones named before it.

    Without a list of zones the word 分别 gives each number the zone that was turned to in its turn; 两家园区 are the
    `two` that were named last.
    """
    run = list(turns[-1:])
    for before, after in zip(reversed(turns[:-1]), reversed(turns), strict=False):
        if not _AND.fullmatch(norm, before.end, after.start):
            break
        run.insert(0, before)
    if len(run) == len(group) > 1:
        return [mention.zone_id for mention in run]
    zones = list(dict.fromkeys(mention.zone_id for mention in turns))
    respectively = norm.find("分别", max(start, group[0].start - 14), group[0].start) >= 0
    if not zones and _BOTH.search(norm, start, group[0].start):
        zones = list(two)  # 两家园区的企业分别为4800家和1380家
    return zones if respectively and len(zones) == len(group) > 1 else []


def zone_of_rank(norm: str, rank: Rank, listed: Sequence[Rank], turns: Sequence[Mention], start: int) -> str | None:
    """The zone of one of the `listed` ranks of a sentence, where 分别 gives each its own."""
    zones = list(dict.fromkeys(mention.zone_id for mention in turns))
    respectively = norm.find("分别", max(start, listed[0].start - 14), listed[0].start + 4) >= 0
    several = respectively and len(zones) == len(listed) > 1
    return zones[list(listed).index(rank)] if several else None
