"""What is missing or wrong on this machine, and the mend."""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from flows import ports, runtime
from flows.problem import Problem

LOCK = Path(__file__).parent.parent / "requirements.lock"
FREE_BYTES = 1_000_000_000
"""Less room than this is worth a warning: a release needs several times the size of its text."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. `warn` can wait, `fail` cannot; `mend` says what to do."""

    subject: str
    verdict: Literal["ok", "warn", "fail"]
    detail: str
    mend: str = ""


def examine(data: Path) -> list[Finding]:
    """Look at everything. A check that breaks down is itself a finding."""
    checks: list[Callable[[Path], Iterator[Finding]]] = [
        _python,
        _dependencies,
        _folder,
        _disk,
        _ports,
        _sqlite,
        _prefect,
        _release,
        _leftovers,
        _chromium,
    ]
    findings: list[Finding] = []
    for check in checks:
        try:
            findings += check(data)
        except Exception as error:
            subject = check.__name__.strip("_")
            findings.append(Finding(subject=subject, verdict="fail", detail=f"{type(error).__name__}: {error}"))
    return findings


def require_writable(data: Path) -> None:
    """Make the folder if need be. Raises Problem where it cannot be written."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise Problem(
            f"cannot be written ({error.strerror})",
            where=data,
            mend="Give this user the right to write there, or choose another folder with --data or GAOXIN_DATA.",
        ) from error


def _python(data: Path) -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info[:2] < (3, 13):
        yield Finding(subject="Python", verdict="ok", detail=found)
    else:
        yield Finding(
            subject="Python",
            verdict="fail",
            detail=f"{found}; 3.11 or 3.12 is needed",
            mend="Install Python 3.11 and run `make venv`.",
        )


def _dependencies(data: Path) -> Iterator[Finding]:
    mend = "Run `make venv`."
    if not LOCK.exists():
        yield Finding(subject="dependencies", verdict="warn", detail="there is no requirements.lock to compare with")
        return
    wanted = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    wrong = [f"{name} {found or 'missing'}" for name, want in wanted.items() if (found := _installed(name)) != want]
    if wrong:
        shown = ", ".join(wrong[:5]) + (f" and {len(wrong) - 5} more" if len(wrong) > 5 else "")
        yield Finding(subject="dependencies", verdict="warn", detail=f"not as locked: {shown}", mend=mend)
    else:
        yield Finding(subject="dependencies", verdict="ok", detail=f"all {len(wanted)} as locked")


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _folder(data: Path) -> Iterator[Finding]:
    place = next(folder for folder in (data.resolve(), *data.resolve().parents) if folder.exists())
    try:
        if place.is_dir():
            with tempfile.TemporaryFile(dir=place):
                yield Finding(subject="data folder", verdict="ok", detail=f"{data} can be written")
        else:
            yield Finding(subject="data folder", verdict="fail", detail=f"{place} is a file", mend="Choose another.")
    except OSError as error:
        yield Finding(
            subject="data folder",
            verdict="fail",
            detail=f"{place} cannot be written ({error.strerror})",
            mend="Give this user the right to write there, or choose another folder with --data or GAOXIN_DATA.",
        )


def _disk(data: Path) -> Iterator[Finding]:
    place = next(folder for folder in (data.resolve(), *data.resolve().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    detail = f"{free / 1e9:.1f} GB free"
    if free < FREE_BYTES:
        yield Finding(subject="disk", verdict="warn", detail=detail, mend="Make room, or move the data folder.")
    else:
        yield Finding(subject="disk", verdict="ok", detail=detail)


def _ports(data: Path) -> Iterator[Finding]:
    if up := runtime.running(data):
        yield Finding(subject="ports", verdict="ok", detail=f"gaoxin is up at {up.site} and {up.ui}/")
        return
    for port, mend in ((8000, "Use `--port` or PORT."), (4200, "Nothing: the next free port is taken.")):
        if ports.free("127.0.0.1", port):
            yield Finding(subject=f"port {port}", verdict="ok", detail="free")
        else:
            yield Finding(subject=f"port {port}", verdict="warn", detail="taken by another program", mend=mend)


def _sqlite(data: Path) -> Iterator[Finding]:
    mend = "Use a Python whose SQLite has FTS5, such as Debian's."
    try:
        with sqlite3.connect(":memory:") as connection:
            connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    except sqlite3.Error as error:
        yield Finding(subject="SQLite full text", verdict="fail", detail=str(error), mend=mend)
    else:
        yield Finding(subject="SQLite full text", verdict="ok", detail=f"SQLite {sqlite3.sqlite_version} with FTS5")


def _prefect(data: Path) -> Iterator[Finding]:
    try:
        with tempfile.TemporaryDirectory() as elsewhere:  # to look is not to leave a folder behind
            runtime.prepare(Path(elsewhere), api="http://127.0.0.1:9/api")
            import prefect
    except Exception as error:
        yield Finding(
            subject="Prefect",
            verdict="fail",
            detail=f"cannot be imported ({type(error).__name__}: {error})",
            mend="Run `make venv`; until then `gaoxin ingest --no-prefect` works.",
        )
    else:
        yield Finding(subject="Prefect", verdict="ok", detail=prefect.__version__)


def _release(data: Path) -> Iterator[Finding]:
    from warehouse.release import current, verify

    folder = current(data)
    if folder is None:
        yield Finding(subject="release", verdict="warn", detail="none yet", mend="Run `gaoxin ingest` or `gaoxin up`.")
    elif wrong := verify(folder):
        yield Finding(
            subject="release",
            verdict="fail",
            detail=f"{folder.name} is damaged: {wrong[0]}" + (f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""),
            mend=f"Restore {folder} from a copy, or remove it and run `gaoxin release`.",
        )
    else:
        yield Finding(subject="release", verdict="ok", detail=f"{folder.name}, every file and quote in its place")


def _leftovers(data: Path) -> Iterator[Finding]:
    """State that a killed process may have left. The locks themselves are the system's and leave nothing."""
    up = runtime.announced(data)
    if up is not None and not runtime.healthy(up.api):
        yield Finding(
            subject="left-overs",
            verdict="warn",
            detail=f"an earlier `gaoxin up` (process {up.pid}) was killed",
            mend=f"Nothing: the next `gaoxin up` replaces {runtime.state_file(data)}.",
        )
    half = sorted(path.name for path in (data / "releases").glob("*.building"))
    if half:
        yield Finding(
            subject="left-overs",
            verdict="warn",
            detail=f"half-built: {', '.join(half)}",
            mend="Nothing: the next release removes them (unless one is being built now).",
        )
    if up is None and not half:
        yield Finding(subject="left-overs", verdict="ok", detail="none")


def _chromium(data: Path) -> Iterator[Finding]:
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found:
        yield Finding(subject="Chromium (for tests)", verdict="ok", detail=found)
    else:
        yield Finding(
            subject="Chromium (for tests)",
            verdict="warn",
            detail="not found; tests that need a browser are skipped",
            mend="apt-get install chromium fonts-noto-cjk",
        )
