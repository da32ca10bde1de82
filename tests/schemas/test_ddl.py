from __future__ import annotations

import sqlite3
from typing import Any

import duckdb
import pytest

from schemas.derive import schema_version
from schemas.derive.ddl import by_reference, duckdb_ddl, quoted, sqlite_ddl
from schemas.registry import TABLES
from schemas.table import Field, Table, Type

ORDER = by_reference()
GOOD_INDICATOR = {"indicator_id": "gdp", "name_zh": "生产总值", "name_en": "GDP", "unit": "CNY", "description": None}


@pytest.fixture
def duck() -> Any:
    connection = duckdb.connect()
    for table in ORDER:
        connection.execute(duckdb_ddl(table))
    yield connection
    connection.close()


@pytest.fixture
def lite() -> Any:
    connection = sqlite3.connect(":memory:")
    for table in ORDER:
        connection.execute(sqlite_ddl(table))
    yield connection
    connection.close()


def insert(connection: Any, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(map(quoted, row))}) VALUES ({marks})", list(row.values()))


def test_tables_come_after_those_that_they_point_to() -> None:
    assert {table.name for table in ORDER} == set(TABLES)
    place = {table.name: at for at, table in enumerate(ORDER)}
    for table in ORDER:
        for field in table.fields:
            if field.references:
                assert place[field.references.split(".")[0]] < place[table.name]


def test_a_circle_of_references_is_named() -> None:
    def table(name: str, other: str) -> Table:
        field = Field(name="id", zh="", en="", about_zh="", about_en="", references=f"{other}.id")
        return Table(name=name, zh="", en="", about_zh="", about_en="", key=("id",), order=("id",), fields=(field,))

    with pytest.raises(ValueError, match="left, right"):
        by_reference([table("left", "right"), table("right", "left")])


@pytest.mark.parametrize("kind", ["duck", "lite"])
@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_the_database_knows_every_column(kind: str, table: Table, request: pytest.FixtureRequest) -> None:
    connection = request.getfixturevalue(kind)
    found = connection.execute(f"SELECT name FROM pragma_table_info('{table.name}')").fetchall()
    assert [name for (name,) in found] == list(table.names)


@pytest.mark.parametrize("kind", ["duck", "lite"])
@pytest.mark.parametrize(
    "change", [{"unit": "bushel"}, {"name_zh": None}, {"indicator_id": None}], ids=["choice", "null", "null key"]
)
def test_bad_rows_are_refused(kind: str, change: dict[str, Any], request: pytest.FixtureRequest) -> None:
    connection = request.getfixturevalue(kind)
    insert(connection, "indicators", GOOD_INDICATOR)
    with pytest.raises((duckdb.ConstraintException, sqlite3.IntegrityError)):
        insert(connection, "indicators", GOOD_INDICATOR | {"indicator_id": "other"} | change)


@pytest.mark.parametrize("kind", ["duck", "lite"])
def test_keys_are_unique(kind: str, request: pytest.FixtureRequest) -> None:
    connection = request.getfixturevalue(kind)
    insert(connection, "indicators", GOOD_INDICATOR)
    with pytest.raises((duckdb.ConstraintException, sqlite3.IntegrityError)):
        insert(connection, "indicators", GOOD_INDICATOR)


def test_patterns_and_foreign_keys_hold_in_duckdb(duck: Any) -> None:
    with pytest.raises(duckdb.ConstraintException, match="CHECK"):
        insert(duck, "indicators", GOOD_INDICATOR | {"indicator_id": "Not A Code"})
    with pytest.raises(duckdb.ConstraintException, match="oreign key"):
        insert(
            duck,
            "industries",
            {
                "article_id": "a-0123456789abcdef",
                "section_id": "a-0123456789abcdef-s000",
                "industry": "量子",
                "quote": "量子",
                "quote_start": 0,
                "quote_end": 2,
            },
        )


def test_sqlite_checks_that_json_is_json(lite: sqlite3.Connection) -> None:
    row = {f.name: "x" if f.type is Type.STRING else 1 for f in TABLES["rejections"].fields}
    row |= {"stage": "read", "at": "2024-01-01T00:00:00Z"}
    insert(lite, "rejections", row | {"row": '{"a":1}'})
    insert(lite, "rejections", row | {"rejection_id": "x2", "row": None})
    with pytest.raises(sqlite3.IntegrityError, match="json_valid"):
        insert(lite, "rejections", row | {"rejection_id": "y", "row": "{"})


def test_the_version_of_the_declarations_follows_what_a_row_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    before = schema_version()
    assert len(before) == 16
    assert schema_version() == before
    table = TABLES["indicators"]

    def with_last(**changes: Any) -> Table:
        return replace(table, fields=(*table.fields[:-1], replace(table.fields[-1], **changes)))

    monkeypatch.setitem(TABLES, "indicators", with_last(about_en="Other words for people."))
    assert schema_version() == before
    monkeypatch.setitem(TABLES, "indicators", with_last(nullable=False))
    assert schema_version() != before
