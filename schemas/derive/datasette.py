"""What Datasette says of each table: titles and descriptions in both languages, facets, labels, search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.registry import TABLES
from schemas.table import Field, Table, Type

LABELS: dict[str, str] = {
    "zones": "short_name",
    "articles": "title",
    "sections": "heading",
    "indicators": "name_zh",
}
"""The column that people know a row by, for tables that others point to."""

MOST_FACETS = 6
"""Each facet costs a count of the whole table, so a page opens with few; the others are a click away."""


def table_metadata(table: Table, search: str | None) -> dict[str, Any]:
    """Datasette's metadata of one table; `search` names its full-text table, whose rowids are the table's."""
    said: dict[str, Any] = {
        "title": both(table.zh, table.en),
        "description": both(table.about_zh, table.about_en),
        "columns": {field.name: column_description(field) for field in table.fields},
        "facets": [field.name for field in facets(table)[:MOST_FACETS]],
    }
    if label := LABELS.get(table.name):
        said["label_column"] = label
    if search:
        said |= {"fts_table": search, "fts_pk": "rowid"}
    return said


def facets(table: Table) -> list[Field]:
    """The columns by which people narrow a list, those with few values first."""
    return sorted(table.where(facet=True), key=lambda field: (not field.choices, field.type is Type.INT32))


def column_description(field: Field) -> str:
    """One line on a column: its titles, what it holds, its unit."""
    unit = f" [{field.unit}]" if field.unit else ""
    return f"{both(field.zh, field.en)}{unit}: {both(field.about_zh, field.about_en)}"


def metadata(database: str, searches: Mapping[str, str | None], general: Mapping[str, Any]) -> dict[str, Any]:
    """Datasette's whole metadata: `general` (title, licence, source ...), and all tables of `database`.

    `searches` gives each table's full-text table, or None.
    """
    tables = {name: table_metadata(table, searches.get(name)) for name, table in TABLES.items()}
    return {**general, "databases": {database: {"tables": tables}}}


def both(zh: str, en: str) -> str:
    """The same in Chinese and English, on one line."""
    return f"{zh} · {en}"
