from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sources import BUNDLED
from sources.catalog import BadCatalog, load

ENTRY = {
    "name": "papers",
    "kind": "folder",
    "path": "papers",
    "schedule": "15 18 * * 1-5",
    "licence": "CC-BY-4.0",
    "description": "Articles.",
}


def catalog(folder: Path, *entries: object) -> Path:
    file = folder / "catalog.yaml"
    file.write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")
    return file


def test_the_projects_own_catalogue() -> None:
    bundled = next(entry for entry in load() if entry.name == "bundled")
    assert (bundled.kind, bundled.path) == ("folder", BUNDLED.resolve())
    assert any(bundled.path.glob("*.txt"))


def test_paths_are_taken_from_the_catalogues_folder(tmp_path: Path) -> None:
    absolute = {**ENTRY, "name": "far", "path": str(tmp_path / "elsewhere")}
    near, far, bundled = load(catalog(tmp_path, ENTRY, absolute, {**ENTRY, "name": "own", "path": "bundled"}))
    assert near.path == (tmp_path / "papers").resolve()
    assert far.path == (tmp_path / "elsewhere").resolve()
    assert bundled.path == BUNDLED.resolve()
    assert (near.schedule, near.licence) == ("15 18 * * 1-5", "CC-BY-4.0")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "Papers!"}, "`name` must be lower-case"),
        ({"kind": "website"}, "no connector for 'website'"),
        ({"schedule": "daily"}, "`schedule` must be a cron line"),
        ({"schedule": "15 18 * *"}, "`schedule` must be a cron line"),
        ({"licence": "  "}, "`licence` must be text and not blank"),
        ({"description": 7}, "`description` must be text"),
        ({"extra": "x"}, "must have exactly the keys"),
    ],
)
def test_a_bad_entry_is_named(tmp_path: Path, change: dict[str, object], says: str) -> None:
    good = {**ENTRY, "name": "good"}
    with pytest.raises(BadCatalog, match=r"catalog\.yaml, entry 2: ") as caught:
        load(catalog(tmp_path, good, {**ENTRY, **change}))
    assert says in str(caught.value)


def test_a_missing_key_and_no_mapping(tmp_path: Path) -> None:
    without = {key: value for key, value in ENTRY.items() if key != "licence"}
    for entry in (without, "papers", None):
        with pytest.raises(BadCatalog, match="must have exactly the keys name, kind, path"):
            load(catalog(tmp_path, entry))


def test_a_name_used_twice(tmp_path: Path) -> None:
    with pytest.raises(BadCatalog, match="'papers' is used twice"):
        load(catalog(tmp_path, ENTRY, ENTRY))


def test_a_catalogue_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "catalog.yaml"
    with pytest.raises(BadCatalog, match="cannot be read"):
        load(file)
    for data, says in ((b"a: [", "cannot be read"), (b"\xff\xfe\x00", "cannot be read"), (b"a: b", "must be a list")):
        file.write_bytes(data)
        with pytest.raises(BadCatalog, match=says):
            load(file)
