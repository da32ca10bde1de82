"""What a person sees of a run on the terminal; plain lines where there is none."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flows.runtime import Running
from flows.summary import Progress, ReadSummary, RunSummary
from warehouse.release import ReleaseSummary
from warehouse.review import Doubt
from warehouse.status import Status

PAUSE = 5.0
"""Seconds between two plain lines."""


@contextmanager
def progress(quiet: bool = False) -> Iterator[Progress]:
    """Yield what is to be told of a run's progress: a moving line on a terminal, else a line now and then.

    All of it goes to standard error; `quiet` says that a program reads, and then there is no moving line.
    """
    if quiet or not sys.stderr.isatty():
        yield _Lines().tell
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting ...", total=None)
        yield lambda read: bar.update(task, description=_said(read))


class _Lines:
    """Says how far a run is, every few seconds."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def tell(self, read: ReadSummary) -> None:
        now = time.monotonic()
        if read.articles and now - self.last >= PAUSE:
            self.last = now
            print(_said(read), file=sys.stderr, flush=True)


def _said(read: ReadSummary) -> str:
    articles = "article" if read.articles == 1 else "articles"
    return (
        f"{read.articles} {articles}: {read.new} new, {read.unchanged} unchanged, {read.rejected} rejected; "
        f"{read.targets} targets, {read.facts} facts"
    )


def summary_lines(summary: RunSummary) -> list[str]:
    """What a run did, in lines for people."""
    read = summary.read
    lines = [
        f"Articles   {read.new} new, {read.unchanged} unchanged, {read.rejected} rejected",
        f"Read       {read.targets} targets, {read.facts} facts"
        + (f"; {read.rows_rejected} rows rejected" if read.rows_rejected else ""),
        f"Release    {summary.release.release_id}" if summary.release else "Release    none: nothing differs",
    ]
    articles = [refusal for refusal in read.refusals if refusal.table is None]
    lines += [f"Rejected   {refusal.source}: {refusal.reason}: {refusal.detail}" for refusal in articles[:20]]
    if len(articles) > 20:
        lines.append(f"           and {len(articles) - 20} more; see `gaoxin status` or the table `rejections`")
    return lines


def status_lines(data: Path, found: Status, up: Running | None) -> list[str]:
    """How a data folder stands, in lines for people."""
    lines = [f"Data folder  {data}"]
    lines.append(f"Running      {up.site} and {up.ui}/ (process {up.pid})" if up else "Running      no")
    if found.release_id is None:
        lines.append("Release      none yet; run `gaoxin ingest`")
    else:
        shown = ("articles", "targets", "facts", "rejections")
        counts = ", ".join(f"{found.counts[name]} {name}" for name in shown)
        lines.append(f"Release      {found.release_id}, the newest of {len(found.releases)}: {counts}")
    if found.writer:
        lines.append(f"Store        {found.writer} writes to it now")
    elif found.stored:
        inputs = ", ".join(f"{count} {outcome}" for outcome, count in found.stored.inputs.items()) or "nothing"
        lines.append(f"Store        {inputs}; last read {found.stored.last_at:%Y-%m-%d %H:%M} UTC")
        lines += [f"Refused      {count} {reason}" for reason, count in found.stored.rejections.items()]
    return lines


def replay_line(read: ReadSummary, release: ReleaseSummary | None = None) -> str:
    """What became of inputs that were read once more."""
    line = f"{read.articles} inputs read again: {read.new} accepted, {read.rejected} refused"
    return f"{line}; release {release.release_id}" if release else line


def doubt_lines(found: Sequence[Doubt]) -> list[str]:
    """Doubtful claims, three lines each: what is said, why it is doubtful, and the sentence."""
    lines = []
    for doubt in found:
        row = doubt.row
        value = (
            "" if row["value"] is None else f"{row['operator'] or ''} {row['value']:,.10g} {row['unit'] or ''}".strip()
        )
        said = " | ".join(str(part) for part in (row["zone_id"], row["indicator"], value, row["year"]) if part)
        lines += [f"{doubt.doubt:.2f}  {row['id']}  {said}", f"      {'; '.join(doubt.why)}  [{row['rule']}]"]
        lines.append(f"      {row['statement'][:120]}")
    return lines or ["Nothing is in doubt."]
