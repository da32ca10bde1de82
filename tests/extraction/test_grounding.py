"""A value that does not follow from its quote is found out."""

from pathlib import Path

import pytest

from extraction import reparse
from tests.extraction.reading import claims, read_text
from tests.extraction.sentences import cases, rows_of

ROW = {
    "kind": "amount",
    "operator": ">",
    "value": 6e11,
    "value_max": None,
    "unit": "CNY",
    "statement": "营收超过6000亿元。",
}


def test_what_is_printed_follows() -> None:
    assert reparse("超过6000亿元", ROW) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"value": 8e11},
        {"value": 6e12},
        {"operator": "<="},
        {"unit": "USD"},
        {"value": -6e11},
        {"value_max": 7e11},
    ],
    ids=str,
)
def test_every_altered_field_is_found_out(changed: dict) -> None:
    assert reparse("超过6000亿元", ROW | changed) is not None


@pytest.mark.parametrize("quote", ["超过600亿元", "超过6000万元", "6000亿元", "超过", "营收"])
def test_every_altered_quote_is_found_out(quote: str) -> None:
    assert reparse(quote, ROW | {"statement": ""}) is not None


def test_a_list_gives_operator_unit_and_sign_once() -> None:
    statement = "分别突破300亿元和1500亿元，下降3.2个、4.1个百分点。"
    second = ROW | {"value": 1.5e11, "statement": statement}
    assert reparse("1500亿元", second) is None
    points = ROW | {"kind": "growth", "operator": "=", "value": -3.2, "unit": "pp", "statement": statement}
    assert reparse("下降3.2个", points) is None


def test_a_table_gives_the_unit_in_its_head() -> None:
    row = ROW | {"operator": "=", "value": 1.5e11, "statement": "规模以上工业总产值（亿元） | 518 | 1500 | 预期性"}
    assert reparse("1500", row) is None
    assert reparse("1500", row | {"value": 1.5e12}) is not None


def test_a_printed_minus_is_a_decrease() -> None:
    row = ROW | {"kind": "growth", "operator": "=", "value": -3.6, "unit": "percent", "statement": "同比增长-3.6%。"}
    assert reparse("-3.6%", row) is None
    assert reparse("3.6%", row | {"statement": ""}) is not None


def test_every_row_of_the_articles_in_prose_is_grounded() -> None:
    folder = Path(__file__).parent / "prose"
    rows = [
        row
        for path in folder.glob("*.txt")
        for row in claims(read_text(path.read_text(encoding="utf-8"), year=2024, wrapped=False))
    ]
    assert len(rows) > 250
    assert [problem for row in rows if (problem := reparse(row["quote"], row))] == []


@pytest.mark.parametrize("name", ["sentences", "sentences_b", "sentences_c"])
def test_every_row_of_the_sentences_is_grounded(name: str) -> None:
    rows = [row for case in cases(name) for row in rows_of(case)]
    assert [problem for row in rows if (problem := reparse(row["quote"], row))] == []
