from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from flows import steps
from flows.problem import Problem
from flows.summary import ReadSummary
from sources.corrections import BadCorrections, load
from tests.commands import gaoxin
from warehouse.keys import sha256
from warehouse.places import parquet_file
from warehouse.release import current

TEXT = "杭州高新区：向新而行\n2023年，杭州高新区实现地区生产总值1286.7亿元，同比增长8.1%。到2025年，杭州高新区高新技术企业达到5000家。\n"
ARTICLE = f"a-{sha256(TEXT.encode())[:16]}"
WHO = {"article": ARTICLE, "reason": "read again by hand", "role": "editor", "date": "2026-11-25"}
DROP = {**WHO, "table": "facts", "quote": "增长8.1%", "action": "drop", "expect": {"value": 8.1}}
OVERRIDE = {
    **WHO,
    "table": "targets",
    "quote": "5000家",
    "action": "override",
    "expect": {"horizon_year": 2025},
    "set": {"horizon_year": 2026, "horizon_text": "到2026年"},
}
CONFIRM = {**WHO, "table": "facts", "quote": "1286.7亿元", "action": "confirm"}
ADD = {
    **WHO,
    "table": "facts",
    "quote": "8.1%",
    "action": "add",
    "set": {"kind": "growth", "value": 8.1, "unit": "percent", "indicator": "地区生产总值", "year": 2023},
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with one article in `in`, and an empty data folder."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "zone.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "data" / "corrections").mkdir(parents=True)
    return tmp_path


def correct(place: Path, *entries: dict[str, Any]) -> None:
    path = place / "data" / "corrections" / "mine.yaml"
    path.write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")


def rows(place: Path, table: str) -> dict[str, dict[str, Any]]:
    folder = current(place / "data")
    assert folder
    return {row["quote"]: row for row in pq.read_table(parquet_file(folder, table)).to_pylist()}


def ingest(place: Path) -> ReadSummary:
    return steps.run(place / "data", [place / "in"]).read


def test_corrected_rows_say_so_and_keep_what_was_extracted(place: Path) -> None:
    ingest(place)
    assert rows(place, "targets")["5000家"]["horizon_year"] == 2025
    correct(place, DROP, OVERRIDE, CONFIRM, ADD)
    assert ingest(place).new == 1
    target = rows(place, "targets")["5000家"]
    assert (target["horizon_year"], target["review"]) == (2026, "corrected")
    assert target["extracted"] == '{"horizon_text":"到2025年","horizon_year":2025}'
    facts = rows(place, "facts")
    assert facts["1286.7亿元"]["review"] == "confirmed"
    assert "增长8.1%" not in facts
    added = facts["8.1%"]
    assert (added["value"], added["rule"], added["zone_id"]) == (8.1, "by_hand", "hangzhou")
    assert added["statement"].startswith("2023年")
    assert ingest(place).unchanged == 1


def test_without_its_correction_an_article_is_as_it_was(place: Path) -> None:
    correct(place, OVERRIDE)
    ingest(place)
    (place / "data" / "corrections" / "mine.yaml").unlink()
    assert ingest(place).new == 1
    assert rows(place, "targets")["5000家"]["horizon_year"] == 2025


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({**DROP, "expect": {"value": 9.9}}, "the extractor says {'value': 8.1}"),
        ({**DROP, "quote": "增长9.9%"}, "does not say it"),
        ({**DROP, "occurrence": 2}, "does not say it 2 times"),
        ({**OVERRIDE, "set": {"value": 6000}}, "does not follow from its quote"),
        ({**OVERRIDE, "set": {"colour": "red"}}, "no column"),
        ({**ADD, "quote": "到2025年", "set": {**ADD["set"], "value": 7}}, "does not follow"),
        ({**DROP, "article": "a-0123456789abcdef"}, "no article of this data folder"),
    ],
)
def test_a_correction_that_does_not_fit_fails_the_run(place: Path, entry: dict[str, Any], says: str) -> None:
    correct(place, entry)
    with pytest.raises(Problem, match=r"mine\.yaml, entry 1") as caught:
        ingest(place)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("a: [", "cannot be read"),
        ("a: 1", "must hold a list"),
        ("- 1", "must be a mapping"),
        (yaml.safe_dump([{**DROP, "colour": "red"}]), "colour"),
        (yaml.safe_dump([{**DROP, "expect": {}}]), "expect"),
        (yaml.safe_dump([{**CONFIRM, "set": {"value": 1}}]), "set"),
        (yaml.safe_dump([{**OVERRIDE, "set": {"quote": "x"}}]), "cannot be set"),
        (yaml.safe_dump([{**DROP, "article": "../x"}]), "article"),
    ],
)
def test_a_bad_file_is_refused_by_its_entry(tmp_path: Path, said: str, what: str) -> None:
    (tmp_path / "bad.yaml").write_text(said, encoding="utf-8")
    with pytest.raises(BadCorrections, match=r"bad\.yaml") as caught:
        load([tmp_path])
    assert what in str(caught.value)


def test_the_command_says_which_correction_does_not_fit(place: Path) -> None:
    correct(place, {**DROP, "expect": {"value": 9.9}})
    result = gaoxin(place / "data", "ingest", "--no-prefect", place / "in")
    assert result.returncode == 1
    assert "mine.yaml, entry 1: drop «增长8.1%»" in result.stderr
