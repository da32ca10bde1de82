"""Regular expressions that cannot match: `^` is the text's beginning, wherever a match is asked to begin."""

from __future__ import annotations

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
