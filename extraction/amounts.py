"""Amounts and growth: what each quantity of a sentence measures, and how.

Quantities joined by `、` or `和` are one list: they share the words before them, and `分别` gives each its own
thing. What has no words of its own takes those of the quantity before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extraction.phrases import GENERIC, items, right, right_of_sum, strip
from extraction.quantities import Quantity

_JOIN = re.compile(r"^\s*(?:[、和及与]|以及|，?分别达?到?)\s*$")
_TO_LEVEL = re.compile(
    r"(?:提高|增加|提升|增长|增|升|扩大|下降|降低|降|压缩|缩短|压减|拓展|减少|壮大|发展|达|上升|做|升级)(?:到了?|至)\s*$"
)
_GROW = re.compile(
    r"(?P<verb>增长|增加|净增|新增|增|上升|提高|提升|上涨|上浮|涨|加快|扩大|攀升|回升|多|高于[^，。；]{0,14}|高出[^，。；]{0,14}|快于[^，。；]{0,14}|领先[^，。；]{0,10}|超序时进度|超时序进度"
    r"|拉动[^，。；]{0,10}增长|高|增幅|增速|涨幅|增长率"
    r"|下降|降低|减少|回落|下滑|收窄|放缓|缩短|压缩|压减|降幅|低于[^，。；]{0,14}|慢于[^，。；]{0,14}|少|减|降)(?:了|约|近|为|达到|达|是|在|保持在?|稳定在|控制在)?\s*$"
)
_DOWN = re.compile(r"^(?:下降|降低|减少|回落|下滑|收窄|放缓|缩短|压缩|压减|降幅|低于|慢于|少|减|降)")
_RATE = re.compile(r"(?:增速|增幅|涨幅|增长率|降幅)")
_RATE_IN = re.compile(r"(?:增速|增幅|涨幅|增长率)[^，。；]{0,8}$")
_COMPARED = re.compile(r"^(?:高于|高出|快于|领先|低于|慢于|超序时|超时序)")
_SHARE = re.compile(r"^(?P<who>.*?)(?:约|大约|近)?[占佔](?!地|用|有)(?:到|了|据)?(?P<base>[^，；。]*)$")
_SHARE_TAIL = re.compile(
    r"(?:的)?(?:比重|比例|份额|比|的)?(?:均|也|已|将|分别)?(?:达到|达|为|提高到|提升到|提高至|提升至|上升到|升至|超过|超|约|保持在|近|不足|不到)*$"
)
_PLAN = re.compile(
    r"(?:完成|达到|实现)(?P<plan>(?:全年|年度|年初|本年度?|省定|市定)?(?:预期)?(?:目标|任务|计划)(?:任务|目标)?)的?$"
)
_IS_TIMES = re.compile(r"(?:是|为|达到|达|相当于|约为|约是|等于|超过)[^，。；]{1,18}的\s*$")
_YOY = re.compile(r"同比|按年|比上年|较上年|比去年|较去年|比上年同期|比前一年")
_AVERAGE = re.compile(r"年均|年平均")
_CUMULATIVE = re.compile(r"累计|[较比]\d{4}年|年增长|三年|五年|年间|期间")
_NEW = re.compile(r"^(?:新增|净增|新认定|新引进|新签约|再添|新)")
_ATTRIBUTE = re.compile(r"(?:计划|协议)?总投资(?:额)?\s*$")


@dataclass(slots=True)
class Figure:
    """A quantity with what it measures. `quote_start` may take in the verb of growth before the number."""

    quantity: Quantity
    kind: str
    value: float
    unit: str | None
    indicator: str
    basis: str | None
    quote_start: int
    rule: str
    confidence: float
    attribute: bool = False


@dataclass(slots=True)
class Memory:
    """The things measured so far: the last lists of indicators, for what has no words of its own."""

    last: list[str] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    form: str = ""

    def remember(self, names: list[str], form: str) -> None:
        """Keep the indicators of one list, the newest last, and what form of number it was."""
        self.form = form
        named = [n for n in names if n]
        if named:
            self.last = named
            self.recent = [*self.recent[-6:], *named]


def lists(found: list[Quantity], norm: str) -> list[list[Quantity]]:
    """Quantities that are joined into one list, each list in order."""
    groups: list[list[Quantity]] = []
    for quantity in found:
        if groups:
            before = groups[-1][-1]
            if _JOIN.match(norm[before.end : quantity.start]) and _alike(before, quantity):
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
                printed = after.value / _digits(after, norm)
                before.value *= printed
                if before.value_max:
                    before.value_max *= printed


def _digits(quantity: Quantity, norm: str) -> float:
    match = re.search(r"[\d,.]+", norm[quantity.core : quantity.unit_end])
    try:
        return float(match[0].replace(",", "")) or 1.0 if match else 1.0
    except ValueError:
        return 1.0


def figures(group: list[Quantity], norm: str, left: int, stop: int, memory: Memory) -> list[Figure]:
    """What each quantity of one list measures; `left` is where its own words may begin, `stop` the sentence's end."""
    first = group[0]
    before = norm[left : first.start]
    kind, down, quote_start, rule, basis = _kind(first, before, left)
    names = _names(group, norm, left, stop, before, kind, rule, memory)
    memory.remember(names, first.form)
    out = []
    for number, quantity in enumerate(group):
        value, unit = _value(quantity, kind, rule, down)
        start = quote_start if number == 0 else quantity.start
        if number and first.op_before and not quantity.op_before and quantity.operator == "=":
            quantity.operator = first.operator
        out.append(
            Figure(
                quantity,
                "amount" if kind == "amount" or quantity.unit == "count" else kind,
                value,
                unit,
                names[number],
                basis if kind == "growth" else None,
                start,
                rule,
                _confidence(rule, names[number], quantity),
                attribute=bool(_ATTRIBUTE.search(before)) and norm[quantity.end : quantity.end + 1] == "的",
            )
        )
    return out


