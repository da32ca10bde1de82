"""What shares are shares of: X占Y比重, X占比, 完成年度任务的比例."""

from __future__ import annotations

import re

from extraction.memory import HEADLESS, SHARE_NAME, Memory
from extraction.phrases import GENERIC, MEASURE_HEAD, items, right, strip
from extraction.quantity import Quantity

_SHARE = re.compile(r"^(?P<who>.*?)(?:约|大约|近)?[占佔](?!地|用|有|率)(?:到|了|据|去)?(?P<base>[^，；。]*)$")
_SHARE_TAIL = re.compile(
    r"(?:的)?(?:比重|比例|份额|比|的)?(?:均|也|已|将|分别)?(?:高达|达到|达|为|提高到|提升到|提高至|提升至|上升到|升至|超过|超|约|保持在|近|不足|不到)*$"
)
_SHARE_WORD = re.compile(r"的?(?:比重|比例|份额)")
_BEFORE_BASE = re.compile(r"(?:约|近|不足|不到|超过?|逾|接近)$")
_PLAN = re.compile(
    r"(?:完成了?|达到|实现|为|占|相当于)(?P<plan>(?:全年|年度|年初|本年度?|省定|市定|省考|市考|年(?=计划|目标|任务))(?:预期)?(?:目标|任务|计划|预算)(?:任务|目标)?|(?<=完成)(?:预期)?(?:目标|任务|计划)(?:任务|目标)?)的?$"
)
_SPENT_ON = re.compile(r"(?:投入到?|用于|用到|投向)(?P<use>[一-鿿]{2,6}?)(?=[，。；、]|活动|工作|中|$)")
_SHARE_SPENT = re.compile(r"(?:将|把|拿出|要求|每年)(?P<base>[^，。；的\d]{2,10})的$")
_PART_OF_WHOLE = re.compile(r"(?P<whole>全国|全省|全市|全球|世界)(?P<what>[一-鿿A-Z]{3,})$")
_OTHER_WHOLE = re.compile(
    r"^(?P<base>全国|世界|全球|全省|全市|全区|国内|亚洲|全州|[一-鿿]{2,3}(?<!全)[省市])的?[约近超]?$"
)
_ALL_OF = re.compile(r"^(?:[这上述以]*[两三四五六](?:项|大|个)(?:主要|核心)?(?:指标|数据|数字)|[两三二四]者)")
_BOTH = re.compile(r"^(?P<which>前者|后者)")


def shares(clause: str, before: str, norm: str, group: list[Quantity], stop: int, memory: Memory) -> list[str] | None:
    """Indicators of shares: X占Y比重, X占比, 完成年度任务的比例; None where the words tell of no share."""
    wanted, first, last = len(group), group[0], group[-1]
    plan = _PLAN.search(clause)
    if plan:
        own = strip(clause[: plan.start()])
        names = [own] * wanted if len(own) > 1 and own not in GENERIC else memory.inherit(wanted)
        return [name + "完成" + plan["plan"] + "比例" for name in names]
    reach = clause + norm[first.start : first.core] if before.endswith(clause) else clause
    after = right(norm, last.end, stop) if norm[last.end : last.end + 1] == "的" else ""
    spent, use = _SHARE_SPENT.search(clause), _SPENT_ON.match(norm, last.end, stop)
    if spent and use:  # 把营收的8%投入研发
        return [f"{use['use']}投入占{strip(spent['base'])}比重"] * wanted
    part = _PART_OF_WHOLE.match(strip(clause)) if clause.rstrip().endswith("的") else None
    if part:
        return [f"{part['what']}占{part['whole']}比重"] * wanted  # 集聚了全国铂族金属产能的40%
    other = _OTHER_WHOLE.match(clause.lstrip("、和与"))
    if other and memory.last and "占" in memory.last[-1] and wanted == 1:
        return [f"{SHARE_NAME.sub('', memory.last[-1])}占{other['base']}比重"]
    share = _SHARE.match(reach)
    who = strip(share["who"]) if share else ""
    base = _base(share["base"]) if share else ""
    if after and wanted == 1 and not who:
        return [after + (f"占{base}比重" if base else "占比")]
    if share is None:
        return None
    if memory.topic and who in GENERIC:
        who = memory.with_head(who, 1)[0]  # 电子显示产业聚集企业56户，产值占全区的46.8%
    who = "" if who in GENERIC or who in HEADLESS else which(who, memory)
    names = (items(who, wanted) or [who] * wanted) if who else memory.inherit(wanted)
    if base in ("", "比", "大头", "比重"):
        base = "" if who and not before.lstrip("，。；、").startswith("其中") else _parent(memory)
        if not who and memory.form == "count" and MEASURE_HEAD.search(base):
            base = ""  # 其中…投资86亿元；亿元以上项目21个，占比78%: of projects, not of the investment
    tail = f"占{base}比重" if base else "占比"
    return [SHARE_NAME.sub("", name) + tail for name in names]


def _parent(memory: Memory) -> str:
    """The whole of which 其中X占比 is a share: what was measured just before."""
    return "" if SHARE_NAME.search(memory.whole) or not memory.whole else memory.whole


def _base(words: str) -> str:
    """What a share is a share of: 全市, 规上工业增加值."""
    whole = _SHARE_WORD.split(words)[0]
    return _BEFORE_BASE.sub("", strip(_SHARE_TAIL.sub("", whole))).removesuffix("的")


def which(phrase: str, memory: Memory) -> str:
    """前者 and 后者 are the last two things measured."""
    if _ALL_OF.match(phrase):
        return _ALL_OF.sub("", phrase)
    both = _BOTH.match(phrase)
    if both is None or len(memory.recent) < 2:
        return phrase
    return memory.recent[-1 if both["which"] == "后者" else -2] + phrase[2:]
