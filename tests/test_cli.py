"""The command: what it says, what it prints for programs, and its exit status."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import gaoxin as command
from sources import BUNDLED
from tests.commands import ROOT, as_others, environment, free_port, gaoxin, left

HEAVY = ("prefect", "duckdb", "fastapi", "polars", "pyarrow", "datasette", "uvicorn", "pandera", "rich")


def call(data: Path, *words: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(command.main, ["--data", str(data), *map(str, words)])


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the bundled articles, published. Tests may not change it."""
    data = tmp_path_factory.mktemp("cli") / "data"
    result = call(data, "ingest", "--no-prefect")
    assert result.exit_code == 0, result.output
    return data


@pytest.fixture
def copy(ingested: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be changed."""
    shutil.copytree(ingested, tmp_path / "data", symlinks=True)
    return tmp_path / "data"


@pytest.mark.parametrize("words", [["--help"], *([name, "--help"] for name in sorted(command.main.commands))])
def test_help_is_quick_since_it_imports_nothing_heavy(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "gaoxin", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "click" in imported
    assert imported.isdisjoint(HEAVY)
    assert done.stdout.startswith("Usage:")


def test_every_command_and_option_is_explained() -> None:
    listed = call(Path("x"), "--help").output.split("Commands:")[1]
    assert "..." not in listed, "the first line of a command's help must fit into the list"
    for name, each in command.main.commands.items():
        assert f"  {name} " in listed
        assert all(getattr(option, "help", "") for option in each.params if isinstance(option, click.Option)), name


def test_ingest_says_what_became_of_the_articles(copy: Path) -> None:
    again = call(copy, "ingest", "--no-prefect", "--json")
    assert again.exit_code == 0
    said = json.loads(again.stdout)
    articles = len([*BUNDLED.glob("*.txt")])
    assert said["articles"] == {"new": 0, "unchanged": articles, "rejected": 0}
    assert said["release"] is None
    assert "none: nothing differs" in call(copy, "ingest", "--no-prefect").stdout


def test_json_is_all_that_a_program_reads(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").touch()
    shutil.copytree(BUNDLED, tmp_path / "in", dirs_exist_ok=True)
    done = gaoxin(tmp_path / "data", "ingest", "--no-prefect", "--json", tmp_path / "in")
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert said["articles"]["new"] > 0
    assert said["targets"] > 0
    assert said["facts"] > 0
    assert said["release"].endswith(".001")
    assert [(refused["source"], refused["reason"]) for refused in said["rejections"]] == [("empty.txt", "empty_source")]


def test_bad_input_is_refused_by_name_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(BUNDLED, folder)
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 64)
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(100_000_000)
    (folder / "poem.txt").write_text("床前明月光，疑是地上霜。举头望明月，低头思故乡。")
    (folder / "broken.txt").write_text("杭州高新区2025年产值超过6000亿元。")
    (folder / "broken.meta.json").write_text("{")
    result = call(tmp_path / "data", "ingest", "--no-prefect", folder)
    assert result.exit_code == 0, result.output
    assert "5 rejected" in result.stdout
    reasons = {
        "empty.txt": "empty_source",
        "binary.txt": "binary",
        "huge.txt": "too_large",
        "poem.txt": "no_zone",
        "broken.txt": "bad_metadata",
    }
    for name, reason in reasons.items():
        assert f"{name}: {reason}: " in result.stdout
    assert "Release    20" in result.stdout
    refused = json.loads(call(tmp_path / "data", "status", "--json").stdout)["stored"]["rejections"]
    assert sum(refused.values()) == 5


def test_a_folder_without_articles_fails_the_run_after_the_others_were_read(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "photo.jpg").write_bytes(b"\xff\xd8")
    result = call(tmp_path / "data", "ingest", "--no-prefect", tmp_path / "none", BUNDLED)
    assert result.exit_code == 1
    assert "none: no article in this folder" in result.stderr
    assert "Release    20" in result.stdout
    gone = call(tmp_path / "data", "ingest", "--no-prefect", tmp_path / "gone")
    assert gone.exit_code == 1
    assert "gone: there is no such file or folder" in gone.stderr


def test_a_read_only_data_folder_is_said_at_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o555)
    for words in (["ingest"], ["ingest", "--no-prefect"], ["release"], ["up", "--port", str(free_port())]):
        done = gaoxin(data, *words, prefix=as_others())
        assert (done.returncode, done.stdout) == (1, ""), words
        assert f"{data}" in done.stderr
        assert "cannot be written (Permission denied). Give this user the right" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert not [*data.iterdir()]


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = call(tmp_path / "file", "ingest", "--no-prefect")
    assert result.exit_code == 2
    assert "is a file" in result.stderr
    result = call(tmp_path / "file" / "data", "ingest", "--no-prefect")
    assert result.exit_code == 1
    assert "cannot be written (Not a directory)" in result.stderr


def test_a_damaged_store_is_said(copy: Path) -> None:
    (copy / "store" / "gaoxin.duckdb").write_bytes(b"no database" * 1000)
    result = call(copy, "ingest", "--no-prefect")
    assert result.exit_code == 1
    assert "gaoxin.duckdb: cannot be opened" in result.stderr
    assert "gaoxin rebuild" in result.stderr


@pytest.mark.parametrize("words", [["serve"], ["up"]])
def test_a_taken_port_is_said_before_anything_starts(ingested: Path, words: list[str]) -> None:
    marker = uuid.uuid4().hex
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = gaoxin(ingested, *words, "--port", str(port), GAOXIN_TEST=marker)
        by_variable = gaoxin(ingested, *words, PORT=str(port), GAOXIN_TEST=marker)
    assert done.returncode == by_variable.returncode == 1
    for said in (done.stderr, by_variable.stderr):
        assert f"port {port}" in said
        assert f"--port {port + 1} (or PORT={port + 1})" in said
        assert len(said.splitlines()) == 1
    assert not left(marker)
    assert not (ingested / "prefect" / "server.log").exists()


def test_a_taken_prefect_port_is_said(ingested: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = gaoxin(ingested, "up", "--port", str(free_port()), "--prefect-port", str(port))
    assert done.returncode == 1
    assert f"--prefect-port {port + 1}" in done.stderr


@pytest.mark.parametrize(
    "words", [["ingest", "--fast"], ["serve", "--port", "99999"], ["up", "--catalog", "/no/such"], ["sing"]]
)
def test_a_wrong_command_is_status_2(tmp_path: Path, words: list[str]) -> None:
    assert call(tmp_path / "data", *words).exit_code == 2
    assert not (tmp_path / "data").exists()


def test_a_wrong_catalogue_is_said(tmp_path: Path) -> None:
    (tmp_path / "catalog.yaml").write_text("- name: x\n")
    done = gaoxin(tmp_path / "data", "up", "--port", str(free_port()), "--catalog", tmp_path / "catalog.yaml")
    assert done.returncode == 1
    assert "catalog.yaml, entry 1: must have exactly the keys" in done.stderr


@pytest.mark.parametrize("words", [["ingest"], ["release"]])
def test_a_prefect_server_that_does_not_answer_is_said(tmp_path: Path, words: list[str]) -> None:
    done = gaoxin(tmp_path / "data", *words, PREFECT_API_URL=f"http://127.0.0.1:{free_port()}/api")
    assert (done.returncode, done.stdout) == (1, "")
    assert "/api: Prefect's server does not answer" in done.stderr
    assert "--no-prefect" in done.stderr


def test_nothing_to_serve_is_said(tmp_path: Path) -> None:
    result = call(tmp_path / "data", "serve", "--port", str(free_port()))
    assert result.exit_code == 1
    assert "nothing is published here yet" in result.stderr


def test_a_fault_of_ours_is_one_message_and_a_traceback_only_for_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: Any, **named: Any) -> None:
        raise ZeroDivisionError("one by nothing")

    monkeypatch.setattr("flows.steps.run", fail)
    result = call(tmp_path / "data", "ingest", "--no-prefect")
    assert result.exit_code == 1
    assert "unexpected error (ZeroDivisionError: one by nothing)" in result.stderr
    assert "Traceback" not in result.stderr
    assert (
        "Traceback"
        in CliRunner().invoke(command.main, ["--data", str(tmp_path), "--debug", "ingest", "--no-prefect"]).stderr
    )


def test_status_tells_of_releases_and_of_an_empty_folder(ingested: Path, tmp_path: Path) -> None:
    said = json.loads(call(ingested, "status", "--json").stdout)
    assert said["release_id"].endswith(".001")
    assert said["counts"]["articles"] == said["stored"]["inputs"]["accepted"]
    assert said["running"] is None
    assert f"Release      {said['release_id']}" in call(ingested, "status").stdout
    assert "none yet" in call(tmp_path / "data", "status").stdout
    assert not (tmp_path / "data").exists()


def test_release_publishes_only_what_differs(copy: Path) -> None:
    assert "No new release" in call(copy, "release", "--no-prefect").stdout
    assert json.loads(call(copy, "release", "--no-prefect", "--json").stdout)["release"] is None


def test_verify_finds_a_changed_file(copy: Path) -> None:
    assert "is whole" in call(copy, "verify").stdout
    folder = (copy / "current").resolve()
    assert "is whole" in call(copy, "verify", folder.name).stdout
    changed = folder / "csv" / "facts.csv"
    changed.chmod(0o644)
    changed.write_bytes(changed.read_bytes().replace(b"1", b"2", 1))
    result = call(copy, "verify")
    assert result.exit_code == 1
    assert "csv/facts.csv" in result.stderr
    unknown = call(copy, "verify", "1999-01-01.001")
    assert unknown.exit_code == 1
    assert f"Known are: {folder.name}" in unknown.stderr


def test_two_data_folders_never_meet(copy: Path, tmp_path: Path) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in copy.rglob("*") if path.is_file())
    (tmp_path / "one.txt").write_text("杭州高新区到2025年数字经济核心产业增加值将超过6000亿元。")
    result = call(tmp_path / "other", "ingest", "--no-prefect", tmp_path / "one.txt")
    assert result.exit_code == 0, result.output
    assert before == sorted((path, path.stat().st_mtime_ns) for path in copy.rglob("*") if path.is_file())


def test_doctor_looks_at_everything_and_leaves_nothing(ingested: Path, tmp_path: Path) -> None:
    done = gaoxin(ingested, "doctor", "--json")
    found = {finding["subject"]: finding for finding in json.loads(done.stdout)}
    assert {"Python", "dependencies", "data folder", "disk", "SQLite full text", "Prefect", "release"} <= found.keys()
    assert done.returncode == any(finding["verdict"] == "fail" for finding in found.values())
    assert found["release"]["verdict"] == "ok"
    assert found["Prefect"]["verdict"] == "ok"
    assert all(finding["mend"] for finding in found.values() if finding["verdict"] != "ok")
    assert "none yet" in gaoxin(tmp_path / "data", "doctor").stdout
    assert not (tmp_path / "data").exists()


def test_doctor_finds_what_is_wrong(copy: Path) -> None:
    (copy / "current").resolve().joinpath("datapackage.json").chmod(0o644)
    (copy / "current").resolve().joinpath("datapackage.json").write_text("{}")
    (copy / "releases" / "2099-01-01.001.building").mkdir()
    done = gaoxin(copy, "doctor")
    assert done.returncode == 1
    assert "is damaged: " in done.stdout
    assert "half-built: 2099-01-01.001.building" in done.stdout


@pytest.mark.slow
def test_ingest_runs_through_a_temporary_prefect_server(tmp_path: Path) -> None:
    data, home, marker = tmp_path / "deep" / "data", tmp_path / "home", uuid.uuid4().hex
    home.mkdir()
    (tmp_path / "empty.txt").touch()
    done = gaoxin(data, "ingest", "--json", BUNDLED, tmp_path / "empty.txt", HOME=str(home), GAOXIN_TEST=marker)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["release"].endswith(".001")
    assert said["articles"]["rejected"] == 1
    with sqlite3.connect(data / "prefect" / "prefect.db") as kept:
        assert kept.execute("SELECT name, state_type FROM flow_run").fetchall() == [
            (f"ingest {BUNDLED.name}, empty.txt", "COMPLETED")
        ]
        states = kept.execute("SELECT state_type FROM task_run").fetchall()
        assert states == [("COMPLETED",)] * 2, "what the server was told must be recorded before it is stopped"
        artifacts = dict(kept.execute("SELECT key, data FROM artifact").fetchall())
        assert {"ingest-counts", "ingest-rejections", "ingest-summary"} == artifacts.keys()
        assert "empty_source" in artifacts["ingest-rejections"]
    assert not [*home.iterdir()], "nothing is written outside of the data folder"
    assert not left(marker), "no server is left"


@pytest.mark.slow
def test_a_failed_flow_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "data" / "store").mkdir(parents=True)
    (tmp_path / "data" / "store" / "gaoxin.duckdb").write_bytes(b"no database" * 1000)
    done = gaoxin(tmp_path / "data", "ingest")
    assert done.returncode == 1
    assert "gaoxin.duckdb: cannot be opened" in done.stderr
    assert "Traceback" not in done.stderr
    assert environment().keys().isdisjoint({"PREFECT_HOME"})
    with sqlite3.connect(tmp_path / "data" / "prefect" / "prefect.db") as kept:
        assert kept.execute("SELECT state_type FROM flow_run").fetchall() == [("FAILED",)]
