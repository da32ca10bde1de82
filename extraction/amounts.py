"""Amounts and growth: what each quantity of a sentence says, in which sense.

Quantities joined by `、` or `和` are one list: they share the words before them, and `分别` gives each its own
thing. What has no words of its own takes those of the quantity before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.memory import Memory
from extraction.naming import indicators
from extraction.quantity import Quantity

_JOIN = re.compile(r"^\s*(?:[、和及与](?:力争|争取|冲刺)?|以及)\s*$")
_VERB_JOIN = re.compile(r"^\s*[、和及与，](?:同比)?(?:增长|下降|提高|降低|增加|减少|上升|回落|提升|增|降)\s*$")
_REACHES = re.compile(r"(?:达到?|突破|超过|增至)[了约近]?$")
_ADDED = re.compile(r"^(?:新增|净增)")
_TOTAL = re.compile(r"(?:总量|总数|数量|总额|(?<=企业)数)$")
_JOINED_BASE = re.compile(r"[、和与]")
_TO_LEVEL = re.compile(
    r"(?:提高|增加|提升|增长|增|升|扩大|下降|降低|降|压缩|缩短|压减|拓展|减少|壮大|发展|达|上升|做|升级)(?:到了?|至)\s*$"
)
_UP = (
    r"↑|[+＋]|[大激猛劲略微剧陡暴]增|增长|增加|净增|新增|增|上升|提高|提升|上涨|上浮|上扬|走高|微涨|涨|加快|扩大|攀升|飙升|回升|升(?=\s*$)|翻(?=了?\s*$)|多了|多出|多[销产收卖投]|高了|增幅|增速|涨幅|增长率"
    r"|拉动[^，。；]{0,10}增长"
)
DOWNWARD = r"↓|负增长|倒退|压低|缩水|低了|精简|削减|缩减|(?<![走花用去卖失流])掉了|少[销产收卖投]|下?挫|砍[掉去]|下探|[微骤略陡]降|[微下]跌|锐减|下降|降低|减少|回落|下滑|收窄|放缓|缩短|压缩|压减|降幅|少了|减|降|跌"
_AGAINST = r"(?:比|较)[^，。；\d]{1,10}(?<![提降升加减放])[高低快慢]出?|(?:高于|高出|超出|快于|领先|低于|慢于)[^，。；]{0,14}|超序时进度|超时序进度"
_GROW = re.compile(
    rf"(?P<verb>(?P<against>{_AGAINST})|{_UP}|(?P<down>{DOWNWARD}))(?:了|约|近|为|达到|达|是|在|保持在?|稳定在|控制在)?\s*$"
)
_BELOW = re.compile(r"^(?:低于|慢于)|[低慢]出?$")
_RATE_IN = re.compile(r"(?:增速|增幅|涨幅|增长率|(?P<down>降幅|跌幅))[^，。；]{0,8}$")
_RATE_BEFORE = re.compile(
    r"(?:增速|增幅|涨幅)(?:最[快高大]|居首|领跑|领先|第一|转负为正|由负转正|转正|回正|回升|反弹)[^，。；\d]{0,6}(?P<tail>，(?:更?是)?(?:达到?|高达|为)了?)$"
)
_RATE_FROM = re.compile(
    r"(?:增速|增幅|涨幅|增长率|(?P<down>降幅|跌幅))[^，。；\d]{0,6}[由从](?:[^，。；]{0,16}|[^。；]{0,30}[到至](?:\d{4}年的)?)$"
)
_IS_TIMES = re.compile(
    r"(?:是|为|达到|达|相当于|约为|约是|等于|超过|(?:扩大|增长|增加|提高|发展|上升)[到至为])[^，。；]{1,18}的\s*$"
)
_YOY = re.compile(r"同比|按年|比上年|较上年|比去年|较去年|比前一年")
_AVERAGE = re.compile(r"年均|年平均")
_CUMULATIVE = re.compile(r"累计|[较比]\d{4}年|年增长|三年|五年|年间|期间")
_CHANGES = frozenset("净增 多出 增加 减少 新增 增长 下降 多了 缩短 压缩".split())
_ATTRIBUTE = re.compile(r"(?:计划|协议)?总投资额?\s*$")


@dataclass(slots=True)
class Figure:
    """A quantity with what it measures. `quote_start` may take in the verb of growth before the number."""

    quantity: Quantity
    kind: str
    value: float
    indicator: str
    basis: str | None
    quote_start: int
    rule: str
    attribute: bool = False


@dataclass(frozen=True, slots=True)
class _Sense:
    """In which sense a list of quantities is meant: its kind, its direction and the place of its verb."""

    kind: str
    rule: str
    start: int
    down: bool = False
    basis: str | None = None
    change: str = ""


def lists(found: list[Quantity], norm: str) -> list[list[Quantity]]:
    """Quantities that are joined into one list, each list in order."""
    groups: list[list[Quantity]] = []
    for quantity in found:
        if groups:
            before = groups[-1][-1]
            respectively = norm.rfind("分别", max(0, groups[-1][0].start - 6), groups[-1][0].start) >= 0
            between = norm[before.end : quantity.start]
            joined = _JOIN.match(between) or (respectively and _VERB_JOIN.match(between))
            if joined and (respectively or _alike(before, quantity)):
                groups[-1].append(quantity)
                continue
        groups.append([quantity])
    return groups


def _alike(a: Quantity, b: Quantity) -> bool:
    rates = ("percent", "pp", "times", "double")
    return a.form == b.form or (a.form in rates and b.form in rates)


def share_units(found: list[Quantity], norm: str) -> None:
    """Give a bare number in a list the unit of the number after it: 3.2个、4.1个百分点; 300、500亿元."""
    for before, after in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        if not _JOIN.match(norm[before.end : after.start]):
            continue
        if after.form == "pp" and before.form in ("count", "number") and before.counter in ("个", None):
            before.form, before.unit, before.counter, before.refused = "pp", "pp", None, None
        elif before.form == "number" and before.refused == "no_unit" and after.form not in ("number", "double"):
            before.form, before.unit, before.counter, before.refused = after.form, after.unit, after.counter, None
            if not before.has_scale and before.value:
                factor = after.value / _digits(after, norm)
                before.value *= factor
                before.value_max = before.value_max and before.value_max * factor


def _digits(quantity: Quantity, norm: str) -> float:
    match = re.search(r"\d[\d,]*(?:\.\d+)?", norm[quantity.core : quantity.unit_end])
    return float(match[0].replace(",", "")) or 1.0 if match else 1.0


def figures(group: list[Quantity], norm: str, left: int, stop: int, memory: Memory) -> list[Figure]:
    """What each quantity of one list says; `left` is where its own words may begin, `stop` the sentence's end."""
    first = group[0]
    before = norm[left : first.start]
    sense = _sense(first, before, left, norm[max(0, first.start - 44) : first.start])
    if first.form == "percent" and _RATE_AFTER.match(norm, first.end, stop):
        sense = _Sense("growth", "growth_rate", first.start)
    turns = sense.rule in ("growth_multiple_of", "growth_compared")
    told = _RATE_BEFORE.search(before) if first.form == "percent" else None
    words = norm[left : sense.start] if turns else before[: told.start("tail")] if told else before
    names = indicators(group, norm, stop, words, sense.kind, memory)
    if sense.rule == "growth_compared" and len(group) > 1 and len(set(names)) > 1:
        names = [names[-1]] * len(group)  # 分别高于全省、全国0.98个和1.5个百分点
    if sense.rule == "growth_multiple_of" and len(group) > 1 and _JOINED_BASE.search(norm[sense.start : first.start]):
        names = memory.inherit(1) * len(group)  # one thing beside two others: 分别是全国、全省平均的1.9倍和2.3倍
    if _REACHES.search(before) and not any(name in before for name in names):
        names = [_ADDED.sub("", name) for name in names]  # 新增A家…，到2025年达到B家: B is all there are
    memory.remember(names, first.form)
    attribute = bool(_ATTRIBUTE.search(before)) and norm[first.end : first.end + 1] == "的"
    out = []
    for number, quantity in enumerate(group):
        if number and first.op_before and not quantity.op_before and quantity.operator == "=":
            quantity.operator = first.operator  # a word before a list holds for all of it
        begin = group[number - 1].end if number else left
        said = norm[begin : quantity.start] if number else ""
        own = _sense(quantity, said, begin) if _VERB_JOIN.match(said) else sense
        out.append(
            Figure(
                quantity=quantity,
                kind="amount" if quantity.unit == "count" else own.kind,
                value=_value(quantity, own),
                indicator=_change_of(names[number], own.change, quantity.unit),
                basis=sense.basis if sense.kind == "growth" else None,
                quote_start=quantity.start if number and own is sense else own.start,
                rule=sense.rule,
                attribute=attribute,
            )
        )
    return out


