"""Lists of figures, as bulletins and picture stories print them: every item is read by itself, whatever marks it."""

from __future__ import annotations

import datetime

import pytest

from schemas.values import Source, Told
from sources.readers import read
from tests.extraction.reading import extractor

ITEMS = {
    "地区生产总值完成594.6亿元，增长7.5%，增速居全市第2位": ["地区生产总值", "地区生产总值", "地区生产总值"],
    "规上工业增加值↑10.3%": ["规上工业增加值"],
    "固定资产投资增长8.6%，其中工业投资增长21.4%": ["固定资产投资", "工业投资"],
    "一般公共预算收入68.1亿元": ["一般公共预算收入"],
    "新增“四上”企业212家，总数1687家": ["新增“四上”企业", "“四上”企业"],
    "高新技术企业2108家": ["高新技术企业"],
    "技术合同成交额突破230亿元": ["技术合同成交额"],
}
MARKS = [
    "{n}. ",
    "{n}.",
    "{n}、",
    "（{n}）",
    "({n})",
    "- ",
    "—— ",
    "•",
    "◎ ",
    "➢",
    "✅",
    "※",
    "> ",
    "0{n} ",
    "　　",
    "",
]
TITLE = "郑州高新区2024年工作报告"
AHEAD = "2024年，郑州高新区将坚持稳中求进，力争地区生产总值增长7%。"


def rows(text: str) -> list[tuple[str, int | None, str]]:
    """Quote, year and indicator of the claims of an article, in order."""
    told = Told(title=TITLE, published_on=datetime.date(2024, 2, 1))
    source = Source(name="a.txt", identity="a.txt", data=text.encode(), told=told)
    found = extractor().read(read(source), source).rows
    both = [*found["targets"], *found["facts"]]
    both.sort(key=lambda row: int(row["quote_start"]))
    return [(row["quote"], row.get("year", row.get("horizon_year")), row["indicator"]) for row in both]


@pytest.mark.parametrize("end", ["", "；", "。"])
@pytest.mark.parametrize("mark", MARKS)
def test_items_of_a_list(mark: str, end: str) -> None:
    listed = [mark.format(n=n) + item + end for n, item in enumerate(ITEMS, 1)]
    text = "\n".join([TITLE, "", "2023年，郑州高新区主要指标如下：", "", *listed, "", AHEAD])
    found = rows(text)
    wanted = [name for names in ITEMS.values() for name in names]
    assert [name for _, _, name in found[:-1]] == wanted
    assert {year for _, year, _ in found[:-1]} == {2023}
    assert found[-1] == ("增长7%", 2024, "地区生产总值")


def test_headings_in_brackets_say_the_year() -> None:
    text = "\n".join(
        [
            TITLE,
            "",
            "【2023年成绩单】",
            *(f"◎ {item}" for item in ITEMS),
            "",
            "【2024年目标】",
            "◎ 地区生产总值增长7%",
            "",
            AHEAD,
        ]
    )
    assert {year for _, year, _ in rows(text)[:-2]} == {2023}


def test_the_number_of_an_item_is_no_part_of_its_figure() -> None:
    listed = ["1. 30家企业入选瞪羚企业", "2. 50家企业入选专精特新企业", "3. 12个项目开工建设"]
    quotes = [quote for quote, _, _ in rows("\n".join([TITLE, "", "今年以来：", *listed, "", AHEAD]))]
    assert quotes == ["30家", "50家", "12个", "增长7%"]
    close = [item.replace(" ", "") for item in listed]
    quotes = [quote for quote, _, _ in rows("\n".join([TITLE, "", "今年以来：", *close, "", AHEAD]))]
    assert not {"1.30家", "2.50家"} & set(quotes)
