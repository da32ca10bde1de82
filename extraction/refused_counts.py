"""Counted numbers that are no quantities: series, colour, lists that follow at once, and small numbers in words."""

from __future__ import annotations

import re

from extraction.quantity import Quantity

_AFTER_ABSTRACT = re.compile(
    r"^(?:方面|字(?!节)|关键词|层面|环节|维度|转变|统一|坚持|短板|特点|问题|重点工作|抓手|阶段|步骤|台阶|月|多月|星期|多小时|小时|季度|年头|世纪|钟头|不服|不放心|昼夜|春秋|寒暑|日夜|冬夏|工作日(?!以内))"
)
_AFTER_NOUN = re.compile(
    r"(?:培育|新建|新增|引进|建成|建设|拥有|设立|落户|达到?|获批|打造|形成|认定|托位|数量|总数)[^，。；\d]{0,24}[一-鿿]{2}$"
)
_OF_A_DOCUMENT = re.compile(r"(?:》|号）|政策|意见|办法|条例)[^，。；]{0,4}共?$")
_STAFF = re.compile(r"以上的?(?:大型|规模)?(?:企业|工厂|单位|用工)")
_OF_TEN = re.compile(r"[十1]0?个[^，。；\d]{1,8}[里中]?有$")  # 十个老板有九个都会点头
_IN_LIST = re.compile(r"\d[个家项座所]、[^，。；、\d]{3,16}$")
_TEAM = re.compile(r"人的?(?:团队|小团队|公司|小组)")
_RANKED_AMONG = re.compile(
    r"[^，。；\d]{1,10}(?:中|里)?(?:综合)?(?:排名?|列|居|位列|位居|由)?第[一二三四五六七八九十\d]+(?=[，。；、位名]|$)"
)
_HUMBLE = re.compile(r"[^，。；\d]{0,4}(?:起家|发家)")
_NEEDED = re.compile(r"(?:每(?:小时|分钟|秒)就?有|需要|需|只要|只需|仅需|要用上?|只用)$")
_ONE_AMONG = re.compile(r"[^，。；\d]{0,14}(?<!分)之一|国家(?:级)?高新区[中里]")
_RANKING = re.compile(r"(?:排名|位次|名次|排位)[^，。；]*$")
_THIS = re.compile(r"[这那](?:[片座个家条栋间]|么)?$")
_TIMES_DONE = re.compile(
    r"(?:开展|举办|组织|累计|服务|办理|受理|检测|完成|对接|召开|开行|交易|发布|培训|活动|次数|频次)[^，。；]{0,10}$"
)
_EVENT = re.compile(r"连续|第$|每$|首$|近?每")
_SMALL_VERB = re.compile(
    r"(?:新增|新开|再建|再添|拥有|共?有|达到?|增至|增加到|培育|引进|建成|建有|建设|落户|获批|认定|增加|等|形成|打造|设立|新建|净增|超过|近|逾|约|总数|入选|入围|上市|完成|实施|签约|集聚|聚集)(?:了|出|起)?$"
)
_AND_MORE = re.compile(_SMALL_VERB.pattern[:-1] + r"[一二两三四五六七八九十\d]+个[^，。；\d]{2,16}[和与及、]$")


def by_count(quantity: Quantity, norm: str) -> str | None:
    """The name of the rule that refuses a count, or None."""
    if quantity.form != "count":
        return None
    after = norm[quantity.unit_end : quantity.unit_end + 6]
    before = norm[max(0, quantity.start - 6) : quantity.start]
    told = _by_words_after(quantity, norm, before, after)
    if told:
        return told
    if _is_colour(quantity, norm, before, after):
        return "colour"
    named = _by_neighbours(quantity, norm, before)
    if named:
        return named
    if _EVENT.search(before[-3:]) and not quantity.has_scale and not before.endswith("每年"):
        return "series_or_event"
    if quantity.counter in ("家", "户", "所", "座") and quantity.value % 1 and not quantity.has_scale:
        return "list_number"  # 1.30家: the number of an item, and a count
    return "small_count_in_words" if _is_small_in_words(quantity, norm, before) else None


