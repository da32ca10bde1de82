"""Tables of indicators in the forms in which offices print them: unit, year and sense of each cell."""

from __future__ import annotations

import datetime

import pytest

from schemas.values import Source, Told
from sources.readers import read
from tests.extraction.reading import extractor

Row = tuple[str, str | None, float, int | None, str]

CASES: dict[str, list[Row]] = {
    # The growth column has the year of the column before it, and a dash is no number.
    """指标 | 单位 | 2023年 | 同比增长（%）
地区生产总值 | 亿元 | 594.6 | 7.5
规上工业增加值 | — | — | 10.3""": [
        ("594.6", "CNY", 594.6e8, 2023, "fact"),
        ("7.5", "percent", 7.5, 2023, "fact"),
        ("10.3", "percent", 10.3, 2023, "fact"),
    ],
    # The title says the year.
    """2022年主要经济指标
指标名称 | 计量单位 | 绝对额 | 增速(%)
税收收入 | 亿元 | 60.2 | -3.1""": [
        ("60.2", "CNY", 60.2e8, 2022, "fact"),
        ("-3.1", "percent", -3.1, 2022, "fact"),
    ],
    # A year that is to come is a target, and words after a number are its operator.
    """序号 | 指标 | 2023年完成 | 2024年目标
1 | 高新技术企业（家） | 2108 | 2300以上
2 | 规上工业增加值增速（%） | 10.3 | 8.5左右""": [
        ("2108", "count", 2108, 2023, "fact"),
        ("2300以上", "count", 2300, 2024, "target"),
        ("10.3", "percent", 10.3, 2023, "fact"),
        ("8.5左右", "percent", 8.5, 2024, "target"),
    ],
    # The indicator stands where the head says so, and a tall cell of another column may be before it.
    """类别 | 指标 | 2020年 | 2025年
经济 | 营业收入（亿元） | 320 | 500
| 研发强度（%） | 2.1 | 4.0""": [
        ("320", "CNY", 3.2e10, 2020, "fact"),
        ("500", "CNY", 5e10, 2025, "target"),
        ("2.1", "percent", 2.1, 2020, "fact"),
        ("4.0", "percent", 4.0, 2025, "target"),
    ],
    # A second row of words under wide cells.
    """指标 | 2023年 |  | 2024年
 | 完成 | 增长（%） | 目标
营业收入（亿元） | 320 | 8.1 | 350""": [
        ("320", "CNY", 3.2e10, 2023, "fact"),
        ("8.1", "percent", 8.1, 2023, "fact"),
        ("350", "CNY", 3.5e10, 2024, "target"),
    ],
    # An empty cell leaves the others where they are.
    """指标 | 2020年 | 2025年
营业收入（亿元） |  | 500""": [("500", "CNY", 5e10, 2025, "target")],
}


def test_a_head_after_rows_of_numbers_begins_another_table() -> None:
    both = "\n\n".join([*CASES][-2:])
    first, second = [*CASES.values()][-2:]
    assert claims(both) == [*first, *second]


def test_rows_that_are_zones() -> None:
    told = Told(title="江苏省国家高新区年报", published_on=datetime.date(2024, 8, 1))
    table = """2023年江苏省国家高新区主要指标
序号 | 高新区 | 营业收入（亿元） | 增速（%） | 高新技术企业（家）
1 | 苏州高新区 | 5120 | 8.1 | 1800
2 | 武进国家高新区 | 3900 | -1.2 | —
 | 合计 | 9020 | 4 | 1800"""
    text = "\n".join(
        ["江苏省国家高新区年报", "", "去年，国家高新区营业收入保持增长。", "", table, "", "全省国家高新区稳中求进。"]
    )
    source = Source(name="a.txt", identity="a.txt", data=text.encode(), told=told)
    rows = extractor().read(read(source), source).rows["facts"]
    assert [(r["zone_id"], r["quote"], r["value"], r["indicator"], r["kind"], r["year"]) for r in rows] == [
        ("suzhou", "5120", 5.12e11, "营业收入", "amount", 2023),
        ("suzhou", "8.1", 8.1, "营业收入", "growth", 2023),
        ("suzhou", "1800", 1800, "高新技术企业", "amount", 2023),
        ("changzhou-wujin", "3900", 3.9e11, "营业收入", "amount", 2023),
        ("changzhou-wujin", "-1.2", -1.2, "营业收入", "growth", 2023),
    ]


def claims(table: str) -> list[Row]:
    """Quote, unit, value, year and type of the claims of an article with a table, in order."""
    told = Told(title="郑州高新区工作报告", published_on=datetime.date(2024, 8, 1))
    before = "郑州高新区是国家高新区，近年来坚持创新驱动发展。"
    after = "郑州高新区将坚持稳中求进，久久为功。"
    data = "\n".join([str(told.title), "", before, "", table, "", after]).encode()
    source = Source(name="a.txt", identity="a.txt", data=data, told=told)
    rows = extractor().read(read(source), source).rows
    found = [
        (row["quote_start"], (row["quote"], row["unit"], row["value"], row.get("year", row.get("horizon_year")), kind))
        for kind in ("fact", "target")
        for row in rows[f"{kind}s"]
    ]
    return [row for _, row in sorted(found)]


@pytest.mark.parametrize("table", CASES)
def test_cells(table: str) -> None:
    assert claims(table) == CASES[table]
