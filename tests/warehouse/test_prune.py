from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from publish.data import Releases
from tests.factory import Article, make_release, reference
from warehouse.prune import prune
from warehouse.release import current, finish, publish, releases, verify
from warehouse.store import Store

HOLD = (
    "import sys; from pathlib import Path; from publish.data import Releases; "
    "held = Releases(Path(sys.argv[1])).get(sys.argv[2]); print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture
def four(tmp_path: Path) -> Path:
    """A data folder with four releases."""
    make_release(tmp_path)
    for number in range(3):
        article = Article(("hangzhou", f"杭州高新区有企业{number}00家。"), name=f"{number}.txt")
        with Store(tmp_path) as store:
            store.put([article.result()])
            publish(store, tmp_path, reference())
    return tmp_path


def names(data: Path) -> list[str]:
    return [folder.name for folder in releases(data)]


def test_the_newest_stay_and_the_others_go(four: Path) -> None:
    before = names(four)
    done = prune(four, 2)
    assert done.removed == tuple(before[:2])
    assert done.bytes > 100_000
    assert names(four) == before[2:]
    assert sorted(p.name for p in (four / "releases").iterdir()) == before[2:]
    newest = current(four)
    assert newest is not None
    assert verify(newest) == []
    assert prune(four, 2).removed == ()


def test_the_current_one_always_stays(four: Path) -> None:
    prune(four, 0)
    newest = current(four)
    assert newest is not None
    assert names(four) == [newest.name]


def test_one_that_another_process_reads_stays_until_it_lets_go(four: Path) -> None:
    oldest = names(four)[0]
    command = [sys.executable, "-c", HOLD, str(four), oldest]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout
        assert reader.stdin
        assert reader.stdout.readline() == b"held\n"
        assert prune(four, 1).in_use == (oldest,)
        reader.stdin.close()
    assert prune(four, 1).removed == (oldest,)


def test_a_server_goes_on_with_the_newest(four: Path) -> None:
    served = Releases(four)
    newest = served.current()
    prune(four, 1)
    assert served.current() is newest
    assert newest.count("SELECT count(*) FROM articles") == 4


def test_the_next_writer_sweeps_what_a_killed_one_left(four: Path) -> None:
    oldest = releases(four)[0]
    oldest.rename(oldest.with_name(oldest.name + ".pruned"))
    assert len(names(four)) == 3
    finish(four)
    assert sorted(p.name for p in (four / "releases").iterdir()) == names(four)


@pytest.mark.slow
def test_a_prune_that_is_killed_leaves_whole_releases_only(four: Path) -> None:
    program = "import sys; from pathlib import Path; from warehouse.prune import prune; prune(Path(sys.argv[1]), 1)"
    for delay in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        with subprocess.Popen([sys.executable, "-c", program, str(four)]) as killed:
            time.sleep(delay)
            os.kill(killed.pid, signal.SIGKILL)
        assert all(verify(folder) == [] for folder in releases(four))
    prune(four, 1)
    assert [p.name for p in (four / "releases").iterdir()] == names(four)
