"""The documents as the tests read them: their fenced blocks, commands, headings and links."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.commands import ROOT

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
SITE = "http://127.0.0.1:8000"
"""Where the documents say that everything is."""

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^ {4}(?! )(.+)$", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)|<(https?://[^>\s]+)>")


def read(path: Path) -> str:
    """The text of a document."""
    return path.read_text(encoding="utf-8")


def fenced(path: Path, language: str) -> list[str]:
    """The bodies of the fenced blocks of one language."""
    return [body for name, body in _FENCE.findall(read(path)) if name == language]


def prose(path: Path) -> str:
    """A document without its fenced blocks."""
    return _FENCE.sub("", read(path))


def code(path: Path) -> list[str]:
    """What stands between backticks."""
    return [str(words) for words in _CODE.findall(prose(path))]


def commands(path: Path) -> list[str]:
    """Every command line, without the remark behind it: of fenced blocks, indented blocks, and between backticks."""
    lines = [line for block in fenced(path, "sh") for line in block.splitlines()]
    lines += _INDENTED.findall(prose(path)) + code(path)
    return [command for line in lines if (command := re.sub(r"(^|\s)# .*", "", line).strip())]


def of_program(path: Path, name: str) -> list[list[str]]:
    """The words behind each call of a program, such as `gaoxin` or `.venv/bin/gaoxin`."""
    called = [command for command in commands(path) if re.match(rf"(?:\S*/)?{name} ", command)]
    return [shlex.split(command)[1:] for command in called]


def headings(path: Path) -> list[int]:
    """The levels of the headings, in their order."""
    return [len(level) for level in re.findall(r"^(#+) ", prose(path), re.MULTILINE)]


def links(path: Path) -> list[str]:
    """Where links and images lead."""
    return [inside or bare for inside, bare in _LINK.findall(prose(path))]
