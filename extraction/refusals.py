"""Numbers that are no quantities: each refused under a name, so that `explain` can say why."""

from __future__ import annotations

import re
from bisect import bisect_right

from extraction.quantities import Quantity
from extraction.times import Time

_AFTER_ABSTRACT = re.compile(
    r"^(?:方面|字(?!节)|关键词|层面|环节|维度|转变|统一|坚持|短板|特点|问题|重点工作|抓手|阶段|步骤|台阶|月|多月|星期|多小时|小时|季度|年头|世纪|钟头|昼夜|工作日(?!以内))"
)
_THRESHOLD_NOUN = (
    r"(?:项目|企业|产业|集群|园区|公司|工程|平台|大关项目|高新区|园|商|客户|产品|单位|企|户|法人|工业|服务业|基金|订单)"
)
_BETWEEN = re.compile(rf"^(?:及?以上|级)?的?[^，。；、！？：\d]{{0,16}}{_THRESHOLD_NOUN}[^，。；、！？：\d]{{0,8}}$")
_BETWEEN_DE = re.compile(r"^(?:及?以上)?的$")
_THRESHOLD_ALONE = re.compile(
    rf"^(?:及?以上)?的?(?:重大|产业|工业|外资|内资|大|优质|新兴|领军|龙头|主导)*{_THRESHOLD_NOUN}"
)
_DEFINITION = re.compile(r"^(?:及|或)以上")
_SUBSIDY = re.compile(r"奖励|补助|补贴|资助|奖补|支持|扶持|免租|减免|奖金|罚款")
_LENGTH_BEFORE = re.compile(r"(?:长约|全长|相距|距离|长|高约|宽约|海拔|直径|行程|约)$")
_LENGTH_AFTER = re.compile(r"^(?:外|处|远|长的|之外|开外)")
_SPELL = re.compile(r"天数|时限|期限|时间[^，。；]{0,6}(?:压缩|缩短|控制)")
_SIZE_CLASS = re.compile(r"^(?:产值|规模|大关|台阶|营收|目标)")
_SIZE_CLASS_OF = re.compile(r"的?(?:龙头|领军|骨干)*(?:企业|园区|项目|工厂)(?!的?产业集群)")
_OTHER_UNIT = re.compile(r"[斤匹只米片颗粒株头吨度码股升克条字册羽](?![一-鿿]{0,2}产业)")
_THIS = re.compile(r"[这那](?:[片座个家条栋间]|么)?$")
_ROADS = re.compile(
    r"道路|绿道|管网|里程|公路|地铁|轨道|河道|岸线|铁路|管线|干线|管廊|马路|碧道|步道|路网|光缆|新建|改建|修建|建成|贯通|通车"
)
_TIMES_DONE = re.compile(
    r"(?:开展|举办|组织|累计|服务|办理|受理|检测|完成|对接|召开|开行|交易|发布|培训|活动)[^，。；]{0,10}$"
)
_EVENT = re.compile(r"连续|第$|每$|首$|近?每")
_SMALL_VERB = re.compile(
    r"(?:新增|拥有|共?有|达到?|增至|增加到|培育|引进|建成|建有|建设|落户|获批|认定|增加|等|形成|打造|设立|新建|净增|超过|近|逾|约|总数|入选|入围|上市|完成|实施|签约|集聚|聚集)(?:了|出|起)?$"
)
_ORDER = re.compile(r"第\s*$")
_LATIN = re.compile(r"[A-Za-z]")
_QUOTED_NUMBER = re.compile(r"[“‘][^”’]{0,12}$")


def refuse(found: list[Quantity], norm: str, times: list[Time]) -> None:
    """Mark in place each candidate that is no quantity with the name of the rule that refuses it."""
    spans = [(t.start, t.end) for t in times]
    starts = [s for s, _ in spans]
    for index, quantity in enumerate(found):
        if quantity.refused:
            continue
        at = bisect_right(starts, quantity.core) - 1
        if at >= 0 and spans[at][1] > quantity.core:
            quantity.refused = "time"
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        quantity.refused = (
            _by_shape(quantity, norm)
            or _by_quotes(quantity, norm)
            or _by_count(quantity, norm)
            or _by_measure(quantity, norm)
            or _by_threshold(quantity, following, norm)
        )


def _by_shape(quantity: Quantity, norm: str) -> str | None:
    before = norm[max(0, quantity.core - 4) : quantity.core]
    if _ORDER.search(before):
        return "ordinal"
    if before and (_LATIN.match(before[-1]) or (before[-1] in ".-+/_" and quantity.form != "percent")):
        return "part_of_a_name"
    if norm[quantity.core : quantity.unit_end].startswith("一") and quantity.form in ("count", "pp", "number", "times"):
        return "article_one"
    if quantity.form == "number":
        return "no_unit"
    after = norm[quantity.unit_end : quantity.unit_end + 1]
    if quantity.form == "number" or (after and after in "+＋"):
        return "part_of_a_name"
    return None


