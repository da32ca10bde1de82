from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.registry import TABLES
from warehouse.search import TOKENIZER, query, set_apart
from warehouse.sqlite import search_table


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE found USING fts5(text, content='', tokenize=\"{TOKENIZER}\")")
    return connection


def found(connection: sqlite3.Connection, text: str, words: str) -> bool:
    connection.execute("INSERT INTO found (found) VALUES ('delete-all')")
    connection.execute("INSERT INTO found (rowid, text) VALUES (1, ?)", [set_apart(text)])
    return connection.execute("SELECT count(*) FROM found WHERE found MATCH ?", [query(words)]).fetchone() == (1,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("量子信息是主导产业", "量子"),
        ("量子信息是主导产业", "子"),
        ("量子信息是主导产业", "信息是主导"),
        ("将超过6000亿元", "6000亿元"),
        ("将超过6000亿元", "超过 亿元"),
        ("ＧＤＰ增长8.1%", "gdp"),
        ("GDP增长8.1%", "ｇｄｐ增长"),
        ("增长８.1%", "8.1%"),
        ("中国（绵阳）科技城", '"绵阳" 科技城'),
        ("中国（绵阳）科技城", "（绵阳）科技城"),
        ("Hangzhou High-tech Zone", "high-tech"),
        ("㐀𠀀字", "𠀀字"),
    ],
)
def test_what_is_there_is_found(index: sqlite3.Connection, text: str, words: str) -> None:
    assert found(index, text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("量子信息是主导产业", "子量"),
        ("量子信息是主导产业", "胡说八道"),
        ("集量、子集", "量子"),
        ("第一行末\n尾行", "末尾"),
        ("将超过6000亿元", "600亿元"),
        ("量子信息", ""),
        ("量子信息", "，。"),
        ("量子信息", '"'),
        ("a | b", "|"),
    ],
)
def test_what_is_not_there_is_not_found(index: sqlite3.Connection, text: str, words: str) -> None:
    assert not found(index, text, words)


@given(st.text())
def test_no_words_of_a_stranger_are_an_error(words: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE found USING fts5(text, content='', tokenize=\"{TOKENIZER}\")")
    assert connection.execute("SELECT count(*) FROM found WHERE found MATCH ?", [query(words)]).fetchone() == (0,)
    connection.close()


HAN = st.text(alphabet="高新区量子，。 a1", min_size=1, max_size=12)


@given(HAN, st.text(alphabet="高新区量子", min_size=1, max_size=3))
def test_chinese_words_are_found_exactly_where_they_stand(text: str, word: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE found USING fts5(text, content='', tokenize=\"{TOKENIZER}\")")
    connection.execute("INSERT INTO found (rowid, text) VALUES (1, ?)", [set_apart(text)])
    hits = connection.execute("SELECT count(*) FROM found WHERE found MATCH ?", [query(word)]).fetchone()[0]
    assert hits == (word in text)
    connection.close()


def test_the_release_finds_what_like_finds(release: Path) -> None:
    connection = sqlite3.connect(release / "gaoxin.sqlite")
    for table in TABLES.values():
        name = search_table(table)
        columns = [field.name for field in table.where(searched=True)]
        assert bool(name) == bool(columns)
        if not name:
            continue
        for word in ("量子", "杭州", "高新区", "亿元", "区", "胡说八道"):
            like = " OR ".join(f"{column} LIKE '%{word}%'" for column in columns)
            by_like = connection.execute(f"SELECT rowid FROM {table.name} WHERE {like} ORDER BY 1").fetchall()
            by_index = connection.execute(f"SELECT rowid FROM {name} WHERE {name} MATCH ? ORDER BY 1", [query(word)])
            assert by_index.fetchall() == by_like, (table.name, word)
    connection.close()
