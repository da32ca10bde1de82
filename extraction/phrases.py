"""The measured thing: the noun phrase before or after a number, without time, zone and verb."""

from __future__ import annotations

import re
from functools import lru_cache

from extraction.listing import MARK
from extraction.times import TIME

_LEAD = re.compile(
    r"""^(?:[、，：；。\s”’）—>]+|0\d(?=[一-鿿])|"""
    + MARK
    + r"""|其中|当中|对照|[这那]是|“\d”就?是|组建|相当于|提前[一二两三四五半\d]+年|向?着|[满达投]产后可?|(?:(?!国家|全国|全省|全市|西部|东部|中部|各)[一-鿿]{2,4})?高新区(?=实现|完成|力争|地区生产|生产总值|GDP|规上|规模以上|工业|固定资产|一般|财政|实际|外贸|进出口|营业|高新技术)|[一二两三四五六七八九十\d]+年(?=拿出|投入|安排|累计|新增)|(?:我们)?希望|近[一二两三四五六七八九十\d]+年(?:来|间)?|共建(?=[一-鿿]{2})|同时|此外|另外|而且|而(?!今)|并且|并|且|和|及(?!其)|与|以及|还有|还|又|也|再|则|等(?!级)|的|了
      |只有|仅有|锚定|盯住|瞄准|目前|眼下|如今|现在|全年|当年|当月|今年|去年|上半年|下半年|每年|年内|累计|总共|共有|共(?!建)|以前|从前|预计|力争|争取|确保|努力|计划|有望|通过|使得?|让
      |[两三四五六七八九十]家(?:园区|高新区)的|前者(?!占)|后者(?!占)|(?:园区|全区|国家高新区|高新区|该区)以?$|园区内|(?:项目|全部|整体)*(?:达产|满产|投产|建成|竣工|投用|运营)后可?|全区|该区|该园区|区内|我区|本区|全园|区域内|辖区内?|当地|这里|我们|它们|他们|高新区(?!生产)|园区(?=[一-鿿“]{4}|将|已|要|拟)|其(?![中他余实])|比如|例如|管委会|党工委|(?:\d{1,2}|[两三四五六七八九十])年间|过去[一两三四五十]年(?:间|来)?|[两三四五六七八九十]年(?=产[能值]|营收|收入|税收|投资|总量|新增|累计|规划|共|建|实施|引进)|但(?!未)|离(?=年初|$)|距(?=年初|$)|提出|目标(?:是|为)|园区里|届时|本报讯|本网讯|成为|(?:全国|全省|全市|国内|中西部|中部|西部|东北|全球)首[个家]
      |已经|已(?!投项目)|将|要|会|可(?!再生|持续|穿戴|降解|靠|比)|需(?!求)|正|就(?!业)|才(?!能)|均|都|在(?=[全区])|从(?!业)|由|向|对|为(?=[企园])|把
      |聚焦|紧盯|围绕|先后|这?(?:\d+|[两三四五六七八九十]+)家(?:园区|国家高新区|高新区)|创造(?!力|性)|(?:半|[一两三四五])年(?=[净新]增)|不过|揽金|吸金|本季度?|当季|单季|柔性|陆续|相继|接连|即(?!时|将)|现有|共有|已有|容纳|提供|兑现|实现|完成|拥有|建成(?!区)了?|建有|形成了?|达到|获得|获批|获评|新?认定|引进|引育|招引|引来|集聚了?|聚集了?|汇聚了?|培育|吸引|入驻|入选|落户
      |在[^，。；]{1,16}之外|设立|投入|安排|拿出|促成|办理(?!时|率|事项)|帮助|受理|贡献了?|转化(?=科技)|改造(?=了)|推动|带动|签下|组织|发放|举办|正在|规划建设(?!用地)|规划(?!建设用地|面积|总面积|期)|主持或参与制定|牵头制定|制定|实施|启动|开工|布局(?=建设)|建设(?!用地)(?=[一-鿿]{3})
      |有(?!效|限|机|色)|用(?![地电水能工户])|以(?!上)|是|约|共计|总计)""",
    re.VERBOSE,
)
_TRAIL = re.compile(
    r"""(?:[，、：；\s—“↑↓+＋$＄]+|人民币(?=$)|RMB|约合|同比|环比|名义|实际(?=$)|按年|按月|按不变价格?计算|按?可比价格?(?:计算)?|按可比口径|同口径|按自然口径计算|可比|(?:扣除|剔除|还原|考虑)[^，]{1,14}(?:后|因素|影响)
      |(?:录得|比(?:法定|承诺|规定|国家|省定)(?:办理)?时限)|(?:与|同|跟)[^，。；\d]{0,10}相比|(?:比|较)[^，。；\d]{0,8}(?:最低点|最高点|低点|高点|峰值)|(?<![同环占对贷价])(?:比|较)(?:上一?年度?|去年|前一年|上月|一季度|年初|同期|[^，。；\d]{0,10}(?:同期|年底|年末|期末|年初|平均)|(?=$))|与[^，。；]{1,8}相比|转为正|转为负|由负转正|转正|转为|转|(?<=[为由转的从])[正负]|(?:由|从)?年初
      |年均|(?:两|三|四|五|[2-9])年平均|日均|月均|每年|每天|平均|累计(?=$)|分别|均|都|双双|全部|也|又|已经|已|将|会|要|(?<![许认])可|可以|(?<![产功性动储节职效智])能|能够|力争|预计|确保|争取|预期|(?<![发动才养展])计划|定下|一个|几|反而|反倒|刚|刚刚|尚|翻|从零|虽|虽然|其
      |达到|达|为|是|有(?!效)|(?<![签合节条预])约|共|总计|合计|完成|实现|拥有|完成了
      |[大激猛劲略微剧陡暴]增|负增长|增长|增加|提高|提升|下降|降低|减少|掉|[少多][销产收卖投]|挫|砍[掉去]|精简|削减|缩减|(?:比|较|为|是)上一?个|扩充|跑到?|抬[升高]?|减收|倒退|压低|缩水|来到|恢复|几乎|下滑|下挫|走低|走高|上扬|到资|折合|交付|凑[够齐]|想|加起来|加在一块|拢共|统共|连续[一二三四五六七八九十\d]+个?[年月季]度?|回落|收窄|加快|放缓|回升|上升|扩大|缩短|压缩|压减|飙升|急升|净增|新增|拓展|扩展|扩容|改写|延伸|攀升|[微骤略]降|[微下]跌|增|升|降|涨|跌|砍|跑出|高出|高于|低于|多出|多|少|超|快于
      |到|至|了|突破|超过|仅|只|(?<!人)才|就|高达|多达|首次|再次|一举|首破|迈上|迈过|跨过|跃上|站上|要上|冲上|干(?=$)|变成了?|变为|保持在?|稳定在|控制在|维持在|稳居|连续[一二三四五六七八九十\d]+年
      |由|“?从无到有”?|从|的|在|(?:向|朝)着|现时|目前|现在|过去|(?<=[收值入额量])首|(?:达到|达|为)?每(?:平方公里|亩|平方米|公顷)|有望|一口气|一项|贡献|摸|头一回|第一次|一下子|一下|那时候|最初|最高|最低|提前|跃升|发展(?=$)|正在|[一二三四五六七八九十两\d]+年(?:间|来|内)?|壮大|做|推|接近|大约|大概|将近|不足|不到|不低于|不少于|逾|近|不过|届时|入库|增设|新设|诞生|(?<=[一-鿿]{2})目标|(?<=企业)中|(?<=人员)中|(?<=总额)中|仍然|仍|依然|依旧|逆势|(?:首次|已)?过半|更|亦|则|还|再|却|一度高?|基础上|占|含|仅?为[^，。；]{0,4}(?:先进|平均)水平|冲刺|冲击|迈进|冲|(?<![电血气油水高低])压|向|朝着|朝)$""",
    re.VERBOSE,
)
_MEASURED = re.compile(r"率|量(?!子)")  # 拥有量, 完成率: no verb
_INNER = re.compile(r"(?<=[一-鿿”])(?:完成|实现|达成|力争|预计)(?=[一-鿿]{2})")
_OWNS = re.compile(
    r"(?<=[一-鿿])(?:拥有|建有|共建了?|组建了?|集聚了?|聚集了?|汇聚了?|(?<!高)等(?!级|[两三四五六七八九十\d]+项))(?=[一-鿿“A-Z\d])"
)
_MAYBE_TIME = re.compile(r"[年月今目现未五底期后前初末季]|接下来|眼下|如今|当前|至今|迄今|下一")
_PARENTHESIS = re.compile(r"（[^（）]{0,30}）")
_RIGHT = re.compile(r"^的?((?:“[^“”]{1,20}”(?=[一-鿿])|500强|5G|[^，。；、！？：（）【】\s\d—…]){1,24})")
_BUILT = re.compile(r"(?:新建|改建|扩建|续建|改扩建|新、)、(?=[改扩续新])")
_RIGHT_STOP = re.compile(
    r"(?:在(?:区内|园区|全区|这里|此)|年[内底]|明年|现场|当场|马力|满负荷|开足|飞速|高速运转|去年|今年|全年|目前|累计|完成(?!率)|实现|达到|已经|已|正在|正|将|被(?!动)|通过|获(?=[得评批])|落户|云集|分布|先后|节省|的能力|入驻|投产|投用|开工|竣工|启动|建成|拎包|从(?=[^，。；]{1,6}到)|封顶|试生产|试产|达产|开业|保持|得到|受到|创造|贡献(?!率)|早(?=投产|$|日)|建立|达成|签署|受益|落地|加快|申报|入选|入围|跻身|登陆|荣获|斩获|支持|用于|投向|派驻|提供|发放|解决|办理|授予|放款|授信|兑现|减税|降本|签约(?=$)|榜上有名|上榜|(?<=企业)“|(?<=[一-鿿])中(?=有|，|$)|集中|全部|全数|悉数|与[^，]{0,6}(?:共建|联合)|同比|分别|(?<!平)均(?!衡)|占|超过|突破|增长|，|由(?=平均|原|过去|最初|$)|成功|(?:和|及|与|以及|、)(?=[一二两三四五六七八九十百千\d]))"
)
_UP_TO = re.compile(r"(?:[到至为]|增加|减少|提高|压缩)$")
_OWNER = re.compile(r"([^的]*(?:企业|公司|单位|机构|商户|工厂|国家和地区|国家|地区))的")
_THRESHOLD = re.compile(r"大关|关口|门槛|台阶")
_WITH = re.compile(r"^([一-鿿、]{2,10})((?:共建|组建)[一-鿿]{2,10})$")  # 与10余所高校共建研究院
_PLAN_NOUN = re.compile(r"“?小?目标|任务|计划(?!投资)|序时|指标(?=[，。；、]|$)")
_RIGHT_VERB = re.compile(
    r"^(?:的?目标|的?任务|转[为正负入向]|一下子?|一举|陆续|增|提|升|降|减|发展[到至]|扩[大展充]|跃[升至]|攀升|壮大|翻|缩|压|以上|左右|以内|大关|关口|门槛|和|及|与|或|到|至|以|被|将|已|正|在(?![建孵营校册岗库谈研手华链]|园企)|从|由|向|为|是|占|列入|入选|通过|获|超|较|比|同|，|。|用于|就|才|都|均|还|也|不|仍|实现|达|突破|的话|交付|迈进|冲刺|冲击|发起|进军|挺进|进发|来|去|后|前|内|中$|，)"
)
MEASURE_HEAD = re.compile(
    r"(?:产值|总产值|营业收入|主营业务收入|营收|收入|增加值|利润总额|利润|总额|成交额|投资|投资额|规模|数量|总数|总量|拥有量|比重|占比|强度|增速|增幅|能耗|面积|产量|销售额|出口额|税收|产能|支出|经费|货值|交易额|贸易额)$"
)
GENERIC = frozenset(
    "总数 年度任务 任务 年度目标 全年目标 目标 这一数字 这个数字 该数字 这一数据 这个数据 这一指标 总量 数量 累计 总计 存量 总投资 计划总投资 协议投资 "
    "累计数 规模 总规模 增速 增幅 降幅 同比 占比 比重 涨幅 总面积 占地 占地面积 完成投资 首期 一期 二期 总量和增速 总量、增速 增速和总量 面积 人数 保有量 产值 年产值 增长率".split()
)
"""Heads that name no thing of their own: the thing is what was measured before."""


