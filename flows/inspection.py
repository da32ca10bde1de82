"""The commands that look and change nothing: status, doctor, explain, verify, review; heavy imports wait for theirs."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

as_json = click.option("--json", "json_", is_flag=True, help="Print one JSON document and nothing else.")


@click.command()
@as_json
@click.pass_obj
def status(data: Path, json_: bool) -> None:
    """Say what has been read, published and refused."""
    from flows.display import status_lines
    from flows.runtime import running
    from warehouse.status import status

    found, up = status(data), running(data)
    if json_:
        said = {**asdict(found), "running": asdict(up) if up else None}
        click.echo(json.dumps(said, ensure_ascii=False, indent=2, default=str))
    else:
        click.echo("\n".join(status_lines(data, found, up)))


@click.command()
@as_json
@click.pass_obj
def doctor(data: Path, json_: bool) -> None:
    """Say what is wrong on this machine, and its mend.

    Exit status 1 where something must be mended.
    """
    from flows.doctor import examine

    findings = examine(data)
    if json_:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding.verdict:<5} {finding.subject:<22} {finding.detail}")
            if finding.mend:
                click.echo(f"{'':<28} {finding.mend}")
    if any(finding.verdict == "fail" for finding in findings):
        sys.exit(1)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--html", is_flag=True, help="Write a page instead of text.")
def explain(file: Path, html: bool) -> None:
    """Show how one article is read, and why.

    The clean text of FILE is printed with every claim and its rule, and every number that was seen and refused
    with the reason. Nothing is stored or published. For example: gaoxin explain page.pdf --html > page.html
    """
    from flows.explain import explained

    click.echo(explained(file, html=html))


@click.command()
@click.argument("release", required=False)
@click.pass_obj
def verify(data: Path, release: str | None) -> None:
    """Check every sum and every quote of a release.

    RELEASE is an id such as 2026-01-31.001; without it the newest release is checked.
    """
    from flows.problem import Problem
    from warehouse.release import current, releases
    from warehouse.release import verify as problems

    folder = current(data) if release is None else next((f for f in releases(data) if f.name == release), None)
    if folder is None:
        known = ", ".join(f.name for f in releases(data)[-5:]) or "none; run `gaoxin ingest` first"
        raise Problem(f"there is no release {release or 'yet'}", where=data, mend=f"Known are: {known}.")
    wrong = problems(folder)
    if wrong:
        raise click.ClickException(f"release {folder.name} is damaged:\n" + "\n".join(wrong))
    click.echo(f"Release {folder.name} is whole: every file and every quote is as it was published.")


@click.command()
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many claims.")
@click.option("--skeleton", metavar="ID", help="Instead, a correction of this claim, to be filled in.")
@as_json
@click.pass_obj
def review(data: Path, limit: int, skeleton: str | None, json_: bool) -> None:
    """Say which claims a person should look at first.

    Doubtful are those of low confidence, those far from what other zones say of the same thing, and those that
    another article contradicts. For example: gaoxin review --skeleton t-0123456789abcdef > corrections/mine.yaml
    """
    from flows.display import doubt_lines
    from warehouse import review as looked

    if skeleton:
        click.echo(looked.skeleton(data, skeleton), nl=False)
        return
    found = looked.doubts(data, limit)
    if json_:
        click.echo(json.dumps([asdict(doubt) for doubt in found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(doubt_lines(found)))


COMMANDS = (status, doctor, explain, verify, review)
