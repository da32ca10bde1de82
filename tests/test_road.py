"""The whole road once, for real: from the newspaper page's bytes to every surface, for one number."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import pytest

from tests.commands import ROOT, environment, extension, free_port, gaoxin

pytestmark = pytest.mark.slow

WORDS = "超过6000亿元"
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which the bundled article's release is served, read through the real Prefect flow."""
    data = tmp_path_factory.mktemp("road")
    made = gaoxin(data, "ingest", "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["articles"] == {"new": 1, "unchanged": 0, "rejected": 0}
    port = free_port()
    command = [sys.executable, "-m", "gaoxin", "--data", str(data), "serve", "--port", str(port)]
    with (data / "serve.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                fetch(address + "/readyz")
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(quote(address, safe=":/?&=%"), timeout=20) as answer:
        body: bytes = answer.read()
    return body


def target(site: str) -> dict[str, Any]:
    rows = json.loads(fetch(f"{site}/v1/targets?zone_id=hangzhou&horizon_year=2025&kind=amount"))["data"]
    (row,) = [row for row in rows if row["quote"] == WORDS]
    return dict(row)


def test_the_api_lists_it_and_gives_its_evidence(site: str) -> None:
    row = target(site)
    assert (row["operator"], row["value"], row["unit"]) == (">", 6e11, "CNY")
    one = json.loads(fetch(f"{site}/v1/targets/{row['target_id']}"))
    assert one["evidence"]["quote"] == WORDS
    article = json.loads(fetch(f"{site}/v1/articles/{row['article_id']}"))["data"]
    assert article["text"][row["quote_start"] : row["quote_end"]] == WORDS


def test_search_finds_it(site: str) -> None:
    found = json.loads(fetch(f"{site}/v1/targets?q=数字经济核心产业"))
    assert WORDS in {row["quote"] for row in found["data"]}
    assert WORDS in fetch(f"{site}/search?q=主营业务收入").decode()
    assert json.loads(fetch(f"{site}/v1/targets?q=饕餮龘"))["total"] == 0


def test_datasette_finds_it(site: str) -> None:
    rows = json.loads(fetch(f"{site}/data/gaoxin/targets.json?_search=翻番&_shape=array"))
    assert WORDS in {row["quote"] for row in rows}


def test_the_files_hold_it(site: str) -> None:
    rows = csv.DictReader(io.StringIO(fetch(f"{site}/v1/datasets/targets.csv").decode("utf-8")))
    assert WORDS in {row["quote"] for row in rows}


def test_duckdb_reads_it_over_http(site: str) -> None:
    database = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    database.execute(f"LOAD '{extension('httpfs')}'")
    found = database.execute(
        "SELECT value FROM read_parquet(?) WHERE quote = ?", [f"{site}/v1/datasets/targets.parquet", WORDS]
    ).fetchall()
    assert found == [(6e11,)]


def test_a_browser_leads_from_the_zone_to_the_words(site: str) -> None:
    playwright_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("there is no browser; apt-get install chromium fonts-noto-cjk")
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"{site}/zones/hangzhou")
        page.get_by_text("> 6,000 亿元").click()
        page.wait_for_url("**/targets/*#quote")
        assert page.locator("mark#quote").inner_text() == WORDS
        browser.close()
