"""Regular expressions that cannot match: anchored in the middle of a text, or counted by a pair of an f-string."""

from __future__ import annotations

import ast
import re

import pytest

from tests.commands import ROOT

SOURCES = sorted((ROOT / "extraction").glob("*.py"))
_ANCHORED = re.compile(r"^(_?[A-Z_]+) = re\.compile\(\s*r?f?\"+\s*\^", re.MULTILINE)
_AT_A_PLACE = re.compile(r"(_?[A-Z_]+)\.(?:match|search|finditer|fullmatch)\((?:self\.)?(?:text\.)?norm, ")


@pytest.mark.parametrize("path", SOURCES, ids=[path.stem for path in SOURCES])
def test_no_anchored_pattern_is_asked_to_match_at_a_place(path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not set(_ANCHORED.findall(source)) & set(_AT_A_PLACE.findall(source))


@pytest.mark.parametrize("path", SOURCES, ids=[path.stem for path in SOURCES])
def test_no_repetition_became_a_pair(path) -> None:
    """In an f-string `{0,6}` is a pair of numbers, which no text holds, where `{{0,6}}` was meant."""
    literals = (
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.JoinedStr)
    )
    held = (part.value for literal in literals for part in literal.values if isinstance(part, ast.FormattedValue))
    assert not [ast.unparse(value) for value in held if isinstance(value, ast.Tuple | ast.Constant)]
