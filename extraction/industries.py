"""Industries that a text names as the zone's own: leading, pillar, emerging or target industries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extraction.gazetteer import any_of

_VERB = r"聚焦|围绕|重点布局|重点发展|大力发展|加快发展|发展壮大|培育壮大|做大做强|做强做优|做优做强|壮大|主攻|引进|衍生|突出|深耕|布局(?!建设)|培育(?!工程)|发展(?!了|的|到|壮大|方向|理念|目标)"
_RANK = r"(?:战略性新兴|主导|先导|支柱|特色|优势|新兴|重点|未来|高新技术|相关|高端|核心)"
_COUNT = r"(?:[一二两三四五六七八九十\d]+大|[一二两三四五六七八九十\d]+个)?"
_AFTER_VERB = re.compile(
    rf"(?=[聚围重大加发培做壮主引衍突深布])(?:{_VERB})(?:了)?(?P<list>[^，。；：！？（）]{{2,90}}?)(?:等(?={_COUNT}{_RANK}|[，。；]|产业|领域)|(?={_COUNT}{_RANK}+产业)|(?=产业[，。；、等发集]|主攻方向|[一-鿿]?领域))"
)
_AS_LEADING = re.compile(
    r"以(?P<list>[^，。；：！？（）]{2,90}?)(?:等)?(?:[一二两三四五六七八九十\d]+大)?(?:产业|行业)?为(?:主导|支柱|特色|方向|重点|支撑|龙头|先导)"
)
_NAMED = re.compile(rf"(?P<list>){_RANK}产业(?=高端|集群|发展|体系|链)")
_RUN = re.compile(r"[一-鿿A-Z]{2,12}\Z")
_SPLIT = re.compile(r"、|以及|(?<=产业)(?:和|与|及)|(?<=[一-鿿])(?:和|与)(?=[一-鿿]{2,10}(?:产业)?$)")
_LEAD = re.compile(r"(?:在|对|了|以|的|人才|现有|一批|相关|全面|加快|推进|推动|做大|着力|园区|全区|该区|立足)+")
_TRAIL = re.compile(
    rf"(?:等|产业集群|产业|领域|为代表|{_RANK}|[一二两三四五六七八九十\d]+大|[一二两三四五六七八九十\d]+个|的)+$"
)
_NOT = re.compile(
    r"^(?:国家|全国|全省|世界|区域|区级|市级)$|链|原始|创新|企业|园区|建设|要素|平台|项目|政策|目标|定位|转型|升级|高质量|关键|核心技术|规划|思路|机遇|任务|城市|人才|方面|问题"
    r"|招商|意见|体系|传统|一批|的|我|你|他|是|有|这|集群|发展|数字化|服务企业|中心|基地|战略|优势|需求|改革|治理|突破|攻坚|短板|产值|获评|首批|不断|全力|努力|引领|国家级|成果|亿级"
)
_WORD = re.compile(r"^[一-鿿A-Za-z0-9+\-]{2,16}$")


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry named at `start:end`, and its sector where that is certain."""

    start: int
    end: int
    sector_id: str | None = None


class Industries:
    """Finds industries; `terms` maps the names of known ones to their sectors, None for those of no sector."""

    def __init__(self, terms: Mapping[str, str | None]) -> None:
        self.terms = dict(terms)
        known = f"(?:{any_of(self.terms)})(?:装备|制造业?|材料|技术|器械|零部件|设备|服务业?|应用)?"
        joined = rf"(?:[、和与及]|以及){known}"
        self._known = re.compile(
            rf"(?P<list>{known}(?:{joined})*)"
            rf"(?=(?:等)?{_COUNT}(?:[十百千]?[亿万]+元?级|{_RANK})*(?:产业|行业|集群|领域|赛道|板块)|(?:等)?产品|制造业)"
        )
        self._of = re.compile(known)

    def find(self, norm: str, start: int, end: int) -> list[Industry]:
        """The industries named in a stretch, in order; each name once."""
        found: dict[str, Industry] = {}
        for a, b in self._places(norm, start, end):
            name = norm[a:b]
            if name not in found or a < found[name].start:
                found[name] = Industry(a, b, self.sector(name))
        return sorted(found.values(), key=lambda industry: industry.start)

    def sector(self, name: str) -> str | None:
        """The sector of a name: its own, or the one that all its parts share."""
        bare = name.removesuffix("产业").removesuffix("业")
        if bare in self.terms:
            return self.terms[bare]
        parts = [part for part in re.split(r"[、和与及]|以及", bare) if part]
        sectors = {self.terms.get(part) for part in parts}
        return sectors.pop() if len(sectors) == 1 else None

    def _places(self, norm: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where names stand: after verbs that choose industries, and known names before 产业, 集群, 领域."""
        for pattern in (_AFTER_VERB, _AS_LEADING, _NAMED):
            for match in pattern.finditer(norm, start, end):
                begin, stop = match.span("list")
                if pattern is _NAMED:
                    run = _RUN.search(norm, max(start, begin - 12), begin)
                    begin = run.start() if run else begin
                yield from _names(norm, begin, stop)
        for match in self._known.finditer(norm, start, end):
            for part in self._of.finditer(norm, *match.span("list")):
                yield part.span()


def _names(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """The places of the names in a list, without the words at both ends that belong to no name."""
    places = []
    at = start
    for a, b in [*(m.span() for m in _SPLIT.finditer(norm, start, end)), (end, end)]:
        left, right = at, a
        lead = _LEAD.match(norm, left, right)
        left = lead.end() if lead else left
        trail = _TRAIL.search(norm[left:right])
        right = left + trail.start() if trail else right
        words = norm[left:right]
        if _WORD.match(words) and not _NOT.search(words):
            places.append((left, right))
        at = b
    return places
