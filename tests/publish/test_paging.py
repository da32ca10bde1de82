from __future__ import annotations

import contextlib
import shutil
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.data import Release
from publish.query import BadCursor, Cursor, Query, page
from schemas.registry import TABLES
from tests.factory import Article, make_release
from tests.publish.conftest import Client
from tests.publish.test_rows import problem


def many(count: int, name: str) -> Article:
    """An article with `count` facts, whose values and years repeat and are sometimes missing."""
    text = "杭州高新区。" + "".join(f"有企业{number}家。" for number in range(count))
    article = Article(("hangzhou", text), name=name)
    for number in range(count):
        year = None if number % 5 == 0 else 2020 + number % 3
        article.fact(f"业{number}家", value=float(number % 7), unit="count", counter="家", year=year)
    return article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_release(tmp_path, [many(60, "one.txt").result()])
    return tmp_path


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return Release(make_release(tmp_path_factory.mktemp("paging"), [many(60, "one.txt").result()]))


def walk(release: Release, query: Query) -> list[str]:
    """The ids of all rows along the pages."""
    found, after = [], None
    while True:
        read = page(release, query, after)
        assert len(read.rows) <= query.limit
        assert read.total == 60
        found += [row["fact_id"] for row in read.rows]
        if read.next is None:
            return found
        after = Cursor.read(str(read.next))


SORTS = st.lists(st.sampled_from(["year", "-year", "value", "-value", "quote", "-counter", "zone_id"]), max_size=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(sort=SORTS, limit=st.integers(1, 70))
def test_a_walk_meets_each_row_once_in_order(facts: Release, sort: list[str], limit: int) -> None:
    query = Query(table=TABLES["facts"], sort=tuple(sort), limit=limit)
    assert walk(facts, query) == _sorted(facts, sort)


def _sorted(facts: Release, sort: list[str]) -> list[str]:
    """What Python's own stable sort makes of all rows."""
    rows = facts.rows("SELECT * FROM facts ORDER BY rowid")
    for name in reversed(sort):
        column = name.lstrip("-")
        empty = [row for row in rows if row[column] is None]
        filled = [row for row in rows if row[column] is not None]
        filled = sorted(filled, key=itemgetter(column), reverse=name.startswith("-"))
        rows = filled + empty
    return [row["fact_id"] for row in rows]


def test_a_walk_goes_on_in_its_release_when_a_newer_one_appears(folder: Path) -> None:
    client = Client(folder)
    first = client.get("/v1/facts?limit=25&sort=-value").json()
    old = first["release"]
    make_release(folder, [many(40, "two.txt").result("/in/two.txt")])
    assert client.get("/v1/facts").json()["release"] != old
    assert client.get("/v1/facts").json()["total"] == 100
    ids = [row["fact_id"] for row in first["data"]]
    path = first["next"]
    while path:
        answer = client.get(path)
        assert answer.headers["gaoxin-release"] == answer.json()["release"] == old
        assert (answer.headers.get("link") == f'<{answer.json()["next"]}>; rel="next"') == bool(answer.json()["next"])
        ids += [row["fact_id"] for row in answer.json()["data"]]
        path = answer.json()["next"]
    assert len(ids) == len(set(ids)) == first["total"] == 60
    client.close()


def test_a_cursor_of_a_release_that_is_gone(folder: Path) -> None:
    client = Client(folder)
    first = client.get("/v1/facts?limit=25").json()
    make_release(folder, [many(40, "two.txt").result("/in/two.txt")])
    shutil.rmtree(folder / "releases" / first["release"])
    problem(Client(folder).get(first["next"]), 410, "release-gone")
    client.close()


def test_a_cursor_fits_its_own_list_only(client: Client, facts: Release) -> None:
    path = client.get("/v1/facts?limit=1").json()["next"]
    for other in (path.replace("/facts?", "/facts?kind=amount&"), path.replace("limit=1", "sort=value")):
        said = problem(client.get(other), 422, "bad-parameter")
        assert said["errors"][0]["parameter"] == "cursor"
    assert client.get(path.replace("limit=1", "limit=2&fields=quote")).status_code == 200


@given(st.text() | st.binary().map(lambda raw: raw.hex()))
def test_no_text_breaks_the_reading_of_a_cursor(text: str) -> None:
    with contextlib.suppress(BadCursor):
        Cursor.read(text)


@pytest.mark.parametrize("position", [[], [None], ["x"], [1.5], [2**63], [{"a": 1}, 1], "x", None, [True]])
def test_a_cursor_that_was_tampered_with(client: Client, position: Any) -> None:
    query = Query(table=TABLES["facts"])
    release = client.get("/v1/facts").json()["release"]
    forged = str(Cursor(release, query.digest, position if isinstance(position, list) else []))
    if not isinstance(position, list):
        forged = forged[:-3]
    problem(client.get(f"/v1/facts?cursor={forged}"), 422, "bad-parameter")


def test_a_page_ends_early_when_its_texts_are_long(facts: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.query.MOST_BYTES", 2000)
    query = Query(table=TABLES["facts"], limit=50)
    assert 0 < len(page(facts, query).rows) < 50
    assert len(set(walk(facts, query))) == 60
