from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from schemas.claims import UNITS
from schemas.indicators import INDICATORS
from schemas.values import Row
from schemas.zones import ZONES
from sources import reference

COUNTED = {"targets", "facts", "articles"}


def repeated(rows: list[Row], *columns: str) -> list[tuple[object, ...]]:
    found = Counter(tuple(row[column] for column in columns) for row in rows)
    return [key for key, times in found.items() if times > 1]


def test_all_zones_are_there_once() -> None:
    zones = reference.zones()
    assert len(zones) == 179
    for column in ("zone_id", "official_name", "short_name", "name_en"):
        assert repeated(zones, column) == []
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", row["zone_id"]) for row in zones)
    assert [row["zone_id"] for row in zones] == sorted(row["zone_id"] for row in zones)


def test_no_name_stands_for_two_zones() -> None:
    owners: dict[str, set[str]] = {}
    for row in reference.zones():
        for name in (row["official_name"], row["short_name"], *row["aliases"]):
            owners.setdefault(name, set()).add(row["zone_id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(("table", "rows"), [(ZONES, reference.zones()), (INDICATORS, reference.indicators())])
def test_rows_are_rows_of_their_table(table: object, rows: list[Row]) -> None:
    fields = [field for field in (ZONES if table is ZONES else INDICATORS).fields if field.name not in COUNTED]
    assert rows
    for row in rows:
        assert list(row) == [field.name for field in fields]
        for field in fields:
            if row[field.name] is None:
                assert field.nullable, f"{field.name} is missing in {row}"
            elif field.choices:
                assert row[field.name] in field.choices


def test_zones_stand_in_china_and_in_known_divisions() -> None:
    provinces = {row["name"]: row["code"][:2] for row in reference.divisions() if row["level"] == "province"}
    for row in reference.zones():
        assert provinces[row["province"]] == row["province_code"]
        assert 18 < row["latitude"] < 54
        assert 73 < row["longitude"] < 135
        assert row["approved_year"] is None or 1988 <= row["approved_year"] <= 2026


def test_divisions_form_a_tree() -> None:
    divisions = reference.divisions()
    levels = Counter(row["level"] for row in divisions)
    assert levels == {"province": 34, "prefecture": 333, "county_direct": 31}
    codes = {row["code"] for row in divisions}
    assert len(codes) == len(divisions)
    for row in divisions:
        assert re.fullmatch(r"\d{6}", row["code"])
        if row["level"] == "province":
            assert row["parent_code"] is None
        else:
            assert row["parent_code"] in codes
            assert row["parent_code"][:2] == row["code"][:2]


def test_indicators_have_known_units_and_names_of_their_own() -> None:
    indicators = reference.indicators()
    for column in ("indicator_id", "name_zh", "name_en"):
        assert repeated(indicators, column) == []
    odd = {row["indicator_id"]: row["unit"] for row in indicators if row["unit"] not in (None, *UNITS)}
    assert odd == {}, "a unit is one of ours, or none where the thing is counted in many"


def test_no_printed_form_stands_for_two_indicators() -> None:
    terms = reference.indicator_terms()  # raises where one does
    ids = {row["indicator_id"] for row in reference.indicators()}
    assert set(terms.values()) == ids
    assert all(terms[row["name_zh"]] == row["indicator_id"] for row in reference.indicators())
    assert all(term == term.strip() and term for term in terms)


def test_a_form_of_two_indicators_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raws = [
        {"indicator_id": "revenue", "name_zh": "营业收入", "synonyms": "营收|收入"},
        {"indicator_id": "fiscal", "name_zh": "财政收入", "synonyms": "收入"},
    ]
    monkeypatch.setattr(reference, "_read", lambda name: raws)
    with pytest.raises(ValueError, match="收入 stands for revenue and fiscal"):
        reference.indicator_terms.__wrapped__()


def test_documents_are_dated() -> None:
    documents = reference.documents()
    assert len(documents) == 17
    assert repeated(documents, "title") == []
    for row in documents:
        assert date(1988, 1, 1) < row["issued_on"] <= date(2026, 12, 31)
        assert "《" not in row["title"]
        year = re.search(r"〔(\d{4})〕", row["number"] or "")
        assert year is None or int(year[1]) == row["issued_on"].year
