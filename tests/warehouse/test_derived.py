from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from schemas.registry import DERIVED
from schemas.values import Row
from tests.factory import Article, reference
from warehouse import derived
from warehouse.places import parquet_file
from warehouse.release import current, publish
from warehouse.store import Store

PLAN = "到2025年，全区地区生产总值达到2500亿元。2022年，全区地区生产总值完成2000亿元。"
LATER = "2024年，全区地区生产总值达到2400亿元，增加值率更高。"
OTHERWISE = "2024年，全区地区生产总值达到2410亿元。上半年，全区地区生产总值1150亿元。"
GDP: dict[str, Any] = {"unit": "CNY", "indicator": "地区生产总值", "indicator_id": "gdp"}


def plan() -> Article:
    article = Article(("hangzhou", PLAN), name="plan.txt")
    article.target("2500亿元", value=2.5e11, horizon_year=2025, horizon_text="到2025年", **GDP)
    return article.fact("2000亿元", value=2e11, year=2022, period_text="2022年", **GDP)


def later() -> Article:
    return Article(("hangzhou", LATER), name="later.txt").fact("2400亿元", value=2.4e11, year=2024, **GDP)


def otherwise() -> Article:
    article = Article(("hangzhou", OTHERWISE), name="otherwise.txt")
    article.fact("2410亿元", value=2.41e11, year=2024, **GDP)
    return article.fact("1150亿元", value=1.15e11, year=2024, period_text="上半年", **GDP)


def published(data: Path, *articles: Article) -> dict[str, list[Row]]:
    with Store(data) as store:
        store.put([article.result() for article in articles])
        publish(store, data, reference())
    folder = current(data)
    assert folder
    return {name: pq.read_table(parquet_file(folder, name)).to_pylist() for name in DERIVED}


def test_every_derived_table_has_its_query() -> None:
    assert tuple(derived.DERIVED) == DERIVED


def test_a_promise_stands_beside_where_it_began_and_what_came_of_it(tmp_path: Path) -> None:
    rows = published(tmp_path, plan(), later())["progress"]
    seen = [(r["fact_year"], r["stage"], r["distance"], r["share_reached"], r["years_left"]) for r in rows]
    assert seen == [(2022, "base", 5e10, 80.0, 3), (2024, "later", 1e10, 96.0, 1)]
    assert {r["zone_id"] for r in rows} == {"hangzhou"}


def test_half_a_year_is_no_outcome(tmp_path: Path) -> None:
    rows = published(tmp_path, plan(), otherwise())["progress"]
    assert [r["fact_value"] for r in rows] == [2e11, 2.41e11]


@pytest.mark.parametrize("column", ["unit", "indicator_id"])
def test_what_does_not_agree_is_not_compared(tmp_path: Path, column: str) -> None:
    other = later()
    other.rows["facts"][0][column] = {"unit": "USD", "indicator_id": None}[column]
    assert [r["fact_year"] for r in published(tmp_path, plan(), other)["progress"]] == [2022]


def test_two_articles_that_differ_are_a_conflict_once(tmp_path: Path) -> None:
    (row,) = published(tmp_path, later(), otherwise())["conflicts"]
    assert {row["value"], row["other_value"]} == {2.4e11, 2.41e11}
    assert (row["year"], row["same_article"]) == (2024, False)
    assert row["difference"] == pytest.approx(0.41)


def test_more_than_a_number_contradicts_nobody(tmp_path: Path) -> None:
    more = otherwise()
    more.rows["facts"][0]["operator"] = ">"
    assert published(tmp_path, later(), more)["conflicts"] == []
