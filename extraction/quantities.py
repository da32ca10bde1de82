"""Quantities: a number with its unit, its operator and its range, wherever one is printed.

One compiled expression finds every candidate; a few small functions read its value. Nothing here knows what a
number is about; `extraction.traps` says which candidates are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extraction.numerals import SCALE, arabic, chinese, scaled
from extraction.operators import read_operators
from extraction.quantity import Quantity
from extraction.units import COUNTERS, CURRENCIES, MEASURES

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = r"(?:[一二两三四五六七八九十百千]+万[零一二三四五六七八九][零一二三四五六七八九十百千]*|[一二两三四五六七八九十百千零〇]+(?:点[一二三四五六七八九零]+)?)"
_SCALE = r"[十百千]?万亿|个亿(?![级元])|[十百千]?亿|[十百千]?万|百(?!分)|千(?![瓦克米])"
_MORE = r"(?:[多余几]|来(?![自源到了]))"
_CURRENCY = "|".join(CURRENCIES)
_MEASURE = "|".join(sorted(MEASURES, key=len, reverse=True))
_GOES_ON = {
    "台": "阶湾风",
    "项": "目",
    "名": "单校牌企",
    "家": "庭具电",
    "位": "于居列数",
    "条": "件",
    "期": "间末",
    "人": "才均民口工床",
    "个": "体性",
}
_COUNTER = "|".join(
    f"{word}(?![{_GOES_ON[word]}]|园(?!区))" if word in _GOES_ON else word
    for word in sorted(COUNTERS, key=len, reverse=True)
)
_DASH = r"[—–\-－~～至到]"
_PERCENT = r"%|个百分点|个多百分点|个[ ]百分点|个点|倍"
_UNIT = rf"{_PERCENT}|{_MEASURE}|{_CURRENCY}|{_COUNTER}"

CANDIDATE = re.compile(
    rf"""(?=[-−0-9一二两三四五六七八九十百千零〇万翻倍半过首已])(?:
    (?P<double>翻了?(?P<nearly>近|约|将近|接近|超过?)?(?P<times>[一两二三四五])?番(?!半)|倍增(?![计行工仗战攻方]|产业))
  | (?P<fraction>(?P<below>{_CHINESE}|[千万]|\d+)分之(?P<above>{_CHINESE}|\d+(?:\.\d+)?)(?P<fpp>个百分点)?(?:{_DASH}(?:百分之)(?P<upto>{_CHINESE}))?)
  | (?P<slashed>(?<![\d/.])(?P<over>[1-9])/(?P<under>[2-9]|10)(?=[的，。；、]|以上|左右|强))
  | (?P<tenths>[一二两三四五六七八九](?=成)|\d(?=成))成(?P<half>半|多|[一二三四五六七八九](?=[，。；、）以左是还多]|\Z))?(?![立为员果长功本就熟交都效套品分])
  | (?P<overhalf>(?:(?<=占比)|(?<=比重)|(?<=份额)|(?<=率))(?:首次|已)?过半(?=[，。；、]|\Z)(?!，(?:达到?|为)\d))
  | (?P<one>(?<=的)一半|(?<=[近约超占])一半|(?<=达到)一半|(?<=超过)一半|(?<=[掉少低足到])一半|半数(?=以上|左右)|(?<=[近超过约省市国区])半数)
  | (?P<spoken>(?P<saidhigh>{_CHINESE})(?P<saidscale>[亿万])(?P<saidrest>[一二三四五六七八九])(?=[，。；、]|\Z|多|左右|上下|出头))
  | (?P<compound>(?P<high>\d+)(?P<highscale>[亿万])零?(?P<rest>\d{{1,4}}|[一二三四五六七八九])(?P<restscale>[千百]?万|千|百)?(?![\d.]|个?亿)(?P<restunit>{_UNIT}))
  | (?:
      (?P<low>{_ARABIC}|{_CHINESE})(?P<lowscale>{_SCALE})?(?P<lowunit>个百分点|%(?=(?:{_DASH}|——)[-−]?\d[\d.,]*[ ]?%)|(?:{_CURRENCY})|[个家户项名](?={_DASH}\d))?
      (?P<dash>{_DASH}|——)
    )?
    (?P<minus>(?<![0-9%A-Za-z])[-−](?=\d))?
    (?:(?P<arabic>{_ARABIC})|(?P<chinese>{_CHINESE}(?![分成])))
    (?P<more1>{_MORE})?(?P<scale>{_SCALE})?(?P<more2>{_MORE})?
    (?P<level>元?级(?!别|以上|各类|数))?
    (?P<unit>{_UNIT})?(?P<per>[/／](?:万元|元|亩|人|平方米|公顷|平方公里|户|年|月))?
  | (?P<bare>(?:[十百千]?万亿|[十百千]亿)(?=元|级|美元))(?P<barelevel>元?级(?!别|以上|各类|数))?(?P<bareunit>{_CURRENCY})?
    )""",
    re.VERBOSE,
)

_OUTPUT_PER = re.compile(r"生产率|产出|[人亩地]均|强度")
_SOME = ("几", "数", "成")
_FROM = ("从", "由", "自")
_APART = re.compile(r"([一二三四五六七八])(?=[二三四五六七八九])(?!\1)([二三四五六七八九])([十百千]+)$")
_WORDS_ALONE = frozenset(("chinese",))


def quantities(norm: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """All candidates in a normalised text between `start` and `end`, in order. Never raises on any text."""
    stop = len(norm) if end is None else end
    found: list[Quantity] = []
    for match in CANDIDATE.finditer(norm, start, stop):
        if match.lastgroup in _WORDS_ALONE:
            continue  # a Chinese numeral with nothing after it: 一是, 第三, 十四五
        quantity = _read(match, norm, start, stop)
        if quantity is not None:
            found.append(quantity)
    return found


def _read(match: re.Match[str], norm: str, start: int, stop: int) -> Quantity | None:
    """The quantity of a candidate, or None where it is no number at all."""
    try:
        plain = match["arabic"] or match["chinese"]  # most are
        read = _number if plain else next((read for name, read in _FORMS if match[name]), _number)
        quantity = read(match)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    if quantity is not None:
        read_operators(quantity, norm, start, stop)
    return quantity


def _plain(match: re.Match[str], form: str, value: float, unit: str | None, printed: str) -> Quantity:
    return Quantity(
        start=match.start(),
        end=match.end(),
        core=match.start(),
        unit_end=match.end(),
        form=form,
        value=value,
        value_max=None,
        unit=unit,
        counter=None,
        operator="=",
        printed_unit=printed,
        is_chinese=not any(c.isdigit() for c in match[0]),
        has_scale=False,
    )


def _slashed(match: re.Match[str]) -> Quantity:
    return _plain(match, "percent", 100 * arabic(match["over"]) / arabic(match["under"]), "percent", "/")


def _half(match: re.Match[str]) -> Quantity:
    quantity = _plain(match, "percent", 50.0, "percent", "")
    quantity.operator = ">" if match["overhalf"] else "="
    return quantity


def _double(match: re.Match[str]) -> Quantity:
    times = chinese(match["times"]) if match["times"] else 1
    quantity = _plain(match, "double", 2.0**times, "times", "番")
    if match["nearly"]:
        quantity.operator = ">" if match["nearly"].startswith("超") else "~"
    return quantity


def _fraction(match: re.Match[str]) -> Quantity:
    below = arabic(match["below"]) if match["below"].isdigit() else SCALE.get(match["below"]) or chinese(match["below"])
    above = match["above"]
    upper = arabic(above) if above[0].isdigit() else chinese(above)
    if match["fpp"]:
        return _plain(match, "pp", upper, "pp", "个百分点")
    quantity = _plain(match, "percent", 100 * upper / below, "percent", "分之")
    if match["upto"]:  # 百分之七至百分之九
        quantity.value_max, quantity.operator = chinese(match["upto"]), "range"
        if quantity.value_max <= quantity.value or below != 100:
            quantity.refused = "not_a_range"
    return quantity


def _tenths(match: re.Match[str]) -> Quantity:
    digit = match["tenths"]
    value = 10 * (arabic(digit) if digit.isdigit() else chinese(digit))
    if match["half"] == "半":
        value += 5
    elif match["half"] and match["half"] != "多":
        value += chinese(match["half"])  # 四成二
    quantity = _plain(match, "percent", value, "percent", "成")
    if match["half"] == "多":
        quantity.operator = ">"
    return quantity


def _bare(match: re.Match[str]) -> Quantity:
    value = SCALE[match["bare"]]
    if match["barelevel"]:
        quantity = _plain(match, "level", value, "CNY", match["barelevel"])
    else:
        unit = match["bareunit"] or "元"
        quantity = _plain(match, "money", value, CURRENCIES[unit], unit)
    quantity.has_scale = True
    return quantity


def _spoken(match: re.Match[str]) -> Quantity:
    """三十一亿六: the last numeral is a tenth of the scale."""
    value = scaled(chinese(match["saidhigh"]) + chinese(match["saidrest"]) / 10, SCALE[match["saidscale"]], 1)
    form, unit = ("money", "CNY") if match["saidscale"] == "亿" else ("number", None)
    quantity = _plain(match, form, value, unit, "元" if unit else "")
    quantity.has_scale = True
    return quantity


def _compound(match: re.Match[str]) -> Quantity | None:
    """1亿2000万元, 12亿5千万元, 3万6千平方米: two parts of one number."""
    printed = match["rest"]
    rest = (arabic(printed) if printed.isdigit() else chinese(printed)) * SCALE[match["restscale"] or ""]
    high = SCALE[match["highscale"]]
    if rest >= high or (match["restscale"] is None and match["highscale"] == "亿"):
        return None
    form, unit, counter, factor = _of_unit(match["restunit"])
    value = scaled(arabic(match["high"]), high, 1) + rest
    quantity = _plain(match, form, scaled(value, 1, factor), unit, match["restunit"])
    quantity.counter, quantity.has_scale = counter, True
    return quantity


def _number(match: re.Match[str]) -> Quantity | None:
    printed = match["arabic"] or match["chinese"]
    value = arabic(printed) if match["arabic"] else chinese(printed)
    factor = SCALE[match["scale"] or ""]
    form, unit, counter, unit_factor = _unit(match)
    quantity = _plain(match, form, scaled(value, factor, unit_factor), unit, match["unit"] or match["level"] or "")
    quantity.counter = counter
    if match["per"] and form == "money" and match["per"][1:] in ("平方米", "人", "月"):
        quantity.refused = (
            None if _OUTPUT_PER.search(match.string, max(0, match.start() - 14), match.start()) else "price"
        )
    if match["minus"]:
        quantity.value = -quantity.value
    quantity.is_chinese = match["arabic"] is None
    quantity.has_scale = bool(match["scale"])
    if match["chinese"] and len(printed) == 2 and not any(c in "十百千" for c in printed):
        quantity.refused = "vague_number"  # 三五个, 两三家
    if match["chinese"] and printed[0] in "十百千" and match.string[match.start() - 1 : match.start()] in _SOME:
        quantity.refused = "vague_number"  # 几百家, 数千人
    apart = _APART.match(printed) if match["chinese"] else None
    if apart:  # 五六十家: from fifty to sixty
        low = chinese(apart[1] + apart[3])
        quantity.value, quantity.value_max = scaled(low, factor, unit_factor), quantity.value
        quantity.operator = "range"
    if match["more1"] or match["more2"] or match["unit"] == "个多百分点":
        quantity.operator = "~" if "来" in (match["more1"], match["more2"]) else ">"
    if match["low"] and match["dash"] in ("到", "至") and match.string[match.start() - 1 : match.start()] in _FROM:
        quantity.start = quantity.core = match.start("arabic" if match["arabic"] else "chinese")  # 从3亿到5亿
    elif match["low"]:
        _range(match, quantity, factor, unit_factor)
    return quantity


def _range(match: re.Match[str], quantity: Quantity, factor: float, unit_factor: float) -> None:
    """Make it a range; the lower end takes the scale of the upper where it prints none."""
    low = arabic(match["low"]) if match["low"][0].isdigit() else chinese(match["low"])
    low = scaled(low, SCALE[match["lowscale"]] if match["lowscale"] else factor, unit_factor)
    if low < quantity.value:
        quantity.value_max, quantity.value, quantity.operator = quantity.value, low, "range"
    else:
        quantity.refused = "not_a_range"


def _unit(match: re.Match[str]) -> tuple[str, str | None, str | None, float]:
    """Form, base unit, counter and factor of what follows the number."""
    printed = match["unit"]
    if match["level"]:
        return "level", "CNY", None, 1
    if printed is None:
        return ("money", "CNY", None, 1) if (match["scale"] or "").endswith("亿") else ("number", None, None, 1)
    return _of_unit(printed)


def _of_unit(printed: str) -> tuple[str, str | None, str | None, float]:
    """The same of a unit as it is printed."""
    if printed == "%":
        return "percent", "percent", None, 1
    if printed in ("个百分点", "个多百分点", "个 百分点", "个点"):
        return "pp", "pp", None, 1
    if printed == "倍":
        return "times", "times", None, 1
    if printed in CURRENCIES:
        return "money", CURRENCIES[printed], None, 1
    if printed in MEASURES:
        return "measure", MEASURES[printed][0], None, MEASURES[printed][1]
    return "count", "count", printed, 1


_FORMS: tuple[tuple[str, Callable[[re.Match[str]], Quantity | None]], ...] = (
    ("double", _double),
    ("fraction", _fraction),
    ("slashed", _slashed),
    ("tenths", _tenths),
    ("one", _half),
    ("overhalf", _half),
    ("spoken", _spoken),
    ("bare", _bare),
    ("compound", _compound),
)
"""What reads a candidate, by the group that matched; all others are plain numbers."""
