"""Numbers that are no quantities: each refused under a name, so that `explain` can say why."""

from __future__ import annotations

import re
from bisect import bisect_right

from extraction.quantity import Quantity
from extraction.refused_counts import by_count
from extraction.times import Time

_THRESHOLD_NOUN = (
    r"(?:项目|企业|产业|集群|园区|公司|工程|平台|大关项目|高新区|园|商|客户|产品|单位|企|户|法人|工业|服务业|基金|订单)"
)
_BETWEEN = re.compile(
    rf"^(?:及?以上|级)?的?[^，。；、！？：\d\n◎●■◆▲]{{0,16}}{_THRESHOLD_NOUN}[^，。；、！？：\d\n]{{0,8}}$"
)
_BETWEEN_DE = re.compile(r"^(?:(?:及?以上)的?|的)(?:就?有|占了?|达到?|共|约|超过)?$")
_THRESHOLD_ALONE = re.compile(
    rf"^(?:及?以[上下])?的?(?:重大|产业|工业|外资|内资|大|小|优质|新兴|领军|龙头|主导)*{_THRESHOLD_NOUN}"
)
_DEFINITION = re.compile(r"^(?:及|或)以上")
_SUBSIDY = re.compile(r"奖励|补助|补贴|资助|奖补|支持|扶持|免租|减免|奖金|罚款")
_LENGTH_BEFORE = re.compile(r"(?:长约|全长|相距|距离|长|高约|宽约|海拔|直径|行程|约)$")
_LENGTH_AFTER = re.compile(r"(?:外|处|远|长的|之外|开外)")
_SPELL = re.compile(
    r"天数|时限|期限|时间[^，。；]{0,6}(?:压缩|缩短|控制|最多|不超过|仅)|时间$|(?:压缩|缩短|提速|压减|压)(?:到|至|为)?了?$|从[^，。；\d]{1,10}到[^，。；\d]{1,10}$"
)
_SPENT = re.compile(r"(?:用了?|用时|耗时|历时|花了|花费)(?:不到|不足|仅|近)?$")
_SENTENCE_END = re.compile(r"[。！？]")
_CLAUSE_END = re.compile(r"[，。；]")
_OF_ONE = re.compile(r"(?:期|该|这个|[的一-鿿“”]{4})项目从[^，。；]*$|最快的")
_BUREAUCRACY = re.compile(r"审批|办理|办结|时限|开办|许可|登记|办证|拿地")
_SIZE_CLASS = re.compile(r"^(?:产值|规模|大关|台阶|营收|目标)")
_REACHED = re.compile(r"[冲达破到至过是为]了?$")
_NONE_YET = re.compile(r"(?:以上)?的?(?:企业|项目|园区)[^，。；、\d]{0,6}(?:没有|空白|尚无|为零|还是零)")
_NOTHING_YET = re.compile(r"[^，。；]{0,8}零的?突破")
_OF_A_KIND = re.compile(r"的?(?:园区|高新区|城市|开发区|县市区)")
_ONE_OF = re.compile(r"(?:第[一二三四五六七八九十\d]+|首|唯一一?)个[^，。；]*$")
_OF_A_THING = re.compile(r"的(?![^，。；]{0,4}(?:规模|产能|能力|产量))")
_JOINS = re.compile(r"(?:跻身|迈入|进入|迈向|冲刺|打造|建成|建设|晋级)$")
_ZONE = re.compile(r"的?(?:高新区|园区|开发区)")
_STATISTICAL = re.compile(r"(?:起点|标准|门槛|(?<![全同])口径)[^，。；]{0,4}为?[^，。；]{0,14}$")
_SIZE_CLASS_OF = re.compile(r"的?(?:龙头|领军|骨干)*(?:企业|园区|项目|工厂)(?!的?产业集群)")
_OTHER_UNIT = re.compile(r"[斤匹只米片颗粒株头吨度码股升克条字册羽](?![一-鿿]{0,2}产业)")
_CLASS_OF = re.compile(r"新药|创新药|化药|中药|生物|疫苗|医疗|口岸")
_WORKS = re.compile(r"(?<=[/／]年)[^，。；\d]{1,12}?(?:工程|项目|装置|生产线|一期|二期)")
_NAMED_WORKS = re.compile(r"级?[^，。；\d的]{1,12}?(?:工程|项目|装置|生产线)")
_ROADS = re.compile(
    r"道路|绿道|管网|里程|公路|地铁|轨道|河道|岸线|铁路|管线|干线|管廊|马路|碧道|步道|路网|光缆|新建|改建|修建|建成|贯通|通车|铺设|电缆|敷设|隧道"
)
_EACH = re.compile(r"每(?![年月天日周季])[^，。；\d]{0,8}$")
_ONLY_HALF = re.compile(r"[只仅]及[^，。；]{1,7}的$")
_FOUNDED = re.compile(r"(?:设立|组建|成立|总?规模)了?的?$")
_ROOM = re.compile(r"的(?:小?办公室|房间|小屋|小店|宿舍|展位|会议室|出租屋|车库)")
_THINNER = re.compile(r"(?:发丝|米粒|指甲盖?|蝉翼|A4纸)(?:直径|厚度|粗细|大小)?的$")
_HAVE_SOME = re.compile(r"[^，。；\d]{0,10}?，?(?:[中里]?就?有|[中里]?便有|中(?=\d))")
_OF_EACH = re.compile(
    r"每(?![年月天日周季])[^，。；\d]{0,8}(?:\d+|[一二两三四五六七八九十]+)(?![百千万亿\d]|人)[^，。；\d]{1,11}?，?(?:[中里]?就?|[中里]?便)有$"
)
_ARTICLE = re.compile(r"一(?![一二三四五六七八九十百千万亿成])")
_ELSEWHERE = re.compile(r"(?:全国|全省|全市|国内|世界|全自治区)(?:的|为|是)?$")
_AVERAGE = re.compile(r"(?:[和、](?:全国|全省|全市)\d+(?:\.\d+)?%)?的?平均水平")
_GROWN = re.compile(r"(?:增长|增加|多出|提高|扩大|翻|上升|增)了?$")
_TERMS_OF_SALE = re.compile(r"首付|折扣|打$|利率|年化|回扣")
_DENIED = re.compile(
    r"(?:(?P<supposed>如果|假如|倘若|若是)|(?P<negated>不再|绝不|决不|不把|不设|不唯|更不|哪怕|不以))[^，。；]*$"
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
            or _by_share(quantity, norm)
            or _by_quotes(quantity, norm)
            or by_count(quantity, norm)
            or _by_measure(quantity, norm)
            or _by_threshold(quantity, following, norm)
        )