def _change_of(name: str, change: str, unit: str | None) -> str:
    """What an absolute change measures: not the thing itself, but by how much it grew (净增数, 增加额)."""
    if not name or not change or change in name:
        return name
    name = _TOTAL.sub("", name)
    return change + name if change == "新增" else name + change + ("数" if unit == "count" else "额")


_RATE_AFTER = re.compile(
    r"(?:——|】\s?(?:\d{4}年)?)[^，。；、\d]{2,24}(?:增速|增幅|增长率)(?=[，。；])|的(?:年均|平均|同比|高位|较快|复合)?(?:增速|增幅|增长率|增长(?=[，。；]|$))"
)


def _sense(first: Quantity, before: str, left: int, said: str = "") -> _Sense:
    """Whether a list tells an amount or a change, by the words right before it; `said` reaches further back."""
    if first.form == "double":
        return _Sense("growth", "growth_doubling", first.start, basis="multiple")
    if first.form == "times":
        return _times(first, before, left)
    rate = _RATE_IN.search(before) or _RATE_FROM.search(said) if first.form == "percent" else None
    if first.form == "percent" and _RATE_BEFORE.search(before):
        return _Sense("growth", "growth_rate", first.start, basis=_basis(before))
    if rate:
        return _Sense("growth", "growth_rate", first.start, bool(rate["down"]), _basis(before))
    if _TO_LEVEL.search(before):
        return _Sense("growth" if first.form == "pp" else "amount", "amount_reached", first.start, basis=_basis(before))
    grow = _GROW.search(before)
    if first.form == "percent" and first.value < 0:
        return _Sense("growth", "growth_rate", first.start, basis=_basis(before))  # 利润-3.2%
    if first.form in ("percent", "pp"):
        return _rate(first, before, left, grow)
    if grow and (grow["verb"] in _CHANGES or grow["verb"][0] in "多少"):
        down = bool(grow["down"])
        change = grow["verb"] if grow["verb"] in ("净增", "新增") else "减少" if down else "增加"
        return _Sense("amount", "amount_change", left + grow.start(), down, change=change)
    return _Sense("amount", f"amount_{first.form}", first.start)


