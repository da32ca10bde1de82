"""Industries that a text names as the zone's own."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LIST = r"(?P<list>[^，。；：！？（）\d]{2,90}?)"
_PATTERNS = (
    re.compile(
        rf"(?:聚焦|围绕|重点发展|大力发展|发展壮大|重点布局|主攻|培育壮大|做大做强|做强做优|发展|引进|形成以?|聚力)(?:了)?{_LIST}(?:等)?(?:[一二两三四五六七八九十\d]+大)?(?:战略性新兴|主导|先导|支柱|特色|优势|新兴|重点|未来|高新技术|相关)*(?:产业(?!链|园|化|基地|集群产值)|主攻方向|领域)"
    ),
    re.compile(
        rf"以{_LIST}(?:等)?(?:[一二两三四五六七八九十\d]+大)?(?:产业|行业)?为(?:主导|支柱|特色|方向|重点|支撑|龙头)"
    ),
)
_SPLIT = re.compile(r"[、]|(?<=[一-鿿])(?:以及|与|及)(?=[一-鿿])|和(?=[一-鿿]{2,8}$)")
_LEAD = re.compile(r"^(?:在|对|了|以|的|人才|现有|一批|相关|全面|加快|推进|推动)+")
_TRAIL = re.compile(
    r"(?:等|产业集群|产业|领域|为代表|等新兴|等特色|等战略性新兴|[一二两三四五六七八九十\d]+大|主导|先导|支柱|特色|新兴|战略性新兴|优势|两个|三个|的)+$"
)
_NOT = re.compile(
    r"链|原始|创新|企业|园区|建设|要素|平台|项目|政策|目标|定位|转型|升级|高质量|关键|核心技术|金融、|规划|思路|机遇|任务|城市|人才|方面|问题|发展方|招商|意见|体系|传统|一批|培育$|服务外包企业|特色产业集群|我|你|他|是|有|这"
)


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry named at `start:end`."""

    start: int
    end: int


def industries(norm: str, start: int, end: int) -> list[Industry]:
    """The industries named in a stretch, in order, each place once."""
    found: dict[tuple[int, int], Industry] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(norm, start, end):
            for a, b in _split(norm, match.start("list"), match.end("list")):
                found.setdefault((a, b), Industry(a, b))
    return [found[key] for key in sorted(found)]


def _split(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    places = []
    at = start
    edges = [m.span() for m in _SPLIT.finditer(norm, start, end)] + [(end, end)]
    for a, b in edges:
        left, right = at, a
        lead = _LEAD.match(norm[left:right])
        left += lead.end() if lead else 0
        trail = _TRAIL.search(norm[left:right])
        right = left + trail.start() if trail else right
        words = norm[left:right]
        if 2 <= len(words) <= 16 and not _NOT.search(words) and "“" not in words and "”" not in words:
            places.append((left, right))
        at = b
    return places
