from __future__ import annotations

import pytest

from extraction.industries import Industries
from sources.reference import sectors

FINDER = Industries(sectors())


def named(text: str) -> dict[str, str | None]:
    return {text[i.start : i.end]: i.sector_id for i in FINDER.find(text, 0, len(text))}


def test_a_list_before_the_word_industry() -> None:
    said = named("集成电路、人工智能、生物医药三大先导产业规模突破千亿元，工程机械、食品等产业稳步增长。")
    assert said == {"集成电路": "1", "人工智能": "1", "生物医药": "4", "工程机械": "2", "食品": None}


def test_what_is_unknown_is_found_after_a_verb_that_chooses() -> None:
    assert named("该区聚焦冰川旅居、云雾茶等特色产业。").keys() == {"冰川旅居", "云雾茶"}


@pytest.mark.parametrize(
    ("name", "sector"),
    [("新材料产业", "3"), ("生物医药", "4"), ("智能网联新能源汽车", "5"), ("光电光学", None), ("数字经济", None)],
)
def test_a_sector_only_where_it_is_certain(name: str, sector: str | None) -> None:
    assert FINDER.sector(name) == sector


def test_no_name_of_two_sectors() -> None:
    terms = sectors()
    assert set(terms.values()) == {*"123456789", None}
    assert len(terms) > 250


def test_numbers_and_companies_are_no_industries() -> None:
    assert named("去年，园区汽车产量达12万辆，某新材料公司落户。") == {}
