"""A release that is amended says what one that is computed says, and writes only what was touched."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from schemas.registry import TABLES
from schemas.table import Type
from tests.factory import Article, reference, refused
from warehouse import making, touched
from warehouse.release import ReleaseSummary, publish, verify
from warehouse.results import Result
from warehouse.search import query
from warehouse.sqlite import search_table
from warehouse.store import Store
from warehouse.sums import sum_of

ZONES = {"hangzhou": "杭州", "nanjing": "江宁"}
NAMED: dict[str, Any] = {"unit": "CNY", "indicator": "生产总值", "indicator_id": "gdp"}


def article(number: int, amount: int, zone: str) -> Article:
    """One of many articles; with another `amount` it is another revision of the same file."""
    text = (
        f"2024年，{ZONES[zone]}高新区生产总值{amount}亿元，位列第{number}。\n到2030年，生产总值将达到{amount * 2}亿元。"
    )
    made = Article((zone, text), name=f"{number}.txt")
    made.fact(f"{amount}亿元", value=amount * 1e8, year=2024, period_text="2024年", **NAMED)
    return made.target(f"{amount * 2}亿元", value=amount * 2e8, horizon_year=2030, horizon_text="到2030年", **NAMED)


def released(data: Path, *results: Result) -> ReleaseSummary | None:
    with Store(data) as store:
        store.put(results)
        return publish(store, data, reference())


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much was touched, amend."""
    monkeypatch.setattr(touched, "SHARE", 10.0)


def content(folder: Path) -> dict[str, Any]:
    """All rows of a release in each of its formats but the moments, and what its search finds."""
    found: dict[str, Any] = {}
    base = sqlite3.connect(folder / "gaoxin.sqlite")
    with duckdb.connect(str(folder / "gaoxin.duckdb"), read_only=True) as database:
        for name, table in TABLES.items():
            if name == "releases":
                continue
            columns = [field.name for field in table.fields if field.type is not Type.TIMESTAMP]
            quoted = ", ".join(f'"{column}"' for column in columns)
            order = ", ".join(f'"{column}"' for column in table.order)
            found[f"duckdb {name}"] = database.execute(f"SELECT {quoted} FROM {name} ORDER BY {order}").fetchall()
            found[f"sqlite {name}"] = base.execute(f"SELECT {quoted} FROM {name} ORDER BY {order}").fetchall()
            for kind in ("csv", "parquet"):
                found[f"{kind} {name}"] = sum_of(folder / f"{kind}/{name}.{kind}")
            if search := search_table(table):
                found[f"search {name}"] = _found(base, table.name, search, table.key)
    base.close()
    return found


def _found(base: sqlite3.Connection, name: str, search: str, key: Sequence[str]) -> dict[str, Any]:
    columns = ", ".join(f'"{column}"' for column in key)
    return {
        words: sorted(
            base.execute(
                f"SELECT {columns} FROM {name} WHERE rowid IN (SELECT rowid FROM {search} WHERE {search} MATCH ?)",
                [query(words)],
            ).fetchall()
        )
        for words in ("生产总值", "江宁", "7亿元", "2030年", "位列第3")
    }


@pytest.mark.parametrize("seed", range(3))
def test_any_course_of_amendments_gives_what_computing_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    results: list[list[Result]] = []
    for _ in range(5):
        numbers = chance.sample(range(8), chance.randint(0, 3))
        made = [article(n, chance.randint(1, 20), chance.choice(list(ZONES))).result(f"/in/{n}") for n in numbers]
        results.append(made + [refused(f"{n}.txt", f"/in/{n}") for n in chance.sample(range(12), chance.randint(0, 2))])
    folders = {}
    for name, share in (("amended", 10.0), ("computed", -1.0)):
        monkeypatch.setattr(touched, "SHARE", share)
        data = tmp_path / name
        data.mkdir()
        ways = [released(data, *batch) for batch in results]
        folders[name] = [summary and summary.folder for summary in ways]
    for amended, computed in zip(folders["amended"], folders["computed"], strict=True):
        assert (amended is None) == (computed is None)
        if amended is None or computed is None:
            continue
        assert verify(amended) == []
        assert content(amended) == content(computed)
        changes = [json.loads((folder / "changes.json").read_text()) for folder in (amended, computed)]
        assert changes[0] == changes[1]
        assert (amended / "CHANGES.md").read_text() == (computed / "CHANGES.md").read_text()


