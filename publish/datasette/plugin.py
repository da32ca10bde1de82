"""Datasette's hooks: Chinese search, links from a row to its evidence, the way back to the site."""

from __future__ import annotations

import sqlite3
from typing import Any

import markupsafe
from datasette import handle_exception, hookimpl
from datasette.plugins import pm

from publish.links import CLAIMS, browse_path, page_path
from schemas.registry import TABLES
from warehouse import search

NAME = "gaoxin"


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let `_search` of every table page ask as the search tables are written.

    Datasette wraps what people type in `escape_fts`; its own is registered first, ours stands in for it.
    """
    conn.create_function("escape_fts", 1, _escaped, deterministic=True)


def _escaped(text: str | None) -> str | None:
    return None if text is None else search.query(text)


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, table: str | None) -> markupsafe.Markup | None:
    """Make the id and the quote of a claim a link to the article with its words highlighted.

    A link to a row that has no name of its own shows its id, where Datasette would show “None”.
    """
    if isinstance(value, dict) and value.get("label") is None and table in TABLES:
        other, _, key = (TABLES[table][column].references or "").partition(".")
        place = browse_path(TABLES[other], {key: value["value"]})
        return markupsafe.Markup('<a href="{}">{}</a>').format(place, value["value"])
    if table not in CLAIMS or column not in (*TABLES[table].key, "quote") or value is None:
        return None
    key = TABLES[table].key[0]
    if key not in row.keys():  # noqa: SIM118 - `in` would look at a row's values
        return None
    path = page_path(TABLES[table], {key: row[key]})
    return markupsafe.Markup('<a href="{}" title="原文 · evidence">{}</a>').format(path, value)


@hookimpl  # type: ignore[untyped-decorator]
def menu_links() -> list[dict[str, str]]:
    """The site's own pages in Datasette's menu."""
    return [{"href": "/", "label": "首页 · Home"}, {"href": "/codebook", "label": "数据字典 · Codebook"}]


def install() -> None:
    """Register the hooks, once."""
    handle_exception.rich = None  # with it each page that is not found would fill the log with all local variables
    if not pm.has_plugin(NAME):
        pm.register(__import__(__name__, fromlist=["*"]), NAME)
