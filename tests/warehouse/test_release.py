from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from schemas.derive.arrow import arrow_schema
from schemas.registry import EXTRACTED, TABLES
from tests.factory import AT, HANGZHOU, Article, compared, make_release, reference, refused, seed_article
from warehouse.diff import Change
from warehouse.errors import Stopped, WarehouseError
from warehouse.release import ReleaseSummary, current, publish, releases, verify
from warehouse.results import Result
from warehouse.store import Store
from warehouse.sums import sum_of

EPOCH = "1714979289"
OTHER = Article(("hangzhou", HANGZHOU), name="other.txt").target("超过6000亿元", value=6e11).fact("8.1%")


def again(data: Path, *results: Result, force: bool = False) -> ReleaseSummary | None:
    with Store(data) as store:
        store.put(results)
        return publish(store, data, reference(), force=force)


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "parquet" / f"{table}.parquet").to_pylist()
    return found


def test_a_release_has_every_file_of_the_contract(release: Path) -> None:
    wanted = {f"parquet/{name}.parquet" for name in TABLES} | {f"csv/{name}.csv" for name in TABLES}
    wanted |= {"gaoxin.sqlite", "gaoxin.duckdb", "changes.json", "CHANGES.md", "SHA256SUMS"}
    assert {p.relative_to(release).as_posix() for p in release.rglob("*") if p.is_file()} == wanted
    assert verify(release) == []
    assert subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=release).returncode == 0


