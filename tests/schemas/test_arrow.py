from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.derive.arrow import WrongType, arrow_schema, canonical_json, plain, to_arrow
from schemas.registry import TABLES
from schemas.table import Table
from tests.factory import reference, seed_article


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_every_column_says_what_it_is_in_both_languages(table: Table) -> None:
    schema = arrow_schema(table)
    assert schema.names == list(table.names)
    for field, declared in zip(schema, table.fields, strict=True):
        said = {name.decode(): value.decode() for name, value in field.metadata.items()}
        assert (said["title_zh"], said["title_en"]) == (declared.zh, declared.en)
        assert (said["description_zh"], said["description_en"]) == (declared.about_zh, declared.about_en)
        assert said.get("unit") == declared.unit
        assert field.nullable == declared.nullable
    assert json.loads(schema.metadata[b"primary_key"]) == list(table.key)


def test_types_are_those_of_the_contract() -> None:
    assert arrow_schema(TABLES["articles"]).field("ingested_at").type == pa.timestamp("us", tz="UTC")
    assert arrow_schema(TABLES["articles"]).field("published_on").type == pa.date32()
    assert arrow_schema(TABLES["zones"]).field("aliases").type == pa.list_(pa.string())
    assert arrow_schema(TABLES["targets"]).field("value").type == pa.float64()
    assert arrow_schema(TABLES["targets"]).field("quote_start").type == pa.int32()


def test_rows_come_back_as_they_went_in() -> None:
    rows = seed_article().reading().rows["targets"]
    back = to_arrow(TABLES["targets"], rows).to_pylist()
    assert [{name: row.get(name) for name in TABLES["targets"].names} for row in rows] == back
    zones = reference()["zones"]
    assert [row["aliases"] for row in to_arrow(TABLES["zones"], zones).to_pylist()] == [z["aliases"] for z in zones]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("targets", "horizon_year", 2025.5),  # Arrow alone would make it 2025
        ("targets", "horizon_year", True),
        ("targets", "horizon_year", 2**31),
        ("targets", "value", "6000"),
        ("targets", "value", True),  # Arrow alone would make it 1
        ("targets", "value", float("nan")),
        ("targets", "value", float("inf")),
        ("targets", "quote", b"\xe4\xb8\xad"),  # Arrow alone would take it for text
        ("targets", "quote", "\ud800"),
        ("articles", "ingested_at", datetime(2024, 1, 1)),
        ("articles", "ingested_at", 1),
        ("articles", "published_on", datetime(2024, 1, 1, tzinfo=UTC)),
        ("zones", "aliases", "杭州"),
        ("zones", "aliases", [1]),
        ("rejections", "row", {"a": float("nan")}),
        ("targets", "no_such_column", 1),
    ],
)
def test_what_a_column_cannot_hold_is_refused_and_never_bent(table: str, column: str, value: Any) -> None:
    with pytest.raises(WrongType) as caught:
        to_arrow(TABLES[table], [{}, {column: value}])
    assert (caught.value.column, caught.value.row) == (column, 1)


def test_json_is_canonical() -> None:
    assert canonical_json({"b": 1, "a": [date(2024, 1, 2), "中"]}) == '{"a":["2024-01-02","中"],"b":1}'
    row = {"row": {"b": 1, "a": None}}
    assert to_arrow(TABLES["rejections"], [row])["row"].to_pylist() == ['{"a":null,"b":1}']


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates() | st.just("\udc80"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner) | st.tuples(inner),
    max_leaves=8,
)


@given(ANYTHING)
def test_anything_can_be_shown_as_json(value: Any) -> None:
    text = canonical_json(plain(value))
    text.encode()
    json.loads(text)
