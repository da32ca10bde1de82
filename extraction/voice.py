"""Target or fact: the words that say whether something is aimed at or already so."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"""(?=[最定还只力争确剑承稳年准实达满投建竣奋致立誓锚冲预有拟计规目愿的将还即必要努打安给提明瞄全着加迈已达实成拥集聚汇累获同环])(?:
    (?P<strong>力争|争取(?!到了|[^，。；\d]{0,6}(?:资金|补助|债券))|确保|奋力|力求|致力于|立志|誓|锚定|冲刺|(?<![于合超及])预期(?![的值，。；、性寿]|效果|收益|水平|管理|相符|一致)|预计|有望|拟(?=[投建引新用在])
      |(?<!总)(?<!研发)(?<!行动)(?<!倍增)(?<!培育)(?<!提升)(?<!年度)(?<!工程)(?<!成)(?<!比)(?<!较)(?<!超)(?<!才)计划(?!完成了?\d|已|提前|专家|入选|人选|人才|[，。；、》”的）（]|任务|目标|单列|数|书|总?投资|总额)|规划建设|规划布局
      |(?<!为)(?<!以)目标(?:是|为|：|设|定|确定)|(?<=[期要体展斗])目标，|愿景(?:，?是|为|：)|的目标|年度计划(?=(?:完成)?投资)|(?<!近)将(?!\d|军|近|要求|[^，。；]{2,24}(?:由|从)[^，。；]{1,12}(?:精简|压缩|缩短|提高|提升|下调|上调|增加|减少|降|砍|优化|整合|压减|扩大)[^，。；]{0,4}[至到为])(?=.)|还将|即将|必将
      |(?<![主重需必纲摘首概扼简紧只想想不])要(?![素求闻件点害道塞务领么不约职]|紧[的。，]|效益|空间|市场|动力|增长|质量|红利|产能|看到|清醒|认识|说|靠|从[^，。；\d]{1,6}(?:采购|进口|购买)|是(?!建))(?=[^，。；]{0,30})
      |努力(?!下|奋斗)|打算|安排(?=不)|确立|稳住(?=\d)|给自己定下|力保|准备(?=设立|建设|新建|引进|投入|实施|启动)|定的(?:调子|目标|盘子)是|力促(?=[^，。；]{2,30}(?:达|突破|开工|投产|增长))|承诺(?=，|将)|提出(?=[，：]|[^。；]{4,80}的目标|[^，。；]{0,4}(?:打造|建设|到|力争|要))|明确(?=[到，：])
      |向着?(?=[^，。；]{0,12}(?:目标|集群)[^，。；]{0,4}(?:迈进|冲刺|进发|挺进))|全力(?:打造|争创|建设|以赴(?=打造|建设|完成|冲刺|实现))|着力(?:打造|建设|构建)|加快(?:建设成|打造|迈向|建成)|争创|争当|迈向|(?<!\d年)(?:[达满投]产|建成|竣工|投用|投运)后，?(?=预计|每年|可|将|年(?:产|销售|营|产值|税|可|新增))|目标(?:锁定|直指|瞄准)|剑指)
  | (?P<fact>实际(?=完成|引进|新增|达到|签约)|还不到|只有(?=[\d一二三四五六七八九十])|最终(?=定格|完成|实现|达|停)|定格在|(?<!不)(?<!而)已(?!提出|明确|确定|制定|规划|计划|列入)
      |(?<=[一-鿿])达到了|实现了|(?<!以)成为了|(?<!要)(?<!将)拥有(?!.{0,6}的目标)|集聚(?!区|发展|效应|度|地)了?
      |聚集(?!区|发展)|汇聚|累计(?!新增就业|下降|完成投?资?\d*亿?元?以上)|(?<!要)(?<!力争)获批|获评|同比|环比|获得))
    """,
    re.VERBOSE,
)
_SOFT = re.compile(r"锚定|致力于|立志|全力|着力|加快|努力|奋力|争创|争当|迈向|力求|冲刺|向着?$|规划建设|规划布局")
_TARGET_HEADING = re.compile(
    r"下半年(?!经济|运行|情况)|目标|安排|部署|打算|展望|规划(?!建设)|计划|思路|任务|下一步|举措|未来|愿景"
)
_FACT_HEADING = re.compile(r"回顾|成效|成绩|总结|基础|现状|情况|运行|回眸|完成|问题|短板|不足")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that turns what follows into a target or a fact."""

    start: int
    end: int
    target: bool
    weak: bool
    soft: bool = False


def marks(norm: str) -> list[Mark]:
    """All such words in a normalised text, in order."""
    found = []
    for match in _MARK.finditer(norm):
        if norm[match.start() - 1 : match.start()] == "（":
            continue  # an aside: （预计，下同）
        target = match.lastgroup == "strong"
        word = match[0]
        weak = word in (
            "同比",
            "环比",
            "拥有",
            "累计",
            "集聚",
            "聚集",
            "汇聚",
            "获得",
            "获批",
            "获评",
            "有望",
            "预计",
            "要",
            "将",
            "的目标",
        )
        weak = weak or word.rstrip("，").endswith("后")
        soft = target and bool(_SOFT.match(word))
        found.append(Mark(match.start(), match.end(), target, weak, soft))
    return found


def heading_mode(words: str) -> str | None:
    """What a heading promises of the text under it: `target`, `fact`, or None."""
    if _FACT_HEADING.search(words):
        return "fact"
    return "target" if _TARGET_HEADING.search(words) else None
