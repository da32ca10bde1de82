from __future__ import annotations

import re
import threading
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest

from publish.links import BROWSE
from schemas.registry import TABLES
from tests.factory import Article, make_release
from tests.publish.conftest import Client
from tests.publish.test_paging import many

TABLE = f"{BROWSE}/gaoxin"


class Links(HTMLParser):
    """The addresses that a page links to, and those that it loads by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("a", "form"):
            self.links.add(given.get("href") or given.get("action") or "")
        for name in ("src", "srcset", "poster", "data"):
            self.loads |= {given.get(name) or ""}
        if tag == "link" and given.get("rel") != "alternate":
            self.loads.add(given.get("href") or "")
        self.loads.discard("")


def found(client: Client, table: str, words: str) -> int:
    answer = client.get(f"{TABLE}/{table}.json?_shape=array&_search={quote(words)}")
    assert answer.status_code == 200, answer.text
    return len(answer.json())


def test_search_finds_chinese_words_and_nothing_for_nonsense(client: Client) -> None:
    assert found(client, "industries", "量子") == 1
    assert found(client, "articles", "杭州") == 1
    assert found(client, "zones", "杭州") == 1
    assert found(client, "targets", "6000亿元") == 2
    for table in ("zones", "targets", "facts", "articles", "sections", "industries", "rejections"):
        for nonsense in ("乱七八糟", "zzzzzz", '"', "* OR", "NEAR("):
            assert found(client, table, nonsense) == 0, (table, nonsense)


def test_every_table_is_titled_described_and_faceted(client: Client) -> None:
    home = client.get(f"{BROWSE}/").text
    assert "CC BY 4.0" in home
    for name, table in TABLES.items():
        page = client.get(f"{TABLE}/{name}").text
        assert table.zh in page
        assert table.about_en.split(",")[0].split("'")[0] in page
        for field in table.fields:
            assert f"<dt>{field.name}</dt>" in page
        for field in table.where(facet=True)[:1]:
            assert f'data-column="{field.name}"' in page


def test_only_our_tables_are_shown(client: Client) -> None:
    shown = [table["name"] for table in client.get(f"{TABLE}.json").json()["tables"] if not table["hidden"]]
    assert set(shown) == set(TABLES)


def test_rows_lead_to_their_evidence(client: Client, target: dict[str, Any]) -> None:
    page = f"/targets/{target['target_id']}#quote"
    assert f'<a href="{page}" title="原文 · evidence">超过6000亿元</a>' in client.get(f"{TABLE}/targets").text
    assert page in client.get(f"{TABLE}/targets/{target['target_id']}").text


def test_the_way_back_to_the_site(client: Client) -> None:
    assert 'href="/codebook"' in client.get(f"{TABLE}/facts").text


def test_redirects_keep_the_prefix(client: Client) -> None:
    assert client.get(BROWSE).headers["location"] == f"{BROWSE}/"
    moved = client.get(f"{TABLE}/targets/")
    assert moved.status_code in (301, 302)
    assert moved.headers["location"].startswith(f"{TABLE}/targets")


def test_before_the_first_release_people_are_sent_to_the_page_that_says_so(empty: Client) -> None:
    answer = empty.get(f"{BROWSE}/", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/")


def test_a_row_without_a_name_shows_its_id(tmp_path: Path) -> None:
    article = Article(("hangzhou", "杭州高新区。企业3家。"), title=None).fact(
        "3家", value=3.0, unit="count", counter="家"
    )
    make_release(tmp_path, [article.result()])
    client = Client(tmp_path)
    page = client.get(f"{TABLE}/facts").text
    assert f'<a href="{TABLE}/articles/{article.article_id}">{article.article_id}</a>' in page
    assert "None" not in re.sub(r"<(script|style).*?</\1>", "", page, flags=re.S)
    client.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # how a thread is ended
def test_a_new_release_is_followed_and_old_threads_end(tmp_path: Path) -> None:
    make_release(tmp_path, [many(10, "one.txt").result()])
    client = Client(tmp_path)
    assert found(client, "facts", "企业") == 10
    before = threading.active_count()
    for number in range(2, 6):
        make_release(tmp_path, [many(number, f"{number}.txt").result(f"/in/{number}.txt")])
        assert found(client, "facts", "企业") == 10 + sum(range(2, number + 1))
    allowed = before + 2  # other parts of the process may start a thread meanwhile; four releases would leave four
    for _ in range(200):
        if threading.active_count() <= allowed:
            break
        time.sleep(0.02)
    assert threading.active_count() <= allowed
    client.close()


def test_html_stays_text(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    article = Article(("hangzhou", f"杭州高新区{evil}有3家。"), title=evil, name=f"{evil}.txt")
    article.fact(f"{evil}有3家", value=3.0, unit="count", counter=evil, indicator=evil)
    make_release(tmp_path, [article.result()])
    client = Client(tmp_path)
    fact = client.rows("/v1/facts")[0]["fact_id"]
    pages = [f"/facts/{fact}", f"/articles/{article.article_id}", "/zones/hangzhou", "/articles", "/search?q=" + evil]
    for path in (*pages, f"{TABLE}/facts", f"{TABLE}/articles", f"{TABLE}/facts/{fact}"):
        text = client.get(path).text
        assert evil not in text, path
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get(pages[0]).text
    client.close()


@pytest.mark.slow
def test_no_link_is_dead_and_nothing_is_loaded_from_elsewhere(client: Client) -> None:
    starts = ("/", "/en/", "/zones/hangzhou", "/articles", "/downloads", "/releases", "/docs", "/rejections")
    starts += (f"{BROWSE}/", TABLE, *(f"{TABLE}/{name}" for name in TABLES))
    todo, seen, bad = list(starts), set(starts), []
    depth = dict.fromkeys(starts, 0)
    while todo:
        path = todo.pop()
        answer = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        if answer.status_code != 200:
            bad.append((path, answer.status_code))
        if "text/html" not in answer.headers["content-type"]:
            continue
        links = Links(answer.text)
        for load in links.loads:
            assert urlsplit(urljoin("http://gaoxin.test/", load)).netloc == "gaoxin.test", (path, load)
        for link in links.links | links.loads:
            parts = urlsplit(urljoin(f"http://gaoxin.test{path}", link))
            there = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == "gaoxin.test" and there not in seen and "{" not in parts.path and depth[path] < 1:
                seen.add(there)
                depth[there] = depth[path] + 1
                todo.append(there)
    assert len(seen) > 150
    assert not bad


def test_a_page_that_is_not_there_fills_no_log(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    assert client.get("/data/gaoxin/nothing").status_code == 404
    assert "".join(capfd.readouterr()) == ""
