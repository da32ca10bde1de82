from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import httpx
import pytest

from publish.data import TooSlow
from publish.links import QUOTED, row_links
from schemas.derive.models import row_model
from schemas.registry import TABLES
from tests.publish.conftest import Client


def problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """The problem that `answer` must be."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said: dict[str, Any] = answer.json()
    assert said["status"] == status
    assert said["type"] == f"/docs#problem-{kind}"
    return said


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_every_list_is_what_the_declaration_says(full: Client, name: str) -> None:
    answer = full.get(f"/v1/{name}").json()
    assert answer["total"] == len(answer["data"]) > 0
    assert answer["next"] is None
    for row in answer["data"]:
        row_model(name).model_validate(row)
        assert list(row) == list(TABLES[name].names)


@pytest.mark.parametrize("name", TABLES)
def test_one_by_id_gives_the_row_and_links_that_lead_somewhere(full: Client, name: str) -> None:
    row = full.rows(f"/v1/{name}")[-1]
    links = row_links(TABLES[name], row)
    answer = full.get(links["self"])
    assert answer.status_code == 200
    assert answer.json()["data"] == row
    assert answer.json()["links"] == links
    for relation, path in links.items():
        assert full.get(path).status_code == 200, (relation, path)


@pytest.mark.parametrize("name", QUOTED)
def test_evidence_stands_where_it_says(client: Client, name: str) -> None:
    for row in client.rows(f"/v1/{name}"):
        evidence = client.get(row_links(TABLES[name], row)["self"]).json()["evidence"]
        text = client.get(f"/v1/articles/{row['article_id']}").json()["data"]["text"]
        start, end = evidence["start"], evidence["end"]
        assert text[start:end] == evidence["quote"] == row["quote"]
        assert text.endswith(evidence["suffix"], 0, end + len(evidence["suffix"]))
        assert text[:start].endswith(evidence["prefix"])
        assert text.count(evidence["prefix"] + evidence["quote"] + evidence["suffix"]) == 1


def test_evidence_of_the_first_number(client: Client, target: dict[str, Any]) -> None:
    answer = client.get(f"/v1/targets/{target['target_id']}").json()
    assert (answer["data"]["value"], answer["data"]["unit"], answer["data"]["horizon_year"]) == (6e11, "CNY", 2025)
    evidence = answer["evidence"]
    assert evidence["sentence"].startswith("到2025年，全区数字经济核心产业增加值将超过6000亿元")
    assert evidence["highlight"] == f"/targets/{target['target_id']}#quote"
    assert evidence["article"]["newspaper"] == "科技日报"
    assert (evidence["source_start"], evidence["source_end"]) == (target["source_start"], target["source_end"])


@pytest.mark.parametrize(
    ("path", "quotes"),
    [
        ("/v1/targets?zone_id=hangzhou", ["超过6000亿元", "基本建成世界一流高科技园区"]),
        ("/v1/targets?zone_id=nanjing&zone_id=hangzhou&kind=amount", ["超过6000亿元", "100家以上"]),
        ("/v1/targets?value_min=100&value_max=100", ["100家以上"]),
        ("/v1/targets?horizon_year_min=2025", ["超过6000亿元", "基本建成世界一流高科技园区"]),
        ("/v1/targets?horizon_year=2024", []),
        ("/v1/targets?q=6000亿元&kind=amount", ["超过6000亿元"]),
        ("/v1/targets?q=100家", ["100家以上"]),
        ("/v1/targets?q=乱七八糟", []),
        ("/v1/targets?q=%22%20OR%20*", []),
        ("/v1/facts?unit=count", ["约600家"]),
        ("/v1/industries?q=量子", ["量子信息"]),
        ("/v1/facts?sort=value&kind=amount", ["约600家", "1286.7亿元"]),
        ("/v1/facts?sort=-value&kind=amount", ["1286.7亿元", "约600家"]),
        ("/v1/facts?sort=-year,value", ["1286.7亿元", "8.1%", "约600家"]),
    ],
)
def test_filters_search_and_sort(client: Client, path: str, quotes: list[str]) -> None:
    assert [row["quote"] for row in client.rows(path)] == quotes


def test_every_filter_that_a_list_offers_finds_its_own_rows(client: Client) -> None:
    for name, table in TABLES.items():
        asked = client.get("/openapi.json").json()["paths"][f"/v1/{name}"]["get"]["parameters"]
        offered = {parameter["name"] for parameter in asked}
        wanted = {f.name for f in table.fields if f.facet or f.references or f.name in table.key}
        assert wanted <= offered
        for row in client.rows(f"/v1/{name}"):
            for column in offered & set(table.names):
                if row[column] is not None and column != "value_max":
                    found = client.get(f"/v1/{name}", params={column: row[column]}).json()["data"]
                    assert row in found, (name, column)


def test_bounds_of_dates_and_times(client: Client) -> None:
    assert client.rows("/v1/articles?published_on_min=2023-08-01&published_on_max=2023-08-01")
    assert not client.rows("/v1/articles?published_on_min=2023-08-02")
    assert client.rows("/v1/articles?ingested_at_max=2024-05-06T07:08:09Z")
    assert client.rows("/v1/articles?ingested_at_max=2024-05-06T15:08:09%2B08:00")
    assert not client.rows("/v1/articles?ingested_at_max=2024-05-06T07:08:08Z")


def test_fields_narrow_the_rows(client: Client) -> None:
    row = client.rows("/v1/targets?fields=quote,value&limit=1")[0]
    assert list(row) == ["quote", "value"]


def test_lists_and_json_are_what_they_are(client: Client) -> None:
    assert client.rows("/v1/zones?zone_id=hangzhou")[0]["aliases"] == ["杭州国家高新区"]
    article = client.rows("/v1/articles")[0]
    assert date.fromisoformat(article["published_on"]) == date(2023, 8, 1)
    assert datetime.fromisoformat(article["ingested_at"]).utcoffset() is not None


@pytest.mark.parametrize(
    ("path", "kind", "parameter"),
    [
        ("/v1/targets?zone=hangzhou", "unknown-parameter", "zone"),
        ("/v1/targets/t-0000000000000000?x=1", "unknown-parameter", "x"),
        ("/v1?x=1", "unknown-parameter", "x"),
        ("/v1/releases?q=x", "unknown-parameter", "q"),
        ("/v1/datasets/targets.parquet?bom=1", "unknown-parameter", "bom"),
        ("/v1/targets?limit=0", "bad-parameter", "limit"),
        ("/v1/targets?limit=1001", "bad-parameter", "limit"),
        ("/v1/targets?limit=1&limit=2", "bad-parameter", "limit"),
        ("/v1/targets?kind=wish", "bad-parameter", "kind"),
        ("/v1/targets?zone_id=杭州高新区", "bad-parameter", "zone_id"),
        ("/v1/targets?zone_id=", "bad-parameter", "zone_id"),
        ("/v1/targets?horizon_year=twenty", "bad-parameter", "horizon_year"),
        ("/v1/targets?horizon_year=99999999999999999999", "bad-parameter", "horizon_year"),
        ("/v1/targets?value_min=nan", "bad-parameter", "value_min"),
        ("/v1/targets?value_min=inf", "bad-parameter", "value_min"),
        ("/v1/targets?sort=nonsense", "bad-parameter", "sort"),
        ("/v1/targets?sort=value;drop", "bad-parameter", "sort"),
        ("/v1/targets?fields=-value", "bad-parameter", "fields"),
        ("/v1/targets?q=" + "长" * 201, "bad-parameter", "q"),
        ("/v1/targets?cursor=abc", "bad-parameter", "cursor"),
        ("/v1/targets?cursor=%00", "bad-parameter", "cursor"),
        ("/v1/targets?" + "&".join(["zone_id=a"] * 101), "bad-parameter", "zone_id"),
        ("/v1/articles?published_on_min=yesterday", "bad-parameter", "published_on_min"),
        ("/v1/datasets/targets.csv?bom=2", "bad-parameter", "bom"),
    ],
)
def test_bad_parameters_are_refused_by_name(client: Client, path: str, kind: str, parameter: str) -> None:
    said = problem(client.get(path), 422, kind)
    assert said["errors"][0]["parameter"].startswith(parameter)


def test_a_near_miss_is_named(client: Client) -> None:
    assert "Did you mean zone_id?" in client.get("/v1/targets?zoneid=hangzhou").json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/nothing",
        "/v1/targets/t-0000000000000000",
        "/v1/industries/a/b/c",
        "/v1/industries/a/99999999999999999999/1",
        "/v1/releases/2000-01-01.001",
        "/v1/datasets/nothing.csv",
        "/v1/datasets/targets.xlsx",
    ],
)
def test_what_is_not_there(client: Client, path: str) -> None:
    problem(client.get(path), 404, "not-found")


def test_writing_is_refused(client: Client) -> None:
    answer = client.request("POST", "/v1/targets", json={})
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/v1/targets?limit=1", "/v1/zones/hangzhou", "/v1/datasets", "/v1/releases"])
def test_not_modified_and_head(client: Client, path: str) -> None:
    whole = client.get(path)
    tag = whole.headers["etag"]
    for held in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = client.get(path, headers={"If-None-Match": held})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.headers["etag"] == tag


def test_other_requests_have_other_tags(client: Client) -> None:
    paths = ("/v1/targets", "/v1/targets?limit=2", "/v1/facts", "/v1/zones/hangzhou")
    assert len({client.get(path).headers["etag"] for path in paths}) == len(paths)


def test_cors(client: Client) -> None:
    answer = client.get("/v1/zones", headers={"Origin": "http://elsewhere.test"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert {"ETag", "Link"} <= set(re.split(r",\s*", answer.headers["access-control-expose-headers"]))


def test_health_and_root(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["release"] == client.get("/v1/zones").json()["release"]
    for path in client.get("/v1").json().values():
        assert client.get(path).status_code == 200


def test_every_path_of_the_description_answers_to_head(client: Client) -> None:
    for path in client.get("/openapi.json").json()["paths"]:
        if "{" not in path:
            assert client.head(path).status_code == 200, path
            assert client.head(path).content == b""


def test_problems_are_described_as_problems(client: Client) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for operations in described["paths"].values():
        for status, response in operations["get"]["responses"].items():
            if status[0] in "45":
                assert list(response["content"]) == ["application/problem+json"]


def test_types_of_problems_lead_to_their_explanation(client: Client) -> None:
    kind = client.get("/v1/targets?zone=x").json()["type"]
    path, _, fragment = kind.partition("#")
    assert f'id="{fragment}"' in client.get(path).text


def test_before_the_first_release(empty: Client) -> None:
    for path in ("/v1/targets", "/v1/datasets/targets.csv", "/readyz", "/data/gaoxin/targets.json"):
        answer = empty.get(path)
        problem(answer, 503, "no-release-yet")
        assert int(answer.headers["retry-after"]) > 0
    assert empty.get("/healthz").status_code == 200
    assert empty.get("/v1").status_code == 200


def test_faults_inside_are_problems_without_their_inside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(error: Exception) -> Any:
        def failing(*_: object) -> None:
            raise error

        return failing

    monkeypatch.setattr("publish.api.rows.page", fails(RuntimeError("secret")))
    answer = client.get("/v1/targets")
    problem(answer, 500, "internal-error")
    assert "secret" not in answer.text
    monkeypatch.setattr("publish.api.rows.page", fails(TooSlow("the query took too long")))
    problem(client.get("/v1/targets"), 503, "too-slow")


@pytest.mark.parametrize("path", ["/v1/targets?q=%ff%00", "/v1/targets/%ff%00", "/v1/zones/%2e%2e", "/zones/%ff%00"])
def test_odd_bytes_in_an_address(client: Client, path: str) -> None:
    assert client.get(path).status_code in (200, 404)
