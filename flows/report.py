"""What a run leaves in Prefect for people: the counts, the rejections and a summary, under keys that stay."""

from __future__ import annotations

from flows.summary import ReadSummary
from warehouse.release import ReleaseSummary

COUNTS, REJECTIONS, SUMMARY, RELEASE = "ingest-counts", "ingest-rejections", "ingest-summary", "release"
"""The keys of the artifacts. Prefect shows what came under one key, run after run, as a history."""


def report_reading(read: ReadSummary) -> None:
    """Leave the tables with the counts and with the rejections of a run."""
    from prefect.artifacts import create_table_artifact

    create_table_artifact(key=COUNTS, table=counts(read), description="Articles and rows of this run.")
    create_table_artifact(
        key=REJECTIONS,
        table=rejections(read),
        description="What came in and was not published, and why. An empty table says that nothing was refused.",
    )


def report_run(read: ReadSummary, release: ReleaseSummary | None) -> None:
    """Leave the summary of a run in words."""
    from prefect.artifacts import create_markdown_artifact

    create_markdown_artifact(key=SUMMARY, markdown=summary(read, release), description="This run in words.")


def report_release(release: ReleaseSummary | None) -> None:
    """Leave what a release holds and what it changed."""
    from prefect.artifacts import create_markdown_artifact

    create_markdown_artifact(key=RELEASE, markdown=_release(release), description="The release that was made.")


def counts(read: ReadSummary) -> list[dict[str, object]]:
    """The counts of a run as rows of `what` and `count`."""
    return [
        {"what": "articles new", "count": read.new},
        {"what": "articles unchanged", "count": read.unchanged},
        {"what": "articles rejected", "count": read.rejected},
        {"what": "targets read", "count": read.targets},
        {"what": "facts read", "count": read.facts},
        {"what": "rows rejected", "count": read.rows_rejected},
        {"what": "seconds of reading", "count": round(read.seconds, 1)},
    ]


def rejections(read: ReadSummary) -> list[dict[str, object]]:
    """The rejections of a run, one row each; Prefect's table needs at least its columns."""
    rows: list[dict[str, object]] = [
        {
            "source": refusal.source,
            "stage": refusal.stage,
            "reason": refusal.reason,
            "table": refusal.table or "",
            "detail": refusal.detail,
        }
        for refusal in read.refusals
    ]
    return rows or [{"source": "", "stage": "", "reason": "", "table": "", "detail": "nothing was refused"}]


def summary(read: ReadSummary, release: ReleaseSummary | None) -> str:
    """A run in Markdown."""
    lines = [
        f"**{read.articles} articles**: {read.new} new, {read.unchanged} unchanged, {read.rejected} rejected.",
        f"Read from the new ones: {read.targets} targets and {read.facts} facts; {read.rows_rejected} rows refused.",
        *(f"* {path}" for path in read.missing),
        _release(release),
    ]
    return "\n\n".join(lines)


def _release(release: ReleaseSummary | None) -> str:
    if release is None:
        return "No new release: nothing differs from the newest one."
    rows = [
        f"| {table} | {count} | {change.added} | {change.changed} | {change.removed} |"
        for table, count in release.counts.items()
        if (change := release.changes.get(table)) is not None
    ]
    head = ["| table | rows | added | changed | removed |", "|---|---|---|---|---|"]
    return f"**Release {release.release_id}**\n\n" + "\n".join(head + rows)
