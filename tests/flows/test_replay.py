from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from flows import steps
from flows.problem import Problem
from flows.replay import rebuild, retry
from flows.work import Engine, make_engine
from schemas.values import Reading, Rejected, Source
from tests.commands import gaoxin
from warehouse.errors import WarehouseError
from warehouse.journal import Entry, Journal
from warehouse.places import Places, parquet_file
from warehouse.release import current
from warehouse.store import Store

ZONE = "杭州高新区：向新而行\n2023年，杭州高新区实现地区生产总值1286.7亿元，同比增长8.1%。到2025年，杭州高新区高新技术企业达到5000家。\n"
OTHER = "合肥高新区：量子之光\n2023年，合肥高新区高新技术企业达到2800家。\n"


def picky() -> Engine:
    """An engine that reads nothing of 合肥."""
    engine = make_engine()

    def read(source: Source) -> Reading:
        if "合肥" in source.data.decode():
            raise Rejected("extract", "too_slow", "not today; try again")
        return engine.read(source)

    return Engine(read=read, reparse=engine.reparse, references=engine.references)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Two articles with metadata, a poem, and a file that is no text."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "zone.txt").write_text(ZONE, encoding="utf-8")
    (folder / "zone.meta.json").write_text('{"newspaper": "科技日报", "published_on": "2024-02-01"}', encoding="utf-8")
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    (folder / "poem.txt").write_text("床前明月光，疑是地上霜。" * 5, encoding="utf-8")
    (folder / "empty.txt").touch()
    return folder


def stored(data: Path) -> dict[str, list[dict[str, Any]]]:
    """Everything that the next release would hold, but for the moments of reading."""
    with Store(data) as store:
        return {
            name: store.duck.execute(
                f"SELECT t.* EXCLUDE (input) FROM {name} t JOIN inputs i ON i.input = t.input AND i.current ORDER BY ALL"
            )
            .to_arrow_table()
            .to_pylist()
            for name in ("articles", "sections", "targets", "facts", "industries", "rejections")
        }


def test_a_lost_store_is_made_again_with_the_same_rows(tmp_path: Path, articles: Path) -> None:
    data = tmp_path / "data"
    steps.run(data, [articles])
    before = stored(data)
    assert before["targets"]
    assert len(before["rejections"]) == 2
    Places(data).database.unlink()
    with pytest.raises(WarehouseError, match="gaoxin rebuild"), Store(data):
        pass
    assert rebuild(data).articles == 4
    assert stored(data) == before
    assert steps.run(data, [articles]).read.unchanged == 4
    assert steps.publish(data) is None


def test_a_damaged_store_says_so_and_is_made_again(tmp_path: Path, articles: Path) -> None:
    data = tmp_path / "data"
    steps.run(data, [articles])
    before = stored(data)
    database = Places(data).database
    database.write_bytes(b"\0" * 8192 + database.read_bytes()[8192:])
    said = gaoxin(data, "release", "--no-prefect")
    assert said.returncode == 1
    assert "gaoxin rebuild" in said.stderr
    assert gaoxin(data, "rebuild").returncode == 0
    assert stored(data) == before


def test_a_rebuild_that_is_stopped_leaves_the_old_store(tmp_path: Path, articles: Path) -> None:
    data = tmp_path / "data"
    steps.run(data, [articles])
    before = stored(data)
    digest = before["articles"][0]["source_sha256"]
    with Store(data) as store:
        kept = store.blobs.path(digest)
    shutil.copy(kept, tmp_path / "copy")
    kept.write_bytes(b"damaged")
    with pytest.raises(WarehouseError, match="Restore the file"):
        rebuild(data)
    shutil.copy(tmp_path / "copy", kept)
    assert stored(data) == before
    assert not Places(data).rebuilding.exists()


def test_what_was_refused_is_read_again_for_its_reason(tmp_path: Path, articles: Path) -> None:
    data = tmp_path / "data"
    steps.read(data, [articles], make=picky)
    assert {r["reason"] for r in stored(data)["rejections"]} == {"too_slow", "no_zone", "empty_source"}
    assert retry(data, "no_such_reason").articles == 0
    done = retry(data, "too_slow")
    assert (done.new, done.rejected) == (1, 0)
    assert {r["reason"] for r in stored(data)["rejections"]} == {"no_zone", "empty_source"}
    assert [row["value"] for row in stored(data)["facts"] if row["zone_id"] == "hefei"] == [2800]


def test_what_had_no_bytes_is_looked_for_where_it_was(tmp_path: Path, articles: Path) -> None:
    data = tmp_path / "data"
    steps.run(data, [articles])
    (articles / "empty.txt").write_text(OTHER.replace("2800", "2900"), encoding="utf-8")
    assert gaoxin(data, "retry", "--reason", "empty_source").returncode == 0
    folder = current(data)
    assert folder
    values = [row["value"] for row in pq.read_table(parquet_file(folder, "facts")).to_pylist()]
    assert 2900 in values


def test_without_a_journal_there_is_nothing_to_rebuild_from(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no journal"):
        rebuild(tmp_path / "data")


def test_a_torn_line_of_the_journal_is_cut_off(tmp_path: Path) -> None:
    from schemas.values import Told

    entry = Entry(
        identity="/in/a.txt", name="a.txt", uri=None, sha256="0" * 64, told=Told(), at=datetime(2024, 5, 6, tzinfo=UTC)
    )
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append([entry])
    with journal.path.open("ab") as file:
        file.write(b'{"identity": "/in/b')
    with pytest.raises(WarehouseError, match="line 2"):
        list(journal.read())
    journal.mend()
    assert list(journal.read()) == [entry]
