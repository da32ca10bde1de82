"""Ambitions: what a zone means to become or to build as a whole, said without a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ADVERB = r"(?:基本|全面|率先|初步|加快|努力|奋力|着力|全力以赴|全力|高标准|高水平|高质量|持续|倾力|聚力|合力|积极|大力|努力把|再|逐步|最终|力争|争取|加速|奋力把|致力)*"
_TITLES = (
    "高地|示范区|示范城市|示范园区|样板区|样板|引领区|先行区|先导区|核心区|承载区|集聚区|试验区|创新区|领先区|最强区|标杆|标杆区|范例|典范|亮点|名片|"
    "高新区|科技园区|高科技园区|特色园区|园区|开发区|产业园|中心|副中心|基地|新城|科技城|科学城|智造城|制造城|创新城|旅游城|名城|强区|首善之区|功能区|合作区|城区|新区|之城|之都|之谷|枢纽|节点|支点|"
    "策源地|首选地|目的地|主阵地|主战场|主引擎|增长极|门户|窗口|引领者|排头兵|领头羊|先锋|尖兵|重镇|城市|走廊|集群|版图|新格局|硅谷|光谷|声谷|药谷|碳谷|钛谷|谷|都|港|平台|园|岛|极核|升级版|引擎|动力源|桥头堡|地标|生态圈"
)
_VERB = r"建设成为|建设成|建成|打造成为|打造成|打造为|打造|建设为|成为|长成|争创|创建成?|创成|争当|迈向|迈入|跻身|构筑|建设(?=(?:具有|世界|国际|国内|国家|全国|全球|面向|[一-鿿]{2,8}(?:一流|重要|领先)))|形成(?=“)"
_CLAUSE = re.compile(
    rf"(?=[基全率初加努奋着高持倾聚合积大再逐最力争致把将建打成创迈跻构形长])(?P<adverb>{_ADVERB})(?P<把>(?:把|将)[^，。；]{{2,24}}?)?(?P<verb>{_VERB})(?P<object>[^，。；：！？]{{2,160}}?(?:(?:{_TITLES})(?:行列|之列)?[”’]?|“[^”]{{2,14}}”))(?=[，。；！？）]|[”’]+(?=[，。；！？]|$|的)|和(?=“)|$|（|以及|——|(?:夯实|奠定|打下|提供|筑牢)|的(?:战略|发展)?(?:定位|目标|愿景))"
)
_OUTCOME = re.compile(
    r"(?:基本形成|基本建成|基本实现|率先基本实现|攻克一?大?批|涌现一?大?批|形成一?大?批|建成一?大?批|建成若干|打造一?大?批|实现)[^，。；]{2,40}?(?=[，。；])"
    r"|[^，。；：]{3,24}(?:体系|格局|机制)基本(?:形成|建立|完善)|[^，。；：]{2,20}进入[^，。；：]{2,14}(?:中高端|行列|先进水平)"
)
_HINT = re.compile(r"建[成设]|长成|打造|成为|争[创当]|创[建成]|迈[向入]|跻身|构筑|形成|实现|攻克|涌现|进入|基本")
_WHOLE = re.compile(r"现代化|工业化|一体化|城市化|城镇化|强国|一流|领先|先进|世界|全球|国际|国内")
_NOT_OBJECT = re.compile(r"^(?:了|过|的|以来|后|前)|生态$|活动$|人才品牌$")
_DONE = re.compile(r"(?:已|已经|先后|成功|获批|正|被|曾|正在|了)$")
_WEAK_TITLE = re.compile(r"(?:平台|园|城市|集群|中心|基地|岛|园区|港|走廊|产业园|城区|新区|开发区)[”’]?$")
_GRAND = re.compile(
    r"世界|国际|全国|国家|全球|国内|一流|领先|重要|影响力|示范|区域|竞争力|最|中部|西部|东部|东北|长江|黄河|大湾区|知名|特色|全省|新|中国|千亿|万亿|经济带|样板"
)


@dataclass(slots=True)
class Ambition:
    """A clause at `start:end` that says what is to be become or built."""

    start: int
    end: int
    verb: str
    rule: str
    outcome: bool = False
    strong: bool = False
    grand: bool = False


def ambitions(norm: str, start: int, end: int) -> list[Ambition]:
    """All candidate clauses of a sentence; the caller knows whether they are aimed at or done."""
    found: list[Ambition] = []
    if not _HINT.search(norm, start, end):
        return found
    for match in _CLAUSE.finditer(norm, start, end):
        words = match["object"]
        before = norm[max(start, match.start() - 3) : match.start()]
        if _NOT_OBJECT.search(words) or _DONE.search(before):
            continue
        if _WEAK_TITLE.search(words) and not _GRAND.search(words) and not match["adverb"] and "、" not in words:
            continue
        strong = bool(match["adverb"]) or match["verb"] in ("争创", "争当", "迈向")
        found.append(Ambition(match.start(), match.end(), match["verb"], "ambition_title", strong=strong))
    taken = [(a.start, a.end) for a in found]
    for match in _OUTCOME.finditer(norm, start, end):
        if any(s < match.end() and match.start() < e for s, e in taken):
            continue
        if match[0].startswith(("实现", "率先基本实现", "基本实现")) and not _WHOLE.search(match[0]):
            continue
        grand = bool(re.search("现代化|工业化", match[0]))
        found.append(Ambition(match.start(), match.end(), "实现", "ambition_outcome", outcome=True, grand=grand))
    return sorted(found, key=lambda a: a.start)
