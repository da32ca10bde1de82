"""The command `gaoxin`. It only wires rooms together, and imports them inside the commands: `--help` is quick."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows import inspection, upkeep
from flows.inspection import as_json

if TYPE_CHECKING:
    from flows.summary import RunSummary

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Gaoxin(click.Group):
    """Turns what goes wrong into one message and an exit status; a traceback only with --debug."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises ClickException (exit status 1) where the run failed."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort, KeyboardInterrupt, SystemExit):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                traceback.print_exc()
            raise click.ClickException(_told(error)) from error


def _told(error: Exception) -> str:
    """An error for people. Those of the rooms say what, where and what to do; any other is a fault of ours."""
    if type(error).__name__ == "BadCatalog" or hasattr(error, "mend"):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'the system'}: {error.strerror or error}. Run with --debug to see where."
    kind = type(error).__name__
    return f"an unexpected error ({kind}: {error}). This is a fault in gaoxin; run again with --debug and report it."


def _version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        from flows.versions import package_version

        click.echo(f"gaoxin {package_version()}")
        ctx.exit()


@click.group(cls=Gaoxin, context_settings=CONTEXT)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    envvar="GAOXIN_DATA",
    show_default=True,
    show_envvar=True,
    help="Folder of all state: store, releases, Prefect. Two folders never meet.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say the version.")
@click.pass_context
def main(ctx: click.Context, data: Path, debug: bool) -> None:
    """Open data on China's national high-tech zones (国家高新区), read out of newspaper articles.

    Every number comes with the very characters that say it.

    \b
    Try this:
      gaoxin up                    everything: site, API, Datasette, Prefect, schedules
      gaoxin ingest ARTICLES/      read a folder of articles and publish a release
      gaoxin status                what has been read, published and refused

    Exit status: 0 when every input ended as rows or as a rejection, 1 when the run failed, 2 for a wrong command.
    """  # noqa: D301 - click reads the control character
    ctx.obj = data


no_prefect = click.option("--no-prefect", is_flag=True, help="Run the same steps plainly, recorded nowhere.")
host = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
port = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    envvar="PORT",
    show_default=True,
    show_envvar=True,
    help="Port of the site.",
)


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--runner",
    type=click.Choice(["local", "dask", "ray"]),
    default="local",
    envvar="GAOXIN_RUNNER",
    show_default=True,
    show_envvar=True,
    help="Who reads the articles: processes of this machine, or a cluster.",
)
@click.option(
    "--address",
    envvar="GAOXIN_ADDRESS",
    show_envvar=True,
    help="Where the cluster is (tcp://HOST:8786, ray://HOST:10001); without, one is started here.",
)
@no_prefect
@as_json
@click.pass_obj
def ingest(data: Path, paths: Sequence[Path], runner: str, address: str | None, no_prefect: bool, json_: bool) -> None:
    """Read articles, and publish if anything changed.

    PATH is a file or a folder (.txt .html .pdf .docx); without any, the articles that come with gaoxin are read.
    A file NAME.meta.json beside NAME.EXT tells title, newspaper, edition, published_on and url. Articles that were read
    before and have not changed cost nothing.

    \b
    Examples:
      gaoxin ingest
      gaoxin ingest page.txt more/ --json
      gaoxin --data /srv/zones ingest --no-prefect more/
    """  # noqa: D301 - click reads the control character
    from flows.display import progress, summary_lines

    _require_writable(data)
    with progress(quiet=json_) as tell:
        summary = _ingest(data, paths, tell, no_prefect, runner, address)
    if json_:
        click.echo(json.dumps(summary.plain(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(summary_lines(summary)))
    for missing in summary.read.missing:
        click.echo(f"Error: {missing}", err=True)
    if summary.read.missing:
        sys.exit(1)


def _ingest(
    data: Path, paths: Sequence[Path], tell: Any, plainly: bool, runner: str, address: str | None
) -> RunSummary:
    from sources import BUNDLED

    if plainly and runner != "local":
        raise click.UsageError(f"--runner {runner} is Prefect's; leave out --no-prefect.")

    chosen = [Path(os.path.abspath(path)) for path in paths] or [BUNDLED]  # noqa: PTH100 - a link keeps its own name
    if plainly:
        from flows.steps import run

        return run(data, chosen, progress=tell)
    _prepare_prefect(data)
    from flows.ingest import run as run_flow

    return run_flow(data, chosen, tell, runner=runner, address=address)


@main.command()
@click.option("--force", is_flag=True, help="Let through a release in which a table loses more than half of its rows.")
@no_prefect
@as_json
@click.pass_obj
def release(data: Path, force: bool, no_prefect: bool, json_: bool) -> None:
    """Publish what the store holds, if it differs.

    `ingest` does it at its end. A release that loses more than half of a table is held back without --force.
    """
    _require_writable(data)
    if no_prefect:
        from flows.steps import publish

        made = publish(data, force=force)
    else:
        _prepare_prefect(data)
        from flows.release import run

        made = run(data, force)
    if json_:
        said = {"release": made.release_id, "counts": dict(made.counts)} if made else {"release": None, "counts": None}
        click.echo(json.dumps(said, indent=2))
    else:
        click.echo(f"Release {made.release_id}" if made else "No new release: nothing differs from the newest one.")


@main.command()
@host
@port
@click.pass_obj
def serve(data: Path, host: str, port: int) -> None:
    """Serve site, API and Datasette on one port.

    They show the newest release; a newer one is picked up as it appears. Nothing else is started.
    """
    from flows import ports, runtime
    from flows.problem import Problem
    from publish.app import create_app
    from publish.serve import run
    from warehouse.release import current

    ports.require_free(host, port, f"--port {port + 1} (or PORT={port + 1}).")
    if current(data) is None:
        raise Problem("nothing is published here yet", where=data, mend="Run `gaoxin ingest` first, or `gaoxin up`.")
    beside = runtime.running(data)
    prefect_url = beside.ui if beside else None
    run(create_app(data, prefect_url=prefect_url), host, port, prefect_url=prefect_url, say=_say)


@main.command()
@host
@port
@click.option(
    "--prefect-port",
    type=click.IntRange(1, 65535),
    default=None,
    help="Port of Prefect's server.  [default: 4200 or the next free one]",
)
@click.option(
    "--catalog",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    envvar="GAOXIN_CATALOG",
    show_envvar=True,
    help="Which sources the schedules visit, and when.  [default: the catalogue that comes with gaoxin]",
)
@click.pass_obj
def up(data: Path, host: str, port: int, prefect_port: int | None, catalog: Path | None) -> None:
    """Run it all: site, Prefect and schedules.

    The first time, the articles that come with gaoxin are read before the site is served. When there is a release
    already, the site is there at once and the rest starts behind it. Ctrl-C stops everything.
    """
    from flows.up import up
    from sources.catalog import CATALOG

    up(data, host, port, prefect_port, catalog or CATALOG, _say)


for command in (*inspection.COMMANDS, *upkeep.COMMANDS):
    main.add_command(command)


def _require_writable(data: Path) -> None:
    """Say at once, and not after Prefect has started, that a folder cannot be written."""
    from flows.doctor import require_writable

    require_writable(data)


def _prepare_prefect(data: Path) -> None:
    """Before Prefect is imported: find its server, or say that a temporary one is started."""
    from flows import runtime

    api = runtime.prepare(data)
    if api is None:
        _say("Starting a temporary Prefect server; this takes 10 to 20 seconds ...")
    else:
        runtime.require_answer(api)


def _say(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