def test_current_names_it_and_no_file_can_be_written(release: Path) -> None:
    data = release.parent.parent
    assert current(data) == release
    assert (data / "current").readlink() == Path("releases") / release.name
    assert {stat.S_IMODE(p.stat().st_mode) for p in release.rglob("*") if p.is_file()} == {0o444}
    assert list((data / "store" / "parts").iterdir()) == []


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release in which every table has rows."""
    return make_release(tmp_path_factory.mktemp("full"), [seed_article().result(), compared().result(), refused()])


@pytest.mark.parametrize("name", TABLES)
def test_every_form_of_a_table_says_the_same(full: Path, name: str) -> None:
    release, table = full, TABLES[name]
    parquet = pq.read_table(release / "parquet" / f"{name}.parquet")
    assert parquet.schema.equals(arrow_schema(table))
    assert parquet.schema.metadata == arrow_schema(table).metadata
    for found, declared in zip(parquet.schema, arrow_schema(table), strict=True):
        assert found.metadata.items() >= declared.metadata.items()
    as_parquet = [tuple(_plain(value) for value in row.values()) for row in parquet.to_pylist()]
    with sqlite3.connect(release / "gaoxin.sqlite") as base:
        as_sqlite = base.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
    base.close()
    with duckdb.connect(str(release / "gaoxin.duckdb"), read_only=True) as duck:
        as_duckdb = duck.execute(f"FROM {name}").to_arrow_table().to_pylist()
    with (release / "csv" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        as_csv = list(csv.reader(file))
    assert as_parquet
    assert as_sqlite == as_parquet
    assert [tuple(_plain(value) for value in row.values()) for row in as_duckdb] == as_parquet
    assert as_csv[0] == list(table.names)
    assert [[_text(value) for value in row] for row in as_parquet] == as_csv[1:]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if hasattr(value, "tzinfo"):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if hasattr(value, "isoformat") else value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_csv_is_as_rfc_4180_says(release: Path) -> None:
    data = (release / "csv" / "articles.csv").read_bytes()
    assert data.endswith(b"\r\n")
    assert not data.startswith(b"\xef\xbb\xbf")
    (row,) = rows(release, "articles")
    assert f'"{row["text"]}"'.encode() in data


def test_rows_are_sorted_and_zones_counted(release: Path) -> None:
    for table in TABLES.values():
        found = rows(release, table.name)
        assert found == sorted(found, key=lambda row: [row[name] for name in table.order])
    assert {z["zone_id"]: (z["targets"], z["facts"], z["articles"]) for z in rows(release, "zones")} == {
        "hangzhou": (2, 2, 1),
        "nanjing": (1, 1, 1),
    }


def test_sqlite_is_indexed_and_uses_it(release: Path) -> None:
    with sqlite3.connect(release / "gaoxin.sqlite") as base:
        for column in ("zone_id", "article_id", "section_id", "indicator_id", "horizon_year", "kind"):
            base.execute(f"SELECT * FROM targets INDEXED BY targets_{column} WHERE {column} = 'x'")
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.close()


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    results = [seed_article().result(), refused(), refused(identity="/in/again/poem.txt"), OTHER.result()]
    one, two = (make_release(tmp_path / name, results) for name in ("one", "two"))
    sums = [
        {str(path.relative_to(folder)): sum_of(path) for path in folder.rglob("*.*") if path.is_file()}
        for folder in (one, two)
    ]
    assert set(sums[0]) == set(sums[1])
    for found in sums:  # DuckDB does not write the same file twice; its rows are compared above
        assert found.pop("gaoxin.duckdb")
    assert sums[0] == sums[1]
    assert one.name == two.name == "2024-05-06.001"
    assert len({row["rejection_id"] for row in rows(one, "rejections")}) == 2


def test_batches_do_not_show_in_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    results = [seed_article().result(), refused(), OTHER.result()]
    one = make_release(tmp_path / "one", results)
    with Store(tmp_path / "two") as store:
        for result in reversed(results):
            store.put([result])
    two = make_release(tmp_path / "two", [])
    for name in TABLES:
        assert rows(one, name) == rows(two, name)


def test_no_difference_makes_no_release(tmp_path: Path) -> None:
    first = make_release(tmp_path)
    assert again(tmp_path) is None
    assert again(tmp_path, seed_article().result(at=AT + timedelta(days=9)), refused(at=AT + timedelta(days=9))) is None
    assert releases(tmp_path) == [first]


def test_a_release_tells_what_it_changes(tmp_path: Path) -> None:
    first = make_release(tmp_path)
    changed = seed_article()
    changed.rows["targets"][0]["review"] = "confirmed"
    changed.rows["facts"].pop()
    summary = again(tmp_path, replace(changed.result(), key="corrected"), OTHER.result())
    assert summary is not None
    assert summary.previous_release_id == first.name
    assert summary.changes["targets"] == Change(added=1, changed=1)
    assert summary.changes["facts"] == Change(added=1, removed=1)
    assert summary.changes["articles"] == Change(added=1)
    assert summary.changes["zones"] == Change(changed=2)
    assert not summary.changes["industries"]
    assert [row["release_id"] for row in rows(summary.folder, "releases")] == [first.name, summary.release_id]
    last = rows(summary.folder, "releases")[-1]
    total = sum(summary.changes.values(), Change())
    assert Change(last["rows_added"], last["rows_changed"], last["rows_removed"]) == total
    assert (last["articles"], last["targets"], last["previous_release_id"]) == (2, 4, first.name)
    assert current(tmp_path) == summary.folder
    assert verify(first) == verify(summary.folder) == []


def test_ids_and_first_readings_stay_when_an_article_is_read_again(tmp_path: Path) -> None:
    first = make_release(tmp_path)
    summary = again(tmp_path, seed_article().result(at=AT + timedelta(days=9), version="test-2"))
    assert summary is None  # the rows are the same, down to the version that they name
    newer = seed_article()
    newer.columns["extractor_version"] = "test-2"
    summary = again(tmp_path, newer.result(at=AT + timedelta(days=9), version="test-3"))
    assert summary is not None
    assert summary.changes["articles"] == Change(changed=1)
    assert rows(summary.folder, "targets") == rows(first, "targets")
    assert rows(summary.folder, "articles")[0]["ingested_at"] == rows(first, "articles")[0]["ingested_at"] == AT
    assert rows(summary.folder, "releases")[-1]["extractor_version"] == "test-2"


def test_a_clock_set_back_does_not_turn_the_order_of_releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    make_release(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    summary = again(tmp_path, OTHER.result())
    assert summary is not None
    assert summary.release_id == "2024-05-06.002"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(WarehouseError, match="SOURCE_DATE_EPOCH"):
        again(tmp_path, refused("other.txt"))


def test_a_great_loss_stops_the_release_unless_it_is_meant(tmp_path: Path) -> None:
    first = make_release(tmp_path, [seed_article().result(), OTHER.result(), refused()])
    lost = replace(seed_article().result(), key="broken", reading=None, rejections=refused().rejections)
    with pytest.raises(Stopped, match="table facts would fall from 4 rows to 1") as caught:
        again(tmp_path, lost)
    assert "--force" in caught.value.mend
    assert current(tmp_path) == first
    assert releases(tmp_path) == [first]
    assert [p.name for p in (tmp_path / "releases").iterdir()] == [first.name]
    summary = again(tmp_path, force=True)
    assert summary is not None
    assert summary.counts["facts"] == 1


def test_an_ungrounded_row_stops_the_release(tmp_path: Path) -> None:
    bad = seed_article()
    bad.rows["facts"][0]["quote_start"] += 1
    with pytest.raises(Stopped, match=r"not '1286\.7亿元'"):
        make_release(tmp_path, [bad.result()])
    assert current(tmp_path) is None
    assert list((tmp_path / "releases").iterdir()) == []


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [("targets", "zone_id", "atlantis"), ("facts", "unit", "bushel"), ("sections", "article_id", "a-0000000000000000")],
)
def test_a_row_that_breaks_its_declaration_stops_the_release(
    tmp_path: Path, table: str, column: str, value: str
) -> None:
    bad = seed_article()
    {"sections": bad.sections, **bad.rows}[table][0][column] = value
    with pytest.raises(Stopped, match=f"table {table} breaks its declaration"):
        make_release(tmp_path, [bad.result()])
    with Store(tmp_path) as store:  # the store itself is well, and the article can be read again
        store.put([seed_article().result(version="mended")])
        assert publish(store, tmp_path, reference()) is not None


def test_extras_are_part_of_the_release(tmp_path: Path) -> None:
    def extra(folder: Path) -> None:
        assert (folder / "gaoxin.sqlite").exists()
        (folder / "meta").mkdir()
        (folder / "meta" / "datapackage.json").write_text("{}")

    folder = make_release(tmp_path, extras=[extra])
    assert "meta/datapackage.json" in (folder / "SHA256SUMS").read_text()
    assert verify(folder) == []


def test_an_extra_that_fails_leaves_the_releases_as_they_were(tmp_path: Path) -> None:
    def extra(folder: Path) -> None:
        raise RuntimeError("no metadata today")

    first = make_release(tmp_path)
    with Store(tmp_path) as store:
        store.put([OTHER.result()])
        with pytest.raises(RuntimeError, match="no metadata"):
            publish(store, tmp_path, reference(), [extra])
        assert current(tmp_path) == first
        assert [p.name for p in (tmp_path / "releases").iterdir()] == [first.name]
        assert publish(store, tmp_path, reference()) is not None


def _flip(path: Path) -> None:
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _misquote(folder: Path) -> None:
    path = folder / "parquet" / "facts.parquet"
    table = pq.read_table(path)
    at = table.schema.get_field_index("quote_start")
    moved = table.set_column(at, table.schema.field(at), pc.add(table["quote_start"], pa.scalar(1, pa.int32())))
    path.chmod(0o644)
    pq.write_table(moved, path)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda f: _flip(f / "csv" / "zones.csv"), "csv/zones.csv was changed"),
        (lambda f: _flip(f / "gaoxin.sqlite"), "gaoxin.sqlite was changed"),
        (lambda f: (f / "csv" / "zones.csv").unlink(), "csv/zones.csv is missing"),
        (lambda f: (f / "notes.txt").write_text("x"), "notes.txt is in the folder"),
        (lambda f: (f / "SHA256SUMS").unlink(), "SHA256SUMS cannot be read"),
        (lambda f: (f / "parquet" / "articles.parquet").unlink(), "parquet/articles.parquet is missing"),
        (_misquote, "not '1286.7亿元'"),
    ],
)
def test_damage_to_a_release_is_found(release: Path, tmp_path: Path, damage: Callable[[Path], Any], says: str) -> None:
    folder = tmp_path / release.name
    shutil.copytree(release, folder)
    assert verify(folder) == []
    damage(folder)
    assert any(says in problem for problem in verify(folder))


def test_a_previous_release_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    first = make_release(tmp_path)
    (first / "gaoxin.duckdb").unlink()
    with pytest.raises(WarehouseError, match="cannot be read") as caught:
        again(tmp_path, OTHER.result())
    assert first.name in caught.value.where


def test_readers_of_an_old_release_keep_it(tmp_path: Path) -> None:
    first = make_release(tmp_path)
    with duckdb.connect(str(first / "gaoxin.duckdb"), read_only=True) as duck:
        assert again(tmp_path, OTHER.result()) is not None
        assert duck.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_an_empty_store_gives_the_zones(tmp_path: Path) -> None:
    folder = make_release(tmp_path, [])
    assert len(rows(folder, "zones")) == 2
    assert [rows(folder, name) for name in EXTRACTED] == [[]] * len(EXTRACTED)
    assert verify(folder) == []
