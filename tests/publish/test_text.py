from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.evidence import sentence_span
from publish.site.numbers import spoken
from publish.site.text import Block, Piece, Span, blocks, without_repeats
from publish.site.words import CHOICES, EN, WORDS, ZH
from schemas.registry import TABLES

TEXTS = st.text(alphabet="杭州高新区6亿。\n", max_size=60)


@st.composite
def marked(draw: Any) -> tuple[str, list[dict[str, int]], list[Span]]:
    """A text, sections that do not overlap, and any spans."""
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    edges = sorted(draw(st.lists(places, max_size=6, unique=True)))
    sections = [{"start": first, "end": last} for first, last in zip(edges[::2], edges[1::2], strict=False)]
    pairs = [sorted(pair) for pair in draw(st.lists(st.tuples(places, places), max_size=6))]
    spans = [Span(first, last, f"n{number}") for number, (first, last) in enumerate(pairs) if first < last]
    return text, sections, spans


def pieces(made: list[Block]) -> list[Piece]:
    return [piece for block in made for paragraph in block.paragraphs for piece in paragraph]


@given(marked())
def test_no_character_is_added_lost_or_moved(given: tuple[str, list[dict[str, int]], list[Span]]) -> None:
    text, sections, spans = given
    shown = "".join(piece.text for piece in pieces(blocks(text, sections, spans)))
    assert shown.replace("\n", "") == text.replace("\n", "")


@given(marked())
def test_every_span_is_marked_or_said_beside(given: tuple[str, list[dict[str, int]], list[Span]]) -> None:
    text, _, spans = given
    wanted = [span for span in spans if text[span.start : span.end].strip()]
    made = pieces(blocks(text, [], wanted))
    reached = {piece.span.name for piece in made if piece.span} | {s.name for piece in made for s in piece.hidden}
    assert reached == {span.name for span in wanted}
    named = [name for piece in made for name in piece.names]
    assert sorted(named) == sorted(span.name for span in wanted)


@given(TEXTS, st.data())
def test_a_quote_alone_is_one_piece(text: str, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    if not text[start:end].strip():
        return
    first, last = data.draw(st.integers(0, start)), data.draw(st.integers(end, len(text)))
    made = pieces(blocks(text, [], [Span(start, end, "quote")], (first, last)))
    (mark,) = [piece for piece in made if piece.span]
    assert mark.text == text[start:end]
    assert mark.sentence
    assert mark.names == ("quote",)


def test_sections_and_what_stands_between_them() -> None:
    text = "题\n\n甲乙丙\n丁\n\n尾"
    made = blocks(text, [{"start": 3, "end": 8, "section_id": "s"}], [Span(4, 5, "x")])
    assert [block.section is not None for block in made] == [False, True, False]
    assert [["".join(p.text for p in paragraph) for paragraph in block.paragraphs] for block in made] == [
        ["题"],
        ["甲乙丙", "丁"],
        ["尾"],
    ]


def outside(text: str, sections: list[dict[str, Any]], spans: list[Span], title: str | None) -> list[str]:
    """The paragraphs outside the sections that a page shows below its title."""
    made = without_repeats(blocks(text, sections, spans), title)
    return [
        line for block in made if not block.section for line in ("".join(p.text for p in q) for q in block.paragraphs)
    ]


def test_a_heading_is_shown_once() -> None:
    text = "大题\n甲区：\n一往\n无前\n甲区说。\n甲区\n大\n题"
    named = {"heading": "甲区", "subheading": "一往 无前", "byline": None}
    section = {**named, "start": text.index("甲区说"), "end": text.index("甲区说") + 4}
    assert outside(text, [section], [], "大题") == ["甲区", "大", "题"]
    assert outside(text, [{**section, "subheading": "一往直前"}], [], None) == [
        "大题",
        "一往",
        "无前",
        "甲区",
        "大",
        "题",
    ]


def test_a_heading_that_is_quoted_stays() -> None:
    section = {"heading": "产值百亿", "subheading": None, "byline": None, "start": 5, "end": 8}
    assert outside("产值百亿\n甲乙。", [section], [Span(2, 4, "x")], "产值百亿") == ["产值百亿"]


@pytest.mark.parametrize(
    ("statement", "start", "end", "span"),
    [
        ("到2025年超过6000亿元。", 7, 13, (2, 17)),
        (None, 7, 13, None),
        ("另一句。", 7, 13, None),
        ("到2025年", 9, 13, None),
    ],
)
def test_where_the_sentence_stands(statement: str | None, start: int, end: int, span: tuple[int, int] | None) -> None:
    text = "甲。到2025年超过6000亿元。到2025年"
    assert sentence_span(text, statement, start, end) == span


def claim(**columns: Any) -> dict[str, Any]:
    empty = {"value": None, "value_max": None, "unit": None, "operator": "=", "kind": "amount", "counter": None}
    return {**empty, "basis": None, **columns}


@pytest.mark.parametrize(
    ("columns", "zh", "en"),
    [
        ({"value": 6e11, "unit": "CNY", "operator": ">"}, "> 6,000 亿元", "> CNY 600 billion"),
        ({"value": 1.28e12, "unit": "CNY", "operator": ">="}, "≥ 1.28 万亿元", "≥ CNY 1.28 trillion"),
        ({"value": 128670000000.0, "unit": "CNY"}, "1,286.7 亿元", "CNY 128.67 billion"),
        ({"value": 35000, "unit": "CNY"}, "3.5 万元", "CNY 35,000"),
        ({"value": 100, "unit": "count", "counter": "家", "operator": ">="}, "≥ 100 家", "≥ 100"),
        ({"value": 12345, "unit": "count", "counter": "人"}, "12,345 人", "12,345"),
        ({"value": 1.2e6, "unit": "count", "counter": "人", "operator": "~"}, "约 120 万人", "about 1.2 million"),
        ({"value": 8.1, "unit": "percent", "kind": "growth", "basis": "yoy"}, "+8.1% 同比", "+8.1% year on year"),
        ({"value": -2, "unit": "percent", "kind": "growth"}, "-2%", "-2%"),
        ({"value": 60.5, "unit": "percent"}, "60.5%", "60.5%"),
        ({"value": 3, "unit": "rank", "kind": "rank"}, "第 3 位", "rank 3"),
        ({"value": 10, "unit": "rank", "kind": "rank", "operator": "<="}, "前 10 位", "top 10"),
        ({"value": 5, "value_max": 8, "unit": "rank", "operator": "range"}, "第 5–8 位", "rank 5–8"),
        ({"value": 100 / 3, "unit": "percent"}, "33.33%", "33.33%"),
        ({"value": 0.125, "unit": "percent"}, "0.125%", "0.125%"),
        ({"value": 2, "unit": "times", "kind": "growth"}, "2 倍", "2 times"),
        ({"value": 5, "value_max": 8, "unit": "percent", "operator": "range"}, "5% – 8%", "5% – 8%"),
        ({"value": 1.5e7, "unit": "m2"}, "15 平方公里", "15 km²"),
        ({"value": None, "kind": "ambition", "operator": None}, None, None),
    ],
)
def test_values_as_people_read_them(columns: dict[str, Any], zh: str | None, en: str | None) -> None:
    assert spoken(claim(**columns), ZH) == zh
    assert spoken(claim(**columns), EN) == en


def test_all_words_are_there_in_both_languages() -> None:
    for said in (*WORDS.values(), *CHOICES.values()):
        assert all(said)
    for table in TABLES.values():
        for field in table.fields:
            if field.name in ("kind", "basis", "review", "scope", "stage"):
                assert set(field.choices) <= set(CHOICES), field.name
