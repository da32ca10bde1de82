from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from schemas.registry import TABLES
from tests.publish.conftest import Client
from tests.publish.test_rows import problem
from warehouse import sums

PARQUET = "/v1/datasets/targets.parquet"


@pytest.mark.parametrize("name", TABLES)
def test_whole_tables_hold_the_rows_of_the_api(client: Client, name: str) -> None:
    ids = [[row[key] for key in TABLES[name].key] for row in client.rows(f"/v1/{name}")]
    parquet = client.get(f"/v1/datasets/{name}.parquet")
    assert parquet.headers["content-type"] == "application/vnd.apache.parquet"
    rows = pq.read_table(io.BytesIO(parquet.content)).to_pylist()
    assert [[row[key] for key in TABLES[name].key] for row in rows] == ids
    csv = client.get(f"/v1/datasets/{name}.csv")
    assert csv.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert pl.read_csv(io.BytesIO(csv.content), infer_schema=False).columns == list(TABLES[name].names)


def test_ranges(client: Client) -> None:
    whole = client.get(PARQUET)
    assert whole.headers["accept-ranges"] == "bytes"
    size = len(whole.content)
    for asked, first, last in (
        ("bytes=0-3", 0, 4),
        ("bytes=-8", size - 8, size),
        (f"bytes={size - 1}-", size - 1, size),
    ):
        part = client.get(PARQUET, headers={"Range": asked})
        assert (part.status_code, part.content) == (206, whole.content[first:last])
        assert part.headers["content-range"] == f"bytes {first}-{last - 1}/{size}"
        assert part.headers["etag"] == whole.headers["etag"]
    assert client.get(PARQUET, headers={"Range": "bytes=0-3", "If-Range": whole.headers["etag"]}).status_code == 206
    assert client.get(PARQUET, headers={"Range": "bytes=0-3", "If-Range": '"other"'}).content == whole.content


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=9-2", "lines=1-2", "bytes=x"])
def test_ranges_outside_the_file(client: Client, asked: str) -> None:
    answer = client.get(PARQUET, headers={"Range": asked})
    problem(answer, 416, "bad-range")
    assert answer.headers["content-range"] == f"bytes */{len(client.get(PARQUET).content)}"


def test_head_and_not_modified(client: Client) -> None:
    whole = client.get(PARQUET)
    head = client.head(PARQUET)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-length", "content-type", "content-location", "repr-digest"):
        assert head.headers[name] == whole.headers[name]
    again = client.get(PARQUET, headers={"If-None-Match": whole.headers["etag"], "Range": "bytes=0-3"})
    assert (again.status_code, again.content) == (304, b"")
    part = client.head(PARQUET, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.headers["content-length"], part.content) == (206, "4", b"")


def test_sums_and_digests_are_true(client: Client) -> None:
    release = client.get("/v1/releases").json()["release"]
    files = client.get(f"/v1/releases/{release}").json()["files"]
    assert {file["path"] for file in files} >= {"SHA256SUMS", "datapackage.json", "gaoxin.sqlite", "gaoxin.duckdb"}
    for file in files:
        answer = client.get(file["url"])
        assert answer.status_code == 200
        assert answer.headers["content-type"] == file["media_type"]
        assert len(answer.content) == file["bytes"] == int(client.head(file["url"]).headers["content-length"])
        assert "immutable" in answer.headers["cache-control"]
        digest = hashlib.sha256(answer.content)
        if file["sha256"]:
            assert digest.hexdigest() == file["sha256"]
            assert answer.headers["etag"] == f'"{file["sha256"]}"'
            assert answer.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"


def test_a_dataset_says_which_file_it_is(client: Client) -> None:
    answer = client.get(PARQUET)
    same = client.get(answer.headers["content-location"])
    assert same.content == answer.content


def test_only_files_of_the_release_are_given(client: Client, data: Path) -> None:
    release = client.get("/v1/releases").json()["release"]
    secret = data / "releases" / release / "secret.txt"
    secret.write_text("not listed")
    try:
        tricks = [
            "secret.txt",
            "../../lock",
            "..%2F..%2Flock",
            "%2e%2e/%2e%2e/lock",
            "/etc/passwd",
            "csv",
            "",
            "csv%00",
        ]
        for trick in tricks:
            assert client.get(f"/v1/releases/{release}/files/{trick}").status_code == 404, trick
        for trick in ("..", "%2e%2e", f"{release}.building", "x"):
            assert client.get(f"/v1/releases/{trick}/files/SHA256SUMS").status_code in (404, 410), trick
    finally:
        secret.unlink()
    assert not list(sums.problems(data / "releases" / release))


def test_csv_for_excel(client: Client) -> None:
    plain = client.get("/v1/datasets/targets.csv")
    marked = client.get("/v1/datasets/targets.csv?bom=1")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert int(marked.headers["content-length"]) == len(marked.content)
    assert marked.headers["etag"] != plain.headers["etag"]
    assert client.head("/v1/datasets/targets.csv?bom=1").headers["content-length"] == marked.headers["content-length"]
    again = client.get("/v1/datasets/targets.csv?bom=1", headers={"If-None-Match": marked.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/v1/datasets/targets.csv?bom=0").content == plain.content
