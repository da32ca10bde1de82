"""Words before and after a number that say how it compares, and the currency that stands before a sum."""

from __future__ import annotations

import re

from extraction.quantity import Quantity
from extraction.units import CURRENCIES_AHEAD

_BEFORE = re.compile(
    r"""(?:
      (?P<ge>≥|不低于|不少于|至少|最少|起码(?:[得要]有?)?|不小于)
    | (?P<le>≤|不超过|至多|最多|最高|不高于|不多于|最大)
    | (?P<lt>不足|不到|低于|少于|未达|小于|不满)
    | (?P<gt>超过|突破|超出|高于|多于|大于|逾|超|冲破|首破|(?<![突打])破|(?<![通经超不跨迈])过)
    | (?P<about>大约|大概|将近|接近|逼近|约为|(?<![签合节条预制契公履])约|(?<![附最临靠邻逼])近|上下)
    )(?:了|到|达到|达|至|为|在|(?<=[至最]少)有)?[ ]?\Z""",
    re.VERBOSE,
)
_AFTER = re.compile(
    r"[ ]?(?:(?P<ge>(?:及|或)?以上)|(?P<le>(?:及|或)?以内|之内|(?:及|或)?以下)|(?P<about>左右|上下|许(?=[，。、；]))|(?P<lt>弱(?=[，。；、]))|(?P<gt>多(?![元种个家次])|还多|强(?=[，。；、])|有余|出头|开外|挂零))"
)
_FAR = re.compile(
    r"(?:(?P<about>大约|约|接近|将近|近)|(?P<lt>不足|不到)|(?P<ge>不低于|不少于)|(?P<gt>超过|超|逾))(?:占\Z|占?(?:(?:全|国内|世界|中国)[^，。；、\d]{0,10}|[^，。；、\d成倍]{1,8}的)\Z)"
)
_TIMES_OF = re.compile(
    r"(?:(?P<about>约[为是]|接近)|(?P<gt>超过))(?:\d{4}年)?[^，。；、\d]{0,14}的\Z"
)  # 约为去年同期的1.3倍
_LEAST = re.compile(r"(?:至少|最少)(?:新增|培育|引进|建成|拥有|集聚)[^，。；、\d]{1,10}\Z")
_CURRENCY_AHEAD = re.compile(
    rf"(?P<name>{'|'.join(map(re.escape, sorted(CURRENCIES_AHEAD, key=len, reverse=True)))})[ ]?\Z"
)
_OPERATOR = {"ge": ">=", "le": "<=", "lt": "<", "gt": ">", "about": "~"}


def _currency(quantity: Quantity, norm: str, start: int, end: int) -> int:
    """Where a sum begins: at a currency that stands before it (港币5亿元, US$2000万), which is then its unit."""
    ahead = _CURRENCY_AHEAD.search(norm, max(start, end - 5), end)
    foreign = ahead is not None and CURRENCIES_AHEAD[ahead["name"]] != "CNY"
    if ahead is None or not foreign or quantity.unit not in ("CNY", None):
        return end
    quantity.form, quantity.unit, quantity.start = "money", CURRENCIES_AHEAD[ahead["name"]], ahead.start()
    return ahead.start()


def read_operators(quantity: Quantity, norm: str, start: int, stop: int) -> None:
    """Read the words before and after the number that say how it compares."""
    has_sum = quantity.form == "money" or (quantity.form == "number" and quantity.has_scale)
    at = _currency(quantity, norm, start, quantity.core) if has_sum else quantity.core
    before = _BEFORE.search(norm, max(start, at - 8), at)
    after = _AFTER.match(norm, quantity.unit_end, stop)
    ranged = quantity.operator == "range"
    if after:
        quantity.end = after.end()
        if not ranged:
            quantity.operator = _OPERATOR[str(after.lastgroup)]
    if before:
        quantity.start = _currency(quantity, norm, start, before.start()) if has_sum else before.start()
        quantity.op_before = True
        if not ranged and not after:
            quantity.operator = _OPERATOR[str(before.lastgroup)]
    if quantity.form == "count" and not before and quantity.operator == "=":
        least = _LEAST.search(norm, max(start, quantity.core - 14), quantity.core)
        if least:
            quantity.start, quantity.op_before, quantity.operator = least.start(), True, ">="
    if quantity.form == "times" and not before and not after and quantity.operator == "=":
        times = _TIMES_OF.search(norm, max(start, quantity.core - 20), quantity.core)
        quantity.operator = _OPERATOR[str(times.lastgroup)] if times else "="
    if quantity.form == "percent" and not before and not after and quantity.operator == "=":
        far = _FAR.search(norm, max(start, quantity.core - 16), quantity.core)
        if far:
            quantity.start = far.start()
            quantity.op_before = True
            quantity.operator = _OPERATOR[str(far.lastgroup)]
