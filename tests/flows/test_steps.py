"""The steps of a run: what is read, what is passed over, and that no article takes others with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import crew, steps
from flows.summary import ReadSummary
from tests.flows import engines
from warehouse.store import Store

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for articles."""
    made = tmp_path / "articles"
    made.mkdir()
    return made


def write(folder: Path, *texts: str) -> None:
    """Write articles 000.txt, 001.txt ..."""
    for number, text in enumerate(texts):
        (folder / f"{number:03d}.txt").write_text(f"{text} 高新区第{number}篇，新增企业3家。")


def reasons(summary: ReadSummary) -> dict[str, str]:
    """The reason by source name."""
    return {refusal.source: f"{refusal.stage}/{refusal.reason}" for refusal in summary.refusals}


def test_each_input_ends_as_rows_or_as_a_rejection(tmp_path: Path, folder: Path) -> None:
    write(folder, "一", "RAISE", "REFUSE", "四")
    (folder / "empty.txt").touch()
    summary = steps.read(tmp_path / "data", [folder], make=engines.make)
    assert (summary.new, summary.unchanged, summary.rejected, summary.facts) == (2, 0, 3, 2)
    assert reasons(summary) == {
        "001.txt": "extract/internal_error",
        "002.txt": "relevance/no_zone",
        "empty.txt": "read/empty_source",
    }
    internal = next(refusal for refusal in summary.refusals if refusal.reason == "internal_error")
    assert "ZeroDivisionError at flows/engines.py:" in internal.detail
    assert str(tmp_path) not in internal.detail


def test_what_is_known_is_not_read_again(tmp_path: Path, folder: Path) -> None:
    write(folder, "一", "REFUSE", "三")
    (folder / "empty.txt").touch()
    steps.read(tmp_path / "data", [folder], make=engines.make)
    again = steps.read(tmp_path / "data", [folder], make=engines.broken)
    assert (again.new, again.unchanged, again.rejected) == (0, 4, 0)
    (folder / "000.txt").write_text("改了 高新区，新增企业3家。")
    assert steps.read(tmp_path / "data", [folder], make=engines.make).new == 1


@pytest.mark.parametrize("change", ["meta", "extractor", "schema"])
def test_what_decides_a_reading_makes_it_new(
    tmp_path: Path, folder: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "一")
    steps.read(tmp_path / "data", [folder], make=engines.make)
    if change == "meta":
        (folder / "000.meta.json").write_text('{"title": "高新区"}')
    elif change == "extractor":
        monkeypatch.setattr(steps, "extractor_version", lambda: "later")
    else:
        monkeypatch.setattr(steps, "schema_version", lambda: "later")
    assert steps.read(tmp_path / "data", [folder], make=engines.make).new == 1


def test_a_crew_reads_what_one_process_reads(tmp_path: Path, folder: Path) -> None:
    write(folder, *["一", "RAISE", "REFUSE"] * 4)
    alone = steps.read(tmp_path / "one", [folder], make=engines.make, workers=1)
    both = steps.read(tmp_path / "two", [folder], make=engines.make, workers=2)
    alone.seconds = both.seconds = 0
    assert alone == both
    assert both.new == 4


def test_a_dying_worker_costs_one_article(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "CHUNK", 3)
    write(folder, *["一"] * 4, "DIE", *["六"] * 5, "DIE", "十二")
    summary = steps.read(tmp_path / "data", [folder], make=engines.make, workers=2)
    assert (summary.new, summary.rejected) == (10, 2)
    assert reasons(summary) == {"004.txt": "extract/worker_died", "010.txt": "extract/worker_died"}
    again = steps.read(tmp_path / "data", [folder], make=engines.make, workers=1)
    assert (again.new, again.unchanged, again.rejected) == (0, 10, 2), "a passing trouble is tried again"


@pytest.mark.parametrize(("word", "workers"), [("SPIN", None), ("SPIN", 1), ("HANG", 1)])
def test_an_article_has_its_time_and_no_more(
    tmp_path: Path, folder: Path, word: str, workers: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "GRACE", 0.3)
    write(folder, "一", word, "三")
    summary = steps.read(tmp_path / "data", [folder], make=engines.make, workers=workers, limit=0.3)
    assert summary.new == 2
    assert reasons(summary) == {"001.txt": "extract/too_slow"}


def test_a_check_that_breaks_down_costs_one_article(tmp_path: Path, folder: Path) -> None:
    write(folder, "一", "REFUSE")
    summary = steps.read(tmp_path / "data", [folder], make=engines.invalid)
    assert reasons(summary)["001.txt"] == "relevance/no_zone"
    assert set(reasons(summary).values()) <= {"relevance/no_zone", "validate/internal_error", "validate/table_failed"}


@pytest.mark.parametrize("workers", [None, 1])
def test_an_engine_that_cannot_be_built_fails_the_run(tmp_path: Path, folder: Path, workers: int | None) -> None:
    write(folder, "一")
    with pytest.raises(LookupError, match="the table of zones is damaged"):
        steps.read(tmp_path / "data", [folder], make=engines.broken, workers=workers)
    assert steps.read(tmp_path / "data", [folder], make=engines.make).new == 1


def test_a_folder_without_articles_is_named_and_the_others_are_read(tmp_path: Path, folder: Path) -> None:
    write(folder, "一")
    (tmp_path / "empty").mkdir()
    summary = steps.read(tmp_path / "data", [tmp_path / "empty", tmp_path / "gone", folder], make=engines.make)
    assert summary.new == 1
    assert [missing.split(": ")[0].split("/")[-1] for missing in summary.missing] == ["empty", "gone"]


def test_progress_is_told_and_memory_is_bounded(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "CHUNK", 2)
    monkeypatch.setattr(steps, "STORED", 2)
    monkeypatch.setattr(steps, "WINDOW", 4)
    monkeypatch.setattr(crew, "AHEAD", 1)
    taken: list[str] = []
    discover = steps.discover

    def counted(paths: list[Path]) -> object:
        for source in discover(paths):
            taken.append(source.name)
            yield source

    monkeypatch.setattr(steps, "discover", counted)
    ahead: list[int] = []
    write(folder, *["一"] * 40)
    steps.read(
        tmp_path / "data",
        [folder],
        make=engines.make,
        workers=2,
        progress=lambda read: ahead.append(len(taken) - read.articles),
    )
    assert len(ahead) >= 20
    assert max(ahead) <= 2 * 3 + 4, "no more sources are in memory than the crew and one window hold"


def test_other_threads_are_given_a_time_limit_too(tmp_path: Path, folder: Path) -> None:
    write(folder, "SPIN", "二")
    done: list[ReadSummary] = []
    thread = threading.Thread(
        target=lambda: done.append(steps.read(tmp_path / "data", [folder], make=engines.make, limit=0.3))
    )
    thread.start()
    thread.join(30)
    assert reasons(done[0]) == {"000.txt": "extract/too_slow"}


def test_rows_carry_when_they_were_read(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    write(folder, "一")
    steps.read(tmp_path / "data", [folder], make=engines.make)
    with Store(tmp_path / "data") as store:
        [(at,)] = store.duck.execute("SELECT epoch(ingested_at) FROM articles").fetchall()
    assert at == 1700000000
