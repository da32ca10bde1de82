"""Web pages and Word files of several zones: each article keeps its zone, however its headline is marked up."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import docx
import pytest

from schemas.values import Source
from sources.readers import read
from tests.extraction.measure import NAMES
from tests.extraction.reading import extractor
from tests.extraction.test_layouts import ZONES
from tests.extraction.test_wrapping import PROSE

MARKUP = {
    "h2": "<h2>{}</h2>",
    "strong": "<p><strong>{}</strong></p>",
    "plain": "<p>{}</p>",
    "break": "<b>{}</b><br>",
    "centered": "<p align=center>{}</p>",
    "div": "<div class=t>{}</div>",
    "span": "<section><span>{}</span></section>",
}
HEADS: dict[str, Callable[[str, str], str]] = {
    "zone": lambda zone, slogan: zone,
    "city": lambda zone, slogan: zone.removesuffix("高新区"),
    "zone and slogan": lambda zone, slogan: f"{zone}：{slogan}",
    "city and slogan": lambda zone, slogan: f"{zone.removesuffix('高新区')}：{slogan}",
    "zone and figure": lambda zone, slogan: f"{zone}：一季度增长9.1%，稳住了",
    "numbered": lambda zone, slogan: f"一、{zone}：{slogan}",
}


def articles(head: str) -> list[tuple[str, str, list[str]]]:
    """Zone, headline and paragraphs of a few articles."""
    found = []
    for name in random.Random(head).sample(list(ZONES), 3):
        first, *paragraphs = PROSE[name].splitlines()
        found.append((ZONES[name], HEADS[head](NAMES[ZONES[name]], first.rpartition("：")[2]), paragraphs))
    return found


def zones_read(name: str, data: bytes) -> list[str | None]:
    source = Source(name=name, identity=name, data=data)
    return [section["zone_id"] for section in extractor().read(read(source), source).rows["sections"]]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("markup", MARKUP)
def test_web_pages(markup: str, head: str) -> None:
    told = articles(head)
    body = "".join(
        MARKUP[markup].format(headline) + "".join(f"<p>　　{paragraph}</p>" for paragraph in paragraphs)
        for _, headline, paragraphs in told
    )
    page = (
        "<html><head><meta charset=utf-8><title>高新区竞相发展_江城日报</title></head><body><h1>高新区竞相发展</h1>"
        f"<div class=info>来源：江城日报 2024-02-01</div><div class=content>{body}</div></body></html>"
    )
    assert zones_read("a.html", page.encode()) == [zone for zone, _, _ in told]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("style", ["Heading 2", "bold", "Normal"])
def test_word_files(style: str, head: str) -> None:
    word = docx.Document()
    word.add_heading("高新区竞相发展", 1)
    told = articles(head)
    for _, headline, paragraphs in told:
        line = word.add_paragraph(style=None if style == "bold" else style)
        line.add_run(headline).bold = style == "bold"
        for paragraph in paragraphs:
            word.add_paragraph(paragraph)
    kept = io.BytesIO()
    word.save(kept)
    assert zones_read("a.docx", kept.getvalue()) == [zone for zone, _, _ in told]