def _times(first: Quantity, before: str, left: int) -> _Sense:
    is_times = _IS_TIMES.search(before)
    if is_times:
        return _Sense("growth", "growth_multiple_of", left + is_times.start(), basis="multiple")
    grow = _GROW.search(before)
    if grow and not _TO_LEVEL.search(before):
        return _Sense("growth", "growth_by_times", left + grow.start(), bool(grow["down"]), "multiple")
    return _Sense("growth", "growth_multiple", first.start, basis="multiple")


def _rate(first: Quantity, before: str, left: int, grow: re.Match[str] | None) -> _Sense:
    basis = _basis(before)
    if grow and grow["verb"] in ("新增", "净增") and first.form == "percent":
        grow = None
    if grow and grow["against"]:
        if first.form == "percent":
            return _Sense("amount", "amount_share", first.start)
        return _Sense("growth", "growth_compared", left + grow.start(), bool(_BELOW.match(grow["verb"])), basis)
    if grow:
        return _Sense("growth", "growth_rate", left + grow.start(), bool(grow["down"]), basis)
    if first.form == "pp":
        return _Sense("growth", "growth_points", first.start, basis=basis)
    return _Sense("amount", "amount_percent", first.start)


def _basis(before: str) -> str | None:
    if _AVERAGE.search(before):
        return "annual_average"
    if _YOY.search(before):
        return "yoy"
    return "cumulative" if _CUMULATIVE.search(before) else None


def _value(quantity: Quantity, sense: _Sense) -> float:
    """The value with its sign; 增长1.5倍 is 2.5 times the base."""
    if quantity.form == "times" and sense.rule in ("growth_by_times", "growth_rate"):
        if quantity.value_max is not None:
            quantity.value_max += 1
        return quantity.value + 1
    return -quantity.value if sense.down and quantity.form != "times" else quantity.value
