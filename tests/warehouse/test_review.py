from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sources.corrections.entries import Correction
from tests.factory import Article, compared, make_release, reference, seed_article
from warehouse.errors import WarehouseError
from warehouse.release import publish
from warehouse.review import doubts, skeleton
from warehouse.store import Store

GDP = {"unit": "CNY", "indicator": "地区生产总值", "indicator_id": "gdp", "year": 2023}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Seven values of one indicator, of which one lies far apart; a conflict; and a row of low confidence."""
    sums = [900, 1000, 1100, 1200, 1300, 1400]
    results = [
        Article(("hangzhou", f"杭州高新区第{n}号文章说，地区生产总值{n}亿元。"), name=f"{n}.txt")
        .fact(f"{n}亿元", value=n * 1e8, **GDP)
        .result()
        for n in sums
    ]
    far = Article(("nanjing", "南京高新区地区生产总值1亿元，“另有”说法。"), name="far.txt")
    far.fact("1亿元", value=1e8, **GDP)
    unsure = Article(("nanjing", "南京高新区有企业七百家。"), name="unsure.txt")
    unsure.fact("七百家", value=700, unit="count", indicator="企业", confidence=0.4)
    make_release(tmp_path, [*results, far.result(), unsure.result(), compared().result()])
    return tmp_path


def test_the_most_doubtful_come_first_with_their_reasons(data: Path) -> None:
    found = doubts(data, 100)
    quotes = [doubt.row["quote"] for doubt in found]
    assert quotes[0] == "1亿元"
    assert "deviations from other zones" in found[0].why[0]
    low = next(doubt for doubt in found if doubt.row["quote"] == "七百家")
    assert low.why == ("confidence 0.4",)
    otherwise = [doubt for doubt in found if doubt.row["quote"] in ("5400亿元", "5390亿元")]
    assert all("said otherwise" in doubt.why[0] for doubt in otherwise)
    assert [doubt.doubt for doubt in found] == sorted((doubt.doubt for doubt in found), reverse=True)
    assert len(doubts(data, 2)) == 2


def test_what_was_confirmed_is_in_no_doubt(tmp_path: Path) -> None:
    article = seed_article()
    for row in article.rows["targets"] + article.rows["facts"]:
        row["review"] = "confirmed"
    make_release(tmp_path, [article.result()])
    assert doubts(tmp_path) == []


def test_a_skeleton_is_a_correction_but_for_its_author(data: Path) -> None:
    identity = doubts(data, 1)[0].row["id"]
    (said,) = yaml.safe_load(skeleton(data, identity))
    said |= {"reason": "a test", "role": "editor", "date": "2026-11-25"}
    entry = Correction.model_validate(said)
    assert (entry.quote, entry.occurrence, entry.expect["value"]) == ("1亿元", 1, 1e8)


def test_unknown_claims_and_empty_folders_are_said(data: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no claim f-0"):
        skeleton(data, "f-0")
    with pytest.raises(WarehouseError, match="no release yet"):
        doubts(tmp_path / "empty")


def test_a_release_made_again_shows_nothing_new(data: Path) -> None:
    with Store(data) as store:
        assert publish(store, data, reference()) is None
