"""When: the time expressions of a text, each resolved to a calendar year where the text says one."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CN = "一二两三四五六七八九十"
_PART = (
    r"(?:第?[一二三四1-4]季度|前[一二三四1-4]个?季度|前[三1-9]季度|上半年|下半年|全年|年度?底|年末|年初|岁末"
    r"|前?\d{1,2}个月|\d{1,2}月份?(?:底|末|初|中旬|上旬|下旬)?(?:\d{1,2}日)?|前[一二三四五六七八九十]{1,2}个?月)"
)
_MONTHS = r"\d{1,2}月?(?:份)?[—–\-－~～至到]\d{1,2}月(?:份)?"
_DAY = r"\d{1,2}月\d{1,2}日(?:[—–\-－~～至到](?:\d{1,2}月)?\d{1,2}日)?"
_PLAN = r"[“‘]?十[一二三四五六七]五[”’]?"

TIME = re.compile(
    rf"""(?=[首截到展面瞄对放至在于“‘0-9十今本去上前明后当同未接下一二两三四五六七八九此其随目眼如现迄年全新建成经通])
    (?P<lead>截至目前|截止目前|截至|截止|到目前为止|展望|面向|瞄准|对标|放眼|到|至|在|于)?[ ]?
    (?:
      (?P<plan>{_PLAN})(?P<plan_part>末期?|期?末|时期|期间|收官之年|收官|开局以来|开局之年|开局|以来|前期|后期|[前头][一二三四两]年)?(?P<plan_name>规划(?!期)(?![建实])|发展规划|规划纲要|规划《)?
    | (?P<written>二[〇零○][一二三四五六七八九〇零○][一二三四五六七八九〇零○])年(?:底|末)?
    | (?P<span>(?:19|20)\d\d年?[—–\-－~～至到](?:19|20)\d\d年?)
    | (?P<year>(?:19|20)\d\d)年(?:度(?!假))?(?P<year_part>(?:{_MONTHS}|{_DAY}|{_PART}|底|末|初|前|以前|之前|以来)*)
    | (?P<relative>今明两年|今年|本年度?|去年|上年|前年|明年|(?<![产成用运营])后年|当年|同年)(?P<relative_part>以来|内|[后最余][后下]?[一二三四五六\d]个月|(?:{_MONTHS}|{_DAY}|{_PART}|底|末|初|前)*)(?P<like>同期)?
    | (?P<within>(?:未来|今后|接下来|用|(?:(?<=力争)|(?<=争取))(?:经过|通过))(?P<within_n>[{_CN}]|\d{{1,2}})(?:[—–\-－~～至到](?:[{_CN}]|\d{{1,2}}))?(?:个)?年|(?P<within_m>[{_CN}]|\d{{1,2}})(?:[—–\-－~～至到](?P<within_max>[{_CN}]|\d{{1,2}}))?年(?:之内|以?内|左右的?时间|的?时间(?!里|内)))
    | (?P<hence>(?P<hence_n>[{_CN}]|\d{{1,2}})年(?:之?后|以后)(?=[^。；]{{0,30}}(?:将|要|力争|有望|预计|目标|争取)))
  | (?P<ago>(?P<ago_n>[{_CN}]|\d{{1,2}})年(?:前(?![移进行列])|以前|之前))
    | (?P<after>(?:[{_CN}]|\d{{1,2}})年过去了?(?=，)|(?:此后|其后|随后)(?:[{_CN}]|\d{{1,2}})?年?(?:间|来|内)?|(?:[{_CN}]|\d{{1,2}})年(?:之?后|以后)(?!的今天))
    | (?P<now>(?:[{_CN}]|十[{_CN}])年后的今天|目前|眼下|如今|现时|现在|当前|现今|至今|迄今|截至目前|截止目前)
    | (?P<by>\d{{1,2}}月(?:\d{{1,2}}日|底|末)?(?:之前|以前|前))
    | (?P<part>{_MONTHS}|首[一二三1-3]?季度?|首[一二两三四五六七八九十\d]{{1,2}}个月|年内|年底前?|年末|全年|上半年|下半年|前[一二三四1-4]个?季度|前三季度|[一二三四]季度以来|[一二三四]季度(?:末|底)?前?|前\d{{1,2}}个?月|前[一二两三四五六七八九十]{{1,2}}个月|\d{{1,2}}月份?[底末]?(?!\d))
    | (?P<future>未来(?!科技|城|产业|健康|之|社区|学校|数字)|下一步|接下来|今后|新的一年|下一阶段|(?<=到)[一-鿿]{{2,8}}周年(?:时|之际)?)
    )
    """,
    re.VERBOSE,
)

PLAN_END = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035, "七": 2040}
_WRITTEN = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NUMBER = {c: i + 1 for i, c in enumerate("一二三四五六七八九十")} | {"两": 2}
_COMPARED_HARD = re.compile(r"(?:比|较|(?<!目标)(?<![这就])是|同|与|按|相当于|高于|低于|超过)[ ]?\Z")


_COMPARED_PART = re.compile(r"(?:(?<![同环占])比|较)[ ]?\Z")
_ORIGIN = re.compile(
    r"[^，。；]{0,8}?(?:国务院批准|批准为|批准设立|批准成立|批准升级|落户|创办|创立|入驻|诞生|获批|获国务院|成立|建区|升级为国家|晋升为国家|升格为国家)"
)
_REPORTED = re.compile(
    r"(?<![到至在\d])((?:19|20)\d\d)年(?!(?:前|[^。；]{0,40}(?:将|力争|确保|目标|预计|计划|要|规划|突破|建成)))"
)
_MONTH = re.compile(r"\d{1,2}月(?:份|底|初|[上中下]旬)?(?:\d{1,2}日)?")
_LAUNCH = re.compile(r"，?[^，。；]{0,16}?(?:推出|出台|印发|正式实施|启动实施|揭牌|挂牌|成立|开园|发布)")
_BASE_AFTER = re.compile(
    r"同期|为(?:基数|基期|基准)|的?(?:基础上|基础之上|水平上)|相比|的(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)倍"
)
_FOUNDED = ("成立", "创办", "创立", "创建", "始建", "诞生", "注册", "组建")
_AT_THAT_TIME = re.compile(r"[一-鿿]{0,8}?(?:时|之初|初期)(?=[，、])")
_TO_USE = re.compile(r"用|利用|通过|力争|争取|再|花|以")
_LASTED = re.compile(r"[^，。；\d]{0,6}(?<![为除])了")


@dataclass(slots=True)
class Time:
    """A time expression at `start:end`.

    `role` is one of horizon (a future end), past (a period that has passed or is under way), now, year
    (a bare year that context must judge), compared (the base of a comparison), name (part of a plan's name),
    future (no year). `year` is None where the text and the article's date do not say one.
    """

    start: int
    end: int
    text: str
    role: str
    year: int | None
    lead: str = ""
    from_to: str = ""


def times(norm: str, year: int | None) -> list[Time]:
    """All time expressions of a normalised text, in order; `year` is the article's, None where unknown."""
    found: list[Time] = []
    mentioned: int | None = None
    reported = _reported(norm) if year is None else None
    for match in TIME.finditer(norm):
        time = _resolve(match, norm, year, mentioned)
        if time is None:
            continue
        if reported and time.role in ("horizon", "year") and time.year is not None and time.year <= reported:
            time.role = "past"
        if match["year"] or (match["relative"] and time.year is not None):
            told = time.role not in ("compared", "name") and not time.from_to
            mentioned = time.year if told else mentioned
        found.append(time)
    return found


def _reported(norm: str) -> int | None:
    """The latest year that a text without a date reports of: it was written after its beginning."""
    years = [int(m[1]) for m in _REPORTED.finditer(norm)]
    return max(years, default=None)


def _took(match: re.Match[str], norm: str) -> bool:
    """Whether a span tells how long something took: 一年内走掉了24%, 两年时间长到120人."""
    if _LASTED.match(norm, match.end()):
        return True
    return match[0].endswith("时间") and not _TO_USE.search(norm, max(0, match.start() - 6), match.start())


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBER[text]


def _resolve(match: re.Match[str], norm: str, year: int | None, mentioned: int | None) -> Time | None:
    start, end = match.span()
    lead = (match["lead"] or "").strip()
    role, when = _role_and_year(match, year, mentioned, lead)
    if role is None or (match["within_m"] and _took(match, norm)):
        return None
    time = Time(start, end, match[0].strip(), role, when, lead)
    before = norm[max(0, start - 3) : start]
    opens = norm[max(0, start - 1) : start] in ("", "，", "。", "；", "\n", "　") and norm[end : end + 1] == "，"
    opens = opens and norm.find("分别", end, end + 40) < 0  # else a series, of which each number has its year
    if match["span"] and (opens or before.endswith(("从", "由", "自"))):  # 从2016年到2020年，GDP从a增长到b
        last = int(match["span"].rstrip("年")[-4:])
        time.role, time.year = ("past" if year is None or last <= year else "horizon"), last
        return time
    origin = _ORIGIN.match(norm, end) if match["year"] and not lead else None
    founded = lead in ("在", "于") and before.endswith(_FOUNDED)  # 这家成立于2014年的企业
    if founded or (origin and not _AT_THAT_TIME.match(norm, origin.end())):  # 1992年批准设立时: what it had then
        time.role = "name"
        return time
    part = match["year_part"] or match["relative_part"] or ""
    if _MONTH.fullmatch(part) and not lead and _LAUNCH.match(norm, end):
        time.role = "name"  # 去年6月，某区推出…制度: a moment, and no period of what follows
        return time
    if _BASE_AFTER.match(norm, end) or (norm[start - 1 : start] == "（" and norm[end : end + 1] == "："):
        time.role = "compared"
        return time
    if lead in ("在", "于") and before.endswith(("比", "较", "是")):
        return time
    if lead == "于" and norm[max(0, start - 1) : start] == "倍":
        time.role = "compared"  # 3倍于2019年
    leads_on = bool(lead) and lead[0] in "截到至展面"
    if (
        role in ("past", "year", "now", "horizon")
        and not leads_on
        and not match["now"]
        and _COMPARED_HARD.search(before)
    ):
        time.role = "compared"
    _part_beside(time, match, before)
    if before.endswith(("由", "从", "自")):
        time.from_to = before[-1]
    return time


def _part_beside(time: Time, match: re.Match[str], before: str) -> None:
    """What the words before a part of a year make of it."""
    if (time.role == "past_part" or match["now"]) and _COMPARED_PART.search(before):
        time.role = "compared"  # 降幅比上半年收窄
    if time.role == "horizon" and match["part"] and before.endswith("其中"):
        time.role = "year"  # 在建项目186个，其中年内新开工41个


def _role_and_year(
    match: re.Match[str], year: int | None, mentioned: int | None, lead: str
) -> tuple[str | None, int | None]:
    if match["plan"]:
        return _plan(match, year)
    if match["year"] or match["written"]:
        return _calendar(match, year, lead)
    if match["relative"]:
        return _relative(match, year, mentioned)
    if match["within"]:
        count = match["within_max"] or match["within_m"] or match["within_n"]
        return "horizon", None if year is None else year + _number(count)
    if match["hence"]:
        return "horizon", None if year is None else year + _number(match["hence_n"])
    if match["ago"]:
        return "past", None if year is None else year - _number(match["ago_n"])
    if match["part"]:
        return _part_of_year(match["part"], year, lead)
    fixed = {"span": ("name", None), "after": ("past", None), "by": ("year", year), "now": ("now", year)}
    return next((value for name, value in fixed.items() if match[name]), ("future", None))


def _plan(match: re.Match[str], year: int | None) -> tuple[str | None, int | None]:
    ends = PLAN_END[match["plan"].strip("“”‘’")[1]]
    if match["plan_name"]:
        return "name", ends
    part = match["plan_part"] or ""
    if part.endswith("以来"):
        return "past", None
    if part.startswith("开局"):
        first = ends - 4
        return ("year" if year == first else "past" if year is not None and first < year else "horizon"), first
    if part[:1] in ("前", "头") and part[-1:] == "年":
        return "past", ends - 5 + _number(part[1])
    if year is not None and ends < year:
        return "past", ends
    if year is not None and ends == year and part in ("期间", "时期"):
        return "year", ends
    return "horizon", ends


def _calendar(match: re.Match[str], year: int | None, lead: str) -> tuple[str | None, int | None]:
    said = int(match["year"] or match["written"].translate(_WRITTEN))
    part = match["year_part"] or ""
    if "以来" in part:
        return "past", None
    if lead.startswith("截"):
        return "past", said
    if lead in ("到", "至", "展望", "面向", "瞄准", "放眼"):
        return ("past", said) if year is not None and said < year else ("horizon", said)
    if year is None:
        return "year", said
    if said < year:
        return "past", said
    return ("horizon", said) if said > year else ("year", said)


def _relative(match: re.Match[str], year: int | None, mentioned: int | None) -> tuple[str | None, int | None]:
    word = match["relative"]
    if match["like"]:
        return "compared", None if year is None else year - 1
    if word in ("当年", "同年"):
        return "past_part", mentioned
    shift = {"去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}.get(word, 0)
    when = None if year is None else year + shift
    if word == "上年":
        return "compared", when
    if shift > 0:
        return "horizon", when
    if shift < 0:
        return "past", when
    part = match["relative_part"] or ""
    if part[:1] in "后最余内" and part:
        return "horizon", when  # 今年后4个月
    if part.startswith(("下半年", "全年", "年底", "底", "末")):
        return "year", when
    return ("past", when) if part else ("year", when)


def _part_of_year(part: str, year: int | None, lead: str) -> tuple[str | None, int | None]:
    if lead.startswith("截"):
        return "past", year
    if part in ("年内", "年底前"):
        return "horizon", year
    if part in ("年底", "年末", "下半年"):
        return "year", year
    if part == "全年":
        return "same", year
    return "past_part", year