def _by_shape(quantity: Quantity, norm: str) -> str | None:
    before = norm[max(0, quantity.core - 4) : quantity.core]
    if _ORDER.search(before):
        return "ordinal"
    if _is_named(quantity, norm, before):
        return "part_of_a_name"
    if (
        _ARTICLE.match(norm, quantity.core)
        and not _grown_once(quantity, norm)
        and quantity.form in ("count", "pp", "number", "times")
    ):
        return "article_one"
    if quantity.form == "number":
        return "no_unit"
    if quantity.form == "level" and quantity.value < 1e8:
        return "grade"  # 三级医院, 三级跳: no scale of output
    if (
        quantity.form == "percent"
        and _AVERAGE.match(norm, quantity.unit_end)
        and _ELSEWHERE.search(norm, max(0, quantity.core - 8), quantity.core)
    ):
        return "average_elsewhere"  # 远高于全国2.55%和全省2.31%的平均水平
    if quantity.form == "percent" and _TERMS_OF_SALE.search(norm, max(0, quantity.core - 3), quantity.core):
        return "terms_of_sale"
    denied = _DENIED.search(norm, max(0, quantity.core - 24), quantity.core)
    if denied:
        return denied.lastgroup  # 如果全国的电机更换其中的两成; 不再以一两个项目论英雄
    after = norm[quantity.unit_end : quantity.unit_end + 1]
    if quantity.form == "number" or (after and after in "+＋"):
        return "part_of_a_name"
    return None


def _by_share(quantity: Quantity, norm: str) -> str | None:
    """Both numbers of 每创造100元产值就有27元来自该区, 每10架飞机中有6架; 头发丝的二十分之一."""
    if quantity.form == "percent" and _THINNER.search(norm, max(0, quantity.start - 9), quantity.start):
        return "size_of_a_thing"
    if quantity.form == "percent" and _ONLY_HALF.search(norm, max(0, quantity.start - 10), quantity.start):
        return "comparison"  # 厂租只及珠海的一半
    return "ratio_in_words" if quantity.form in ("count", "money", "measure") and _of_each(quantity, norm) else None


def _of_each(quantity: Quantity, norm: str) -> bool:
    if _EACH.search(norm, max(0, quantity.start - 12), quantity.start):
        return bool(_HAVE_SOME.match(norm, quantity.unit_end))
    return bool(_OF_EACH.search(norm, max(0, quantity.start - 28), quantity.start))


def _is_named(quantity: Quantity, norm: str, before: str) -> bool:
    """A number that belongs to a name: A320, 4-1, 1类新药."""
    if quantity.counter == "类" and _CLASS_OF.match(norm, quantity.unit_end):
        return True
    latin = bool(before and _LATIN.match(before[-1]))
    if latin and quantity.form in ("money", "percent", "pp", "measure"):
        return False  # GDP1046亿元, from which the printing took the blank; A320 has no such unit
    return bool(before) and (latin or (before[-1] in ".-+/_" and quantity.form != "percent"))


def _grown_once(quantity: Quantity, norm: str) -> bool:
    """多出一倍, 增长近一倍: here 一 is a number."""
    return quantity.form == "times" and bool(_GROWN.search(norm, max(0, quantity.start - 3), quantity.start))


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


