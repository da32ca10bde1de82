"""Where things stand on the site, in the API and in Datasette. Every path is made here."""

from __future__ import annotations

from urllib.parse import quote

from datasette.utils import tilde_encode

from schemas.derive.grounding import evidence
from schemas.registry import TABLES
from schemas.table import Table
from schemas.values import Row
from warehouse.places import RELEASE_SQLITE

API = "/v1"
BROWSE = "/data"
DATABASE = RELEASE_SQLITE.removesuffix(".sqlite")

CLAIMS = ("targets", "facts")
"""The tables whose rows have a page of evidence of their own."""

QUOTED: tuple[str, ...] = tuple(
    name for name, table in TABLES.items() if (shape := evidence(table)) and shape.words == "quote"
)
"""The tables whose rows are a quotation."""


def _key(table: Table, row: Row) -> list[str]:
    return [str(row[name]) for name in table.key]


def api_path(table: Table, row: Row) -> str:
    """A row in the API."""
    return "/".join([API, table.name, *(quote(part, safe="") for part in _key(table, row))])


def browse_path(table: Table, row: Row) -> str:
    """A row in Datasette."""
    return f"{BROWSE}/{DATABASE}/{table.name}/{','.join(tilde_encode(part) for part in _key(table, row))}"


def anchor(table: Table, row: Row) -> str:
    """The name of a quotation's mark in the page of its article."""
    if table.name in CLAIMS:
        return _key(table, row)[0]
    return f"{table.name[0]}-{row['quote_start']}-{row['quote_end']}"


def page_path(table: Table, row: Row, prefix: str = "") -> str | None:
    """A row on the site, quotations at their highlighted words, or None where it has no page.

    `prefix` is that of the language.
    """
    if table.name in CLAIMS:
        return f"{prefix}/{table.name}/{_key(table, row)[0]}#quote"
    if table.name in QUOTED:
        return f"{prefix}/articles/{row['article_id']}#{anchor(table, row)}"
    if table.name == "sections":
        return f"{prefix}/articles/{row['article_id']}#{row['section_id']}"
    if table.name in ("zones", "articles"):
        return f"{prefix}/{table.name}/{_key(table, row)[0]}"
    if table.name == "releases":
        return f"{prefix}/releases#{_key(table, row)[0]}"
    return None


def file_path(release_id: str, path: str) -> str:
    """A file of a release, which never changes under this address."""
    return f"{API}/releases/{release_id}/files/{quote(path)}"


def row_links(table: Table, row: Row) -> dict[str, str]:
    """All that a row links to: itself, its page, its row in Datasette, and the rows that it points to."""
    links = {"self": api_path(table, row), "datasette": browse_path(table, row)}
    if page := page_path(table, row):
        links["page"] = page
    for field in table.fields:
        if field.references and row[field.name] is not None:
            other = field.references.split(".")[0]
            links[field.name.removesuffix("_id")] = f"{API}/{other}/{quote(str(row[field.name]), safe='')}"
    return links
