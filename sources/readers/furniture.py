"""Lines that are printed around an article and are no part of it, by their wording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_EDITORS = (
    "责任编辑|責任編輯|责编|編輯|编辑|校对|审核|美编|版式|值班主任|监制|编审|终审|初审|复审"
    "|二审|三审|一审|审校|统筹|签发"
)
_TAIL = re.compile(rf"^[（(\[【〔]?\s*(?:(?:本期|本版|网络|新媒体)?(?:{_EDITORS}))\s*[：:／/丨|\s].{{0,60}}$")
_SCREEN = re.compile(
    r"^(?:.{0,6}(?:分享到|分享至|扫一扫|扫码|长按识别|微信扫|返回顶部|返回首页|返回目录|回到首页|打印本页|关闭窗口|加入收藏|设为首页"
    r"|我要评论|网友评论|查看评论|发表评论|点击进入专题|我要纠错|举报邮箱|无障碍|长者助手|客户端下载|下载客户端"
    r"|今天是|当前位置|您的位置|您现在的位置|当前所在|你的位置|首页\s*[>＞»/|]|新闻热线|投稿邮箱|联系我们|关于我们|网站地图"
    r"|版权所有|版权声明|免责声明|特别声明|未经.{0,8}许可|未经.{0,4}授权|技术支持|主办单位[：:]|承办单位[：:]|网站标识码|Copyright|copyright|COPYRIGHT"
    r"|ICP[备证]|.?ICP|公网安备|互联网新闻信息服务许可证|国内统一连续出版物号|国内统一刊号|邮发代号).*)$"
)
_BUTTONS = re.compile(
    r"^(?:[【\[（(]?(?:放大|缩小|默认|朗读|打印|收藏|关闭|复制|纠错|分享|点赞|评论|推荐|大|中|小|上一篇|下一篇|上一版|下一版|上一期|下一期|下一页|上一页|更多|返回|顶部|全文"
    r"|微信|微博|QQ空间|QQ好友|朋友圈|字号|字体|语音播报|浏览|阅读|点击|版面导航|标题导航|首页|尾页|复制链接|PDF下载|PDF版|新浪微博|手机版|A\+|A-|T\|T|TT|\+|-|\||｜|>|<|>>|»"
    r")[】\]）)]?[：:]?[\s　|｜/·,，]*)++$"
)
_NEIGHBOUR = re.compile(r"^(?:上一[篇条则页]|下一[篇条则页]|前一篇|后一篇)\s*[：:].{0,80}$")
RELATED = re.compile(
    r"^[【\[■▲●◆>\s]*(?:相关(?:新闻|阅读|链接|报道|推荐|文章|稿件|信息|内容|专题)|延伸阅读|推荐阅读|猜你喜欢|热点推荐|热门推荐|热门文章|热门新闻|今日推荐|更多(?:新闻|精彩|内容|报道|相关).{0,6}"
    r"|往期回顾|往期推荐|精彩推荐|为您推荐|编辑推荐|新闻排行|阅读排行|点击排行|排行榜|最新(?:文章|新闻|动态|资讯)|热点新闻|本版其他文章|同版新闻|相關新聞|相關報道|延伸閱讀|推薦閱讀)[】\]：:\s]*$"
)
_NAMES = r"[\u4e00-\u9fff·]{1,6}(?:[\s、,，/／|｜]+[\u4e00-\u9fff·]{1,6}){0,11}"
_ROLE = r"(?:记者|記者|通讯员|通訊員|特派员|评论员|撰稿人?|采写|文/图|图/文|见习记者|实习记者|实习生|特约记者|摄影)"
BYLINE = re.compile(
    r"^[（(]?[□■●▲◎○◆\s]*"
    rf"(?:(?:本报|本刊|本网|本社|全媒体|首席|特约|特派|[\u4e00-\u9fff]{{2,10}}[报報网網社台刊])*\s*"
    rf"(?:{_ROLE}\s*[：:]?\s*{_NAMES})+|(?:文|图|作者|撰文|供稿|编辑整理)\s*[/／|｜：:]\s*{_NAMES})"
    r"(?:\s*[/／]?\s*[文图摄攝]){0,3}(?:[/／][文图])?[）)]?$"
)
"""A line that names who wrote an article, and nothing else."""
CAPTION = re.compile(r"^(?:[▲▼△◀▶↑↓←→]|图为|圖為|上图|下图|左图|右图|图①|图1[：: ]|(?:资料|效果|示意|航拍|实景)图)")
_INFO_WORD = re.compile(
    r"(?:来源|來源|信息来源|稿源|出处|作者|发布时间|发布日期|发表时间|更新时间|发稿时间|发文日期|成文日期|时间|日期|浏览量?|浏览次数|阅读量?|阅读次数|点击量?|点击数|访问量|字号|字体|发布机构"
    r"|發佈時間|發布時間|日期|瀏覽|评论|索引号|信息分类|文章来源|责任编辑|编辑|【字体|分享)\s*[：:]"
)
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-年/.．－]\s?(?P<month>1[0-2]|0?[1-9])\s?[-月/.．－]\s?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)
_NUMBERED_EDITION = re.compile(r"第\s?[A-Za-z]?\s?\d{1,3}\s?版|(?<![A-Za-z])[A-Z]\s?\d{1,2}\s?版")
_EDITION = re.compile(r"第?\s?[A-Za-z]?\s?\d{1,3}\s?版|[A-Z]\d{2}\s?版?|版次")
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|星期[一二三四五六日天]|周[一二三四五六日]")


def is_furniture(line: str) -> bool:
    """Whether a line is a button, a notice, an editor's line or a navigation aid."""
    line = line.strip()
    if len(line) > 160:
        return False
    return bool(
        _TAIL.match(line)
        or _SCREEN.match(line)
        or _NEIGHBOUR.match(line)
        or (len(line) < 80 and _BUTTONS.match(line))
        or not any(character.isalnum() for character in line)
    )


def is_information(line: str) -> bool:
    """Whether a line says where and when an article appeared, and nothing else (来源：… 发布时间：…)."""
    line = line.strip()
    if len(line) > 120 or line.endswith(("。", "！", "？")):
        return False
    found = _INFO_WORD.findall(line)
    if len(found) >= 2 or (found and len(line) <= 40 and _INFO_WORD.match(line) and not line.startswith("作者")):
        return True
    return bool(_DATE.search(line)) and len(_rest(line)) <= 14


def _rest(line: str) -> str:
    """A line without its dates, times, edition, numbers and the marks between them."""
    for pattern in (
        _DATE,
        _CLOCK,
        _EDITION,
        re.compile(r"《[^》]{2,20}》|[\d\W_]+|浏览|阅读|点击|来源|时间|日期|发布"),
    ):
        line = pattern.sub("", line)
    return line


def single_date(text: str) -> date | None:
    """The one date that a text prints in full; None where there is none, or more than one."""
    found = {value for match in _DATE.finditer(text) if (value := _date(match)) is not None}
    return found.pop() if len(found) == 1 else None


def first_date(text: str) -> date | None:
    """The first date that a text prints in full."""
    return next((value for match in _DATE.finditer(text) if (value := _date(match)) is not None), None)


def edition(texts: Iterable[str]) -> str | None:
    """The page of a newspaper that lines name, as printed; None where they name none, or several."""
    found = {re.sub(r"\s", "", match[0]) for text in texts for match in _NUMBERED_EDITION.finditer(text)}
    return found.pop() if len(found) == 1 else None


def has_edition(text: str) -> bool:
    """Whether a line names the page of a newspaper (第03版, A06版)."""
    return bool(_EDITION.search(text))


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
