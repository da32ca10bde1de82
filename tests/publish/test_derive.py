"""What is derived from the declarations for the publishing: dictionary, models, Datasette's metadata, data package."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from publish.metadata import datapackage
from publish.site import numbers
from schemas.claims import UNITS
from schemas.derive.datapackage import FRICTIONLESS_TYPES, table_schema
from schemas.derive.datasette import LABELS, metadata
from schemas.derive.dictionary import dictionary, main
from schemas.derive.models import PYTHON_TYPES, row_model
from schemas.registry import TABLES
from schemas.table import Type
from warehouse.sums import sum_of

ROOT = Path(__file__).parents[2]


def test_the_data_dictionary_is_fresh() -> None:
    """When this fails: python -m schemas.derive.dictionary docs/data-dictionary.md"""
    assert (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8") == dictionary()


def test_the_dictionary_names_every_column_in_both_languages(tmp_path: Path) -> None:
    main([str(tmp_path / "d.md")])
    text = (tmp_path / "d.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        part = text.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        for field in table.fields:
            (line,) = [line for line in part.splitlines() if line.startswith(f"| `{field.name}` |")]
            assert line.replace("\\|", "").count(" | ") == 4
            assert field.zh in line
            assert field.en in line


def test_every_type_is_known_everywhere() -> None:
    assert set(PYTHON_TYPES) == set(FRICTIONLESS_TYPES) == set(Type)


def test_models_refuse_what_the_declaration_refuses() -> None:
    model = row_model("facts", partial=True)
    model.model_validate({"year": 2023, "operator": None})
    for wrong in ({"year": 1900}, {"operator": "!"}, {"fact_id": "x"}, {"quote": None}, {"nothing": 1}):
        with pytest.raises(ValueError, match="validation error"):
            model.model_validate(wrong)
    with pytest.raises(ValueError, match="target_id"):
        row_model("targets").model_validate({})


def test_datasette_knows_every_column() -> None:
    said = metadata("gaoxin", {"targets": "targets_fts"}, {"title": "t"})
    assert said["title"] == "t"
    tables = said["databases"]["gaoxin"]["tables"]
    assert set(tables) == set(TABLES)
    for name, table in TABLES.items():
        assert list(tables[name]["columns"]) == list(table.names)
        assert set(tables[name]["facets"]) <= set(table.names)
    assert tables["targets"]["fts_table"] == "targets_fts"
    assert "fts_table" not in tables["facts"]


def test_labels_name_columns_of_tables_that_others_point_to() -> None:
    for name, column in LABELS.items():
        assert column in TABLES[name].names


def test_every_unit_has_words() -> None:
    assert set(numbers.UNITS) == set(UNITS)


def read_package(data: Path) -> tuple[Path, dict[str, Any]]:
    folder = (data / "current").resolve()
    said: dict[str, Any] = json.loads((folder / datapackage.NAME).read_text(encoding="utf-8"))
    return folder, said


def test_the_data_package_says_what_the_files_are(data: Path) -> None:
    folder, said = read_package(data)
    assert said["version"] == folder.name
    assert said["licenses"][0]["name"] == "CC-BY-4.0"
    assert [resource["name"] for resource in said["resources"]] == list(TABLES)
    alternatives = [file for resource in said["resources"] for file in resource["alternatives"]] + said["alternatives"]
    for file in [*said["resources"], *alternatives]:
        assert file["bytes"] == (folder / file["path"]).stat().st_size
        assert file["hash"] == f"sha256:{sum_of(folder / file['path'])}"
    listed = {file["path"] for file in [*said["resources"], *alternatives]}
    everything = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert everything - listed == {"SHA256SUMS", "datapackage.json", "changes.json", "CHANGES.md"}


def test_the_data_package_describes_the_csv_files(data: Path) -> None:
    folder, said = read_package(data)
    keys: dict[str, set[tuple[str, ...]]] = {}
    rows: dict[str, list[dict[str, str]]] = {}
    for resource in said["resources"]:
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows[resource["name"]] = list(reader)
            assert reader.fieldnames == [field["name"] for field in resource["schema"]["fields"]]
        key = resource["schema"]["primaryKey"]
        keys[resource["name"]] = {tuple(row[name] for name in key) for row in rows[resource["name"]]}
        assert len(keys[resource["name"]]) == len(rows[resource["name"]])
    for resource in said["resources"]:
        for foreign in resource["schema"].get("foreignKeys", []):
            held = {tuple(row[name] for name in foreign["fields"]) for row in rows[resource["name"]]} - {("",)}
            assert held <= keys[foreign["reference"]["resource"]]


def test_the_data_package_is_the_same_when_written_again(data: Path, tmp_path: Path) -> None:
    folder, _ = read_package(data)
    before = (folder / datapackage.NAME).read_bytes()
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in folder.rglob("*"):
        if path.is_file() and path.name != datapackage.NAME:
            target = copy / path.relative_to(folder)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    datapackage.write(copy)
    assert (copy / datapackage.NAME).read_bytes() == before


def test_foreign_keys_and_constraints_follow_the_declarations() -> None:
    schema = table_schema(TABLES["facts"])
    pointed = {(key["fields"][0], key["reference"]["resource"]) for key in schema["foreignKeys"]}
    wanted = {
        (field.name, (field.references or "").split(".")[0]) for field in TABLES["facts"].fields if field.references
    }
    assert pointed == wanted
    year = next(field for field in schema["fields"] if field["name"] == "year")
    assert year["constraints"] == {"minimum": 1949, "maximum": 2100}
