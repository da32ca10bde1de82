"""Subjects that are no zone: a city, a province, or all of either, whose figures an article sets beside the zone's."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from extraction.gazetteer import Mention, any_of
from schemas.values import Row

ELSEWHERE = ""
"""The zone of a mention that names none."""

_MEASURED = r"(?:生产总值|GDP|收入|产值|增加值|投资|投入|强度|总量|规模|进出口|产量|销量|用电量|出口|外资|企业|利润|财政|零售|人口|成交额|高新区|开发区|制造业(?!基地|高地|强|中心|集群|重)|专利|机构|人才|率)"
_NEAR = 3  # characters between a city and a zone that is its: 江苏省南京高新区
_VERB = r"(?:预计|共|已|也|则|还|要|将)*(?:实现|完成|拥有|现有|共有|达到|有|新增)?"
_BACK_ANYWHERE = re.compile(r"(?<!占)(?<!占到)(?<!占了)(?:全区|园区|该区|区内|我区)(?!域)")
_BACK = re.compile(r"(?:^|(?<=[，；。：]))(?:其中，?|而)?(?:高新区|园区|全区|该区|区内|我区|开发区)(?!域)")


class Elsewhere:
    """Finds where a clause turns to a city or a province; `divisions` are rows of the reference table."""

    def __init__(self, divisions: Sequence[Row]) -> None:
        provinces = [str(row["short_name"]) for row in divisions if row["level"] == "province"]
        names = any_of([*provinces, *(str(row["name"]) for row in divisions)]) or "(?!)"
        self._pattern = re.compile(
            rf"""(?:\A|(?<=[，；。：\n　])|(?<=[年月底度]))(?:而|但|同期)?
                (?P<who>(?:全[市省州]|全自治区|[我该某][市省]|某[地校]|[两三四]区|两地|[一-鿿]{{2,4}}?(?:(?<!高)新区|经开区|综保区)|[两三四]家(?:高新区|园区)|{names})(?:全[市省])?)
                (?![委政府第前首各唯的区]|最|人民|开发区[^，。；]{{0,6}}(?:考核|评价|排名)|高新|经开|国家(?!级?高新区)|科技厅|统计局|[近约超逾]?过?(?:\d+(?:\.\d+)?%|[一二三四五六七八九]成|[一二三四五六七八九十]+分之|一半|半数|多数|大部分))
                (?![^，。；]{{0,30}}(?:这里|于此|在此|来自|落户园区|落户高新区))
                (?=(?:同比|分别)?(?:增长|下降)\d|[^，。；：、“”]{{0,3}}{_VERB}(?:\d+[个家]?)?[^，。；：“”\d占]{{0,14}}{_MEASURED})""",
            re.VERBOSE,
        )

    def find(self, norm: str, zones: Sequence[Mention]) -> list[Mention]:
        """All such places of a normalised text, in order; a city before the name of one of the `zones` is part of it."""
        starts = [zone.start for zone in zones]
        found = []
        for match in self._pattern.finditer(norm):
            start, end = match.span("who")
            at = bisect_right(starts, end + _NEAR)
            if at == 0 or zones[at - 1].end <= start:
                found.append(Mention(start, end, ELSEWHERE))
        return found


def back(norm: str, start: int, end: int, home: str, anywhere: bool = False) -> list[Mention]:
    """Where a sentence that spoke of elsewhere turns to the zone `home` again: 园区, 全区; `anywhere` in a clause."""
    pattern = _BACK_ANYWHERE if anywhere else _BACK
    return [Mention(m.start(), m.end(), home) for m in pattern.finditer(norm, start, end)]