@lru_cache(maxsize=1 << 15)
def strip(phrase: str) -> str:
    """The phrase without the words at both ends that say when, whose, and what happens to it."""
    if "（" in phrase:
        phrase = _PARENTHESIS.sub("", phrase)
    if _MAYBE_TIME.search(phrase):
        phrase = TIME.sub(_timeless, phrase)
    phrase = phrase.strip()
    if phrase.startswith(("“", "‘")) and not any(c in phrase for c in "”’"):
        phrase = phrase[1:]
    while True:
        match = _TRAIL.search(phrase)
        if match is None or match.start() == match.end():
            break
        phrase = phrase[: match.start()]
    while True:
        match = _LEAD.match(phrase)
        if match is None or match.end() == 0 or _MEASURED.match(phrase, match.end()):
            break
        phrase = phrase[match.end() :]
    owned = [] if phrase.startswith("每") else _OWNS.split(phrase)
    if len(owned) > 1 and len(owned[-1]) >= 2:
        phrase = owned[-1].lstrip("的")
    return _balanced(_INNER.sub("", phrase))


def _timeless(match: re.Match[str]) -> str:
    """What is left of a time expression inside a phrase: nothing, but for the names of plans."""
    return match[0] if match["plan_name"] else ""


def _balanced(phrase: str) -> str:
    """The phrase without a quotation mark or bracket that has lost its partner."""
    for opening, closing in ("“”", "‘’", "（）", "《》"):
        if phrase.count(opening) != phrase.count(closing):
            phrase = phrase.replace(opening, "").replace(closing, "")
    return phrase