def _confidence(rule: str, name: str, quantity: Quantity) -> float:
    base = 0.93 if name else 0.6
    if rule in ("growth_compared",):
        base = 0.7
    if quantity.is_chinese and quantity.form == "count":
        base -= 0.15
    return base


def _kind(first: Quantity, before: str, left: int) -> tuple[str, bool, int, str, str | None]:
    """Kind, whether it goes down, where the quote begins, the rule's name and the basis of growth."""
    clause = re.split(r"[，；：。]", before)[-1]
    basis = _basis(before)
    if first.form == "double":
        return "growth", False, first.start, "growth_doubling", "multiple"
    if _TO_LEVEL.search(before):
        return ("growth" if first.form == "times" else "amount"), False, first.start, "amount_reached", basis
    grow = _GROW.search(before)
    if first.form == "times":
        is_times = _IS_TIMES.search(before)
        if is_times:
            return "growth", False, left + is_times.start(), "growth_multiple_of", "multiple"
        if grow:
            return "growth", bool(_DOWN.match(grow["verb"])), left + grow.start(), "growth_by_times", "multiple"
        return "growth", False, first.start, "growth_multiple", "multiple"
    if grow and first.form in ("percent", "pp"):
        verb = grow["verb"]
        compared = bool(_COMPARED.match(verb))
        rule = "growth_compared" if compared else "growth_rate"
        if first.form == "percent" and compared:
            return "amount", False, first.start, "amount_share", None
        return "growth", bool(_DOWN.match(verb)), left + grow.start(), rule, basis
    if first.form == "pp":
        return "growth", False, first.start, "growth_points", basis
    if first.form == "percent" and _RATE_IN.search(clause):
        return "growth", False, first.start, "growth_rate", basis
    if (
        grow
        and grow["verb"] in ("净增", "增加", "减少", "新增", "增长", "下降", "多", "缩短", "压缩")
        and first.form != "percent"
    ):
        return "amount", bool(_DOWN.match(grow["verb"])), left + grow.start(), "amount_change", None
    return "amount", False, first.start, f"amount_{first.form}", None


def _basis(before: str) -> str | None:
    if _AVERAGE.search(before):
        return "annual_average"
    if _YOY.search(before):
        return "yoy"
    return "cumulative" if _CUMULATIVE.search(before) else None


def _value(quantity: Quantity, kind: str, rule: str, down: bool) -> tuple[float, str | None]:
    value = quantity.value
    if quantity.form == "times" and rule == "growth_by_times":
        value = value + 1
        if quantity.value_max is not None:
            quantity.value_max += 1
    if down and quantity.form != "times":
        value = -value
    return value, quantity.unit


def _names(
    group: list[Quantity], norm: str, left: int, stop: int, before: str, kind: str, rule: str, memory: Memory
) -> list[str]:
    """The thing measured, for each quantity of the list."""
    wanted = len(group)
    own = _own_words(before)
    if group[0].form in ("percent", "double", "times", "pp"):
        share = _share(own, before, norm, group, stop, memory)
        if share is not None:
            return share
    phrase = strip(own)
    phrase = _RATE.sub("", phrase) if kind == "growth" and phrase not in GENERIC else phrase
    if wanted > 1 and phrase:
        each = items(phrase, wanted)
        if each:
            return each
    if wanted == 1 and group[0].form == "count":
        return [_counted(phrase, before, norm, group[0], stop, memory)]
    if wanted == 1 and group[0].form in ("money", "measure", "level"):
        return [_sum_of(phrase, norm, group[0], stop, memory)]
    if phrase in GENERIC:
        return _generic(phrase, wanted, memory)
    if phrase:
        return [phrase] * wanted
    return _inherited(wanted, memory)


