"""The pages that list: search, articles, rejections, releases. All are paged; none reads a whole table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from publish.api.files import files_by_row
from publish.data import Cell, Releases
from publish.links import CLAIMS
from publish.query import BadCursor, Cursor, Page, Query, page
from publish.site.pages import YEAR, NotFound
from publish.site.render import View
from schemas.registry import TABLES

FOUND_IN = ("zones", "indicators", "targets", "facts", "articles")
"""What the search page looks through, in the order in which it shows it."""

NARROWED_BY = ("zone_id", "scope", "indicator_id")
"""The columns by which the search page narrows targets and facts."""

FEW = 10
MANY = 50
MOST_CHARACTERS = 200
ARTICLE_COLUMNS = tuple(name for name in TABLES["articles"].names if name != "text")
ORDER = {
    "zones": (),
    "targets": (YEAR["targets"],),
    "facts": (f"-{YEAR['facts']}",),
    "indicators": (),
    "articles": ("-published_on",),
    "rejections": ("-at",),
    "releases": ("-release_id",),
}


def listed(
    view: View,
    table: str,
    *,
    limit: int = MANY,
    words: str | None = None,
    equal: Mapping[str, Sequence[Cell]] | None = None,
) -> Page:
    """A page of `table`, after the one that the address names. Raises NotFound for an address that nobody was given.

    A walk along the pages that began in an older release ends there: it starts again in the newest.
    """
    query = Query(
        table=TABLES[table],
        equal=equal or {},
        words=words,
        sort=ORDER[table],
        columns=ARTICLE_COLUMNS if table == "articles" else (),
        limit=limit,
    )
    given = view.request.query_params.get("after") if limit == MANY else None
    try:
        after = Cursor.read(given[:2000]) if given else None
        if after and after.release != view.release.id:
            after = None
        return page(view.release, query, after)
    except BadCursor as error:
        raise NotFound from error


def search(view: View) -> Response:
    """What has certain words, or all claims of a zone or an indicator: a few of each table, or all of one in pages."""
    asked = view.request.query_params
    words = asked.get("q", "")[:MOST_CHARACTERS].strip()
    inside = asked.get("in", "")
    narrowed = {name: asked[name] for name in NARROWED_BY if asked.get(name)}
    equal: dict[str, Sequence[Cell]] = {name: [value] for name, value in narrowed.items()}
    tables: Sequence[str] = [inside] if inside in FOUND_IN else FOUND_IN if words or equal else []
    if equal:
        tables = [name for name in tables if name in CLAIMS]
    limit = MANY if len(tables) == 1 else FEW
    found: dict[str, Any] = {name: listed(view, name, limit=limit, words=words or None, equal=equal) for name in tables}
    about = (
        view.zone(narrowed.get("zone_id")),
        view.indicator_names.get(narrowed.get("indicator_id", ""), ""),
        view.language.choice(narrowed.get("scope")).capitalize(),
    )
    return view.page(
        "search.html", words=words, kept={"in": inside, **narrowed}, about=" · ".join(filter(None, about)), found=found
    )


def articles(view: View) -> Response:
    """All articles, newest first."""
    return view.page("articles.html", found=listed(view, "articles"))


def rejections(view: View) -> Response:
    """What was not published, and why; how often each reason."""
    names = ("stage", "reason")
    asked = view.request.query_params
    equal: dict[str, Sequence[Cell]] = {name: [asked[name]] for name in names if asked.get(name)}
    reasons = view.release.rows(
        "SELECT stage, reason, count(*) AS rows FROM rejections GROUP BY 1, 2 ORDER BY rows DESC, 1, 2 LIMIT 50"
    )
    return view.page("rejections.html", found=listed(view, "rejections", equal=equal), reasons=reasons, equal=equal)


def releases(view: View, kept: Releases) -> Response:
    """All releases, newest first, with the files of those that are kept."""
    found = listed(view, "releases")
    files = {row["release_id"]: files_by_row(kept, row) for row in found.rows[:FEW]}
    return view.page("releases.html", found=found, files=files)
