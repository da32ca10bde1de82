"""What the documents name is there: links, commands, options, files, rooms and what those may import."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest

from gaoxin import main
from tests.commands import ROOT
from tests.docs.documents import DOCUMENTS, READMES, code, commands, fenced, headings, links, of_program, read

ARCHITECTURE = ROOT / "docs" / "architecture.md"
CONTRACTS = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["importlinter"]
ROOMS: list[str] = CONTRACTS["root_packages"]
FILE = re.compile(r"[\w.]+\.(?:py|ya?ml|csv|toml|md|lock)")
MADE = ("data/",)
"""Folders that a run makes and the checkout has not."""

each = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def test_both_readmes_say_the_same() -> None:
    ours, theirs = READMES
    for language in ("sh", "python"):
        assert _without_remarks(ours, language) == _without_remarks(theirs, language) != []
    assert headings(ours) == headings(theirs)
    assert [_neutral(link) for link in links(ours)] == [_neutral(link) for link in links(theirs)]


def _without_remarks(path: Path, language: str) -> list[str]:
    return [re.sub(r"\s+# .*", "", block) for block in fenced(path, language)]


def _neutral(link: str) -> str:
    """A link as it would be were there no languages; the READMEs link to each other."""
    return link.replace(".zh.", ".").replace(":8000/en/", ":8000/")


@each
def test_every_link_and_image_is_there(path: Path) -> None:
    local = [link.partition("#")[0] for link in links(path) if "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


def test_links_are_seen() -> None:
    assert {"docs/images/evidence.png", "README.zh.md"} <= set(links(READMES[0]))


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "images").glob("*.png")), ids=lambda path: path.name)
def test_pictures_are_small(path: Path) -> None:
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) < 250_000


@each
def test_every_make_target_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), re.MULTILINE))
    assert {"up", "test"} <= targets
    assert {words[0] for words in of_program(path, "make")} <= targets


@each
def test_every_command_and_option_exists(path: Path) -> None:
    for words in of_program(path, "gaoxin"):
        context = click.Context(main, info_name="gaoxin")
        _, rest, _ = main.make_parser(context).parse_args(words)
        command = main.get_command(context, rest[0])
        assert command, words
        command.make_parser(click.Context(command)).parse_args(rest[1:])


def test_commands_are_seen() -> None:
    assert ["make", "up"] in [command.split() for command in commands(READMES[0])]
    assert {"ingest", "status", "verify", "doctor", "up"} <= {words[0] for words in of_program(READMES[0], "gaoxin")}


@each
def test_every_file_and_folder_exists(path: Path) -> None:
    named = [words for words in code(path) if "/" in words and re.fullmatch(r"[\w./-]+", words)]
    named += re.findall(r"<br>([a-z/]+)\"", read(path))  # in a diagram
    top = {place.name for place in ROOT.iterdir()}
    inside = [place for place in named if place.split("/")[0] in top and not place.startswith(MADE)]
    assert [place for place in inside if not _exists(place)] == []


def _exists(place: str) -> bool:
    return (ROOT / place).exists() or (ROOT / f"{place}.py").is_file()


def test_every_module_of_the_architecture_exists() -> None:
    named = [words for words in code(ARCHITECTURE) if FILE.fullmatch(words)]
    assert {"gaoxin.py", "gazetteer.py", "pyproject.toml"} <= set(named)
    assert [name for name in named if not any((place / name).is_file() for place in (ROOT, ROOT / "extraction"))] == []


def test_the_rooms_may_import_what_the_contracts_allow() -> None:
    said = dict(re.findall(r"^\| `(\w+)/` \|.*\| ([^|]+) \|$", read(ARCHITECTURE), re.MULTILINE))
    assert set(said) == set(ROOMS)
    for room, words in said.items():
        others = set(ROOMS) - {room}
        allowed = (
            others if words == "all" else set() if words == "nothing of ours" else set(re.findall(r"`(\w+)`", words))
        )
        assert allowed == others - _forbidden(room), room


def test_libraries_stay_in_the_rooms_that_are_named() -> None:
    sentence = re.search(r"^Prefect appears in .*?\.$", read(ARCHITECTURE), re.MULTILINE | re.DOTALL)
    assert sentence
    parts = sentence[0].split(",")
    assert len(parts) == 3
    for part in parts:
        libraries = {name.lower() for name in re.findall(r"\b(Prefect|FastAPI|Datasette|DuckDB)\b", part)}
        assert libraries
        for library in libraries:
            free = {room for room in ROOMS if library not in _forbidden(room)}
            assert free == set(re.findall(r"`(\w+)`", part)), library


def _forbidden(room: str) -> set[str]:
    """The modules that the import contracts keep a room from."""
    found: set[str] = set()
    contracts: list[dict[str, Any]] = CONTRACTS["contracts"]
    for contract in contracts:
        if room in contract.get("source_modules", ()):
            found |= set(contract["forbidden_modules"])
        elif contract["type"] == "independence" and room in contract["modules"]:
            found |= set(contract["modules"]) - {room}
    return found
