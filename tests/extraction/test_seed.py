"""The bundled page: every row that a careful person requires of it, and nothing invented."""

import json
from pathlib import Path

import pytest

from extraction import reparse
from schemas.values import Reading, Row, Source, Told
from sources import BUNDLED
from sources.readers import read
from sources.reference import zones
from tests.extraction.reading import claims, disagreements, extractor, flat, overlap, same_value

GOLD = json.loads((Path(__file__).parent / "seed.gold.json").read_text(encoding="utf-8"))
REQUIRED = [claim for claim in GOLD["claims"] if not claim["optional"]]


@pytest.fixture(scope="module")
def reading() -> Reading:
    path = BUNDLED / f"{GOLD['article']}.txt"
    told = Told(title="推动高质量发展 国家高新区准备这么干")
    source = Source(name=path.name, identity=path.name, data=path.read_bytes(), told=told)
    return extractor().read(read(source), source)


@pytest.fixture(scope="module")
def rows(reading: Reading) -> list[Row]:
    names = {zone["zone_id"]: zone["short_name"] for zone in zones()}
    return [{**row, "zone": names.get(row["zone_id"])} for row in claims(reading)]


@pytest.mark.parametrize("gold", REQUIRED, ids=lambda gold: gold["quote"][:12])
def test_every_required_row_is_found_and_right(gold: dict, rows: list[Row]) -> None:
    found = [
        row
        for row in rows
        if overlap(row["quote"], gold["quote"])
        and row["kind"] == gold["kind"]
        and same_value(row["value"], gold["value"])
    ]
    assert any(not disagreements(row, gold) for row in found), found


def test_no_number_is_published_that_the_gold_rows_do_not_know(rows: list[Row]) -> None:
    known = [flat(gold["quote"]) for gold in GOLD["claims"]]
    extra = [
        r["quote"] for r in rows if r["kind"] in ("amount", "growth") and not any(overlap(r["quote"], k) for k in known)
    ]
    assert extra == []


def test_every_row_is_grounded_and_follows_from_its_quote(reading: Reading, rows: list[Row]) -> None:
    text = reading.rows["articles"][0]["text"]
    for row in rows:
        assert text[row["quote_start"] : row["quote_end"]] == row["quote"]
        assert reparse(row["quote"], row) is None


def test_places_lead_back_into_the_source(reading: Reading, rows: list[Row]) -> None:
    source = (BUNDLED / f"{GOLD['article']}.txt").read_text(encoding="utf-8")
    for row in rows:
        assert flat(source[row["source_start"] : row["source_end"]]) == flat(row["quote"])


def test_sections_have_their_zones_and_headings(reading: Reading) -> None:
    names = {zone["zone_id"]: zone["short_name"] for zone in zones()}
    text = reading.rows["articles"][0]["text"]
    sections = reading.rows["sections"]
    assert len(sections) == len(GOLD["sections"])
    for section, gold in zip(sections, GOLD["sections"], strict=True):
        assert names.get(section["zone_id"]) == gold["zone"]
        assert flat(section["text"]).startswith(flat(gold["starts"]))
        assert flat(section["text"]).endswith(flat(gold["ends"]))
        assert text[section["start"] : section["end"]] == section["text"]
        if gold["subheading"]:
            assert flat(section["subheading"]) == flat(gold["subheading"])


def test_the_year_is_inferred_and_kept_apart_from_what_is_told(reading: Reading) -> None:
    article = reading.rows["articles"][0]
    assert article["published_on"] is None
    assert article["year_inferred"] == 2020
    assert "国发〔2020〕7号" in article["year_inferred_from"]
