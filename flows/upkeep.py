"""The commands that look after what there is: retry, rebuild, prune, mirror; heavy imports wait for theirs."""

from __future__ import annotations

from pathlib import Path

import click


def _say(line: str) -> None:
    click.echo(line, err=True)


@click.command()
@click.option("--reason", metavar="CODE", help="Only what was refused for this reason, such as too_slow.")
@click.pass_obj
def retry(data: Path, reason: str | None) -> None:
    """Read again what was refused.

    The sources are those that the store keeps; what was unreadable is looked for where it was. What is accepted
    now is published.
    """
    from flows.display import replay_line
    from flows.doctor import require_writable
    from flows.replay import retry
    from flows.steps import publish

    require_writable(data)
    done = retry(data, reason, say=_say)
    click.echo(replay_line(done, publish(data, say=_say)))


@click.command()
@click.pass_obj
def rebuild(data: Path) -> None:
    """Make a damaged or lost store again.

    Every input is read once more from the bytes that the store keeps; the releases are not touched.
    """
    from flows.display import replay_line
    from flows.doctor import require_writable
    from flows.replay import rebuild

    require_writable(data)
    click.echo(replay_line(rebuild(data, say=_say)))


@click.command()
@click.option("--keep", type=click.IntRange(min=1), required=True, help="How many of the newest releases stay.")
@click.pass_obj
def prune(data: Path, keep: int) -> None:
    """Remove old releases.

    The newest stays whatever is asked, and so does one that a server is reading. Nothing else ever removes a release.
    For example: gaoxin prune --keep 12
    """
    from flows.doctor import require_writable
    from warehouse.prune import prune

    require_writable(data)
    done = prune(data, keep, say=_say)
    for name in done.in_use:
        click.echo(f"Release {name} stays: it is being read.")
    names = f" ({', '.join(done.removed)})" if done.removed else ""
    click.echo(f"{len(done.removed)} releases removed{names}, {done.bytes / 1e6:,.1f} MB freed.")


@click.group()
def mirror() -> None:
    """Keep copies of the releases on S3 or another file system.

    URI is s3://BUCKET/FOLDER or file:///FOLDER; GAOXIN_MIRROR names it too, and then every new release is sent there.
    S3 is asked as AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL say.
    """


at = click.argument("uri", envvar="GAOXIN_MIRROR")


@mirror.command()
@at
@click.pass_obj
def push(data: Path, uri: str) -> None:
    """Send the releases that are not there yet."""
    from warehouse.mirror import Mirror

    done = Mirror(uri).push(data, _say)
    click.echo(
        f"{len(done.releases)} releases sent: {done.sent} files, and {done.copied} copied there. "
        f"Current there: {done.current or 'none'}."
    )


@mirror.command()
@at
@click.pass_obj
def pull(data: Path, uri: str) -> None:
    """Fetch the newest release, to serve it from here."""
    from flows.doctor import require_writable
    from warehouse.mirror import Mirror

    require_writable(data)
    fetched = Mirror(uri).pull(data, _say)
    click.echo(f"Release {fetched} is here now." if fetched else "The newest release is here already.")


@mirror.command("verify")
@at
def verify_mirror(uri: str) -> None:
    """Check every byte there against the sums."""
    from warehouse.mirror import Mirror

    wrong = list(Mirror(uri).verify())
    if wrong:
        raise click.ClickException(f"{uri} is damaged:\n" + "\n".join(wrong))
    click.echo(f"{uri} is whole.")


COMMANDS = (retry, rebuild, prune, mirror)