def test_what_was_not_touched_is_the_same_file(tmp_path: Path, always: None) -> None:
    first = released(tmp_path, article(1, 5, "hangzhou").result(), refused())
    second = released(tmp_path, article(2, 6, "nanjing").result())
    assert first is not None
    assert second is not None
    same = {
        path.relative_to(second.folder).as_posix()
        for path in second.folder.rglob("*.*")
        if path.is_file() and path.stat().st_nlink > 1
    }
    untouched = ("indicators", "industries", "rejections", "conflicts")
    assert same == {f"{kind}/{name}.{kind}" for name in untouched for kind in ("parquet", "csv")}
    assert verify(first.folder) == []


def test_where_nothing_came_nothing_is_copied(tmp_path: Path, always: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert released(tmp_path, article(1, 5, "hangzhou").result())
    monkeypatch.setattr(making.shutil, "copyfile", lambda *_: pytest.fail("a file was copied"))
    monkeypatch.setattr(making.build, "fill", lambda *_: pytest.fail("all was computed"))
    assert released(tmp_path) is None
    assert released(tmp_path, article(1, 5, "hangzhou").result()) is None


def test_an_article_that_is_read_again_and_says_the_same_makes_no_release(tmp_path: Path, always: None) -> None:
    assert released(tmp_path, article(1, 5, "hangzhou").result(), article(2, 5, "hangzhou").result())
    assert released(tmp_path, article(1, 5, "hangzhou").result(version="test-2")) is None
    with Store(tmp_path) as store:
        assert touched.find(store.duck, (tmp_path / "current").resolve()).amendable
        assert store.duck.execute("FROM memory.touched").fetchall() == []


def test_other_code_or_reference_tables_have_all_computed_anew(
    tmp_path: Path, always: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled: list[str] = []
    fill = making.build.fill
    monkeypatch.setattr(making.build, "fill", lambda *words: (filled.append("all"), fill(*words)))
    assert released(tmp_path, article(1, 5, "hangzhou").result())
    assert released(tmp_path, article(2, 5, "hangzhou").result())
    assert filled == ["all"]
    other = reference()
    other["zones"][0]["name_en"] = "Another name"
    with Store(tmp_path) as store:
        assert publish(store, tmp_path, other)
    assert filled == ["all"] * 2
    monkeypatch.setattr(touched, "code_version", lambda: "other")
    with Store(tmp_path) as store:
        store.put([article(3, 5, "hangzhou").result()])
        assert publish(store, tmp_path, other)
    assert filled == ["all"] * 3


def test_other_code_looks_at_everything_once(tmp_path: Path, always: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert released(tmp_path, article(1, 5, "hangzhou").result())
    monkeypatch.setattr(touched, "code_version", lambda: "other")
    assert released(tmp_path) is None
    with monkeypatch.context() as within:
        within.setattr(making.build, "fill", lambda *_: pytest.fail("all was computed once more"))
        assert released(tmp_path) is None
    with Store(tmp_path) as store:  # what other code made is not amended
        assert touched.find(store.duck, (tmp_path / "current").resolve()) == (True, False)
    assert released(tmp_path, article(2, 5, "hangzhou").result())
    with Store(tmp_path) as store:
        assert touched.find(store.duck, (tmp_path / "current").resolve()) == (True, True)


def test_much_that_is_new_is_computed(tmp_path: Path) -> None:
    assert released(tmp_path, article(1, 5, "hangzhou").result())
    with Store(tmp_path) as store:
        store.put([article(2, 5, "hangzhou").result()])
        assert touched.find(store.duck, (tmp_path / "current").resolve()) == (True, False)


def test_a_row_that_is_not_what_its_article_says_stops_an_amended_release(tmp_path: Path, always: None) -> None:
    assert released(tmp_path, article(1, 5, "hangzhou").result())
    with Store(tmp_path) as store:
        store.put([article(2, 6, "hangzhou").result()])
        store.duck.execute("UPDATE facts SET quote = '7亿元' WHERE quote = '6亿元'")
        with pytest.raises(making.checks.Stopped, match="not what the articles say"):
            publish(store, tmp_path, reference())
