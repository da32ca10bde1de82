from __future__ import annotations

from datetime import date

import pytest

from schemas.values import Document, Rejected, Source
from sources.readers import Limits, read
from tests.sources.pdfs import Page, pdf

FIRST = "甲州高新区今年前三季度实现营业收入三千二百亿元，同比增长一成，拥有高新技术企业八百二十家。"
SECOND = "走进园区车间，机器人往来穿梭，企业负责人介绍，公司年产值突破二十亿元，订单排到明年下半年。"
THIRD = "到二〇二五年，园区将力争营业收入突破五千亿元，建成国内一流的光电产业基地和两个千亿级集群。"


def document(data: bytes, limits: Limits | None = None) -> Document:
    return read(Source(name="a.pdf", identity="a", data=data), limits)


def blocks(found: Document) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end].replace("\n", "")) for block in found.blocks]


def newspaper() -> Page:
    """A page of two columns with a head, a headline over both, a crosshead, a picture, a box and a foot."""
    page = Page()
    page.text(40, 770, "A06", 15).text(200, 770, "2024年5月20日 星期一 责编：隋明", 9).text(480, 770, "江海日报", 12)
    page.rule(40, 760, 560, 760)
    page.text(120, 715, "向光而行 因药而兴", 30)
    page.text(180, 690, "——甲州高新区观察", 12).text(220, 670, "本报记者 王一 通讯员 李二", 9)
    at = page.column(40, 640, FIRST)
    page.text(90, at - 4, "向新向绿", 12)
    page.column(40, at - 25, SECOND)
    page.picture(320, 560, 200, 85).text(320, 548, "园区一家企业的车间。（资料图片）", 8)
    page.column(320, 525, THIRD)
    page.frame(40, 250, 520, 150)
    page.text(60, 375, "乙州高新区：织就新版图", 18)
    page.column(
        60, 345, "乙州高新区去年营业收入一千一百二十亿元，新增高新技术企业三十三户，总数达到一百八十六户。", width=45
    )
    page.text(40, 200, "广告", 9).text(40, 180, "江海银行科创贷 年化利率3.45%起", 14)
    return page.text(40, 30, "本版邮箱：a@example.org 广告许可证：22", 8)


def test_a_newspaper_page_in_reading_order() -> None:
    found = document(pdf(newspaper()))
    assert blocks(found) == [
        ("heading", "向光而行 因药而兴"),
        ("subheading", "——甲州高新区观察"),
        ("byline", "本报记者 王一 通讯员 李二"),
        ("paragraph", FIRST),
        ("heading", "向新向绿"),
        ("paragraph", SECOND),
        ("paragraph", THIRD),
        ("caption", "园区一家企业的车间。（资料图片）"),
        ("heading", "乙州高新区：织就新版图"),
        ("paragraph", "乙州高新区去年营业收入一千一百二十亿元，新增高新技术企业三十三户，总数达到一百八十六户。"),
    ]
    assert found.wrapped
    assert found.places is None
    assert {block.page for block in found.blocks} == {1}
    told = found.told
    assert (told.title, told.newspaper, told.published_on) == ("向光而行 因药而兴", "江海日报", date(2024, 5, 20))


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    page, after = Page(), Page()
    page.column(40, 700, FIRST[:38])
    page.column(320, 700, FIRST[38:], indent=False)
    page.column(320, 640, SECOND[:38])
    after.column(40, 700, SECOND[38:] + THIRD, indent=False)
    found = document(pdf(page, after))
    assert blocks(found) == [("paragraph", FIRST), ("paragraph", SECOND + THIRD)]
    assert [block.page for block in found.blocks] == [1, 1]


def test_headlines_side_by_side_head_their_own_columns() -> None:
    page = Page()
    page.text(60, 700, "甲州高新区做强光电", 18).text(430, 700, "乙州向绿而行", 18)
    page.column(40, 670, FIRST, width=14)
    page.column(200, 670, SECOND, width=14)
    page.column(420, 670, THIRD, width=14)
    assert [text for _, text in blocks(document(pdf(page)))] == [
        "甲州高新区做强光电",
        FIRST,
        SECOND,
        "乙州向绿而行",
        THIRD,
    ]


def test_an_article_below_another_follows_it() -> None:
    page = Page()
    page.text(150, 720, "上面的文章是第一篇", 24)
    page.column(40, 680, FIRST)
    page.column(320, 680, SECOND)
    page.text(200, 560, "下面的文章第二篇", 18)
    page.column(40, 530, THIRD)
    page.column(320, 530, FIRST + "完。")
    order = [text for _, text in blocks(document(pdf(page)))]
    assert order == ["上面的文章是第一篇", FIRST, SECOND, "下面的文章第二篇", THIRD, FIRST + "完。"]


def test_heads_and_feet_that_repeat_are_left_out() -> None:
    several = []
    for number, text in enumerate((FIRST, SECOND, THIRD), 1):
        page = Page()
        page.text(40, 775, f"甲州高新区发展规划摘要 {number}", 9).text(290, 25, f"- {number} -", 9)
        page.column(40, 700, text, width=40)
        several.append(page)
    found = document(pdf(*several))
    assert [text for _, text in blocks(found)] == [FIRST, SECOND, THIRD]
    assert [block.page for block in found.blocks] == [1, 2, 3]


def test_letters_set_apart_and_upright_headlines_are_one_line() -> None:
    page = Page()
    for number, character in enumerate("园区要闻"):
        page.text(150 + 60 * number, 720, character, 30)
    for number, character in enumerate("创新驱动"):
        page.text(40, 660 - 24 * number, character, 20)
    page.column(80, 660, FIRST)
    texts = [text for _, text in blocks(document(pdf(page)))]
    assert "园区要闻" in texts
    assert "创新驱动" in texts
    assert FIRST in texts


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(degrees: int) -> None:
    assert blocks(document(pdf(newspaper().turned(degrees)))) == blocks(document(pdf(newspaper())))


def test_a_cut_file_ends_in_a_document_or_a_rejection() -> None:
    whole = pdf(newspaper())
    for length in range(20, len(whole), 97):
        try:
            found = document(whole[:length]).text
        except Rejected as rejected:
            found = rejected.rejection.reason
        assert found