def right(norm: str, at: int, stop: int) -> str:
    """The noun phrase that follows a counted number directly, or nothing."""
    built = _BUILT.match(norm, at, stop)
    begin = built.end() if built else at
    match = _RIGHT.match(norm[begin : min(stop, begin + 48)])
    if match is None:
        return ""
    words = (built[0] if built else "") + match[1]
    if _UP_TO.search(words) and norm[begin + match.end() : begin + match.end() + 1].isdigit():
        return ""  # 从146张砍到63张
    if _PLAN_NOUN.match(words) or _THRESHOLD.match(words) or (norm[at] != "的" and _RIGHT_VERB.match(words)):
        return ""
    cut = _RIGHT_STOP.search(words)
    if cut:
        words = words[: cut.start()]
    words = _WITH.sub(r"\2\1", words)
    owner = _OWNER.match(words)
    return _balanced((owner[1] if owner else words).strip("的了和及与"))


def following_verb(words: str) -> bool:
    """Whether what follows a number goes on with a verb, and so names nothing."""
    return bool(_RIGHT_VERB.match(words))


def right_of_sum(norm: str, at: int, stop: int) -> str:
    """What a sum or an area belongs to when `的` joins it: 65亿元的智能网联汽车测试基地."""
    if norm.startswith(("规模的", "额度的"), at):
        at += 2
    return right(norm, at, stop) if norm[at : at + 1] == "的" else ""


