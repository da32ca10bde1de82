from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.factory import compared, make_release, reference, refused, seed_article
from warehouse import changes
from warehouse.release import publish, verify
from warehouse.results import Result
from warehouse.store import Store


def again(data: Path, *results: Result) -> Path:
    with Store(data) as store:
        store.put(results)
        made = publish(store, data, reference())
    assert made
    return made.folder


def said(folder: Path) -> tuple[dict[str, Any], str]:
    return json.loads((folder / "changes.json").read_text("utf-8")), (folder / "CHANGES.md").read_text("utf-8")


def test_a_first_release_counts_its_rows(tmp_path: Path) -> None:
    found, page = said(make_release(tmp_path))
    assert found["previous_release_id"] is None
    assert found["tables"]["targets"] == {"added": 3, "changed": 0, "removed": 0}
    assert (found["rows"], found["articles"], found["rows_left_out"]) == ([], [], {})
    assert "The first release" in page
    assert "| targets | 3 | 0 | 0 |" in page


def test_what_a_new_article_adds_is_listed_by_table_and_by_article(tmp_path: Path) -> None:
    first = make_release(tmp_path)
    article = compared()
    folder = again(tmp_path, article.result())
    found, page = said(folder)
    assert found["previous_release_id"] == first.name
    added = {(row["table"], row["change"]) for row in found["rows"]}
    assert ("facts", "added") in added
    assert ("conflicts", "added") in added
    (row,) = [r for r in found["rows"] if r["table"] == "facts" and r["new"]["quote"] == "5390亿元"]
    assert row["article_id"] == article.article_id
    assert row["new"]["value"] == 5.39e11
    assert "old" not in row
    (by_article,) = found["articles"]
    assert by_article["tables"]["facts"] == {"added": 2, "changed": 0, "removed": 0}
    assert f"(`{article.article_id}`)" in page
    assert verify(folder) == []


def test_a_changed_value_stands_with_the_old_and_the_new(tmp_path: Path) -> None:
    make_release(tmp_path)
    read_again = seed_article()
    read_again.rows["targets"][0]["value"] = 6.1e11
    folder = again(tmp_path, read_again.result(version="test-2"))
    found, page = said(folder)
    (row,) = [r for r in found["rows"] if r["table"] == "targets"]
    assert (row["change"], row["old"], row["new"]) == ("changed", {"value": 6e11}, {"value": 6.1e11})
    assert "| value | 600000000000.0 | 610000000000.0 |" in page


def test_what_a_changed_source_no_longer_says_is_removed(tmp_path: Path) -> None:
    make_release(tmp_path, [seed_article().result("/in/one"), compared().result("/in/two"), refused()])
    shorter = compared()
    shorter.rows["facts"].pop()
    folder = again(tmp_path, shorter.result("/in/two", version="test-2"))
    found, _ = said(folder)
    assert {(r["table"], r["change"]) for r in found["rows"]} == {
        ("facts", "removed"),
        ("conflicts", "removed"),
        ("zones", "changed"),
    }


def test_long_lists_are_cut_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_ROWS", 1)
    make_release(tmp_path)
    found, _ = said(again(tmp_path, compared().result()))
    assert found["rows_left_out"] == {"facts": 1}
