from __future__ import annotations

import html
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.values import Document, Told
from sources.readers import Limits
from tests.sources.pages import BROKEN_BY_HAND, EVERY, GOVERNMENT, NEW_EPAPER, NEWS_SITE, OLD_EPAPER, SEVERAL
from tests.sources.samples import FIRST, PROSE, SECOND, blocks, document, reason

OURS = "\n |"
"""What a page's text may hold beside characters of its source: line feeds, and the bars between cells."""


def page(*lines: str, head: str = "") -> str:
    body = "\n".join(f"<p>{line}</p>" for line in lines)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body><div>{body}</div></body></html>'


def read(source: str, told: Told | None = None) -> Document:
    return document(source, "page.html", told)


def said_at(source: str, place: int) -> str:
    """What a browser shows for the character or entity that stands at a place of the source."""
    entity = re.match(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);?", source[place:])
    return html.unescape(entity[0]) if entity else source[place]


def check_places(read_as: Document, source: str) -> None:
    """Every character of the text is the one at its place; white space may be any, and what is ours is listed."""
    assert read_as.places is not None
    assert read_as.places.length == len(read_as.text)
    origins = [read_as.places.place(at) for at in range(len(read_as.text))]
    for character, origin in zip(read_as.text, origins, strict=True):
        if character in OURS:
            continue
        assert character in said_at(source, origin), f"{character!r} is not at {source[origin : origin + 12]!r}"
    for block in read_as.blocks:
        inside = origins[block.start : block.end]
        assert inside == sorted(inside), "a block's characters stand in the source in their order"


@pytest.mark.parametrize("name", EVERY)
def test_every_character_has_its_place(name: str) -> None:
    check_places(read(EVERY[name]), EVERY[name])


@pytest.mark.parametrize("name", EVERY)
def test_blocks_cover_the_text_in_order(name: str) -> None:
    read_as = read(EVERY[name])
    assert read_as.text == "\n".join(read_as.text[block.start : block.end] for block in read_as.blocks)


PIECES = (
    *"国家高新区营业收入增长亿元，、20.%𠮷",
    *("&ldquo;", "&rdquo;", "&#37;", "&#x4e00;", "&amp;", "&lt;", "&mdash"),
    *("<b>强</b>", "<span class=x>", "</span>", "<!-- 注 -->", "<script>var n = '1</p>';</script>", "\n\t", "\u200b"),
)
written = st.lists(st.sampled_from(PIECES), max_size=40)
MARKS = ("<", ">", "&", '"', "'", "<p>", "</div>", "<table>", "<td>", "<!--", "高新区。", "=", "/", "<script>")


@given(st.lists(written, min_size=1, max_size=4))
def test_places_hold_whatever_stands_between_the_characters(lines: list[list[str]]) -> None:
    source = page(FIRST, *("".join(pieces) + "。" for pieces in lines), SECOND)
    read_as = read(source)
    check_places(read_as, source)
    assert FIRST in read_as.text
    assert SECOND in read_as.text
    for tag in ("<b", "script", "span", "注", "\u200b"):
        assert tag not in read_as.text


@given(st.text(st.sampled_from("国家高新区营收“”%&<>0123456789.—·"), min_size=1, max_size=60))
def test_what_a_browser_shows_is_what_is_read(text: str) -> None:
    line = f"园区报告说，{text}，产值达到百亿元。"
    for entities in (html.escape(line), "".join(f"&#{ord(character)};" for character in line)):
        assert line in read(page(FIRST, entities, SECOND)).text.split("\n")


@given(st.lists(st.sampled_from(MARKS), max_size=60))
def test_no_markup_however_broken_stops_the_reader(mess: list[str]) -> None:
    source = page(*PROSE) + "".join(mess)
    read_as = read(source)
    check_places(read_as, source)
    assert FIRST in read_as.text


def test_an_old_epaper_page() -> None:
    read_as = read(OLD_EPAPER)
    assert read_as.told == Told(
        title="高新区跑出加速度", newspaper="江城日报", edition="第06版", published_on=date(2021, 8, 12)
    )
    assert blocks(read_as, "heading") == ["高新区跑出加速度"]
    assert blocks(read_as, "subheading") == ["上半年经济观察", "——江城高新区上半年产值增长18.3%"]
    assert blocks(read_as, "byline") == ["本报记者 周周"]
    assert len(blocks(read_as, "paragraph")) == 3
    assert "规上工业总产值突破６８０亿元，同比增长18.3%。" in read_as.text, "characters stay as they are printed"
    for around in ("海州高新区", "隐藏副本", "版权所有", "第06版"):
        assert around not in read_as.text


def test_a_new_epaper_page() -> None:
    read_as = read(NEW_EPAPER)
    assert read_as.told == Told(
        title="高新区怎么“新”", newspaper="江海报", edition="第05版", published_on=date(2023, 4, 5)
    )
    assert blocks(read_as, "caption") == ["图为光谷航拍。"]
    for around in ("人民报", "上一篇", "西安高新区", "成都高新区", "第05版"):
        assert around not in read_as.text


