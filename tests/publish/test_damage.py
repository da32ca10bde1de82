"""A release file that was changed or lost after its publishing is found by the server, and served to nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from publish.damage import Examination
from publish.metadata import datapackage
from tests.factory import make_release
from tests.publish.conftest import Client
from warehouse.release import current


@contextmanager
def changed(folder: Path, *paths: str) -> Iterator[Path]:
    """A release in which one bit of each of `paths` is another than it was."""
    make_release(folder, extras=[datapackage.write])
    release = current(folder)
    assert release is not None
    for path in paths:
        file = release / path
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.chmod(0o644)
        file.write_bytes(content)
    yield release


def examined(client: Client) -> None:
    """Let the server open the release and look at all of it."""
    client.get("/readyz")
    for thread in threading.enumerate():
        if thread.name.startswith("sums of"):
            thread.join()


@pytest.mark.parametrize("path", ["/v1/facts", "/v1/datasets", "/", "/en/", "/data/", "/readyz"])
def test_nothing_is_read_from_a_changed_database(tmp_path: Path, path: str) -> None:
    with changed(tmp_path, "gaoxin.sqlite") as release:
        client = Client(tmp_path)
        examined(client)
        answer = client.get(path, headers={"Accept": "text/html"} if path in ("/", "/en/") else {})
        client.close()
    assert answer.status_code == 503
    if path not in ("/", "/en/"):
        assert answer.json()["type"] == "/docs#problem-damaged-release"
        assert f"Of release {release.name}, gaoxin.sqlite was changed since" in answer.json()["detail"]
    else:
        assert "gaoxin verify" in answer.text


def test_a_changed_file_is_refused_and_the_others_are_served(tmp_path: Path) -> None:
    with changed(tmp_path, "csv/facts.csv", "parquet/zones.parquet") as release:
        (release / "csv" / "targets.csv").unlink()
        client = Client(tmp_path)
        examined(client)
        ready = client.get("/readyz")
        assert ready.status_code == 200
        assert ready.json()["damaged"] == ["csv/facts.csv", "csv/targets.csv", "parquet/zones.parquet"]
        for path in ("/v1/datasets/facts.csv", "/v1/datasets/facts.csv?bom=1", "/v1/datasets/targets.csv"):
            assert client.get(path).json()["type"] == "/docs#problem-damaged-release"
        file = f"/v1/releases/{release.name}/files/parquet/zones.parquet"
        assert client.get(file).status_code == 503
        assert client.get("/v1/datasets/facts.parquet").status_code == 200
        assert client.get("/v1/facts").status_code == 200
        client.close()


def test_a_whole_release_has_no_damage_and_one_without_sums_has(tmp_path: Path) -> None:
    with changed(tmp_path) as release:
        examination = Examination(release)
        examination.wait()
        assert examination.damaged == {}
        (release / "SHA256SUMS").unlink()
        without = Examination(release)
        without.wait()
        assert list(without.damaged) == ["SHA256SUMS"]
