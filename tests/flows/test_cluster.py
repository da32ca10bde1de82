"""Articles read by the workers of a cluster: the same rows, the same rejections, whatever a worker does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from benchmarks.corpus import Corpus, write
from flows.cluster import RUNNERS, task_runner
from flows.problem import Problem
from schemas.registry import TABLES
from schemas.table import Type
from tests.commands import ROOT, environment, free_port, gaoxin
from warehouse.release import current, verify

ALONE = (
    "import fcntl, os, socket, struct, sys; "
    "fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh', b'lo', 0x41)); os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Switches on the loopback interface of a network namespace, and becomes the command that it is given."""

TROUBLE = """
import json, sys
from pathlib import Path
from flows import runtime
from tests.flows import engines
data, folder = map(Path, sys.argv[1:])
runtime.prepare(data)
from prefect import flow
from flows import steps
from flows.cluster import Cluster, task_runner
from flows.record import recorded

@flow(name="trouble", task_runner=task_runner("dask", None))
def trouble():
    return steps.read(data, [folder], make=engines.make, workers=2, limit=1.0, crew=Cluster)

done = recorded(trouble)
print(json.dumps([done.new, {refusal.source: refusal.reason for refusal in done.refusals}]))
"""


def installed(name: str) -> pytest.MarkDecorator:
    """Skip where the extra of that name is missing."""
    return pytest.mark.skipif(find_spec(RUNNERS[name]) is None, reason=f"the extra `{name}` is missing: make {name}")


def prefix(name: str) -> tuple[str, ...]:
    """Ray listens on all addresses even when told not to, so it is run where there is only loopback."""
    if name != "ray":
        return ()
    alone = ("unshare", "--map-root-user", "--net", sys.executable, "-c", ALONE)
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this system gives us no network of our own")
    return alone


STARTED = {
    "dask": (
        "tcp://127.0.0.1:{port}",
        "{python} -m distributed.cli.dask_scheduler --host 127.0.0.1 --port {port} --no-dashboard >&2 & "
        "{python} -m distributed.cli.dask_worker {address} --host 127.0.0.1 --nthreads 1 --no-dashboard >&2 & ",
    ),
    "ray": (
        "127.0.0.1:{port}",
        "export RAY_AUTH_MODE=disabled RAY_USAGE_STATS_ENABLED=0; {python} -m ray.scripts.scripts start --head "
        "--node-ip-address 127.0.0.1 --port {port} --include-dashboard false --num-cpus 1 >&2; ",
    ),
}
"""The address of a cluster that somebody else has started, and how it is started."""


def beside(name: str) -> tuple[str, tuple[str, ...]]:
    """The address of a cluster, and the prefix that runs a command beside it; all of it ends with the command."""
    address, start = STARTED[name]
    known = {"port": free_port(), "python": sys.executable}
    known["address"] = address.format(**known)
    contained = ("unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--mount-proc")
    alone = (*contained, sys.executable, "-c", ALONE)
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this system gives us no network of our own")
    return str(known["address"]), (*alone, "sh", "-c", start.format(**known) + '"$@"', "sh")


def rows(data: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of the newest release but the moments."""
    folder = current(data)
    assert folder is not None
    assert verify(folder) == []
    found = {}
    for name, table in TABLES.items():
        columns = [field.name for field in table.fields if field.type is not Type.TIMESTAMP]
        found[name] = pq.read_table(folder / "parquet" / f"{name}.parquet", columns=columns).to_pylist()
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Several chunks of articles, and inputs that are refused."""
    place = tmp_path_factory.mktemp("articles")
    write(place, Corpus()(70))
    (place / "poem.txt").write_text("床前明月光，疑是地上霜。举头望明月，低头思故乡。")
    (place / "empty.txt").touch()
    return place


@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param(name, marks=installed(name)) for name in RUNNERS])
def test_a_cluster_gives_what_one_process_gives(tmp_path: Path, folder: Path, name: str) -> None:
    alone, together = tmp_path / "alone", tmp_path / "together"
    assert gaoxin(alone, "ingest", "--no-prefect", folder).returncode == 0
    done = gaoxin(together, "ingest", "--runner", name, "--json", folder, prefix=prefix(name))
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["articles"] == {"new": 70, "unchanged": 0, "rejected": 2}
    assert rows(together) == rows(alone)
    again = gaoxin(together, "ingest", "--no-prefect", "--json", folder)
    assert json.loads(again.stdout)["articles"] == {"new": 0, "unchanged": 72, "rejected": 0}


@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param(name, marks=installed(name)) for name in RUNNERS])
def test_a_cluster_that_is_there_already_reads_too(tmp_path: Path, folder: Path, name: str) -> None:
    address, prefixed = beside(name)
    done = gaoxin(tmp_path, "ingest", "--runner", name, "--address", address, "--json", folder, prefix=prefixed)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["articles"] == {"new": 70, "unchanged": 0, "rejected": 2}


@pytest.mark.slow
@installed("dask")
def test_a_worker_that_dies_or_hangs_costs_one_article(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, words in enumerate(["3家", "DIE 3家", "3家企业", "SPIN 3家", *(f"{n} 3家" for n in range(8))]):
        (tmp_path / "in" / f"{number:02d}.txt").write_text(words)
    done = subprocess.run(
        [sys.executable, "-c", TROUBLE, str(tmp_path / "data"), str(tmp_path / "in")],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [10, {"01.txt": "worker_died", "03.txt": "too_slow"}]


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RUNNERS, "dask", "no_such_package")
    with pytest.raises(Problem, match=r"extra `dask` is not installed.*make dask"):
        task_runner("dask", None)


def test_a_cluster_needs_prefect(tmp_path: Path) -> None:
    done = gaoxin(tmp_path, "ingest", "--no-prefect", "--runner", "dask")
    assert done.returncode == 2
    assert "leave out --no-prefect" in done.stderr
