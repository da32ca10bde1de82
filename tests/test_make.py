"""The Makefile, the lock and the script that must pass before a change lands."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.commands import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run make to its end."""
    return subprocess.run(["make", *words], cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with all that `make venv` looks at first, and no environment yet."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_help_lists_every_target_that_is_for_people() -> None:
    listed = set(re.findall(r"^make (\w+) +\S", make().stdout, re.MULTILINE))
    declared = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"up", "venv", "test", "check", "lock", "clean", "help"} <= listed == declared


def test_a_python_of_the_wrong_age_is_said(checkout: Path) -> None:
    done = make("venv", "PYTHON=false", cwd=checkout)
    assert done.returncode != 0
    assert "Python 3.11 or 3.12 is needed" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_missing_venv_package_is_said(checkout: Path) -> None:
    python = checkout / "python-without-venv"
    python.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    done = make("venv", f"PYTHON={python}", "ROOT=", cwd=checkout)
    assert done.returncode != 0
    assert "python3-venv is missing; install it with: apt-get install python3-venv" in done.stderr


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert not re.search(r"^--?(index|extra|find|i\b)", lock, re.MULTILINE)
    for block in re.split(r"\n(?=[a-z0-9])", lock):
        if "==" in block.partition("\n")[0]:
            assert "--hash=sha256:" in block, block.partition("\n")[0]


def test_the_lock_holds_every_declared_dependency() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*declared["dependencies"], *declared["optional-dependencies"]["dev"]]
    locked = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    names = {re.split(r"[\[<>=~ ]", each)[0].lower().replace("_", "-") for each in wanted}
    assert names <= locked, "run `make lock`"


def test_the_script_that_gates_changes_is_strict_and_whole() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    lines = script.read_text().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert [line for line in lines if line.startswith("make ")] == ["make check", "make test", "make clusters"]


def test_the_command_is_installed_from_the_checkout() -> None:
    command = ROOT / ".venv" / "bin" / "gaoxin"
    if not command.exists():
        pytest.skip("this environment was not made by `make venv`")
    program = "import gaoxin; print(gaoxin.__file__)"
    found = subprocess.run(
        [ROOT / ".venv/bin/python", "-c", program], cwd="/", capture_output=True, text=True, check=True
    )
    assert Path(found.stdout.strip()) == ROOT / "gaoxin.py", "a copy elsewhere would not follow the checkout"


def test_every_extra_has_a_lock_and_a_target_that_installs_it() -> None:
    extras = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]) - {
        "dev",
        "bench",
    }
    assert extras == {path.stem.removeprefix("requirements-") for path in ROOT.glob("requirements-*.lock")}
    for extra in extras:
        assert f"-r requirements-{extra}.lock" in make("-n", extra).stdout
        assert f"make {extra} " in make().stdout
