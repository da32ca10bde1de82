from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.values import Document, Source
from sources.readers import Limits, read
from sources.readers.placed import PlacedLine
from tests.sources import pages

FILLER = "江城高新区去年实现营业收入320亿元，同比增长12.5%，高新技术企业达到500家。"


def document(page: str | bytes, limits: Limits | None = None) -> Document:
    data = page if isinstance(page, bytes) else page.encode()
    return read(Source(name="a.html", identity="a", data=data), limits)


def blocks(found: Document) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def article(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><div class=content>{body}</div></body></html>"


def test_an_old_epaper_page() -> None:
    found = document(pages.OLD_EPAPER)
    assert blocks(found) == [
        ("subheading", "上半年经济观察"),
        ("heading", "高新区跑出加速度"),
        ("subheading", "——江城高新区上半年产值增长18.3%"),
        ("byline", "本报记者 周周"),
        ("caption", "园区企业生产线上，工人正在装配。 周周 摄"),
        ("paragraph", "今年上半年，江城高新区规上工业总产值突破６８０亿元，同比增长18.3%。"),
        ("paragraph", "“企业订单排到了年底。”公司负责人说，今年产值有望达到20亿元。"),
        ("paragraph", "到2025年，园区将建成千亿级产业集群。"),
    ]
    assert (found.told.title, found.told.newspaper) == ("高新区跑出加速度", "江城日报")
    assert found.told.published_on == date(2021, 8, 12)
    assert not found.wrapped


def test_a_new_epaper_page() -> None:
    found = document(pages.NEW_EPAPER)
    assert blocks(found) == [
        ("subheading", "（新发展 新高地）"),
        ("heading", "高新区怎么“新”"),
        ("subheading", "本报记者走访三家国家高新区"),
        ("caption", "图为光谷航拍。"),
        ("paragraph", "武汉东湖高新区2022年地区生产总值2643.8亿元，增长6%。"),
        ("paragraph", "创新是第一动力"),
        ("paragraph", "合肥高新区全社会研发投入占比达到11.2%，居全国前列。"),
    ]
    assert (found.told.newspaper, found.told.published_on) == ("江海报", date(2023, 4, 5))


def test_a_government_page_with_breaks_and_a_table() -> None:
    found = document(pages.GOVERNMENT)
    assert blocks(found) == [
        ("heading", "苏北高新区2023年经济运行情况"),
        ("paragraph", "2023年，苏北高新区实现地区生产总值512.6亿元，比上年增长7.2%。"),
        ("paragraph", "一、工业经济平稳增长"),
        ("paragraph", "规模以上工业增加值增长9.1%，其中高技术制造业增长15%。"),
        ("table_row", "指标 | 2023年 | 增速（%）"),
        ("table_row", "固定资产投资（亿元） | 180.2 | 11.0"),
        ("table_row", "进出口（亿美元） | 25.3 | -2.1"),
        ("paragraph", "2024年，预计全年增长7%左右。"),
    ]
    assert found.told.published_on == date(2024, 1, 30)


def test_a_news_site_with_related_articles_inside_the_body() -> None:
    found = document(pages.NEWS_SITE)
    assert blocks(found) == [
        ("heading", "滨江高新区：向新而行"),
        ("paragraph", "滨江高新区今年1—5月完成工业投资86亿元，同比增长21.4%，增速居全市第一。"),
        ("caption", "滨江高新区智能装备产业园。"),
        ("heading", "做强产业“硬支撑”"),
        ("paragraph", "园区集聚规上企业320家，专精特新“小巨人”企业达到28家。"),
        ("paragraph", "下一步，园区力争到2026年营业收入突破3000亿元。"),
    ]
    assert found.told.url == "https://www.bj.example/a/1.html"
    assert found.told.newspaper == "滨江日报"


def test_several_articles_keep_their_headlines() -> None:
    assert [text for kind, text in blocks(document(pages.SEVERAL)) if kind == "heading"] == [
        "甲州高新区",
        "乙州高新区",
        "丙州高新区",
    ]


@pytest.mark.parametrize(
    "name", ["sidebar", "related-news", "xgxw", "hotNews", "comment-list", "footer", "ad-box", "share"]
)
def test_what_is_named_as_furniture_does_not_leak(name: str) -> None:
    stranger = "成都高新区2025年地区生产总值将突破4000亿元，高新技术企业超过4200家，同比增长15%。"
    page = article(f"<p>{FILLER}</p><p>{FILLER}一</p><div class='{name}'><p>{stranger}</p></div><p>{FILLER}二</p>")
    found = document(page).text
    assert "成都" not in found
    assert found.count(FILLER) == 3


def test_an_article_in_an_element_named_as_furniture_is_kept() -> None:
    assert (
        FILLER
        in document(f"<html><body><div class='side footer'><p>{FILLER}</p><p>{FILLER}一</p></div></body></html>").text
    )


def test_what_a_browser_hides_is_read_only_where_nothing_else_is() -> None:
    hidden = f"<div style='display:none'><p>{FILLER}藏</p></div>"
    assert "藏" not in document(article(f"<p>{FILLER}</p>" + hidden)).text
    assert "藏" in document(article("<p>加载中</p>" + hidden)).text


def test_a_second_copy_is_printed_once() -> None:
    found = document(article(f"<div><p>{FILLER}</p></div><div><p>{FILLER}</p></div>"))
    assert found.text.count(FILLER) == 1


def test_links_inside_sentences_stay_and_lists_of_links_go() -> None:
    page = article(
        f"<p><a href=1>江城高新区</a>{FILLER}</p><ul><li><a>甲州高新区产值过千亿</a></li></ul><p>{FILLER}乙</p>"
    )
    assert document(page).text == f"江城高新区{FILLER}\n{FILLER}乙"


def test_cells_keep_their_columns_where_others_are_empty_wide_or_tall() -> None:
    rows = (
        "<tr><th>类别<th>指标<th>2020年<th>2025年</tr>"
        "<tr><td rowspan=2>经济<td>营业收入（亿元）<td><td>500</tr>"
        "<tr><td>研发强度（%）<td>2.1<td>4.0</tr>"
        "<tr><td colspan=2>合计（个）<td>—<td>20</tr>"
        "<tr><td colspan=9999 rowspan=x>注<td>3</tr>"
    )
    found = blocks(document(article(f"<p>{FILLER}</p><table>{rows}</table><p>{FILLER}乙</p>")))
    assert [text for kind, text in found if kind == "table_row"] == [
        "类别 | 指标 | 2020年 | 2025年",
        "经济 | 营业收入（亿元） |  | 500",
        "| 研发强度（%） | 2.1 | 4.0",
        "合计（个） |  |  | 20",
        "注 | 3",
    ]


def test_a_layout_table_gives_paragraphs() -> None:
    page = article(f"<table><tr><td>{FILLER}{FILLER}</td></tr><tr><td>{FILLER}乙</td></tr></table>")
    assert {kind for kind, _ in blocks(document(page))} == {"paragraph"}


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("增长&nbsp;5%", "增长\u00a05%"),
        ("&ldquo;小巨人&rdquo;", "“小巨人”"),
        ("&#20013;&#x56FD;", "中国"),
        ("&#150;&#128;", "–€"),
        ("A&ampB&copy", "A&B©"),
        ("a &lt; b & c &unknown; d", "a < b & c &unknown; d"),
        ("5<b>6</b>亿<!-- x -->元", "56亿元"),
        ("高\n  新", "高新"),
        ("GDP\n  growth", "GDP growth"),
        ("2025\n年", "2025年"),
        ("&#0;&#xD800;", "\ufffd\ufffd"),
        ("高&#8203;新&shy;区", "高新区"),
        ("<![CDATA[甲]]>乙", "甲乙"),
        ("产值<500亿元", "产值<500亿元"),
    ],
)
def test_characters_are_read_as_a_browser_reads_them(written: str, read_as: str) -> None:
    assert document(article(f"<p>{FILLER}{written}。</p>")).text == f"{FILLER}{read_as}。"


