"""What a run leaves for people."""

from __future__ import annotations

from pathlib import Path

from flows import report
from flows.summary import ReadSummary, Refusal
from warehouse.diff import Change
from warehouse.release import ReleaseSummary

READ = ReadSummary(
    new=2,
    unchanged=3,
    rejected=1,
    targets=5,
    facts=7,
    rows_rejected=1,
    refusals=[
        Refusal(source="empty.txt", stage="read", reason="empty_source", detail="the file is empty"),
        Refusal(source="a.txt", stage="validate", reason="not_grounded", detail="elsewhere", table="facts"),
    ],
    missing=["/in: no article in this folder"],
)
RELEASE = ReleaseSummary(
    release_id="2026-01-31.002",
    folder=Path("/data/releases/2026-01-31.002"),
    previous_release_id="2026-01-31.001",
    counts={"facts": 12, "zones": 178},
    changes={"facts": Change(added=7, changed=1, removed=2)},
)


def test_the_counts_are_a_table() -> None:
    counts = {row["what"]: row["count"] for row in report.counts(READ)}
    assert counts == {
        "articles new": 2,
        "articles unchanged": 3,
        "articles rejected": 1,
        "targets read": 5,
        "facts read": 7,
        "rows rejected": 1,
        "seconds of reading": 0.0,
    }


def test_the_rejections_are_a_table_that_always_has_its_columns() -> None:
    rows = report.rejections(READ)
    assert [(row["source"], row["reason"], row["table"]) for row in rows] == [
        ("empty.txt", "empty_source", ""),
        ("a.txt", "not_grounded", "facts"),
    ]
    [none] = report.rejections(ReadSummary())
    assert none.keys() == rows[0].keys()


def test_the_summary_says_what_happened() -> None:
    said = report.summary(READ, RELEASE)
    assert "**6 articles**: 2 new, 3 unchanged, 1 rejected." in said
    assert "/in: no article in this folder" in said
    assert "**Release 2026-01-31.002**" in said
    assert "| facts | 12 | 7 | 1 | 2 |" in said
    assert "No new release" in report.summary(READ, None)
