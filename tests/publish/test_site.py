from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from schemas.registry import TABLES
from tests.factory import Article, make_release
from tests.publish.conftest import Client
from tests.publish.test_paging import many

PATHS = ("/", "/zones/hangzhou", "/articles", "/search", "/search?q=量子", "/rejections", "/releases", "/downloads")
PATHS += ("/codebook", "/docs")


@pytest.mark.parametrize("path", PATHS)
def test_every_page_in_both_languages(client: Client, path: str) -> None:
    for prefix, tag in (("", "zh-Hans"), ("/en", "en")):
        answer = client.get(prefix + path)
        assert answer.status_code == 200
        assert f'<html lang="{tag}">' in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert not re.findall(r'(?:src|rel="stylesheet" href)="(?:https?:)?//', answer.text)
        other = ("" if prefix else "/en") + path.split("?")[0]
        assert f'href="{other}' in answer.text
        head = client.head(prefix + path)
        assert (head.status_code, head.content) == (200, b"")


def test_home_lists_every_zone_those_with_data_first(client: Client) -> None:
    text = client.get("/").text
    assert text.index("杭州高新区") < text.index("江苏省</dt>" if "江苏省</dt>" in text else "全部高新区")
    for zone in client.rows("/v1/zones"):
        assert f'href="/zones/{zone["zone_id"]}"' in text
        assert zone["province"] in text
        assert zone["name_en"] in client.get("/en/").text


def test_a_zone_shows_its_numbers_as_links(client: Client, target: dict[str, Any]) -> None:
    text = client.get("/zones/hangzhou").text
    assert f'href="/targets/{target["target_id"]}#quote"' in text
    assert "&gt; 6,000 亿元" in text
    assert "2025" in text
    english = client.get("/en/zones/hangzhou").text
    assert "&gt; CNY 600 billion" in english
    assert "Value added of the digital economy" in english
    assert f'href="/en/targets/{target["target_id"]}#quote"' in english


def test_a_zone_shows_what_came_of_its_promises_and_its_industries(full: Client) -> None:
    text = full.get("/zones/hangzhou").text
    (row,) = full.rows("/v1/progress")
    assert "目标与结果" in text
    assert f'href="/targets/{row["target_id"]}#quote">&gt; 6,000 亿元</a> <small>2025' in text
    assert f'href="/facts/{row["fact_id"]}#quote">5,400 亿元</a> <small>2024 · 其后' in text
    assert '<meter min="0" max="100" value="90.0">' in text
    assert "量子信息、集成电路" in text
    assert "Promise and outcome" in full.get("/en/zones/hangzhou").text


def test_a_zone_that_no_article_speaks_of(tmp_path: Path) -> None:
    make_release(tmp_path, [many(3, "one.txt").result()])
    client = Client(tmp_path)
    assert "尚未说到" in client.get("/zones/nanjing").text
    client.close()


