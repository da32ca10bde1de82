"""Copies of releases elsewhere: whole or not named, carried on after a kill, never changed, never turned back."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from pyarrow import fs

from tests.commands import extension, free_port, gaoxin
from tests.factory import HANGZHOU, Article, make_release, reference
from warehouse.errors import WarehouseError
from warehouse.mirror import Mirror
from warehouse.release import current, publish, releases, verify
from warehouse.store import Store


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A data folder with two releases."""
    data = tmp_path / "data"
    make_release(data)
    with Store(data) as store:
        store.put([Article(("hangzhou", HANGZHOU), name="new.txt").target("超过6000亿元").result()])
        assert publish(store, data, reference())
    return data


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    return Mirror(f"file://{tmp_path}/mirror")


def named(mirror: Mirror) -> str:
    """The release that readers of the mirror are given."""
    return str(json.loads((Path(mirror.root) / "current.json").read_text())["release_id"])


def test_all_releases_are_sent_once_and_the_newest_is_named(two: Path, mirror: Mirror) -> None:
    first, second = releases(two)
    done = mirror.push(two)
    assert done.releases == (first.name, second.name)
    assert done.current == named(mirror) == second.name
    assert done.copied > 0, "what is the same in both releases is copied there"
    for folder in (first, second):
        assert verify(Path(mirror.root) / "releases" / folder.name) == []
    assert list(mirror.verify()) == []
    again = mirror.push(two)
    assert (again.releases, again.sent, again.copied, again.current) == ((), 0, 0, second.name)


class Killed(BaseException):
    """Stands in for a kill: nothing that catches errors catches it."""


class Few:
    """A file system on which only so many objects can be written."""

    def __init__(self, files: fs.FileSystem, left: int) -> None:
        self._files, self.left = files, left

    def __getattr__(self, name: str) -> object:
        if name in ("open_output_stream", "copy_file", "move"):
            self.left -= 1
            if self.left < 0:
                raise Killed
        return getattr(self._files, name)


def test_killed_before_any_object_the_next_push_completes(two: Path, tmp_path: Path) -> None:
    first, second = releases(two)
    objects = 0
    while True:
        mirror = Mirror(f"file://{tmp_path}/mirror-{objects}")
        whole = mirror.files
        mirror.files = Few(whole, objects)
        try:
            mirror.push(two)
            break
        except Killed:
            pass
        finally:
            mirror.files = whole
        there = {folder.name for folder in Path(mirror.root).glob("releases/*") if (folder / "SHA256SUMS").exists()}
        if (Path(mirror.root) / "current.json").exists():
            assert named(mirror) in there
        mirror.push(two)
        assert named(mirror) == second.name
        assert list(mirror.verify()) == []
        assert verify(Path(mirror.root) / "releases" / first.name) == []
        objects += 1
    assert objects > 50


def test_what_is_whole_there_is_never_written_again(two: Path, mirror: Mirror, tmp_path: Path) -> None:
    mirror.push(two)
    other = tmp_path / "other"
    make_release(other, [Article(("hangzhou", HANGZHOU), name="else.txt").target("超过6000亿元").result()])
    assert releases(other)[0].name == releases(two)[0].name
    with pytest.raises(WarehouseError, match=r"another release .* is there already"):
        mirror.push(other)
    assert list(mirror.verify()) == []


def test_an_older_folder_does_not_turn_the_mirror_back(two: Path, mirror: Mirror, tmp_path: Path) -> None:
    older = tmp_path / "older"
    shutil.copytree(two, older, symlinks=True)
    newest = releases(two)[-1].name
    for path in [*releases(older)[-1].rglob("*"), releases(older)[-1]]:
        path.chmod(0o755)
    shutil.rmtree(releases(older)[-1])
    mirror.push(two)
    assert mirror.push(older).current == named(mirror) == newest


def test_a_changed_a_lost_and_a_foreign_object_are_found(two: Path, mirror: Mirror) -> None:
    mirror.push(two)
    release = Path(mirror.root) / "releases" / releases(two)[-1].name
    changed = release / "csv" / "facts.csv"
    changed.write_bytes(changed.read_bytes() + b"x")
    (release / "csv" / "zones.csv").unlink()
    (release / "more.txt").write_text("more")
    (Path(mirror.root) / "current.json").write_text('{"release_id": "2000-01-01.001"}')
    said = "\n".join(mirror.verify())
    for words in ("csv/facts.csv was changed", "csv/zones.csv is missing", "more.txt is there and not", "names 2000-"):
        assert words in said
    with pytest.raises(WarehouseError, match="is not whole"):
        mirror.pull(two.parent / "elsewhere")