def _by_words_after(quantity: Quantity, norm: str, before: str, after: str) -> str | None:
    """Counts of what is no thing, of how large others are, and of those among which something ranks."""
    if quantity.counter in ("个", "次", "批", "班", "期") and _AFTER_ABSTRACT.match(after):
        return "enumeration"
    if quantity.counter == "项" and quantity.is_chinese and after.startswith(("指标", "数据", "主要指标")):
        return "enumeration"
    if quantity.counter in ("人", "名") and _STAFF.match(norm, quantity.unit_end):
        return "threshold"  # 千人以上企业
    if before.endswith("【") and 0 < norm.find("】", quantity.end) - quantity.end < 8:
        return "label"  # 【1个龙头】
    at = quantity.unit_end
    ranked = after.startswith("第") or _ONE_AMONG.match(norm, at) or _RANKED_AMONG.match(norm, at)
    return "count_of_ranks" if ranked else None


def _by_neighbours(quantity: Quantity, norm: str, before: str) -> str | None:
    """Counts that belong to an address, a document or a ratio."""
    if quantity.counter == "位" and _RANKING.search(norm, max(0, quantity.start - 12), quantity.start):
        return "position"  # 排名从2018年的76位上升到52位
    if before.endswith(("号", "路", "弄")) and quantity.counter in ("栋", "幢", "座", "期", "门"):
        return "address"
    if quantity.counter in ("条", "章", "项") and _OF_A_DOCUMENT.search(
        norm, max(0, quantity.start - 16), quantity.start
    ):
        return "document"
    of_ten = _OF_TEN.search(norm, max(0, quantity.start - 12), quantity.start)
    return "ratio_in_words" if of_ten or before.endswith("就有") else None


def _is_colour(quantity: Quantity, norm: str, before: str, after: str) -> bool:
    """Counts that a story tells in passing: 8个人磨了6年, 失败了400多次, 这片1.2万人的渔村."""
    if _THIS.search(before) or _HUMBLE.match(after):
        return True
    if quantity.counter in ("次", "趟"):
        return not _TIMES_DONE.search(norm, max(0, quantity.start - 16), quantity.start)
    opens = not before or before[-1] in "，、：。；！？“”‘（"
    if quantity.counter == "个" and _TEAM.match(after):
        return True  # 带着3个人的团队
    if _NEEDED.search(before) and (quantity.counter in ("人", "名", "个") or "每" in before):
        return True  # 原来需要40人的生产线如今只要6个人
    people = quantity.counter in ("人", "名") or (quantity.counter == "个" and after.startswith("人"))
    return opens and people and quantity.value < 10


def _ends_its_clause(quantity: Quantity, norm: str) -> bool:
    """新建中小学校八所，新增孵化器三家、: a small number in words that stands after the thing that it counts."""
    ends = norm[quantity.end : quantity.end + 1] in ("，", "。", "；", "、", "")
    institution = quantity.counter in ("家", "所", "座", "项", "户", "处", "个", "条", "支")
    listed = _IN_LIST.search(norm, max(0, quantity.start - 22), quantity.start)  # 院士工作站3个、博士后工作站两家
    return (
        ends and institution and bool(listed or _AFTER_NOUN.search(norm, max(0, quantity.start - 30), quantity.start))
    )


def _is_small_in_words(quantity: Quantity, norm: str, before: str) -> bool:
    """两个, 三条: small numbers in words count something only after a verb that says so."""
    if not quantity.is_chinese or _ends_its_clause(quantity, norm):
        return False
    if quantity.counter in ("次", "批", "班", "期", "对", "床", "场", "类"):
        return True
    if _AND_MORE.search(norm, max(0, quantity.start - 30), quantity.start):
        return False  # 打造三个千亿级产业集群和五个百亿级特色园区
    return quantity.value <= 10 and quantity.operator == "=" and not _SMALL_VERB.search(before)
