from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from publish.data import NoRelease, Release, ReleaseGone, Releases, TooSlow
from publish.serve import PortTaken, addresses, check_port, run
from tests.commands import extension
from tests.factory import make_release
from tests.publish.conftest import SERVE, free_port
from tests.publish.test_paging import many


def test_a_taken_port_is_said_before_anything_starts() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port} of 127.0.0.1 is taken"):
            check_port("127.0.0.1", port)
        with pytest.raises(PortTaken, match="taken"):
            run(_never, "127.0.0.1", port, say=_fail)
    check_port("127.0.0.1", port)


async def _never(*_: object) -> None:
    raise AssertionError("the application was asked")


def _fail(line: str) -> None:
    raise AssertionError(line)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("no.such.host.invalid", 8000), ("192.0.2.1", 8000)])
def test_an_address_that_cannot_be(host: str, port: int) -> None:
    with pytest.raises(PortTaken):
        check_port(host, port)


def test_addresses_are_ones_that_a_browser_can_open() -> None:
    assert addresses("0.0.0.0", 8000)["site"] == "http://127.0.0.1:8000/"
    assert addresses("::1", 8000)["API"] == "http://[::1]:8000/docs"
    assert addresses("127.0.0.1", 8000, "http://127.0.0.1:4200")["Prefect"] == "http://127.0.0.1:4200"


def test_a_release_is_held_while_newer_ones_appear(tmp_path: Path) -> None:
    releases = Releases(tmp_path)
    with pytest.raises(NoRelease):
        releases.current()
    make_release(tmp_path, [many(3, "one.txt").result()])
    first = releases.current()
    assert releases.current() is first
    make_release(tmp_path, [many(4, "two.txt").result("/in/two.txt")])
    second = releases.current()
    assert second.id != first.id
    assert first.count("SELECT count(*) FROM facts") == 3
    assert second.count("SELECT count(*) FROM facts") == 7
    assert releases.get(first.id) is first
    for wrong in ("2000-01-01.001", "..", "", f"{first.id}.building", f"../releases/{first.id}"):
        with pytest.raises(ReleaseGone):
            releases.get(wrong)


def test_a_release_cannot_be_written(release: Path) -> None:
    with pytest.raises(Exception, match=r"readonly|read-only"):
        Release(release).rows("DELETE FROM facts")


def test_a_query_that_takes_too_long_is_stopped(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.data.SECONDS", 0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    held = Release(release)
    started = time.monotonic()
    with pytest.raises(TooSlow):
        held.rows(endless)
    assert time.monotonic() - started < 5
    assert held.count("SELECT count(*) FROM facts") == 3


def test_many_threads_read_one_release(release: Path) -> None:
    held = Release(release)
    wrong: list[object] = []

    def read() -> None:
        for _ in range(50):
            found = held.rows("SELECT * FROM targets")
            if len(found) != 3:
                wrong.append(found)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.slow
@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_the_server_stops_when_it_is_told_to(data: Path, signal_number: int) -> None:
    port = free_port()
    code = f"{SERVE}; print('the end')"
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", code, str(data), str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
    for _ in range(100):
        try:
            assert httpx.get(f"http://127.0.0.1:{port}/data/gaoxin/facts").status_code == 200
            break
        except httpx.TransportError:
            time.sleep(0.1)
    process.send_signal(signal_number)
    out, error = process.communicate(timeout=20)
    assert (out.splitlines()[-1], error, process.returncode) == ("the end", "", 0)
    check_port("127.0.0.1", port)


@pytest.mark.slow
def test_uvicorn_gives_what_is_given_in_process(server: str) -> None:
    whole = httpx.get(f"{server}/v1/datasets/facts.parquet")
    part = httpx.get(f"{server}/v1/datasets/facts.parquet", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"PAR1")
    head = httpx.head(f"{server}/v1/datasets/facts.parquet")
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(whole.content)))
    assert httpx.head(f"{server}/v1/targets").status_code == 200
    assert httpx.get(f"{server}/data/gaoxin.db").status_code == 200
    assert httpx.get(f"{server}/data/gaoxin/targets.json?_shape=array&_search=%E9%87%8F%E5%AD%90").json() == []
    assert "server" not in whole.headers


@pytest.mark.slow
def test_duckdb_reads_over_http(server: str) -> None:
    import duckdb

    with duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}) as base:
        base.execute(f"LOAD '{extension('httpfs')}'")
        found = base.execute(
            f"SELECT quote, value, unit FROM '{server}/v1/datasets/targets.parquet' WHERE horizon_year = 2025 "
            "AND zone_id = 'hangzhou' AND kind = 'amount'"
        ).fetchall()
        assert found == [("超过6000亿元", 6e11, "CNY")]
        rows = base.execute(f"SELECT count(*) FROM read_csv('{server}/v1/datasets/facts.csv')").fetchone()
        assert rows == (3,)