def test_a_site_page_without_what_stands_around_the_article() -> None:
    read_as = read(NEWS_SITE)
    assert read_as.told == Told(
        title="滨江高新区：向新而行",
        newspaper="滨江日报",
        published_on=date(2024, 6, 1),
        url="https://www.bj.example/a/1.html",
    )
    assert blocks(read_as, "heading") == ["滨江高新区：向新而行", "做强产业“硬支撑”"]
    assert read_as.text.endswith("下一步，园区力争到2026年营业收入突破3000亿元。")
    assert "专精特新“小巨人”企业达到28家" in read_as.text, "a link inside a sentence stays"
    for around in ("首页", "延伸阅读", "湖东", "山南", "岭北", "网友", "责任编辑", "分享到", "12345"):
        assert around not in read_as.text


def test_tables_are_rows_with_bars() -> None:
    read_as = read(GOVERNMENT)
    assert blocks(read_as, "table_row") == [
        "指标 | 2023年 | 增速（%）",
        "固定资产投资（亿元） | 180.2 | 11.0",
        "进出口（亿美元） | 25.3 | -2.1",
    ]
    assert "苏南高新区" not in read_as.text
    assert "浏览次数" not in read_as.text


def test_lines_broken_by_hand_are_known_as_such() -> None:
    assert read(BROKEN_BY_HAND).wrapped
    assert not any(read(source).wrapped for name, source in EVERY.items() if source != BROKEN_BY_HAND)


def test_several_articles_on_a_page_are_all_read() -> None:
    assert all(f"{name}州高新区" in read(SEVERAL).text for name in "甲乙丙")


def test_the_senders_word_wins_and_the_page_fills_in() -> None:
    told = read(NEWS_SITE, Told(title="送稿人的题目", published_on=date(2024, 6, 2))).told
    assert (told.title, told.published_on) == ("送稿人的题目", date(2024, 6, 2))
    assert (told.newspaper, told.url) == ("滨江日报", "https://www.bj.example/a/1.html")


def test_counters_and_buttons_are_left_out() -> None:
    around = (
        "分享到：微信 微博 QQ空间",
        "浏览次数：10234次",
        "【打印本页】【关闭窗口】",
        "上一篇：海州高新区产值超千亿元",
    )
    read_as = read(page(*PROSE, *around, "责任编辑：王六", "版权所有 未经授权不得转载"))
    assert read_as.text == "\n".join(PROSE)


@pytest.mark.parametrize(
    ("codec", "declared", "spoken"),
    [
        ("gb18030", "gb2312", "gb18030"),
        ("gbk", "utf-8", "gb18030"),
        ("utf-8", "gbk", "utf-8"),
        ("utf-16", "utf-16", "utf-16-le"),
        ("utf-8-sig", "utf-8", "utf-8"),
    ],
)
def test_a_declared_encoding_is_believed_only_if_it_fits(codec: str, declared: str, spoken: str) -> None:
    source = page(*PROSE).replace('"utf-8"', f'"{declared}"')
    read_as = document(source.encode(codec), "page.html")
    assert (read_as.text, read_as.encoding) == ("\n".join(PROSE), spoken)
    check_places(read_as, source)


def test_a_line_break_of_the_source_is_nothing_between_chinese_characters() -> None:
    read_as = read(page(FIRST.replace("高新区", "高\n    新区"), "园区引进了GE\n  Healthcare等企业，产值可观。"))
    assert read_as.text == f"{FIRST}\n园区引进了GE Healthcare等企业，产值可观。"


def test_what_a_browser_hides_is_not_read() -> None:
    hidden = '<div style="display: none"><p>隐藏的段落，说产值达到了9999亿元，不应当读到。</p></div>'
    read_as = read(page(*PROSE).replace("<div>", "<div>" + hidden))
    assert "9999" not in read_as.text


def test_a_page_without_an_article() -> None:
    assert (
        reason("<html><body><ul><li><a href=1>高新区产值增长</a></li></ul></body></html>", "a.html") == "empty_source"
    )
    assert reason("<html><frameset><frame src=a></frameset></html>", "a.html") == "empty_source"


def test_limits_on_tags_depth_and_time() -> None:
    source = page(*PROSE)
    assert reason(source, "a.html", Limits(tags=5)) == "too_large"
    assert reason(source + "<div>" * 50, "a.html", Limits(depth=40)) == "too_deep"
    assert reason(source + "<br>" * 600, "a.html", Limits(seconds=0)) == "too_slow"


def test_a_page_in_another_language() -> None:
    english = "Revenue of the national high-tech zones reached five trillion yuan, the ministry said. " * 3
    assert reason(page(english), "a.html") == "not_chinese"
