"""What the names of tags, classes and ids on Chinese news pages mean."""

from __future__ import annotations

import re


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


VOID = _words("area base br col embed hr img input link meta param source track wbr")
RAW = _words("script style title textarea iframe noembed noframes xmp template noscript svg math object")
BLOCKS = _words(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt enpcontent fieldset "
    "figcaption figure footer form founder-content h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main "
    "menu nav ol option p pre section select summary table tbody td tfoot th thead tr ul"
)
DROPPED = _words("button canvas datalist dialog map option select video audio")
"""Tags whose text is never part of an article."""

_CELLS = frozenset({"td", "th"})
_TABLE = frozenset({"table"})
_SCOPES = frozenset({"table", "td", "th", "div", "li", "body", "section", "article"})
CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **{
        tag: (frozenset({"p"}), _SCOPES)
        for tag in _words("p div h1 h2 h3 h4 h5 h6 ul ol dl table section article blockquote center pre hr")
    },
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "table"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (_CELLS, frozenset({"tr", "table"})),
    "th": (_CELLS, frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), _TABLE),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
"""Start tag: the open tags that it ends, and those beyond which it does not look."""

BODY_TAGS = frozenset({"founder-content", "enpcontent"})
BODY_NAMES = _words(
    "ozoom trs_editor trs_ueditor trs_view ucapcontent zoom articlecontent article-content "
    "article_content article-body article_body articlebody article-text article-con art_content art-content artibody "
    "contenttext content_text news_content newscontent news-content news_text newstext detail-content detail_content "
    "detailcontent rm_txt_con text_con txt_con pages_content con_text vsb_content v_news_content xl_content "
    "info-content infocontent wp_articlecontent easysite-news-text cont_txt bt-content ueditor_content main-text "
    "article-detail articletext contentbody content-body content_body post-content entry-content textbody "
    "nr_content textcontent left_zw zhengwen article-main-content j-content contentmain content_area text-content "
    "detail-text detail_text artcontent article_con pagecontent"
)
"""Classes and ids that hold an article's body and nothing else."""

FURNITURE = _words(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs bread position location share sharing "
    "bdshare bdsharebuttonbox social comment comments reply pinglun relate related relatednews xgnews xgxw xgyd "
    "recommend recommended tuijian hot hotnews rank ranking sidebar aside side foot footer copyright advert "
    "advertisement ad ads adv adbox gg guanggao banner toolbar tools tool pager pagination pagebar pagenav prenext "
    "prevnext login register search qrcode qr ewm erweima print friendlink links flink logo hots tags tag keywords "
    "subscribe download appdown disclaimer statement mianze beian icp titlelist newslist swiper slider carousel "
    "popup modal toast tips fontsize gotop backtop returntop zan digg vote weibo wechat weixin"
)
"""Words in classes and ids of what stands around an article."""
FURNITURE_TAGS = frozenset({"nav", "aside", "footer", "menu"})

TITLE_NAMES = _words("title headline biaoti bt bt1 bt2 h1 arttitle articletitle maintitle contenttitle")
INTRO_NAMES = _words("introtitle yinti jianti shoulder kicker pretitle intro-title uptitle")
SUBTITLE_NAMES = _words("subtitle futi fubiaoti subhead sub-title subheading deck downtitle")
BYLINE_NAMES = _words("author byline writer reporter zuozhe")
CAPTION_NAMES = _words("caption cap tuzhu tushuo figcaption pictext picinfo imgtext pic-text photo-caption")

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|;|$)", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+|\d+")


def name_words(attributes: dict[str, str]) -> frozenset[str]:
    """The names of an element: each class and id in lower case, whole and in its words."""
    written = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if not written.strip() or len(written) > 1000:
        return frozenset()
    names: set[str] = set()
    for name in written.split():
        names.add(name.lower())
        parts = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
        names.update(word.lower() for word in _WORD.findall(parts))
    return frozenset(names)


def is_hidden(attributes: dict[str, str]) -> bool:
    """Whether a browser would not show an element with these attributes."""
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(attributes.get("style", "")))
    )
