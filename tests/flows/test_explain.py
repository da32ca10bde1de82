"""How one file is read, told to a person."""

from pathlib import Path

import pytest

from flows.explain import explained
from flows.problem import Problem
from sources import BUNDLED

SEED = next(BUNDLED.glob("*.txt"))


def test_claims_and_refused_numbers_are_marked_and_explained() -> None:
    told = explained(SEED, html=False)
    assert "⟦超过6000亿元⟧" in told
    assert "> 600,000,000,000 CNY | 2025 | hangzhou | [amount_money" in told
    assert "refused: time" in told


def test_the_page_says_the_same_and_loads_nothing() -> None:
    page = explained(SEED, html=True)
    assert ">超过6000亿元</mark>" in page
    assert "http" not in page.lower().replace("<!doctype html>", "")


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no such file"):
        explained(tmp_path / "none.txt", html=False)
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    with pytest.raises(Problem, match="empty"):
        explained(empty, html=False)
    other = tmp_path / "other.txt"
    other.write_text("某市足球队昨日主场以二比一战胜客队。球迷在体育场外庆祝到深夜，气氛十分热烈。", encoding="utf-8")
    with pytest.raises(Problem, match="no_zone"):
        explained(other, html=False)
