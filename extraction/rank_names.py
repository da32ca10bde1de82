"""What a rank is a rank in."""

from __future__ import annotations

import re

from extraction.memory import Memory
from extraction.naming import own_words
from extraction.phrases import GENERIC, OWN_HEAD, strip

_RANKED = re.compile(
    r"(?:的?(?:分别以?|(?:前进|上升|提升|跃升|晋升|攀升|升)[到至]|[中里]|(?<!综合)排名|坐上|坐稳|摘得|拿下|夺得|位列|位居|名列|跃居|稳居|重返|重回|由|居|列|排|位次|进入|跻身|挺进|迈入|始终|处于|保持|连续[一二三四五六七八九十\d多]+年|多年|常年|力争))+$"
)
_WON = re.compile(
    r"^(?:连续[一二三四五六七八九十\d多]+年)?(?:位列|位居|名列|荣获|获得?|列|居)|^\d+[家个](?:(?:国家级?)?高新区)?$|^[比较][^，。；]*$"
)
_CONTEST = re.compile(
    r"在[^，。；在]{0,10}?(?P<in>[^，。；在的]{2,14}?(?:评价|考核|排名|排行榜|榜单|评比|测评))(?:结果)?中"
    r"|(?:^|[的年度，])(?P<result>[^，。；在的年度]{2,14}?(?:评价|考核|评比|测评))结果(?:显示|公布|揭晓)?"
)
_AMONG_OTHERS = re.compile(
    r"在?(?:全国|全省|全市|全州|各)(?:[^，。；]{0,8}(?:高新区|开发区|园区|区县|县区)|\d+个[^，。；]{1,8})$"
)
_DIRECTLY = re.compile(
    r"[元件家个项人%点名]?，?(?:总量|增速|规模)?(?:均|稳|位|继续|连续[一二三四五六七八九十\d]+年)*(?:居|列|排名?|位列|位居|名列|处于)?(?:全|全[省市国州](?:各类?)?(?:园区|开发区|高新区)|[省市]内)?"
)


def ranked(before: str, sentence: str, memory: Memory) -> str:
    """What a rank is a rank in: its clause's words, the contest that its `sentence` names, or what the last was in."""
    own = own_words(before)
    place = _RANKED.sub("", _AMONG_OTHERS.sub("", _RANKED.sub("", own.phrase)))
    phrase = _WON.sub("", strip(place).removeprefix("在")) if own.near else ""
    if phrase in GENERIC:
        phrase = memory.with_head(phrase, 1)[0]
    contest = _CONTEST.search(sentence) if len(phrase) < 3 else None
    if contest:
        memory.rank = strip((contest["in"] or contest["result"]).lstrip("个家"))
    elif len(phrase) >= 3:
        memory.rank = phrase
        if OWN_HEAD.search(phrase):
            memory.last = [phrase]  # 光纤光缆生产规模全球第一，占国际市场的25%
    elif memory.seen and memory.last and _DIRECTLY.fullmatch(before):
        memory.rank = memory.last[-1]  # 万人发明专利拥有量31.6件，居全疆首位
    return memory.rank
