"""Invented articles, printed in columns: what they say does not depend on where their lines are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.values import Reading
from tests.extraction.reading import claims, flat, read_text

PROSE = {path.stem: path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "prose").glob("*.txt")}
SHORT = 40
"""Lines up to this long are headings and bylines, and are printed as they are."""


def printed(text: str, width: int, indent: str) -> str:
    lines = []
    for paragraph in text.splitlines():
        rest = paragraph if len(paragraph) < SHORT else indent + paragraph
        size = SHORT if len(paragraph) < SHORT else width
        while rest:
            lines.append(rest[:size])
            rest = rest[size:]
    return "\n".join(lines)


def said(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (
            flat(row["quote"]),
            row["type"],
            row["value"],
            row["year"],
            row["scope"],
            row["zone_id"],
            flat(row["indicator"]),
        )
        for row in claims(reading)
    ]


@pytest.mark.parametrize("name", PROSE)
@pytest.mark.parametrize(("width", "indent"), [(18, "　　"), (22, "　　"), (22, ""), (27, "")])
def test_columns_change_nothing(name: str, width: int, indent: str) -> None:
    whole = said(read_text(PROSE[name], year=2024, wrapped=False))
    assert len(whole) >= 20
    assert said(read_text(printed(PROSE[name], width, indent), year=2024)) == whole


def test_a_reporter_at_work_is_no_byline() -> None:
    text = "长沙高新区：活水\n记者从长沙高新区获悉，截至6月底，\n该区注册企业突破1.5万家。"
    assert [row["quote"] for row in claims(read_text(text, year=2023, wrapped=False))] == ["突破1.5万家"]


@pytest.mark.parametrize("width", [16, 18, 24])
def test_numbered_headings_may_be_indented_as_paragraphs_are(width: int) -> None:
    text = PROSE["report-xiangtan"]
    title, *paragraphs = text.splitlines()
    lines = ["　　" + paragraph for paragraph in paragraphs]
    broken = [line[at : at + width] for line in lines for at in range(0, len(line), width)]
    assert said(read_text("\n".join([title, *broken]), year=2024)) == said(read_text(text, year=2024, wrapped=False))


@pytest.mark.parametrize("width", [16, 18])
def test_the_first_headline_of_a_page_may_hold_a_list(width: int) -> None:
    body = "\n".join(PROSE["news-changsha"].splitlines()[1:])
    text = f"长沙、株洲、湘潭……湖南8家国家高新区交出成绩单\n{body}"
    assert said(read_text(printed(text, width, ""), year=2024)) == said(read_text(text, year=2024, wrapped=False))
