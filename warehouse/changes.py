"""What a release changes, row by row: `changes.json` for programs, `CHANGES.md` for people.

A first release says how many rows it has. Later ones say which rows were added, removed and changed, by table and
by article, and for changed ones the old and the new values. Long lists are cut, and say how much was left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from schemas.derive.ddl import listed, quoted
from schemas.registry import TABLES
from schemas.table import Table
from warehouse.diff import COMPARED, Change, attached, comparable, content, joined
from warehouse.places import CHANGES_JSON, CHANGES_MD
from warehouse.touched import Narrow, everything

MOST_ROWS = 2_000
"""Rows of each table and kind of change that are listed."""
MOST_ARTICLES = 200
"""Articles, and changed values, that `CHANGES.md` shows."""
MOST_CHARACTERS = 300
"""Longer values are cut; the texts themselves are in the releases."""

Found = dict[str, Any]


def write(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    release_id: str,
    previous: Path | None,
    counts: Mapping[str, Change],
    narrow: Narrow = everything,
) -> None:
    """Write both files into the release in the making; `counts` are the changes of each table.

    Only rows for which `narrow` holds are compared.
    """
    rows: list[Found] = []
    articles: list[Found] = []
    if previous is not None:
        with attached(connection, previous):
            for name in COMPARED:
                if comparable(connection, TABLES[name]):
                    rows += _rows(connection, TABLES[name], narrow)
            articles = _articles(connection, narrow)
    said = {
        "release_id": release_id,
        "previous_release_id": previous.name if previous else None,
        "tables": {name: _numbers(change) for name, change in counts.items()},
        "articles": articles,
        "rows": rows,
        "rows_left_out": _left_out(counts, rows) if previous else {},
    }
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
    (folder / CHANGES_JSON).write_text(text, encoding="utf-8")
    (folder / CHANGES_MD).write_text(_page(said), encoding="utf-8")


def _numbers(change: Change) -> dict[str, int]:
    return {"added": change.added, "changed": change.changed, "removed": change.removed}


def _left_out(counts: Mapping[str, Change], rows: Iterable[Found]) -> dict[str, int]:
    """How many changed rows of each table are not listed."""
    listed_: dict[str, int] = {}
    for row in rows:
        listed_[row["table"]] = listed_.get(row["table"], 0) + 1
    totals = {name: sum(_numbers(change).values()) for name, change in counts.items()}
    return {name: total - listed_.get(name, 0) for name, total in totals.items() if total > listed_.get(name, 0)}


def _rows(connection: duckdb.DuckDBPyConnection, table: Table, narrow: Narrow) -> list[Found]:
    """The rows of a table that differ, in the order of their keys, at most `MOST_ROWS` of each kind."""
    key, first = listed(table.key), quoted(table.key[0])
    differs = " OR ".join(f"n.{quoted(c)} IS DISTINCT FROM o.{quoted(c)}" for c in content(table)) or "false"
    kinds = {
        "added": f"o.{first} IS NULL",
        "removed": f"n.{first} IS NULL",
        "changed": f"n.{first} IS NOT NULL AND o.{first} IS NOT NULL AND ({differs})",
    }
    found = []
    for change, condition in kinds.items():
        query = f"SELECT to_json(o), to_json(n) FROM {joined(table, narrow)} WHERE {condition}"
        pairs = connection.execute(f"{query} ORDER BY {key} LIMIT {MOST_ROWS}").fetchall()
        found += [_row(table, change, json.loads(old), json.loads(new)) for old, new in pairs]
    return found


def _row(table: Table, change: str, old: Found, new: Found) -> Found:
    """A row that differs: its key and article, and the values that it had and has."""
    one = old if change == "removed" else new
    names = [name for name in content(table) if change != "changed" or old[name] != new[name]]
    values = [name for name in names if change == "changed" or (name != "text" and one[name] is not None)]
    said: Found = {"table": table.name, "change": change, "key": {name: one[name] for name in table.key}}
    if "article_id" in table.names:
        said["article_id"] = one["article_id"]
    if change != "added":
        said["old"] = {name: _short(old[name]) for name in values}
    if change != "removed":
        said["new"] = {name: _short(new[name]) for name in values}
    return said


def _short(value: Any) -> Any:
    return value[:MOST_CHARACTERS] + "…" if isinstance(value, str) and len(value) > MOST_CHARACTERS else value


def _articles(connection: duckdb.DuckDBPyConnection, narrow: Narrow) -> list[Found]:
    """Each article in which anything differs, with the numbers of rows by table."""
    parts = []
    for name in COMPARED:
        table = TABLES[name]
        if "article_id" not in table.names or not comparable(connection, table):
            continue
        differs = " OR ".join(f"n.{quoted(c)} IS DISTINCT FROM o.{quoted(c)}" for c in content(table)) or "false"
        key = quoted(table.key[0])
        article = "article_id" if "article_id" in table.key else "coalesce(n.article_id, o.article_id)"
        parts.append(
            f"SELECT {article} AS article_id, '{name}' AS name, count(*) FILTER (o.{key} IS NULL) AS added, "
            f"count(*) FILTER (n.{key} IS NOT NULL AND o.{key} IS NOT NULL AND ({differs})) AS changed, "
            f"count(*) FILTER (n.{key} IS NULL) AS removed FROM {joined(table, narrow)} GROUP BY 1"
        )
    counted = connection.execute(
        f"SELECT article_id, name, added, changed, removed FROM ({' UNION ALL '.join(parts)}) "
        f"WHERE added + changed + removed > 0 ORDER BY ALL LIMIT {MOST_ROWS * 10}"
    ).fetchall()
    titles = dict(
        connection.execute(
            "SELECT article_id, coalesce(n.title, o.title, n.source_name, o.source_name) "
            f"FROM {joined(TABLES['articles'], narrow)}"
        ).fetchall()
    )
    by_article: dict[str, Found] = {}
    for article_id, name, added, changed, removed in counted:
        said = by_article.setdefault(article_id, {"article_id": article_id, "title": titles[article_id], "tables": {}})
        said["tables"][name] = _numbers(Change(added, changed, removed))
    return list(by_article.values())


def _page(said: Found) -> str:
    """`CHANGES.md`: counts, articles, and the values that changed."""
    before = said["previous_release_id"]
    lines = [f"# Changes of release {said['release_id']}", ""]
    lines += [f"Against release {before}." if before else "The first release: everything is new.", ""]
    lines += ["| table | added | changed | removed |", "|---|---:|---:|---:|"]
    for name, n in said["tables"].items():
        lines.append(f"| {name} | {n['added']:,} | {n['changed']:,} | {n['removed']:,} |")
    if said["articles"]:
        lines += ["", "## By article", ""]
        lines += [_article(article) for article in said["articles"][:MOST_ARTICLES]]
        lines += _more(len(said["articles"]) - MOST_ARTICLES, "articles")
    values = [line for row in said["rows"] if row["change"] == "changed" for line in _values(row)]
    if values:
        lines += ["", "## Changed values", "", "| table | row | column | old | new |", "|---|---|---|---|---|"]
        lines += values[:MOST_ARTICLES]
        lines += _more(len(values) - MOST_ARTICLES, "values")
    return "\n".join(lines) + "\n"


def _article(article: Found) -> str:
    parts = [f"{name} +{n['added']} ~{n['changed']} −{n['removed']}" for name, n in article["tables"].items()]
    return f"* {_cell(article['title'])} (`{article['article_id']}`): {'; '.join(parts)}"


def _values(row: Found) -> list[str]:
    key = ", ".join(str(value) for value in row["key"].values())
    return [
        f"| {row['table']} | `{key}` | {name} | {_cell(old)} | {_cell(row['new'][name])} |"
        for name, old in row["old"].items()
    ]


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")[:120]


def _more(count: int, what: str) -> list[str]:
    return ["", f"{count:,} more {what}; `{CHANGES_JSON}` lists them."] if count > 0 else []
