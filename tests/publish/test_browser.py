"""The way of a person, in a real browser: from the first page to the words that say a number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.slow

sync_api = pytest.importorskip("playwright.sync_api")

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 390, "height": 800}
DESK = {"width": 1280, "height": 850}


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"there is no browser at {CHROMIUM}; apt-get install chromium fonts-noto-cjk")
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield made
        made.close()


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(browser: sync_api.Browser, request: pytest.FixtureRequest) -> Iterator[sync_api.Page]:
    """A page of a fresh browser. Fails when anything leaves this machine, or the page says an error."""
    context = browser.new_context(viewport=request.param)
    asked: list[str] = []
    errors: list[str] = []
    made = context.new_page()
    made.on("request", lambda sent: asked.append(sent.url))
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield made
    context.close()
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith("data:")}
    assert hosts <= {"127.0.0.1"}
    assert not errors


def in_sight(page: sync_api.Page) -> bool:
    """Whether the marked words are inside the window."""
    box = page.locator("mark#quote").bounding_box()
    size = page.viewport_size
    return bool(box and size and 0 <= box["y"] <= size["height"] - box["height"])


def test_from_home_to_the_words(page: sync_api.Page, server: str) -> None:
    page.goto(f"{server}/")
    page.get_by_role("link", name="杭州高新区").first.click()
    page.get_by_text("> 6,000 亿元").click()
    page.wait_for_url("**/targets/*#quote")
    assert page.locator("mark#quote").inner_text() == "超过6000亿元"
    assert in_sight(page)
    page.locator("a.tongue").click()
    page.wait_for_url("**/en/targets/*")
    assert page.locator("mark#quote").inner_text() == "超过6000亿元"
    assert "CNY 600 billion" in page.locator("h1").inner_text()
    assert in_sight(page)


def test_from_search_to_the_words_and_the_whole_article(page: sync_api.Page, server: str) -> None:
    page.goto(f"{server}/en/")
    page.get_by_role("searchbox").fill("6000亿元")
    page.keyboard.press("Enter")
    page.locator("li.claim", has_text="CNY 600 billion").click()
    assert page.locator("mark#quote").inner_text() == "超过6000亿元"
    page.get_by_text("In the whole article").click()
    page.wait_for_url("**/en/articles/*")
    page.locator("a.mark.facts", has_text="1286.7亿元").click()
    page.wait_for_url("**/en/facts/*")
    assert page.locator("mark#quote").inner_text() == "1286.7亿元"


def test_datasette_searches_and_leads_back(page: sync_api.Page, server: str) -> None:
    page.goto(f"{server}/data/gaoxin/targets")
    page.locator("input[name=_search]").fill("亿元")
    page.keyboard.press("Enter")
    page.wait_for_url("**_search=*")
    page.locator("td.col-quote a", has_text="超过6000亿元").click()
    assert page.locator("mark#quote").inner_text() == "超过6000亿元"
    page.goto(f"{server}/data/gaoxin/targets?_search=乱七八糟")
    assert page.locator("table.rows-and-columns tbody tr").count() == 0


def test_the_api_page_tries_what_it_says(page: sync_api.Page, server: str) -> None:
    page.goto(f"{server}/docs")
    one = page.locator("details", has=page.locator("form[data-path='/v1/zones/{zone_id}']"))
    one.locator("summary").click()
    one.locator("input[name=zone_id]").fill("hangzhou")
    one.get_by_role("button").click()
    page.wait_for_url("**/v1/zones/hangzhou")
    page.goto(f"{server}/docs")
    many = page.locator("details", has=page.locator("form[data-path='/v1/targets']"))
    many.locator("summary").click()
    many.locator("select[name=kind]").select_option("amount")
    many.get_by_role("button").click()
    page.wait_for_url("**/v1/targets?kind=amount")


def test_no_page_is_wider_than_the_window(page: sync_api.Page, server: str) -> None:
    paths = ("/", "/zones/hangzhou", "/articles", "/search?q=量子", "/rejections", "/releases", "/downloads")
    for path in (*paths, "/codebook", "/docs"):
        for prefix in ("", "/en"):
            page.goto(f"{server}{prefix}{path}")
            page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide == 0, (prefix, path)