def _by_quotes(quantity: Quantity, norm: str) -> str | None:
    """A short phrase in quotation marks is a name or a slogan: “21条”, “15分钟生活圈”."""
    opened = _QUOTED_NUMBER.search(norm, max(0, quantity.core - 14), quantity.core)
    if opened:
        closes = norm.find("”" if norm[opened.start()] == "“" else "’", quantity.unit_end, quantity.unit_end + 12)
        if (
            closes >= 0
            and closes - opened.start() <= 16
            and not any(c in norm[opened.start() : closes] for c in "，。；")
        ):
            return "slogan"
    if quantity.form == "level" and norm[max(0, quantity.start - 1) : quantity.start] in ("”", "’"):
        return "slogan"
    return None


def _by_count(quantity: Quantity, norm: str) -> str | None:
    if quantity.form != "count":
        return None
    after = norm[quantity.unit_end : quantity.unit_end + 6]
    if quantity.counter in ("个", "次", "批", "班", "期") and _AFTER_ABSTRACT.match(after):
        return "enumeration"
    before = norm[max(0, quantity.start - 6) : quantity.start]
    if _THIS.search(before):
        return "colour"
    opens = not before or before[-1] in "，、：。；！？“”‘（"
    if (
        opens
        and quantity.value < 10
        and quantity.counter in ("人", "次", "个", "名")
        and (quantity.counter != "个" or after.startswith("人"))
    ):
        return "colour"
    if quantity.counter in ("次", "趟") and not _TIMES_DONE.search(norm, max(0, quantity.start - 16), quantity.start):
        return "colour"
    if before.endswith("就有"):
        return "ratio_in_words"
    if _EVENT.search(before[-3:]) and not quantity.has_scale and not before.endswith("每年"):
        return "series_or_event"
    if quantity.is_chinese and quantity.value <= 10 and not _SMALL_VERB.search(before) and quantity.operator == "=":
        return "small_count_in_words"
    if quantity.counter in ("次", "批", "班", "期", "对", "床", "场", "类") and quantity.is_chinese:
        return "small_count_in_words"
    return None


def _by_measure(quantity: Quantity, norm: str) -> str | None:
    if quantity.form == "pp" and norm[quantity.core] == "一":
        return "article_one"
    if quantity.form != "measure":
        return None
    if quantity.printed_unit in ("公斤", "千克"):
        return "colour"
    if quantity.unit == "day":
        return None if _SPELL.search(norm[max(0, quantity.start - 24) : quantity.start]) else "duration"
    if quantity.unit == "m":
        before = norm[max(0, quantity.start - 3) : quantity.start]
        if _LENGTH_BEFORE.search(before) or _LENGTH_AFTER.match(norm[quantity.unit_end : quantity.unit_end + 2]):
            return "colour"
        if not _ROADS.search(norm, max(0, quantity.start - 16), quantity.unit_end + 10):
            return "distance"
    return None


def _by_threshold(quantity: Quantity, following: Quantity | None, norm: str) -> str | None:
    """A sum that only says how large the counted things are: 亿元以上项目86个."""
    if quantity.form not in ("money", "level"):
        return None
    if quantity.form == "level" and _SIZE_CLASS_OF.match(norm, quantity.unit_end):
        return "size_class"
    if quantity.form == "money" and not quantity.printed_unit and _OTHER_UNIT.match(norm, quantity.unit_end):
        return "unknown_unit"
    if quantity.form == "money" and not quantity.printed_unit and quantity.is_chinese:
        return None if _SIZE_CLASS.match(norm[quantity.unit_end : quantity.unit_end + 2]) else "size_class"
    tail = norm[quantity.unit_end : quantity.unit_end + 14]
    if _DEFINITION.match(tail):
        return "definition"
    before = norm[max(0, quantity.core - 8) : quantity.core]
    near = norm[max(0, quantity.start - 12) : quantity.end + 8]
    if _SUBSIDY.search(near) and (quantity.operator == "<=" or "最高" in before or "给予" in near):
        return "subsidy_limit"
    if following is not None and following.form == "count":
        between = norm[quantity.unit_end : following.start]
        if _BETWEEN.match(between) or _BETWEEN_DE.match(between):
            return "threshold"
    if quantity.form == "money" and (tail.startswith(("以上", "及以上")) and _THRESHOLD_ALONE.match(tail)):
        return "threshold"
    return None
