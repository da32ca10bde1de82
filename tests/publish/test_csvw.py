"""`csv/csv-metadata.json` says of every CSV file what is in it."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from publish.metadata.datapackage import CSVW_NAME, write_csvw
from schemas.derive.csvw import CSVW_TYPES, column, table
from schemas.registry import TABLES
from schemas.table import Field, Type
from tests.factory import compared, make_release, refused, seed_article

LEXICAL: dict[str, Any] = {
    "string": str,
    "json": json.loads,
    "int": int,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
}
"""How a cell of each type is read."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CSV folder of a release in which every table has rows."""
    data = tmp_path_factory.mktemp("csvw")
    release = make_release(data, [seed_article().result(), compared().result(), refused()], extras=[write_csvw])
    return release / "csv"


def test_it_is_found_beside_the_files_and_names_them_all(folder: Path) -> None:
    said = json.loads((folder / CSVW_NAME).read_text(encoding="utf-8"))
    assert said["@context"][0] == "http://www.w3.org/ns/csvw"
    assert said["dc:identifier"] == folder.parent.name
    assert [each["url"] for each in said["tables"]] == [f"{name}.csv" for name in TABLES]
    assert all((folder / each["url"]).is_file() for each in said["tables"])


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_is_what_it_says(folder: Path, name: str) -> None:
    said = json.loads((folder / CSVW_NAME).read_text(encoding="utf-8"))
    (described,) = (each for each in said["tables"] if each["url"] == f"{name}.csv")
    columns = described["tableSchema"]["columns"]
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert [each["name"] for each in columns] == [each["titles"]["und"] for each in columns] == head
    assert rows
    for row in rows:
        for cell, said_ in zip(row, columns, strict=True):
            if cell == "":
                assert not said_["required"]
                continue
            kind = said_["datatype"]
            kind = kind if isinstance(kind, dict) else {"base": kind}
            value = LEXICAL[kind["base"]](cell)
            assert kind.get("minimum", value) <= value <= kind.get("maximum", value)
            assert "format" not in kind or re.fullmatch(kind["format"], cell)


def test_keys_follow_the_declarations() -> None:
    said = table(TABLES["facts"])["tableSchema"]
    assert said["primaryKey"] == ["fact_id"]
    pointed = {key["columnReference"][0]: key["reference"]["resource"] for key in said["foreignKeys"]}
    assert pointed["zone_id"] == "zones.csv"
    assert pointed["article_id"] == "articles.csv"


def test_every_type_has_one_of_its_own_words() -> None:
    assert set(CSVW_TYPES) == set(Type)
    assert set(CSVW_TYPES.values()) == set(LEXICAL)


def test_choices_and_units_are_told() -> None:
    field = Field(name="a", type=Type.STRING, zh="甲", en="A", about_zh="乙", about_en="B", choices=("x", "y+"))
    assert column(field)["datatype"] == {"base": "string", "format": r"x|y\+"}
    assert "schema:unitText" not in column(field)
