"""Ranks: a position, a move among positions, or a place of honour without a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.numerals import arabic, chinese

_N = r"(?:\d{1,3}|[一二两三四五六七八九]百(?:[一二三四五六七八九]十)?|[一二两三四五六七八九十]{1,3})"
_PROVINCES = "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆"
_AMONG = (
    rf"(?:(?:(?:全国|全球|世界|亚洲|全省|全市|全区|全疆|全自治区|全旗|全州|中西部|西部|中部|东部|东北|国内|同类|国家级?高新(?:技术产业开发)?区|各类?开发区|各高新区|产业园区|经开区|(?:副省级|地级)?城市|(?<!副)省级?|(?:{_PROVINCES})省?|各)[、]?)"
    r"(?:国家级?)?(?:高新区|开发区|各开发区|城市|同类)?中?(?:综合)?(?:排名|评价|位次)?的?){0,2}"
)
_RANK = re.compile(
    rf"""
    (?P<move>(?P<down>下降|后移|下滑|退后|倒退|后退|退步|(?<![进前])退|下跌)?(?:前进|前移|进位|再进|跃升|上升|提升|晋升|攀升|爬升|蹿升|上移|下移|跳升|窜升|急升|弹升|前提|提前|跨越|(?:往前|向前|再|又)+(?:移|进|走|赶|挪|冲|跨|升|提|爬))?(?<=[进移位升提走越降滑后退步赶挪冲跨爬])了?[ ]?
        (?P<move_a>{_N})(?:[—–\-－~～至到](?P<move_b>{_N}))?个?(?:位次|位(?!居|列|于)|名次|名(?!单|企|校))(?P<move_post>以上|左右|以内)?)
  | (?P<ordinal>{_AMONG}(?:第[ ]?(?P<nth>{_N})(?:大?位|名|把交椅)|(?:(?<=排名)|(?<=[列居排位])|(?<=[眼目当]下是|如今是|[目当]前是))第[ ]?(?P<nth2>{_N})(?=[，。；、！）]|\Z)|(?:全国|全球|世界|亚洲|全省|全市|全区|全州|全自治区|国家级?高新区|各开发区|各县区|各区县|各县市区)(?:高新区|开发区)?第[ ]?(?P<nth3>{_N})(?=[，。；、！）]|\Z)))
  | (?P<first>{_AMONG}(?:园区|高新区)?(?:首位|榜首|之首|头把交椅|第一(?=[，。；、！”）]|位|名|\Z)))
  | (?P<top>{_AMONG}前[ ]?(?P<top_n>{_N})(?:(?:位|名|强|列)(?!的?(?:企业|客户|行业|产业|品牌))(?:之列|行列)?|(?=[，。；、！”]|的(?:[，。；]|园区|高新区|开发区)|\Z)))
  | (?P<within>(?<=[至到入])第?[ ]?(?P<within_n>{_N})(?:位|名)(?P<within_post>以内|之内|左右)?(?!次))
  | (?P<strong>{_AMONG}(?P<strong_n>\d{{2,3}}|(?:(?<=[区进入身])|(?<=挺进全国|跻身全国|进入全国|迈入全国|冲进全国|挤进全国|迈进全国))[二三四五六七八九]?[十百])强(?!企|县|镇|榜|品))
  | (?P<honour>[^，。；：、！？“”]{{0,16}}(?:第[一二]方阵|“第[一二]方阵”|第[一二]梯队|“第[一二]梯队”|第一阵营|前列(?!腺)))
    """,
    re.VERBOSE,
)
_ALSO = re.compile(rf"[、和及与](?P<rank>第[ ]?(?P<nth>{_N})位?)(?=[、和及与，。；）]|\Z)")
_ALSO_MOVED = re.compile(rf"[、和及与](?P<by>{_N})(?:个位次|位次?)(?=[、和及与，。；）]|\Z)")
_HINT = re.compile(
    r"第[ ]?[一二三四五六七八九十\d]|前[ ]?[一二三四五六七八九十\d列]|首位|[榜之]首|交椅|方阵|梯队|[\d十百]强|[\d一二两三四五六七八九十]个?位|名次|\d名"
)
_HONOUR_VERB = re.compile(
    r"(?:力争|努力|奋力|争取|确保|始终|全力|持续)*(?:走在|居于?|位居|位列|处于|稳居|保持|迈进|迈入|进入|挺进|跻身|冲进|跃居|列|站在|走|排在|进|名列|挤进|步入|晋级)"
)
_RANKING = re.compile(r"排名|位次|名次|排位")
_NAMES = re.compile(r"(?:世界|财富|中国|民营企业|全球)[^，。；]{0,4}$")


@dataclass(slots=True)
class Rank:
    """A rank printed at `start:end`; `value` is None where no number is."""

    start: int
    end: int
    value: float | None
    value_max: float | None
    operator: str | None
    rule: str


def ranks(norm: str, start: int, end: int) -> list[Rank]:
    """All ranks of a sentence, in order."""
    found: list[Rank] = []
    if not _HINT.search(norm, start, end):
        return found
    for match in _RANK.finditer(norm, start, end):
        rank = _read(match, norm, start)
        if rank is not None:
            found.append(rank)
            if rank.rule == "rank_move":
                found += _moved_too(norm, rank, end)
            if rank.rule in ("rank_first", "rank_position"):
                found += _listed(norm, rank.end, end)
    return found


def _listed(norm: str, at: int, end: int) -> list[Rank]:
    """The other positions of a list: 分列全市第一、第二和第四."""
    listed = []
    while match := _ALSO.match(norm, at, end):
        listed.append(Rank(match.start("rank"), match.end(), _number(match["nth"]), None, "=", "rank_position"))
        at = match.end()
    return listed


def _moved_too(norm: str, first: Rank, end: int) -> list[Rank]:
    """The other moves of a list: 分别前进2位和3位."""
    moved = []
    at = first.end
    while match := _ALSO_MOVED.match(norm, at, end):
        value = _number(match["by"]) * (-1.0 if first.value and first.value < 0 else 1.0)
        moved.append(Rank(match.start("by"), match.end(), value, None, "=", "rank_move"))
        at = match.end()
    return moved


def _number(text: str) -> float:
    return arabic(text) if text.isdigit() else chinese(text)


def _read(match: re.Match[str], norm: str, start: int) -> Rank | None:
    try:
        if match["move"]:
            return _move(match, norm)
        if match["honour"]:
            return _honour(match, norm, start)
        if match["first"]:
            return Rank(match.start(), match.end(), 1.0, None, "=", "rank_first")
        if match["ordinal"]:
            return Rank(
                match.start(),
                match.end(),
                _number(match["nth"] or match["nth2"] or match["nth3"]),
                None,
                "=",
                "rank_position",
            )
        if match["within"]:
            return _within(match, norm, start)
        number = match["top_n"] or match["strong_n"]
        if _quoted(match, norm) or _NAMES.search(norm, max(start, match.start() - 8), match.start()):
            return None
        if match["strong"] and _number(number) >= 500:
            return None
        return Rank(match.start(), match.end(), _number(number), None, "=", "rank_top")
    except ValueError:
        return None


def _within(match: re.Match[str], norm: str, start: int) -> Rank | None:
    """排名前移至20位以内: a position, where the words before speak of one."""
    if not _RANKING.search(norm, max(start, match.start() - 16), match.start()):
        return None
    operator = {"左右": "~", None: "="}.get(match["within_post"], "<=")
    return Rank(match.start(), match.end(), _number(match["within_n"]), None, operator, "rank_position")


def _quoted(match: re.Match[str], norm: str) -> bool:
    return norm[max(0, match.start() - 1) : match.start()] in ("“", "‘") and norm[match.end() : match.end() + 1] in (
        "”",
        "’",
    )


def _move(match: re.Match[str], norm: str) -> Rank | None:
    verb = match[0][: match.start("move_a") - match.start()]
    if (
        not verb.replace("了", "").strip()
        or (match["move_a"] == "一" and len(verb.replace("了", "").strip()) < 2)
        or verb.endswith(("第", "前"))
    ):
        return None
    low = _number(match["move_a"])
    high = _number(match["move_b"]) if match["move_b"] else None
    sign = -1.0 if match["down"] else 1.0
    post = {"以上": ">=", "左右": "~", "以内": "<="}.get(match["move_post"] or "")
    operator = "range" if high is not None else post or "="
    return Rank(match.start(), match.end(), sign * low, high, operator, "rank_move")


def _honour(match: re.Match[str], norm: str, start: int) -> Rank | None:
    verb = _HONOUR_VERB.search(norm, max(start, match.start() - 6), match.end())
    if verb is None:
        return None
    end = match.end()
    if norm[end : end + 1] in ("”", "’"):
        end += 1
    return Rank(verb.start(), end, None, None, None, "rank_honour")