def test_another_machine_fetches_the_newest(two: Path, mirror: Mirror, tmp_path: Path) -> None:
    here = tmp_path / "here"
    with pytest.raises(WarehouseError, match="no release yet"):
        mirror.pull(here)
    mirror.push(two)
    assert mirror.pull(here) == releases(two)[-1].name
    folder = current(here)
    assert folder is not None
    assert verify(folder) == []
    assert mirror.pull(here) is None
    assert [path.name for path in (here / "releases").iterdir()] == [folder.name]


def test_a_damaged_release_is_not_fetched(two: Path, mirror: Mirror, tmp_path: Path) -> None:
    mirror.push(two)
    changed = Path(mirror.root) / "releases" / releases(two)[-1].name / "gaoxin.sqlite"
    changed.write_bytes(changed.read_bytes()[:-1] + b"x")
    with pytest.raises(WarehouseError, match=r"gaoxin.sqlite was changed"):
        mirror.pull(tmp_path / "here")
    assert list((tmp_path / "here" / "releases").iterdir()) == []
    assert current(tmp_path / "here") is None


@pytest.mark.parametrize("uri", ["", "bucket", "s3://", "ftp://there/x", "http://there/x"])
def test_what_is_no_place_is_said(uri: str) -> None:
    with pytest.raises(WarehouseError, match=r"Name it as s3://BUCKET/FOLDER"):
        Mirror(uri)


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    """A local S3 server with one bucket, as the environment that leads there."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(urllib.request.Request(f"{address}/bucket", method="PUT"), timeout=5).close()
                break
            except OSError:
                assert server.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.2)
        keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
        yield {**keys, "AWS_ENDPOINT_URL": address, "AWS_EC2_METADATA_DISABLED": "true"}
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.mark.slow
def test_releases_travel_over_s3(two: Path, s3: dict[str, str], tmp_path: Path) -> None:
    uri, here = "s3://bucket/gaoxin", tmp_path / "here"
    pushed = gaoxin(two, "mirror", "push", uri, **s3)
    assert pushed.returncode == 0, pushed.stderr
    assert pushed.stdout.startswith("2 releases sent")
    assert "0 releases sent" in gaoxin(two, "mirror", "push", GAOXIN_MIRROR=uri, **s3).stdout
    assert gaoxin(two, "mirror", "verify", uri, **s3).stdout == f"{uri} is whole.\n"
    assert gaoxin(here, "mirror", "pull", uri, **s3).returncode == 0
    folder = current(here)
    assert folder is not None
    assert verify(folder) == []
    endpoint = s3["AWS_ENDPOINT_URL"].removeprefix("http://")
    with duckdb.connect() as reader:
        reader.execute(f"LOAD '{extension('httpfs')}'")
        reader.execute(
            f"CREATE SECRET (TYPE s3, KEY_ID 'key', SECRET 'secret', ENDPOINT '{endpoint}', URL_STYLE 'path', USE_SSL false)"
        )
        found = reader.execute(
            f"SELECT count(*) FROM 's3://bucket/gaoxin/releases/{folder.name}/parquet/targets.parquet'"
        )
        assert found.fetchone() == (4,)


@pytest.mark.slow
def test_a_release_goes_there_by_itself(s3: dict[str, str], tmp_path: Path) -> None:
    done = gaoxin(tmp_path / "data", "ingest", GAOXIN_MIRROR="s3://bucket/itself", **s3)
    assert done.returncode == 0, done.stderr
    folder = current(tmp_path / "data")
    assert folder is not None
    assert gaoxin(tmp_path / "there", "mirror", "pull", "s3://bucket/itself", **s3).stdout == (
        f"Release {folder.name} is here now.\n"
    )


@pytest.mark.slow
def test_what_is_wrong_with_the_storage_is_said(two: Path, s3: dict[str, str]) -> None:
    missing = gaoxin(two, "mirror", "push", "s3://no-such-bucket/x", **s3)
    nobody = {**s3, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}"}
    unreachable = gaoxin(two, "mirror", "push", "s3://bucket/x", **nobody)
    for done in (missing, unreachable):
        assert done.returncode == 1
        assert "See that the bucket exists" in done.stderr
        assert len(done.stderr.splitlines()) <= 2
