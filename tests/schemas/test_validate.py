from __future__ import annotations

import timeit
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.derive import pandera_schema as subject
from schemas.derive.pandera_schema import pandera_schema
from schemas.derive.validate import validate_reading, validate_readings
from schemas.registry import EXTRACTED, TABLES
from schemas.values import Reading, Rejection, Row
from tests.factory import seed_article


def counts(reading: Reading) -> dict[str, int]:
    return {name: len(reading.rows.get(name, [])) for name in EXTRACTED}


def nothing_vanished(before: Reading, after: Reading) -> bool:
    fresh = after.rejections[len(before.rejections) :]
    refused = {name: sum(r.table == name for r in fresh) for name in EXTRACTED}
    left = counts(after)
    return counts(before) == {name: left[name] + refused[name] for name in EXTRACTED}


def changed(table: str, column: str, value: Any, row: int = 0) -> Reading:
    reading = seed_article().reading()
    reading.rows[table][row][column] = value
    return reading


def test_a_good_reading_stays_as_it_is() -> None:
    before = seed_article().reading(Rejection(stage="extract", reason="vague_number", detail="数十家 has no number."))
    after = validate_reading(before)
    assert after == before


@pytest.mark.parametrize(
    ("table", "column", "value", "reason", "says"),
    [
        ("targets", "quote", None, "missing_value", "quote is empty"),
        ("targets", "unit", "bushel", "not_a_choice", "'bushel'"),
        ("targets", "confidence", 1.5, "out_of_range", "0 to 1"),
        ("targets", "horizon_year", 1800, "out_of_range", "1949 to 2100"),
        ("targets", "page", 0, "out_of_range", "1 and more"),
        ("targets", "target_id", "7", "bad_pattern", "'7'"),
        ("targets", "target_id", "t-0123456789abcdef\n", "bad_pattern", "target_id"),
        ("targets", "value", "6000亿", "wrong_type", "must be double"),
        ("targets", "value", float("nan"), "wrong_type", "no number"),
        ("targets", "colour", "red", "unknown_column", "colour"),
        ("targets", "article_id", "a-0000000000000000", "unknown_article", "a-0000000000000000"),
        ("targets", "quote_start", 3, "not_grounded", "not '超过6000亿元'"),
        ("targets", "quote", "", "not_grounded", "empty"),
        ("facts", "quote", "1286.7 亿元", "not_grounded", "1286.7"),
        ("sections", "text", "杭州高新区", "not_grounded", "text from 0"),
        ("industries", "quote_end", 10_000, "not_grounded", "10000"),
    ],
)
def test_a_bad_row_is_refused_for_its_reason(table: str, column: str, value: Any, reason: str, says: str) -> None:
    before = changed(table, column, value)
    after = validate_reading(before)
    refused = [r for r in after.rejections if r.table == table]
    assert [r.reason for r in refused] == [reason]
    assert says in refused[0].detail
    assert refused[0].stage == "validate"
    assert refused[0].row == before.rows[table][0]
    assert nothing_vanished(before, after)


def test_claims_of_a_refused_section_go_with_it() -> None:
    before = changed("sections", "ordinal", -1, row=1)
    after = validate_reading(before)
    assert {(r.table, r.reason) for r in after.rejections} == {
        ("sections", "out_of_range"),
        ("targets", "unknown_section"),
        ("facts", "unknown_section"),
    }
    assert counts(after)["targets"] == 2
    assert nothing_vanished(before, after)


def test_nothing_stands_without_its_article() -> None:
    before = changed("articles", "language", "en")
    after = validate_reading(before)
    assert not any(counts(after).values())
    assert nothing_vanished(before, after)


def test_the_first_of_two_rows_with_one_key_stays() -> None:
    before = seed_article().reading()
    before.rows["industries"].append(dict(before.rows["industries"][0]))
    after = validate_reading(before)
    assert [r.reason for r in after.rejections] == ["duplicate_key"]
    assert counts(after)["industries"] == 2
    assert nothing_vanished(before, after)


def test_the_same_article_twice_in_a_batch_is_no_duplicate_key() -> None:
    readings = [seed_article().reading(), seed_article("copy.txt").reading()]
    assert validate_readings(readings) == readings


def test_all_that_is_wrong_with_a_row_is_said_once() -> None:
    before = changed("facts", "unit", "bushel")
    before.rows["facts"][0]["confidence"] = -1.0
    (refused,) = validate_reading(before).rejections
    assert refused.reason == "not_a_choice"
    assert "confidence is -1.0" in refused.detail


