from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from schemas.values import Rejection
from tests.factory import AT, HANGZHOU, Article, refused, seed_article
from warehouse.errors import StoreBusy, WarehouseError
from warehouse.results import Origin
from warehouse.status import Stored, status
from warehouse.store import Store


def current(store: Store, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    return store.duck.execute(
        f"SELECT {columns} FROM {table} t SEMI JOIN inputs i ON i.input = t.input AND i.current ORDER BY ALL"
    ).fetchall()


def outcomes(store: Store) -> dict[str, str]:
    return dict(store.duck.execute("SELECT identity, outcome FROM inputs WHERE current ORDER BY 1").fetchall())


def stored(data: Path) -> Stored:
    found = status(data).stored
    assert found is not None
    return found


def test_what_is_put_is_there_after_the_store_is_opened_again(tmp_path: Path) -> None:
    result = seed_article().result()
    with Store(tmp_path) as store:
        store.put([result, refused()])
    with Store(tmp_path) as store:
        assert store.known(result.key)
        assert store.known(result.key, result.identity)
        assert not store.known("another key")
        assert store.blobs.read(result.source.sha256 or "") == result.source.data
    assert stored(tmp_path).rows == {"articles": 1, "sections": 2, "targets": 3, "facts": 3, "industries": 2}
    assert stored(tmp_path).inputs == {"accepted": 1, "rejected": 1}
    assert stored(tmp_path).rejections == {"relevance/no_zone": 1}


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put([seed_article().result(), refused()])
        before = store.duck.execute("SELECT * EXCLUDE (first_at, read_at) FROM inputs ORDER BY input").fetchall()
        store.put([seed_article().result(at=AT + timedelta(days=1)), refused(at=AT + timedelta(days=1))])
        after = store.duck.execute("SELECT * EXCLUDE (first_at, read_at) FROM inputs ORDER BY input").fetchall()
    assert after == before
    assert stored(tmp_path).rejections == {"relevance/no_zone": 1}


def test_a_changed_input_supersedes_its_old_version_which_stays(tmp_path: Path) -> None:
    old = seed_article().result("/in/a.txt")
    new = Article(("hangzhou", HANGZHOU)).target("超过6000亿元").result("/in/a.txt")
    with Store(tmp_path) as store:
        store.put([old])
        store.put([new])
        assert [row[0] for row in current(store, "targets", "quote")] == ["超过6000亿元"]
        assert store.duck.execute("SELECT count(*) FROM targets").fetchone() == (4,)
        assert not store.known(old.key)
        assert old.source.sha256 in store.blobs
        store.put([old])  # and back again
        assert len(current(store, "targets")) == 3


def test_two_versions_of_an_input_in_one_batch(tmp_path: Path) -> None:
    new = Article(("hangzhou", HANGZHOU)).target("超过6000亿元").result("/in/a.txt")
    with Store(tmp_path) as store:
        store.put([seed_article().result("/in/a.txt"), new])
        assert [row[0] for row in current(store, "targets", "quote")] == ["超过6000亿元"]
        assert outcomes(store) == {"/in/a.txt": "accepted"}


def test_a_new_extractor_rereads_and_the_first_reading_time_stays(tmp_path: Path) -> None:
    later = AT + timedelta(days=30)
    with Store(tmp_path) as store:
        store.put([seed_article().result()])
        store.put([seed_article().result(at=later, version="test-2")])
        assert current(store, "articles", "epoch_us(ingested_at)") == [(int(AT.timestamp() * 1e6),)]
    assert stored(tmp_path).inputs == {"accepted": 1}


def test_the_same_bytes_under_another_name_are_a_duplicate(tmp_path: Path) -> None:
    first, second = seed_article("a.txt").result(), seed_article("b.txt").result()
    with Store(tmp_path) as store:
        store.put([first, second])
        assert outcomes(store) == {"/in/a.txt": "accepted", "/in/b.txt": "duplicate"}
        ((stage, reason, detail),) = current(store, "rejections", "stage, reason, detail")
        assert (stage, reason) == ("read", "duplicate")
        assert "a.txt" in detail
        assert store.known(second.key, second.identity)
        for batch in ([second], [second, first], [replace(second, key="new code"), replace(first, key="new code")]):
            store.put(batch)
            assert outcomes(store) == {"/in/a.txt": "accepted", "/in/b.txt": "duplicate"}
            assert len(current(store, "articles")) == 1


@pytest.mark.parametrize("how", ["changed", "refused"])
def test_a_duplicate_is_taken_once_the_first_is(tmp_path: Path, how: str) -> None:
    first, second = seed_article("a.txt").result(), seed_article("b.txt").result()
    with Store(tmp_path) as store:
        store.put([first, second])
        if how == "refused":
            store.put([refused("a.txt", first.identity)])
        else:
            store.put([Article(("hangzhou", HANGZHOU)).fact("8.1%").result(first.identity)])
        assert not store.known(second.key, second.identity)
        store.put([second])
        assert outcomes(store)["/in/b.txt"] == "accepted"
        assert "duplicate" not in [reason for (reason,) in current(store, "rejections", "reason")]


def test_known_is_told_for_many_at_once(tmp_path: Path) -> None:
    first, second = seed_article("a.txt").result(), seed_article("b.txt").result()
    asked = [(first.key, first.identity), (first.key, None), (second.key, second.identity), ("no", "no"), ("no", None)]
    with Store(tmp_path) as store:
        assert store.known_among(asked) == set()
        store.put([first])
        assert store.known_among(asked) == {asked[0], asked[1]}
        assert store.known_among([]) == set()


def test_names_that_are_no_text_are_stored_and_kept_apart(tmp_path: Path) -> None:
    results = [
        replace(
            refused(),
            identity=f"/in/{name}",
            key=name.encode("utf-8", "replace").hex() + str(at),
            source=Origin(name=name),
        )
        for at, name in enumerate(["\udcb8\udcdf.txt", "\udcb8\udce0.txt"])
    ]
    with Store(tmp_path) as store:
        store.put(results)
        assert store.known(results[0].key, results[0].identity)
        assert len(outcomes(store)) == 2
        assert len({name for (name,) in current(store, "rejections", "source_name")}) == 2


def test_rows_that_no_table_can_hold_are_kept_as_rejections(tmp_path: Path) -> None:
    odd = {"value": float("nan"), "quote": "\ud800", "bytes": b"\xff", 3: {1, 2}}
    bad = Rejection(stage="validate", reason="wrong_type", detail="half \ud800", table="targets", row=odd)  # type: ignore[arg-type]
    with Store(tmp_path) as store:
        store.put([replace(seed_article().result(), rejections=(bad,))])
        ((row,),) = current(store, "rejections", "row::VARCHAR")
    assert '"value":"nan"' in row


@pytest.mark.parametrize(
    "change",
    [
        {"reading": None, "rejections": ()},
        {"source": Origin(name="a.txt")},
        {"rejections": (Rejection(stage="guess", reason="odd", detail=""),)},
        {"rejections": (Rejection(stage="read", reason="Not A Code", detail=""),)},
    ],
)
def test_a_result_that_explains_nothing_is_refused_at_once(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="article"):
        replace(seed_article().result(), **change)


def test_a_batch_that_fails_leaves_nothing(tmp_path: Path) -> None:
    bad = seed_article().result()
    assert bad.reading
    bad.reading.rows["facts"][0]["year"] = "two thousand"
    with Store(tmp_path) as store:
        with pytest.raises(ValueError, match="year"):
            store.put([refused(), bad])
        assert outcomes(store) == {}
        store.put([refused()])
        assert len(outcomes(store)) == 1


def test_what_a_killed_writer_left_half_written_is_removed(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        left = store.places.parts / "0000.zst"
    left.write_bytes(b"half")
    with Store(tmp_path):
        assert not left.exists()


def test_a_store_of_older_declarations_gets_the_new_columns(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put([seed_article().result()])
        store.duck.execute("ALTER TABLE targets DROP COLUMN review")
    with Store(tmp_path) as store:
        assert [review for (review,) in current(store, "targets", "review")] == [None] * 3
        store.duck.execute("ALTER TABLE targets ALTER COLUMN page TYPE VARCHAR")
    with pytest.raises(WarehouseError, match="page"), Store(tmp_path):
        pass


def test_a_second_writer_waits_and_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    with Store(tmp_path):
        waiting = threading.Thread(
            target=lambda: Store(tmp_path, patience=30, say=said.append).__enter__().__exit__(None, None, None)
        )
        waiting.start()
        while not said:
            time.sleep(0.01)
        assert waiting.is_alive()
        assert f"process {os.getpid()}" in said[0]
        assert status(tmp_path).stored is None
        assert f"process {os.getpid()}" in (status(tmp_path).writer or "")
    waiting.join(30)
    assert not waiting.is_alive()
    assert len(said) == 1
    assert status(tmp_path).writer is None


def test_a_second_writer_gives_up_clearly(tmp_path: Path) -> None:
    with Store(tmp_path), pytest.raises(StoreBusy, match="writes to this data folder") as caught:
        Store(tmp_path, patience=0.2, say=lambda _: None).__enter__()
    assert caught.value.mend
    with Store(tmp_path):
        pass


def test_a_folder_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(WarehouseError, match="cannot be written") as caught, Store(tmp_path / "data"):
        pass
    assert "data" in caught.value.where
    assert "GAOXIN_DATA" in caught.value.mend


def test_a_database_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "gaoxin.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseError, match="cannot be opened"), Store(tmp_path):
        pass
    with pytest.raises(WarehouseError, match="cannot be read"):
        status(tmp_path)


READ_ONLY = """
import os, sys
from pathlib import Path
from warehouse.errors import WarehouseError
from warehouse.status import status
from warehouse.store import Store
status(Path(sys.argv[1]))  # imports all that it needs, while this user may
os.setgid(65534)
os.setuid(65534)
print(status(Path(sys.argv[1])).stored.inputs)
try:
    with Store(Path(sys.argv[1])):
        print("opened")
except WarehouseError as error:
    print(error)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="another user is needed, and only root can become one")
def test_a_folder_of_another_user_can_be_looked_at_and_not_written() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        data.chmod(0o755)
        with Store(data) as store:
            store.put([refused()])
        said = subprocess.run([sys.executable, "-c", READ_ONLY, folder], capture_output=True, text=True, timeout=60)
    assert said.stdout.splitlines()[:1] == ["{'rejected': 1}"], said.stderr
    assert "cannot be written (Permission denied)" in said.stdout
    assert "--data" in said.stdout