def _own_words(before: str) -> str:
    """The last clause before the number that says anything; earlier ones belong to something else."""
    before = re.sub(r"（[^（）]{0,30}）", "", before)
    parts = re.split(r"[，；：。！？——]", before)
    for part in reversed(parts):
        if strip(part):
            return part
    return parts[-1]


def _inherited(wanted: int, memory: Memory) -> list[str]:
    if not memory.last:
        return [""] * wanted
    if len(memory.last) == wanted:
        return list(memory.last)
    if wanted > 1 and len(memory.last) == 1:
        each = items(memory.last[0], wanted)
        if each:
            return each
    if wanted > 1 and len(memory.recent) >= wanted:
        return memory.recent[-wanted:]
    return ["、".join(memory.last) if len(memory.last) <= 3 else memory.last[-1]] * wanted


def _generic(phrase: str, wanted: int, memory: Memory) -> list[str]:
    """A head without its thing (总数, 占比): the thing is what was measured before."""
    base = _inherited(wanted, memory)
    head = (
        ""
        if phrase
        in ("累计", "总计", "增速", "增幅", "降幅", "同比", "涨幅", "累计数", "数量", "总数", "总量", "存量", "增长率")
        else phrase
    )
    return [(_NEW.sub("", name) + head) if name else phrase for name in base]


def _counted(phrase: str, before: str, norm: str, quantity: Quantity, stop: int, memory: Memory) -> str:
    """What a counted number counts: the noun after it, else the noun before it."""
    after = right(norm, quantity.end if quantity.end > quantity.unit_end else quantity.unit_end, stop)
    if after:
        if len(after) <= 2 and before.rstrip().endswith("的") and phrase:
            return phrase + after
        new = re.search(r"(新增|净增|新签约|新引进|新认定|新建|新开工|再添)(?:了)?$", before.rstrip("近约逾超过突破"))
        return (new[1] if new else "") + after
    if not phrase or phrase in GENERIC:
        return _generic(phrase or "累计", 1, memory)[0]
    return phrase


def _sum_of(phrase: str, norm: str, quantity: Quantity, stop: int, memory: Memory) -> str:
    """What a sum of money or a measure is the size of."""
    after = right_of_sum(norm, quantity.end, stop)
    if quantity.form == "level":
        after = right(norm, quantity.end, stop)
    if after and (not phrase or phrase in GENERIC or len(phrase) <= 3 or quantity.form == "level"):
        return after + (phrase if phrase in GENERIC else "")
    if not phrase:
        verb_after = re.match(
            r"^(?:设立|用于|实施|建设|支持|投向|打造)?([^，。；、\d]{2,16})",
            norm[quantity.end : min(stop, quantity.end + 18)],
        )
        if verb_after and not memory.last:
            return verb_after[1]
        return _inherited(1, memory)[0] or (verb_after[1] if verb_after else "")
    if phrase in GENERIC or (
        phrase in ("投资", "协议投资额", "合同金额", "投资额") and memory.form == "count" and phrase != "投资额"
    ):
        return _generic(phrase, 1, memory)[0]
    tail = re.search(r"(?:^|、|建设|规划)(占地面积|占地|总投资|总面积|总规模)$", phrase)
    if tail and after:
        return after + tail[1]
    return phrase


def _share(own: str, before: str, norm: str, group: list[Quantity], stop: int, memory: Memory) -> list[str] | None:
    """Indicators of shares: X占Y比重, X占比, 完成年度任务的比例; None where the words tell of no share."""
    wanted = len(group)
    plan = _PLAN.search(own)
    if plan and group[0].form == "percent":
        return [name + "完成" + plan["plan"] + "比例" for name in _inherited(wanted, memory)]
    if group[0].form != "percent":
        return None
    first = group[0]
    reach = own + norm[first.start : first.core] if before.endswith(own) else own
    after = right(norm, group[-1].end, stop) if norm[group[-1].end : group[-1].end + 1] == "的" else ""
    share = _SHARE.match(reach)
    if after and wanted == 1 and not (share and strip(share["who"])):
        base = strip(_SHARE_TAIL.sub("", share["base"])) if share else ""
        return [after + ("占" + base if base else "占") + "比重"]
    if share is None:
        return None
    who = strip(share["who"])
    base = strip(_SHARE_TAIL.sub("", share["base"]))
    base = re.sub(r"(?:约|近|不足|不到|超过?|逾|接近)$", "", base).removesuffix("的")
    names = items(who, wanted) if who and wanted > 1 else ([who] * wanted if who else _inherited(wanted, memory))
    names = names or [who] * wanted
    tail = f"占{base}比重" if base and base not in ("比", "大头", "比重") else "占比"
    return [re.sub(r"占(?:比|.{0,12}比重)$", "", name) + tail for name in names]