def _by_measure(quantity: Quantity, norm: str) -> str | None:
    if quantity.form == "pp" and norm[quantity.core] == "一":
        return "article_one"
    if quantity.form != "measure":
        return None
    if _WORKS.match(norm, quantity.unit_end) or (quantity.is_chinese and _NAMED_WORKS.match(norm, quantity.unit_end)):
        return "part_of_a_name"  # 180万吨/年乙二醇工程, 百万吨聚丙烯项目
    if _in_passing(quantity, norm):
        return "colour"
    if norm.startswith("级", quantity.unit_end):
        return "size_class"  # 百万吨级, 兆瓦级: how large a thing is
    if quantity.unit == "tonne" and _OF_A_THING.match(norm, quantity.end):
        return "colour"  # 200吨的大吊车
    if quantity.unit == "day":
        said = norm[max(0, quantity.start - 24) : quantity.start]
        if _SPENT.search(said) and (not _BUREAUCRACY.search(said) or _OF_ONE.search(said)):
            return "duration"  # 从洽谈到开工只用了97天
        return None if _SPELL.search(said) else "duration"
    if quantity.printed_unit == "度" and not quantity.has_scale:
        return "degree"
    return _by_length(quantity, norm) if quantity.unit == "m" else None


def _in_passing(quantity: Quantity, norm: str) -> bool:
    """Measures of things that a story tells of: a kilogram, 一吨海绵钛, 不到20平方米的办公室."""
    small = quantity.printed_unit in ("公斤", "千克") or norm[quantity.core : quantity.unit_end] in ("一吨", "一米")
    return small or (quantity.unit == "m2" and bool(_ROOM.match(norm, quantity.end)))


def _by_length(quantity: Quantity, norm: str) -> str | None:
    """A length is a claim where something is built; a way that somebody goes is none."""
    of_a_thing = norm[quantity.end : quantity.end + 1] == "的"
    if _LENGTH_AFTER.match(norm, quantity.unit_end) or (
        of_a_thing and _LENGTH_BEFORE.search(norm, max(0, quantity.start - 3), quantity.start)
    ):
        return "colour"
    roads = _ROADS.search(norm, max(0, quantity.start - 16), quantity.unit_end + 10)
    return None if roads else "distance"


def _by_threshold(quantity: Quantity, following: Quantity | None, norm: str) -> str | None:
    """A sum that only says how large other things are: 亿元以上项目86个, 百亿级企业."""
    if quantity.form not in ("money", "level"):
        return None
    tail = norm[quantity.unit_end : quantity.unit_end + 14]
    if _DEFINITION.match(tail) or _STATISTICAL.search(norm, max(0, quantity.core - 24), quantity.core):
        return "definition"
    near = (
        _SENTENCE_END.split(norm[max(0, quantity.start - 12) : quantity.start])[-1]
        + _CLAUSE_END.split(norm[quantity.start : quantity.end + 8])[0]
    )
    if _SUBSIDY.search(near) and (quantity.operator == "<=" or "最高" in near or "给予" in near):
        return "subsidy_limit"
    if following is not None and following.form == "count" and not _ARTICLE.match(norm, following.core):
        between = norm[quantity.unit_end : following.start]
        founded = _FOUNDED.search(norm, max(0, quantity.start - 6), quantity.start)  # 设立的10亿元基金已投8个项目
        if not founded and (_BETWEEN.match(between) or _BETWEEN_DE.match(between)):
            return "threshold"
    if quantity.form == "money" and tail.startswith(("以上", "及以上", "以下")) and _THRESHOLD_ALONE.match(tail):
        return "threshold"
    if _OF_A_KIND.match(norm, quantity.unit_end) and _ONE_OF.search(norm, max(0, quantity.start - 20), quantity.start):
        return "size_class"  # 全省第二个技术交易过百亿元的园区
    return "threshold" if _NONE_YET.match(norm, quantity.unit_end) else _by_size(quantity, norm)


def _by_size(quantity: Quantity, norm: str) -> str | None:
    """Size classes and sums whose unit is another: 百亿级企业, 千亿领军企业, 3亿斤, 百元营收成本."""
    at = quantity.unit_end
    if quantity.form == "level":
        if _NOTHING_YET.match(norm, at):
            return "size_class"  # 千亿级产业集群实现零的突破
        joins = _JOINS.search(norm, max(0, quantity.start - 4), quantity.start) and _ZONE.match(norm, at)
        return "size_class" if _SIZE_CLASS_OF.match(norm, at) and not joins else None
    if quantity.is_chinese and quantity.value < 1e4:
        return "per_unit"
    if quantity.printed_unit == "" and quantity.end > quantity.unit_end:
        return None  # 营收只有二十亿上下
    if quantity.printed_unit:
        return None
    if _OTHER_UNIT.match(norm, at):
        return "unknown_unit"
    if norm.startswith("台阶", at) and norm[quantity.start - 1 : quantity.start] == "个":
        return "steps"  # 连跨两个百亿台阶
    reached = quantity.op_before or _REACHED.search(norm, max(0, quantity.core - 2), quantity.core)
    named = quantity.is_chinese and not reached and not _SIZE_CLASS.match(norm[at : at + 2])
    return "size_class" if named else None