def test_a_zone_with_many_claims_leads_to_all_of_them(tmp_path: Path) -> None:
    make_release(tmp_path, [many(260, "one.txt").result()])
    client = Client(tmp_path)
    text = client.get("/zones/hangzhou").text
    assert text.count('<li class="claim facts">') == 100
    path = re.search(r'href="(/search\?in=facts[^"]+)"', text)
    assert path
    walked, place = set(), path[1].replace("&amp;", "&")
    while place:
        page = client.get(place).text
        walked |= set(re.findall(r'href="(/facts/[^"]+)"', page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        place = following[1].replace("&amp;", "&") if following else ""
    assert len(walked) == 260
    client.close()


def test_evidence_marks_exactly_the_words(client: Client, target: dict[str, Any]) -> None:
    text = client.get(f"/targets/{target['target_id']}").text
    assert re.findall(r'<mark id="quote">(.*?)</mark>', text) == ["超过6000亿元"]
    sentence = re.search(r'<span class="sentence">(.*?)</span>', text, re.S)
    assert sentence
    assert re.sub("<.*?>", "", sentence[1]) == target["statement"]
    said = (">6000", "CNY", "0.95", "by_hand", "85–93", "article.txt", "科技日报", "2023-08-01")
    for words in said:
        assert words.removeprefix(">") in text
    for link in (f"/v1/targets/{target['target_id']}", f"/data/gaoxin/targets/{target['target_id']}"):
        assert f'href="{link}"' in text


def test_every_claim_has_its_page(client: Client) -> None:
    for name, key in (("targets", "target_id"), ("facts", "fact_id")):
        for row in client.rows(f"/v1/{name}"):
            for prefix in ("", "/en"):
                text = client.get(f"{prefix}/{name}/{row[key]}").text
                assert re.findall(r'<mark id="quote">(.*?)</mark>', text) == [row["quote"]]


def test_an_article_shows_all_of_its_text_and_claims(client: Client) -> None:
    article = client.rows("/v1/articles")[0]
    text = client.get(f"/articles/{article['article_id']}").text
    body = re.search(r"<article>.*?</header>(.*)</article>", text, re.S)
    assert body
    paragraphs = re.findall(r'<p lang="zh">(.*?)</p>', body[1], re.S)
    shown = [re.sub("<.*?>", "", paragraph) for paragraph in paragraphs]
    assert shown == [line for line in article["text"].split("\n") if line]
    for name in ("targets", "facts"):
        for row in client.rows(f"/v1/{name}"):
            identity = row[TABLES[name].key[0]]
            assert f'id="{identity}"' in text
            assert f'href="/{name}/{identity}#quote"' in text


def test_search(client: Client) -> None:
    text = client.get("/search?q=量子").text
    assert "高新区：向新而行" in text
    assert "没有找到" in client.get("/search?q=乱七八糟").text
    assert 'href="/zones/hangzhou"' in client.get("/search?q=杭州").text
    assert client.get("/search?q=" + "长" * 5000).status_code == 200
    assert client.get("/search?in=nonsense&zone_id=%00").status_code == 200
    assert client.get("/search?in=targets&after=nonsense").status_code == 404


def test_an_indicator_is_found_by_its_english_name(client: Client, target: dict[str, Any]) -> None:
    found = re.search(r'href="(/en/search\?indicator_id=[^"]+)"', client.get("/en/search?q=digital economy").text)
    assert found
    text = client.get(found[1]).text
    assert f'href="/en/targets/{target["target_id"]}#quote"' in text
    assert f'name="indicator_id" value="{target["indicator_id"]}"' in text
    assert "Nothing was found" in client.get("/en/search?indicator_id=nothing").text


def test_rejections_are_told_with_their_reason(client: Client) -> None:
    assert "poem.txt speaks of no national high-tech zone." in client.get("/rejections").text
    assert "poem.txt" in client.get("/rejections?stage=relevance&reason=no_zone").text
    assert "没有找到" in client.get("/rejections?stage=read").text


def test_downloads_use_the_address_of_the_request(client: Client) -> None:
    text = client.get("/downloads", headers={"Host": "data.example:9"}).text
    assert "http://data.example:9/v1/datasets/targets.parquet" in text
    for path in re.findall(r'href="(/v1/[^"]+)"', text):
        assert client.head(path).status_code == 200


def test_the_codebook_names_every_column(client: Client) -> None:
    text = client.get("/codebook").text
    for name, table in TABLES.items():
        for field in table.fields:
            assert f'id="{name}.{field.name}"' in text


def test_docs_show_every_operation(client: Client) -> None:
    text = client.get("/docs").text
    for path in client.get("/openapi.json").json()["paths"]:
        assert f'data-path="{path}"' in text


def test_runs_are_linked_where_they_are_shown(client: Client, tmp_path: Path) -> None:
    assert 'href="http://127.0.0.1:4200/"' in client.get("/").text


@pytest.mark.parametrize(
    "path", ["/nothing", "/zones/nothing", "/targets/t-0", "/articles/a", "/static/nothing", "/.env"]
)
def test_what_is_not_there(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有这一页" in answer.text
    assert "There is no such page" in client.get(f"/en{path}").text


def test_before_the_first_release(empty: Client) -> None:
    for path, words in (("/", "数据准备中"), ("/en/search", "being prepared"), ("/docs", "数据准备中")):
        answer = empty.get(path)
        assert answer.status_code == 503
        assert words in answer.text
        assert '<meta http-equiv="refresh"' in answer.text
        assert int(answer.headers["retry-after"]) > 0
    make_release(empty.data)
    assert empty.get("/").status_code == 200


def test_an_error_is_told_without_its_inside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("publish.site.pages.blocks", broken)
    article = client.rows("/v1/articles")[0]["article_id"]
    answer = client.get(f"/articles/{article}")
    assert answer.status_code == 500
    assert "出错了" in answer.text
    assert "secret" not in answer.text


def test_quotes_that_overlap_and_cross_lines(tmp_path: Path) -> None:
    body = "杭州高新区\n产值100亿元，\n增长10%。"
    article = Article(("hangzhou", body))
    article.target("产值100亿元，\n增长10%", kind="ambition", operator=None)
    article.fact("100亿元", value=1e10, unit="CNY").fact("10%", value=10.0, unit="percent", kind="growth")
    make_release(tmp_path, [article.result()])
    client = Client(tmp_path)
    whole = client.rows("/v1/targets")[0]["target_id"]
    assert re.findall(r'<mark id="quote">(.*?)</mark>', client.get(f"/targets/{whole}").text, re.S) == [
        "产值100亿元，\n增长10%"
    ]
    text = client.get(f"/articles/{article.article_id}").text
    assert text.count('class="mark facts"') == 2 + 1  # and once in the legend
    assert f'href="/targets/{whole}#quote"' in text
    client.close()


def test_claims_of_no_single_zone_are_reached_from_home(tmp_path: Path) -> None:
    article = Article((None, "到2035年，建成一批高科技园区100家。"))
    article.target("100家", value=100.0, unit="count", counter="家")
    make_release(tmp_path, [article.result()])
    client = Client(tmp_path)
    home = client.get("/").text
    assert 'href="/search?scope=national"' in home
    assert 'href="/search?scope=other"' not in home
    identity = client.rows("/v1/targets")[0]["target_id"]
    assert f'href="/targets/{identity}#quote"' in client.get("/search?scope=national").text
    client.close()