OWN_HEAD = re.compile(rf"{MEASURE_HEAD.pattern}|(?:生产总值|GDP|进出口|出口|进口|外资|[率数额值量]|人口|贷款|存款)$")
_SEVERAL = re.compile(r"[一二两三四五六七八九十\d]+[大个](?:主导|支柱|特色|优势|先导|新兴|重点|战略性新兴)*(?=[一-鿿])")


def items(phrase: str, wanted: int) -> list[str] | None:
    """The `wanted` coordinated things of a phrase, each with the head noun that they share; None where they do not fit."""
    parts = [p for p in re.split(r"[、]|(?<=[一-鿿”])(?:和|及|与|以及)(?=[一-鿿“A-Z])", phrase) if p]
    if len(parts) > wanted:
        parts = [p for p in re.split(r"[、]", phrase) if p]
    if len(parts) != wanted:
        return None
    last = _SEVERAL.sub("", parts[-1])
    parts[-1] = last
    head = MEASURE_HEAD.search(last)
    shared = ""
    if head:
        shared = last[head.start() :]
        if last[: head.start()].endswith("产业") and not any("产业" in p for p in parts[:-1]):
            shared = "产业" + shared
    elif re.match(r"^(?:国家|省|市|自治区|区|县)级", last) and all(re.search(r"级$", p) for p in parts[:-1]):
        shared = re.sub(r"^(?:国家|省|市|自治区|区|县)级", "", last)
    elif last.endswith("产业"):
        shared = "产业"
    return [p if not shared or OWN_HEAD.search(p) or p is last else p + shared for p in parts]
