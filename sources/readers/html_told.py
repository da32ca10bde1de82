"""What a page says of itself: title, newspaper, date, address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from html import unescape

from schemas.values import Told
from sources.readers.furniture import edition, first_date, has_edition, is_information, single_date
from sources.readers.html_scan import Line, Page

_TITLES = ("articletitle", "og:title", "twitter:title", "dc.title")
_SITES = ("sitename", "og:site_name", "application-name")
_DATES = (
    "pubdate",
    "publishdate",
    "publish_date",
    "article:published_time",
    "og:release_date",
    "datepublished",
    "publishtime",
    "weibo:article:create_at",
    "dc.date",
    "dc.date.issued",
    "date",
)
_PROPERTY = re.compile(
    r"<(articleid|date|title|subtitle|introtitle|author|nodename)>(.*?)</\1>", re.IGNORECASE | re.DOTALL
)
_SUFFIX = re.compile(r"\s*(?:[-—_|｜–]+|--)\s*")
_PAPER = re.compile(
    r"(?:报|報|晚刊|周刊|杂志|通讯社|电视台|广播网|新闻网|在线|日报网|网|網|客户端|门户网站|人民政府|网站|管委会|管理委员会)$"
)
_ELECTRONIC = re.compile(r"(?:数字报刊?|电子报刊?|电子版|数字版|多媒体数字报|数字报平台|數字報|電子報|网络版)$")
_SOURCE = re.compile(r"(?:来源|來源|稿源|文章来源|信息来源|出处)\s*[：:]\s*([^\s：:，。|｜【（(]{2,24})")
_NAMED = re.compile(r"《\s*([^《》\s]{2,16}(?:报|報|周刊|杂志))\s*》")


def titles(page: Page) -> list[str]:
    """What the page calls its article, surest first: by its properties, by meta tags, by its `<title>`."""
    said = [_property(page, "title"), *(_meta(page, (name,)) for name in _TITLES)]
    if page.title is not None:
        said.append(main_part(page.title.text))
    return [title for title in dict.fromkeys(said) if title]


def main_part(title: str) -> str:
    """A `<title>` without the names of column and site behind or before it."""
    parts = [part for part in _SUFFIX.split(title) if part]
    if len(parts) == 2 and _is_site(parts[0]) and not _is_site(parts[1]):
        return parts[1]
    while len(parts) > 1 and (_is_site(parts[-1]) or len(parts) > 2 or len(parts[-1]) <= 6):
        parts.pop()
    if len(parts) == 1:
        return title[: title.find(parts[0]) + len(parts[0])].strip()
    return title.strip()


def side_titles(page: Page) -> dict[str, str]:
    """The introtitle, subtitle and author that a page's properties name, in comparable form."""
    return {name: same(said) for name in ("introtitle", "subtitle", "author") if (said := _property(page, name))}


def same(text: str) -> str:
    """A text as it is compared: without widths, blanks and marks."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def told(page: Page, heading: str | None, around: Sequence[Line]) -> Told:
    """What the page tells. `heading` is its printed headline, `around` the lines outside the body."""
    informing = [line.text for line in around if is_information(line.text) or has_edition(line.text)]
    said = titles(page)
    return Told(
        title=(said[0] if said else None) or heading,
        newspaper=_newspaper(page, informing),
        edition=edition(informing),
        published_on=_published(page, informing, around),
        url=_address(page),
    )


def _published(page: Page, informing: Iterable[str], around: Sequence[Line]) -> date | None:
    for said in (_property(page, "date"), *(_meta(page, (name,)) for name in _DATES)):
        if said and (found := first_date(said)):
            return found
    for text in informing:
        if not text.startswith("今天是") and (found := single_date(text)):
            return found
    for line in around:
        named = any({"date", "paperdate", "paperdatediv", "time", "pubtime"} & e.names for e in line.element.chain())
        if named and len(line.text) < 40 and not line.text.startswith("今天是") and (found := single_date(line.text)):
            return found
    return None


def _newspaper(page: Page, informing: Iterable[str]) -> str | None:
    for text in informing:
        if match := _NAMED.search(text):
            return match[1]
        if (match := _SOURCE.search(text)) and re.search(r"(?:报|報|周刊|杂志|通讯社|新华社|新华网|人民网)$", match[1]):
            return match[1].strip("《》")
    if site := _meta(page, _SITES):
        return site
    parts = _SUFFIX.split(page.title.text) if page.title else []
    parts = parts if len(parts) > 1 else []
    for part in [*reversed(parts[1:]), *parts[:1]]:
        if _is_site(part):
            return _ELECTRONIC.sub("", part) or part
    return None


def _is_site(part: str) -> bool:
    return bool(_PAPER.search(part) or _ELECTRONIC.search(part))


def _address(page: Page) -> str | None:
    said = [link.get("href", "") for link in page.links if "canonical" in link.get("rel", "").lower()]
    said.append(_meta(page, ("og:url",)) or "")
    return next((unescape(url) for url in said if re.match(r"https?://[^\s/]+", url)), None)


def _property(page: Page, name: str) -> str | None:
    """One of the properties that a publishing system writes into a comment."""
    for comment in page.comments:
        for match in _PROPERTY.finditer(comment[:20_000]):
            if match[1].lower() == name and match[2].strip():
                return unescape(re.sub(r"<[^>]*>", "", match[2])).strip()
    return None


def _meta(page: Page, names: Sequence[str]) -> str | None:
    for name in names:
        for meta in page.metas:
            known = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
            if known.lower() == name and meta.get("content", "").strip():
                return unescape(meta["content"]).strip()
    return None
