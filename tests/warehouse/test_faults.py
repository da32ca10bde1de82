"""Killed at any point, the store is whole, the newest release readable, and the next run completes the work."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from schemas.registry import TABLES
from schemas.table import Type
from tests.factory import HANGZHOU, Article, make_release, reference, refused, seed_article
from tests.faults import killed, killed_after, points
from warehouse import touched
from warehouse.release import current, publish, releases, verify
from warehouse.status import status
from warehouse.store import Store

POINTS = 20
RANDOM_POINTS = 100
"""Drawn for a release that is computed and for one that is amended: 200 in all."""


def work(data: Path) -> None:
    """A new article, a changed one, a duplicate and a refused input, in two batches; then a release."""
    changed = seed_article().fact("生物医药")
    new = Article(("hangzhou", HANGZHOU), name="new.txt").target("超过6000亿元")
    copy = Article(("hangzhou", HANGZHOU), name="copy.txt").target("超过6000亿元")
    with Store(data) as store:
        store.put([changed.result(version="test-2"), new.result()])
        store.put([copy.result(), refused("second.txt")])
        publish(store, data, reference())


def amended_work(data: Path) -> None:
    """The same, with the release made as a copy of the newest one in which the touched rows are exchanged."""
    touched.SHARE = 1.0
    work(data)


def content(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of a release but the times at which things were done."""
    found = {}
    for name, table in TABLES.items():
        columns = [field.name for field in table.fields if field.type is not Type.TIMESTAMP]
        found[name] = pq.read_table(folder / "parquet" / f"{name}.parquet", columns=columns).to_pylist()
    del found["releases"]
    return found


def stray(data: Path) -> list[str]:
    """Files that belong to nothing."""
    known = {"lock", "store", "releases", "current"}
    found = [path.name for path in data.iterdir() if path.name not in known]
    found += [
        path.name
        for path in (data / "store").iterdir()
        if path.name not in {"gaoxin.duckdb", "journal.jsonl", "blobs", "parts"}
    ]
    found += [path.name for path in (data / "store" / "parts").iterdir()]
    whole = releases(data)
    return found + [path.name for path in (data / "releases").iterdir() if path not in whole]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one release, to be copied."""
    data = tmp_path_factory.mktemp("before")
    make_release(data)
    return data


@pytest.fixture(scope="module")
def done(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after the work was done undisturbed."""
    data = tmp_path_factory.mktemp("done") / "data"
    shutil.copytree(before, data, symlinks=True)
    work(data)
    return data


def check(
    before: Path, done: Path, data: Path, kill: Callable[[Path], bool], work: Callable[[Path], None] = work
) -> bool:
    """Copy the folder, do the work and `kill` it, look at what is left, do it again, look. Whether it was killed."""
    shutil.copytree(before, data, symlinks=True)
    was_killed = kill(data)
    folder = current(data)
    assert folder is not None
    assert verify(folder) == []
    assert folder.name in {path.name for path in releases(done)}
    found = status(data)
    assert found.writer is None
    assert found.stored is not None
    assert found.stored.rows["articles"] in (1, 2)
    work(data)
    assert [path.name for path in releases(data)] == [path.name for path in releases(done)]
    newest, wanted = current(data), current(done)
    assert newest is not None
    assert wanted is not None
    assert newest == releases(data)[-1]
    assert verify(newest) == []
    assert content(newest) == content(wanted)
    assert stray(data) == []
    shutil.rmtree(data)
    return was_killed


@pytest.mark.slow
def test_killed_at_points_spread_over_the_work(
    before: Path, done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(before, tmp_path / "counted", symlinks=True)
    count = points(work, tmp_path / "counted")
    assert count > 200
    hits = [
        check(before, done, tmp_path / f"point-{number}", partial(killed, work, point=number * count // POINTS))
        for number in range(POINTS)
    ]
    assert sum(hits) >= POINTS - 1  # threads may order the last lines otherwise


@pytest.mark.slow
@pytest.mark.parametrize("work", [work, amended_work])
def test_killed_at_random_points(
    before: Path, done: Path, tmp_path: Path, work: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(touched, "SHARE", touched.SHARE)  # so that what the work sets is undone
    shutil.copytree(before, tmp_path / "counted", symlinks=True)
    count = points(work, tmp_path / "counted", every=True)
    drawn = random.Random(5).sample(range(count), RANDOM_POINTS)

    def at(point: int) -> bool:
        kill = partial(killed, work, point=point, every=True)
        return check(before, done, tmp_path / f"point-{point}", kill, work)

    with ThreadPoolExecutor(2) as pool:
        hits = list(pool.map(at, drawn))
    assert sum(hits) >= RANDOM_POINTS - 5  # threads may order the last lines otherwise


@pytest.mark.slow
def test_killed_at_any_moment(before: Path, done: Path, tmp_path: Path) -> None:
    shutil.copytree(before, tmp_path / "timed", symlinks=True)
    began = time.monotonic()
    points(work, tmp_path / "timed", every=True)
    whole = time.monotonic() - began
    hits = [
        check(before, done, tmp_path / f"moment-{number}", partial(killed_after, work, seconds=whole * number / POINTS))
        for number in range(POINTS)
    ]
    assert sum(hits) >= POINTS // 2


def test_killed_between_the_two_renames(before: Path, done: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(done, data, symlinks=True)
    first, second = releases(data)
    (data / "current").unlink()
    (data / "current").symlink_to(f"releases/{first.name}")
    (data / "releases" / "2030-01-01.001.building" / "csv").mkdir(parents=True)
    with Store(data) as store:
        assert publish(store, data, reference()) is None
    assert current(data) == second
    assert stray(data) == []