@given(
    st.lists(
        st.sampled_from(["高", "新区", " ", "\n", "&nbsp;", "&#37;", "&amp;", "5", "a", "&x", "\u200b", "&notit;"])
    )
)
def test_a_line_is_what_its_pieces_show(pieces: list[str]) -> None:
    source = "".join(pieces)
    line = PlacedLine()
    line.add(source, 0, len(source))
    text, places = line.text, line.places()
    assert places.length == len(text)
    for offset, character in enumerate(text):
        if character != " ":
            place = places.place(offset)
            assert character == source[place] or character in unescape(source[place : place + 7])
    squeezed: Callable[[str], str] = lambda written: "".join(written.replace("\u200b", "").split())  # noqa: E731
    assert squeezed(text) == squeezed(unescape(source))


@pytest.mark.parametrize(
    ("printed", "published"),
    [
        ("<div>今天是2023年11月10日</div><div>发布时间：2023-11-09 17:20 来源：办公室</div>", date(2023, 11, 9)),
        ("<div class=date>2024/5/20</div>", date(2024, 5, 20)),
        ("<div>江海日报 第03版 2024年05月20日</div>", date(2024, 5, 20)),
        ("<div>来源：2024-13-45</div>", None),
        ("", None),
    ],
)
def test_a_date_is_told_only_where_the_page_says_that_it_is_one(printed: str, published: date | None) -> None:
    body = f"<div class=article-content><p>2019年3月1日，{FILLER}</p></div>"
    assert document(article(f"<h1>江城高新区产值增长</h1>{printed}{body}")).told.published_on == published