def test_a_value_that_does_not_follow_from_its_quote_is_refused() -> None:
    def reparse(quote: str, row: Row) -> str | None:
        return f"{quote} is not {row['value']}" if row["value"] == 7.0 else None

    before = changed("targets", "value", 7.0)
    after = validate_reading(before, reparse)
    assert [(r.table, r.reason) for r in after.rejections] == [("targets", "value_not_in_quote")]
    assert "超过6000亿元 is not 7.0" in after.rejections[0].detail


def test_zones_and_indicators_are_checked_where_they_are_known() -> None:
    known = {"zones.zone_id": {"hangzhou"}, "indicators.indicator_id": {"gdp"}}
    before = seed_article().reading()
    after = validate_reading(before, references=known)
    assert {r.reason for r in after.rejections if r.table == "sections"} == {"unknown_zone"}
    assert "unknown_indicator" in {r.reason for r in after.rejections if r.table == "targets"}
    assert nothing_vanished(before, after)


def test_a_batch_gives_what_each_gives_alone() -> None:
    readings = [seed_article().reading(), changed("targets", "unit", "bushel"), changed("facts", "value", "x")]
    readings.append(Reading(rows={}))
    assert validate_readings(readings) == [validate_reading(reading) for reading in readings]


def test_a_check_that_breaks_down_condemns_the_table_of_its_article_only(monkeypatch: pytest.MonkeyPatch) -> None:
    build = subject._build

    def fragile(*given: Any) -> Any:
        schema = build(*given)
        if given[0].name == "facts":
            check = next(iter(schema.columns["value"].checks), None)
            assert check is None
            schema.columns["value"].checks.append(subject.pa.Check(breaks_on_seven, error="fragile"))
        return schema

    def breaks_on_seven(data: Any) -> Any:
        if data.lazyframe.collect()["value"].eq(7.0).any():
            raise RuntimeError("seven")
        return data.lazyframe.select(subject.pl.lit(True))

    monkeypatch.setattr(subject, "_build", fragile)
    subject.pandera_of_readings.cache_clear()
    try:
        before = [seed_article().reading(), changed("facts", "value", 7.0)]
        first, second = validate_readings(before)
    finally:
        subject.pandera_of_readings.cache_clear()
    assert first == before[0]
    assert [r.reason for r in second.rejections] == ["table_failed"] * 3
    assert counts(second)["facts"] == 0
    assert counts(second)["targets"] == 3


def test_rows_of_an_unknown_table_are_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="poems"):
        validate_reading(Reading(rows={"poems": []}))


@pytest.mark.parametrize("name", TABLES)
def test_pandera_knows_every_declared_rule(name: str) -> None:
    schema = pandera_schema(TABLES[name])
    assert list(schema.columns) == list(TABLES[name].names)
    for declared in TABLES[name].fields:
        column = schema.columns[declared.name]
        found = {check.error for check in column.checks}
        assert column.nullable == declared.nullable
        assert ("not_a_choice" in found) == bool(declared.choices)
        assert ("bad_pattern" in found) == bool(declared.pattern)
        assert ("out_of_range" in found) == (declared.minimum is not None or declared.maximum is not None)


CELLS: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.binary(max_size=3)
)
PLACES = st.sampled_from([(t, c) for t in EXTRACTED for c in (*TABLES[t].names, "extra") if c != "ingested_at"])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(PLACES, st.integers(0, 2), CELLS), max_size=5))
def test_whatever_stands_in_the_rows_nothing_vanishes(changes: list[tuple[tuple[str, str], int, Any]]) -> None:
    before = seed_article().reading()
    for (table, column), row, value in changes:
        rows = before.rows[table]
        rows[row % len(rows)][column] = value
    after = validate_reading(before)
    assert nothing_vanished(before, after)
    assert validate_reading(Reading(rows=after.rows)).rejections == ()


def test_many_articles_cost_little_more_than_one() -> None:
    def seconds(readings: list[Reading]) -> float:
        return min(timeit.repeat(lambda: validate_readings(readings), number=1, repeat=3))

    assert seconds([seed_article().reading() for _ in range(100)]) < 10 * seconds([seed_article().reading()])


def test_a_whole_number_that_no_double_holds_is_refused() -> None:
    refused = validate_reading(changed("facts", "value", 2**53 + 1)).rejections
    assert [(r.stage, r.table) for r in refused] == [("validate", "facts")]
    assert "no double holds" in refused[0].detail
