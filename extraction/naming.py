"""What a number measures: its indicator, from the words around it or from the number before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.memory import OUTPUT, SHARE_NAME, Memory
from extraction.phrases import GENERIC, MEASURE_HEAD, OWN_HEAD, following_verb, items, right, right_of_sum, strip
from extraction.quantity import Quantity
from extraction.shares import shares, which

RATE = re.compile(r"(?:增速|增幅|涨幅|增长率|降幅)(?:最[快高大]|居首|领跑|领先)?")
_CLAUSE = re.compile(r"(——|[，；：。！？】…])")
_PARENTHESIS = re.compile(r"（[^（）]{0,30}）")
_SHARE_OR_RATE = re.compile(r"(?:率|占比|比重)$")
_NEW_BEFORE = re.compile(r"(新增|净增|新签约|新引进|新认定|新建|新开工|再添)了?[近约逾超过突破]*$")
_SIZE_HEAD = re.compile(r"(占地面积|占地|总投资|总面积|总规模|(?<![一-鿿])投资)$")
_GRADE = re.compile(r"(?:国家|省|市|自治区|区|县)级(?:以上)?")
_RIGHT_OF_SUM = re.compile(r"^(?:设立|用于|实施|建设|支持|投向|打造|发展)?([^，。；、\d]{2,16})")
_FUND = re.compile(r"^[^，。；、\d的]{0,10}(?:基金|贷款|债券|专项资金|订单|授信|专项债)(?=[，。；、已的])")
_TOLD_AFTER = re.compile(r"(?:——|(?P<boxed>】)\s?(?:\d{4}年)?)(?P<name>[^，。；、\d]{2,24})(?=[，。；]|$)")
_STRUCK = re.compile(
    r"受[^，。；\d]{2,12}(?:拖累|影响|冲击|带动|拉动|制约)，|(?:还|较|偏|依然|仍|稍)(?:小|低|少|弱|不大|不高)(?:一?些)?，|实现零的突破，|(?:首次|一举)?(?:突破|跨过|迈过|跨上|站上|迈上)[十百千两一二三四五六七八九\d]+[万亿]?元?(?:大关|台阶|门槛)?，"
)
_THRIVES = re.compile(
    r"(?P<what>[^，。；、\d]{2,24}?)(?:不降反升|不增反降|逆势[一-鿿]{2}|一马当先|一枝独秀|异军突起|表现[一-鿿]{2}|[快稳]速增长|[增涨势]势[一-鿿]{2}|势头[一-鿿]{2})，(?:同比)?(?:增速|增幅|降幅|增长率)[^，。；\d]{0,6}$"
)
_EACH_OF = re.compile(r"(?:都|均|双双|各)[^，。；]{0,6}$")
_LARGE = re.compile(
    r"(?P<size>(?:年?(?:产值|营收|销售收入|税收|主营业务收入))?(?:超过?|过|逾|突破|达)?[\d一二三四五六七八九十百千]*[万亿]+元(?:以上)?的?)(?P<what>[一-鿿]{2,4}?)(?:就?有|共有?|达到?)?$"
)
_PLANNED = re.compile(r"^年度计划")
_ALL_OF_LIST = re.compile(
    r"(?:^|[，；。])(?P<names>[^，。；、\d]{2,10}(?:、[^，。；、\d]{2,10})+?)[两二三四五六\d][条大个](?:产业链|链|产业|集群|赛道)[^，。；\d]*，"
)
_GROUPED = re.compile(
    r"(?:[^、，。；]{2,14}、)+[^、，。；]{2,14}?(?P<group>[两二三四五六七八九十\d]+[大条个](?:主导|支柱|特色|优势|先导|新兴|重点|战略性新兴)*(?:产业链|产业集群|产业|集群|赛道|行业|板块)[^、]*)"
)
_OF_THE_ZONE = re.compile(r"全区|园区|高新区|该区|区内")
_UNDER_WAY = re.compile(
    r"(?:^|[，、；：]|[，；]已)(?:其中)?(?P<state>在谈|新?开工|投产|竣工|在建|续建|待建|拟建|投用|完工|达产|开建|入库|储备|启动|动工|开业|签约|落地)$"
)
_WHAT_IS_UNDER_WAY = re.compile(r"(?:项目|企业|工程|平台|园区|标准厂房)$")
_LAST_WORD = re.compile(r"[一-鿿]{2}$")
_EVENT_NOUN = re.compile(r"^(?:突破|目标|历史|成绩|规模|增长|水平|台阶|大关|行列|阵营|关口|门槛|速度|佳绩|好成绩)")
_SAME_KIND = re.compile(r"^(?:相关|同类|此类|这类)")


_TOPIC = re.compile(
    r"(?:^|[，；])(?:[^，。；\d]{0,4}?(?:园区|全区|该区))?(?:以[^，。；]{2,40}?为(?:代表|主|龙头|核心|支撑|引领)的)?(?P<sector>[一-鿿A-Za-z“”]{2,12}?(?:产业链|产业集群|产业|集群|行业|赛道|板块))(?!集群|[、和及与的等链园占”]|“(?![^”]{2,6}”[：，]))"
    r"|(?:^|[，；])仅?(?P<chain>[一-鿿]{2,8}?)(?:这|这个)?一(?:条链|条产业链|个产业)，"
    r"|(?:其次|再次|然后|位居第二的|排在第二的|补位的|接棒的|顶上来的|挑大梁的|唱主角的|紧随其后的)(?:是|为)(?P<next>[^，。；\d]{2,12})，"
    r"|^(?P<thing>[一-鿿A-Za-z“”]{2,10}?)(?:是|方面|板块|日子|表现|这一?块)[^，。；\d]{0,16}，"
)
_SPAN_VERB = re.compile(
    r"(?:惠及|带动|覆盖|服务|涉及|推广|吸纳|帮助|节约|辐射|受益|助力|支持|承担|占据|精简|砍|设|建设|新设|共设|配套|配建)$"
)
_GROWING = re.compile(
    r"^(?P<noun>行业大类|工业行业|行业|大类|门类|指标|区县|项指标)(?P<what>[^，。；\d]{0,8}?)(?P<verb>(?:同比|实现|保持)*(?:正增长|增长|下降|上升|回升|提高))"
)
_AND = re.compile(r"(?<=[一-鿿]{2})[和与及]")
_MEASURE_FIRST = re.compile(
    r"^[^，。；\d]{0,12}?(?:产值|收入|营收|增加值|生产总值|总量|规模|总额|投资|税收|面积|销售额|交易额|成交额|进出口|余额)"
)
_LEVELS = re.compile(
    r"^(?P<level>\d*[十百千万亿]+级)(?:[、和](?:\d+|[一二两三四五六七八九十])个[\d一二两三四五六七八九十]*[十百千万亿]+级)*的?(?P<noun>(?:(?![和与及][一二两三四五六七八九十\d]+[个家])[^，。；、\d]){2,12})"
)
_AT_LEAST = re.compile(r"^\d*[十百千]?[万亿]+元以上")
_SPENT = re.compile(r"投入|投资|安排|拿出|斥资|筹措")
_ASPECT = re.compile(r"总量|结构|投资|企业|质量|效益|速度|产业|创新|消费|工业|财政|项目|民生")
_MAKES = re.compile(r"(?:年|日|月)产|生产|处理|消纳")
_ADDED = re.compile(r"^(?:新增|净增)")
_OUTCOME_OF = re.compile(
    r"^(?:产值|营业收入|营收|利润|增加值|效益)?(?:同比|实现|保持)*(?:正增长|增长|下降|两位数增长|盈利|亏损)(?=[，。；、])"
)


_STARTING = re.compile(r"(?:由|从|自)[^，。；\d]{0,5}?(?:\d|[几数一二两三四五六七八九十]+[百千万亿])[^，。；]*$")


@dataclass(frozen=True, slots=True)
class Own:
    """The words before a list of numbers: the phrase, its clause, whether that is the nearest, or right after the last number, and with no sign between."""

    phrase: str
    clause: str
    near: bool
    after: bool = False
    direct: bool = False


def own_words(before: str) -> Own:
    """The last clause before the number that says anything; earlier ones may belong to something else."""
    flat = _STRUCK.sub("", _PARENTHESIS.sub("", before))
    parts = _CLAUSE.split(_STARTING.sub("", flat[flat.rfind("（") + 1 :]))
    for at in range(len(parts) - 1, -1, -2):
        phrase = strip(parts[at])
        if len(phrase) > 1 and not _EVENT_NOUN.fullmatch(phrase):
            opens = at > 0 and parts[at - 1] in "；。！？"
            return Own(phrase, parts[at], opens or at == len(parts) - 1, after=at == 0, direct=len(parts) == 1)
    return Own("", parts[-1], True)


def indicators(group: list[Quantity], norm: str, stop: int, before: str, kind: str, memory: Memory) -> list[str]:
    """The thing measured, for each quantity of one list; empty where the text does not say."""
    wanted = len(group)
    names = _indicators(group, norm, stop, before, kind, memory)
    grouped = _GROUPED.fullmatch(names[0]) if wanted == 1 and not _EACH_OF.search(before) else None
    return [grouped["group"]] if grouped else names  # 航空、电子、新材料三大主导产业产值 is that of the three


def _indicators(group: list[Quantity], norm: str, stop: int, before: str, kind: str, memory: Memory) -> list[str]:
    wanted, first = len(group), group[0]
    told = _told(norm, group[-1].end, stop, before)
    if told:
        return [told] * wanted
    own = own_words(before)
    _learn(before, memory)
    if first.form == "percent" and kind == "amount":
        share = shares(own.clause, before, norm, group, stop, memory)
        if share is not None:
            return share
    phrase = _phrase(own, first, kind, memory)
    if wanted > 1 and phrase:
        each = _respectively(own.clause, wanted) or items(phrase, wanted)
        if each:
            return each
    if wanted == 1 and first.form == "count":
        return [_counted(phrase, before, norm, first, stop, memory)]
    if wanted == 1 and first.form in ("money", "measure", "level"):
        return [_sized(phrase, norm, first, stop, memory, _last_verb(own.clause))]
    if phrase in GENERIC:
        return _of_listed(phrase, before, wanted) or memory.with_head(phrase, wanted)
    if not phrase and first.form == "percent" and kind == "amount" and wanted == 1:
        following = right(norm, first.end, stop)
        return [following + "占比"] if following else memory.inherit(1)
    return [phrase] * wanted if phrase else memory.inherit(wanted)


def _of_listed(head: str, before: str, wanted: int) -> list[str]:
    """A、B两条链…，产值分别冲刺120亿元和80亿元: the head of each that the clause before lists; empty where it lists none."""
    listed = _ALL_OF_LIST.search(before) if wanted > 1 else None
    names = listed["names"].split("、") if listed else []
    return [name + head for name in names] if len(names) == wanted else []


def _told(norm: str, end: int, stop: int, before: str) -> str:
    """The name that stands after the number, or in the clause before that of its rate."""
    told = _TOLD_AFTER.match(norm, end, stop)
    if told and (told["boxed"] or not strip(before)):
        return strip(RATE.sub("", told["name"]))  # 9.7%——地区生产总值增速。
    thrives = _THRIVES.search(before)
    return strip(thrives["what"]) if thrives else ""  # 对沿线国家出口不降反升，增速15.2%


def _learn(before: str, memory: Memory) -> None:
    """Note what the words before a number say of the numbers that follow: their whole, and their subject."""
    if before.lstrip("，。；、").startswith("其中"):
        of_last = memory.last and (memory.form in ("money", "count") or not SHARE_NAME.search(memory.last[-1]))
        memory.whole = memory.last[-1] if of_last else memory.summed
    topic = _TOPIC.search(before)
    if topic and not _ASPECT.fullmatch(topic["thing"] or ""):
        memory.topic = strip(topic["sector"] or topic["chain"] or topic["next"] or topic["thing"])


def _phrase(own: Own, first: Quantity, kind: str, memory: Memory) -> str:
    """The own words as far as they can name the thing; nothing where they belong to something said before."""
    phrase = _related(own.phrase, memory)
    if MEASURE_HEAD.fullmatch(phrase) and memory.form == "count" and memory.counted.endswith("企业") and own.direct:
        return memory.counted + phrase  # 148家规上工业企业累计完成总产值97.3亿元
    rest = own.after and memory.seen  # what the number before it does: 28个项目竣工投产，开工30个
    if rest and 0 < phrase.find("、") <= 3:
        phrase = strip(phrase.partition("、")[2])  # 3万吨煤、减排二氧化碳8.2万吨
    distant = not own.near and not MEASURE_HEAD.search(phrase) and (rest or first.form != "count")
    if distant and (memory.last or first.form in ("money", "measure")):
        measured = None if memory.last else _MEASURE_FIRST.match(phrase)
        return measured[0] if measured else ""
    if memory.topic and OUTPUT.fullmatch(phrase) and not _OF_THE_ZONE.search(own.clause):
        return memory.topic + phrase  # 智能装备产业年均增长17.8%，2022年营业收入达到580亿元
    return strip(RATE.sub("", phrase)) if kind == "growth" and phrase not in GENERIC else phrase


def _respectively(clause: str, wanted: int) -> list[str] | None:
    """Things before 分别, and a measure after it that each of them shares."""
    things, word, measure = clause.rpartition("分别")
    head = strip(measure)
    if not word or not head or head in GENERIC - {"产值"}:
        return None
    each = items(strip(things), wanted)
    return [name + head for name in each] if each else None


def _related(phrase: str, memory: Memory) -> str:
    """相关企业 are those of what was measured before; 省级 alone is its grade."""
    phrase = which(phrase, memory)
    if memory.last and _GRADE.fullmatch(phrase):
        return _GRADE.sub(phrase, memory.last[-1]) if _GRADE.search(memory.last[-1]) else phrase + memory.last[-1]
    if not _SAME_KIND.match(phrase) or not memory.last:
        return phrase
    trades = [name for name in reversed(memory.recent) if "产业" in name] or memory.last[-1:]
    base = MEASURE_HEAD.sub("", SHARE_NAME.sub("", trades[0])).partition("产业")[0]
    return (base if len(base) > 1 else "") + _SAME_KIND.sub("", phrase)


def _counted(phrase: str, before: str, norm: str, quantity: Quantity, stop: int, memory: Memory) -> str:
    """What a counted number counts: the noun after it, else the noun before it."""
    at = max(quantity.end, quantity.unit_end)
    growing = _GROWING.match(norm[at : min(stop, at + 24)])
    if growing:  # 21个行业增加值实现增长
        return growing["what"] + growing["verb"] + "的" + growing["noun"]
    outcome = _OUTCOME_OF.match(norm[at : min(stop, at + 24)]) if quantity.counter in ("家", "户") else None
    if outcome and memory.counted:  # 188家规上工业企业中有131家产值实现正增长
        return f"{outcome[0]}的{memory.counted}"
    levels = _LEVELS.match(norm[at : min(stop, at + 48)])
    after = levels["level"] + levels["noun"] if levels else right(norm, at, stop)
    if after:
        if len(after) <= 2 and before.rstrip().endswith("的") and phrase:
            return phrase + after
        new = _NEW_BEFORE.search(before.rstrip())
        return (new[1] if new else "") + after
    large = _large(phrase, before, memory)
    if large:
        return large
    under_way = _UNDER_WAY.search(before.rstrip())
    if under_way and memory.counted:
        works = [noun[0] for name in reversed(memory.recent) if (noun := _WHAT_IS_UNDER_WAY.search(name))]
        if works or "建" in under_way["state"]:
            return under_way["state"] + (works[0] if works else memory.counted)
    if not phrase or phrase in GENERIC:
        name = memory.with_head(phrase or "累计", 1)[0].removeprefix("累计")
        other = memory.form == "money" or _SHARE_OR_RATE.search(name)
        return memory.counted if memory.counted and other else name
    if _SPAN_VERB.fullmatch(phrase) and memory.last:
        return memory.inherit(1)[0] + phrase
    added = _ADDED.match(memory.last[-1]) if memory.last and before.startswith("、") else None
    return added[0] + phrase if added and not _ADDED.match(phrase) else phrase  # 新增A46家、B9家


def _large(phrase: str, before: str, memory: Memory) -> str:
    """The name with the size that all of the counted reach; empty where none is told."""
    if _AT_LEAST.fullmatch(phrase) and _AT_LEAST.match(memory.counted):
        return _AT_LEAST.sub(phrase, memory.counted)  # 亿元以上项目30个，其中10亿元以上5个
    large = _LARGE.search(before) if len(phrase) <= 4 else None
    return large["size"] + phrase if large and strip(large["what"]) == phrase else ""  # 年产值过十亿元的龙头有8家


def _last_verb(clause: str) -> str:
    """The word right before the number, for a sum of which nothing else is said: 投入, 安排."""
    match = _LAST_WORD.search(clause.rstrip())
    return match[0] if match else ""


def _sized(phrase: str, norm: str, quantity: Quantity, stop: int, memory: Memory, verb: str) -> str:
    """What a sum of money, an area or a level is the size of."""
    after = right(norm, quantity.end, stop) if quantity.form == "level" else right_of_sum(norm, quantity.end, stop)
    if _EVENT_NOUN.match(after):
        after = ""
    if quantity.form == "measure" and _MAKES.fullmatch(phrase):
        return phrase + right(norm, max(quantity.end, quantity.unit_end), stop)  # 年产10万吨绿氢
    fund = _FUND.match(norm[quantity.end : min(stop, quantity.end + 16)]) if quantity.form == "money" else None
    if fund and not OWN_HEAD.search(phrase):
        return fund[0]
    return _sized_by(after, phrase, norm, quantity, stop, memory, verb) or verb


def _sized_by(after: str, phrase: str, norm: str, quantity: Quantity, stop: int, memory: Memory, verb: str) -> str:
    """The same by the noun `after` the sum and the `phrase` before it; empty where neither says anything."""
    if after and quantity.form == "level":
        return _AND.split(after)[0]
    if after and not OWN_HEAD.search(phrase):
        head = _SIZE_HEAD.search(phrase)
        return after + (head[1] if head else "")
    if after and phrase in GENERIC:
        return after + phrase
    head = _SIZE_HEAD.search(phrase)
    if after and head:
        return after + head[1]
    if not phrase or _SPAN_VERB.fullmatch(phrase):
        following = _RIGHT_OF_SUM.match(norm[quantity.end : min(stop, quantity.end + 18)])
        if following and (following_verb(following[1]) or _EVENT_NOUN.match(following[1])):
            following = None
        if following and (not memory.last or norm[quantity.end] not in "，。；、"):
            return following[1]
        if not phrase and not memory.seen and _SPENT.fullmatch(verb):
            return verb  # 他说，三年投入150亿元: of nothing that another sentence measured
        return phrase or _PLANNED.sub("", memory.inherit(1)[0])
    if phrase in GENERIC or (phrase == "投资" and memory.form == "count"):
        return memory.with_head(phrase, 1)[0]
    return phrase
