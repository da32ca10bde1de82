"""The pages of zones, claims and articles: from a number to the words that say it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from unicodedata import normalize

import orjson
from starlette.responses import Response

from publish.evidence import sentence_span
from publish.links import CLAIMS, QUOTED, anchor, api_path, browse_path
from publish.query import one
from publish.site.render import View
from publish.site.text import Span, blocks, without_repeats
from schemas.fields import SCOPES
from schemas.registry import TABLES
from schemas.values import Row

SHOWN = 100
"""How many targets, and how many facts, a zone's page shows; a link leads to all."""

MOST_MARKS = 2000
"""How many quotations the page of an article marks, of each kind."""

YEAR = {"targets": "horizon_year", "facts": "year"}
"""The column by which claims are grouped."""


class NotFound(Exception):
    """There is no such page."""


def home(view: View) -> Response:
    """All zones by province, those with data first."""
    zones = view.release.rows("SELECT * FROM zones ORDER BY province_code, city_code, zone_id")
    spoken_of = [zone for zone in zones if zone["targets"] or zone["facts"]]
    spoken_of.sort(key=lambda zone: (-zone["targets"] - zone["facts"], zone["zone_id"]))
    provinces = [(first, [first, *rest]) for _, (first, *rest) in groupby(zones, lambda zone: zone["province_code"])]
    by_scope = {
        scope: {name: view.release.count(f"SELECT count(*) FROM {name} WHERE scope = ?", [scope]) for name in CLAIMS}
        for scope in SCOPES
        if scope != "zone"
    }
    elsewhere = {scope: counts for scope, counts in by_scope.items() if any(counts.values())}
    return view.page("home.html", spoken_of=spoken_of, provinces=provinces, elsewhere=elsewhere, zones=len(zones))


def zone(view: View) -> Response:
    """One zone: its targets by horizon, its facts by year, each number a link."""
    found = one(view.release, TABLES["zones"], [view.request.path_params["zone_id"]])
    if found is None:
        raise NotFound
    claims = {name: by_year(name, _claims(view, name, "zone_id", found["zone_id"])) for name in CLAIMS}
    articles = view.release.rows(
        "SELECT * FROM articles WHERE article_id IN (SELECT article_id FROM sections WHERE zone_id = ?) "
        "ORDER BY published_on DESC, article_id LIMIT 20",
        [found["zone_id"]],
    )
    names = {normalize("NFKC", name): name for name in orjson.loads(found["aliases"])[::-1]}  # of （） and () one
    aliases = list(names.values())[::-1]
    return view.page(
        "zone.html",
        zone=found,
        aliases=aliases,
        claims=claims,
        articles=articles,
        shown=SHOWN,
        progress=_progress(view, found["zone_id"]),
        industries=_industries(view, found["zone_id"]),
    )


def _progress(view: View, zone_id: str) -> list[tuple[Row, Row, Row]]:
    """The zone's targets beside facts about the same things: the pair, the target and the fact.

    What an article says twice, in words and in a table, stands here once.
    """
    pairs = view.release.rows(
        "SELECT *, min(rowid) FROM progress WHERE zone_id = ? "
        "GROUP BY indicator_id, horizon_year, target_value, fact_year, fact_value "
        "ORDER BY horizon_year, indicator_id, target_value, fact_year LIMIT ?",
        [zone_id, SHOWN],
    )
    found = []
    for pair in pairs:
        target, fact = (
            one(view.release, TABLES["targets"], [pair["target_id"]]),
            one(view.release, TABLES["facts"], [pair["fact_id"]]),
        )
        if target and fact:
            found.append((pair, target, fact))
    return found


def _industries(view: View, zone_id: str) -> list[Row]:
    """What the zone's articles name as its industries, the most often named first."""
    return view.release.rows(
        "SELECT industry, count(DISTINCT article_id) AS articles FROM industries WHERE zone_id = ? "
        "GROUP BY industry ORDER BY articles DESC, min(rowid) LIMIT 40",
        [zone_id],
    )


def _claims(view: View, table: str, column: str, value: str) -> list[Row]:
    year = YEAR[table]
    rising = "" if table == "targets" else " DESC"
    order = f"{year} IS NULL, {year}{rising}, value IS NULL, rowid"
    return view.release.rows(f"SELECT * FROM {table} WHERE {column} = ? ORDER BY {order} LIMIT {SHOWN}", [value])


def by_year(table: str, rows: Iterable[Row]) -> list[tuple[int | None, list[Row]]]:
    """Rows that are sorted by year, as groups."""
    return [(year, list(group)) for year, group in groupby(rows, lambda row: row[YEAR[table]])]


def claim(view: View, table: str) -> Response:
    """The evidence of one claim: the article with its exact words marked."""
    declared = TABLES[table]
    row = one(view.release, declared, [view.request.path_params["id"]])
    if row is None:
        raise NotFound
    article, sections = _article(view, row["article_id"])
    start, end = row["quote_start"], row["quote_end"]
    sentence = sentence_span(article["text"], row["statement"], start, end)
    content = blocks(article["text"], sections, [Span(start, end, "quote", kind=table)], sentence)
    return view.page(
        "evidence.html",
        table=declared,
        row=row,
        article=article,
        blocks=without_repeats(content, article["title"]),
        api=api_path(declared, row),
        browse=browse_path(declared, row),
        whole=f"{view.language.prefix}/articles/{row['article_id']}#{anchor(declared, row)}",
        year=row[YEAR[table]],
        year_title=view.language.column(table, YEAR[table]),
        when=row["horizon_text" if table == "targets" else "period_text"],
    )


def article(view: View) -> Response:
    """One article with every quotation marked, each a link to its row."""
    found, sections = _article(view, view.request.path_params["article_id"])
    spans = [span for name in QUOTED for span in _spans(view, name, found["article_id"])]
    counts = {name: sum(span.kind == name for span in spans) for name in QUOTED}
    return view.page(
        "article.html",
        article=found,
        blocks=without_repeats(blocks(found["text"], sections, spans), found["title"]),
        counts=counts,
        api=api_path(TABLES["articles"], found),
        browse=browse_path(TABLES["articles"], found),
    )


def _spans(view: View, name: str, article_id: str) -> list[Span]:
    table = TABLES[name]
    rows = view.release.rows(
        f"SELECT * FROM {name} WHERE article_id = ? ORDER BY quote_start LIMIT {MOST_MARKS}", [article_id]
    )

    def href(row: Row) -> str:
        return view.link(name, row) if name in CLAIMS else browse_path(table, row)

    return [Span(row["quote_start"], row["quote_end"], anchor(table, row), href(row), name) for row in rows]


def _article(view: View, article_id: str) -> tuple[Row, list[Row]]:
    found = one(view.release, TABLES["articles"], [article_id])
    if found is None:
        raise NotFound
    return found, view.release.rows("SELECT * FROM sections WHERE article_id = ? ORDER BY ordinal", [article_id])
