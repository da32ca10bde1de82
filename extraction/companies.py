"""Clauses whose subject is one company by its own name: its figures are not the zone's.

A company is known by the end of its name (集团, 药业, 锂业) or, for ends that industries have too (电子, 科技) and for
brands, by being called a company elsewhere in the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.elsewhere import ELSEWHERE
from extraction.gazetteer import Mention, any_of

_SURE = (
    r"集团|(?<![医制])药业|(?<!生物)(?<!化学)(?<!创新)(?<!现代)制药|锂业|钨业|铝业|铜业|钛业|重工|股份|控股|乳业|酒业"
)
_TRADE = r"微电子|电子|科技|生物|医药|新能源|新材料|新材|智能|光电|半导体|机器人|信息|软件|装备|精密|机械|环保|能源|材料|技术|航空|激光|网络|医疗|化工|电气|动力|通信|汽车"
_OPENS = r"(?:\A|(?<=[龙骨上领链][头干市军主]企业)|(?<=[，；。：“\n　])|(?<=[年月底度今目][前年月])|(?<=[年月底度]))(?:其中，?|仅|而|以?如|像|(?:龙头|骨干|上市|领军|链主|独角兽|头部|本土|代表性?)企业)?"
_NO_NAME = r"(?!引|签|支|推|依|联|与|和|由|全|培|组|成立|对|为|以|从|到|在|把|将|让|新增|国[有企]|大型|民营|上市|多家|各|该|这|其|本[区市地]|两|几|[一二三四五六七八九十]|企业|公司|龙头|骨干)"
_NO_BRAND = re.compile(
    r"(?:[区园市省县州院校会局委部们家个]|投资|建设|发展|开发|控股|实业|工业|贸易|管理|服务|运营|集团|股份|产业|制造|工程|高新|国际|中国|置业"
    r"|资产|资本|金融|创新|文化|教育|旅游|电力|石化|零部件|设备|器械|制品|用品|食品|纺织|钢铁|水泥|化学|化纤|物流|系统|工具|电池|药业"
    rf"|(?<![一-鿿]{{2}})(?:{_TRADE}))$"
)
"""What no company is called by alone: a place, an office, a trade."""

_ENDING = re.compile(_SURE)
_OPENED = re.compile(rf"{_OPENS}\Z")
_SUBJECT = (
    r"(?![（(]?(?:等|和|与|及|、|产业|行业|企业|项目|总部|园|基地|落户|入驻|签约|化|制|型|类|级|系|改革|领域|板块|人才|专业|制造|设备"
    r"|[^，。；]{0,16}(?:项目|基地|产业园|落户|签约|入驻|开工|奠基|集聚|协同|共建|合作)))"
)
_NAME = re.compile(r"公司")
_FULL_NAME = re.compile(
    rf"(?P<brand>[一-鿿]{{2,3}}?)(?P<trade>(?:{_TRADE})*)(?:集团|科技|技术)?(?:（[^（）]{{1,6}}）)?(?:股份|集团)?(?:有限责任|有限)\Z"
)
_CALLED_SO = re.compile(
    r"(?:走进|来自|来到|(?<![一-鿿])[从在由与]|从)(?P<brand>(?!有限|股份|投资|担保|平台|运营|国有|这家|一家|民营|外资|世界|跨国|百强|龙头|物业|保险|证券|基金|科技|其中|多家|入|到|该|子|新设|注册|引进|设立|成立|创办|培育|组建|吸引|收购|参股|当地|本地|外地|国内|海外|[一-鿿]{0,3}(?:上市|新增|我们|走出|分|母|总|有|限))[一-鿿]{2,5})\Z"
)
_SHORT_NAME = re.compile(r"简称“?(?P<brand>[一-鿿]{2,6}(?<![区市省县院校会局委心园台]))[”）]")
_CALLED = re.compile(
    rf"(?:(?:龙头|骨干|上市|领军|链主|独角兽|明星|头部|本土)企业|(?<=[一-鿿]{{2}})(?:巨头|龙头))[——“]*(?P<brand>[一-鿿]{{2}})(?P<trade>{_TRADE})(?!产业|企业)"
)
_BY_ENDING = re.compile(
    rf"{_OPENS}{_NO_NAME}(?P<who>(?:[一-鿿]{{2,5}}?(?:{_SURE})、)*[一-鿿]{{2,5}}?(?:{_SURE}))(?:有限公司|公司)?{_SUBJECT}"
)


_TOGETHER = re.compile(
    r"(?:\A|(?<=[，；。：\n　]))(?P<who>[一-鿿]{2,6}(?:、[一-鿿]{2,6}){1,3})[两二三四五2-5]家(?:企业|公司)(?!等)"
)


def companies(norm: str) -> list[Mention]:
    """Where clauses of a normalised text begin with the name of a company, in order."""
    found: dict[int, int] = {}
    for ending in _ENDING.finditer(norm):
        match = _BY_ENDING.search(norm, max(0, ending.start() - 20), ending.end() + 20)
        if match:
            found[match.start("who")] = match.end("who")
    found |= {match.start("who"): match.end("who") for match in _TOGETHER.finditer(norm)}
    brands = {name for match in _called(norm) for name in _names(match) if not _NO_BRAND.search(name)}
    if brands:
        by_name = re.compile(rf"(?P<who>{any_of(brands)})(?:{_TRADE})?{_SUBJECT}")
        for match in by_name.finditer(norm):
            if _OPENED.search(norm, max(0, match.start() - 8), match.start()):
                found[match.start()] = match.end("who")
    return [Mention(start, found[start], ELSEWHERE) for start in sorted(found)]


def _called(norm: str) -> Iterator[re.Match[str]]:
    """The names that the text says are those of companies."""
    for name in _NAME.finditer(norm):
        for pattern in (_FULL_NAME, _CALLED_SO):
            match = pattern.search(norm, max(0, name.start() - 24), name.start())
            if match:
                yield match
    if "简称" in norm:
        yield from _SHORT_NAME.finditer(norm)
    yield from _CALLED.finditer(norm)


def _names(match: re.Match[str]) -> list[str]:
    """What an article calls such a company: the brand, and with its trade; a third character may be of a place."""
    if match.re in (_CALLED_SO, _SHORT_NAME):
        return [match["brand"]]
    if match.re is _CALLED:
        return [match["brand"] + match["trade"]]
    brands = {match["brand"], match["brand"][-2:]}
    return sorted(brands | {brand + match["trade"] for brand in brands})
