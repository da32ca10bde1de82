"""`datapackage.json`: the release as a Frictionless Data Package 2.0; `csv/csv-metadata.json`: as CSV on the Web."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from publish.api.files import MEDIA_TYPES
from schemas.derive.csvw import both, group
from schemas.derive.datapackage import package
from schemas.derive.ddl import quoted
from schemas.registry import TABLES
from schemas.releases import RELEASES
from warehouse.places import RELEASE_DUCKDB, RELEASE_SQLITE, csv_file, parquet_file
from warehouse.sums import sum_once

NAME = "datapackage.json"
CSVW_NAME = "csv-metadata.json"
"""The name under which programs look for it in the folder of a CSV file."""

DATA_LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
CODE_LICENCE = {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}

ABOUT: dict[str, Any] = {
    "name": "gaoxin",
    "id": "gaoxin",
    "title": "gaoxin: targets and facts of China's national high-tech zones",
    "description": "What newspaper articles say of China's national high-tech zones, one number a row, each with the "
    "exact characters that say it and their place in the article.",
    "title_zh": "高新：国家高新区的目标与事实",
    "description_zh": "报刊文章所说的国家高新区的目标与事实，一个数字一行，附说出它的原字及其在文中的位置。",
    "keywords": ["national high-tech zone", "China", "targets", "国家高新区", "目标", "产业"],
    "licenses": [DATA_LICENCE],
    "code": {"licenses": [CODE_LICENCE]},
    "sources": [{"title": "Newspaper articles, one row each in table articles", "path": "csv/articles.csv"}],
}


def write_csvw(folder: Path) -> None:
    """Write the description of the CSV files (CSV on the Web) beside them. Same files, same bytes."""
    release_id, created_at = _release(folder)
    general = {
        "dc:title": both(ABOUT["title"], ABOUT["title_zh"]),
        "dc:description": both(ABOUT["description"], ABOUT["description_zh"]),
        "dc:license": {"@id": DATA_LICENCE["path"]},
        "dc:identifier": release_id,
        "dc:created": created_at,
    }
    text = json.dumps(group(general), ensure_ascii=False, indent=1)
    (csv_file(folder, "x").parent / CSVW_NAME).write_text(text + "\n", encoding="utf-8", newline="\n")


def write(folder: Path) -> None:
    """Write `datapackage.json` into the release `folder`, whose other files are there. Same files, same bytes.

    Raises OSError where a file of the release is missing, and ValueError where it does not say which it is.
    """
    release_id, created_at = _release(folder)
    general = {**ABOUT, "version": release_id, "created": created_at}
    csv = {name: _file(folder, csv_file(folder, name)) for name in TABLES}
    parquet = {name: _alternative(folder, parquet_file(folder, name)) for name in TABLES}
    whole = [_alternative(folder, folder / name) for name in (RELEASE_SQLITE, RELEASE_DUCKDB)]
    text = json.dumps(package({**general, "alternatives": whole}, csv, parquet), ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text + "\n", encoding="utf-8", newline="\n")


def _release(folder: Path) -> tuple[str, str]:
    """The id of the release in `folder` and when it was made, both as text."""
    uri = f"{(folder / RELEASE_SQLITE).absolute().as_uri()}?mode=ro&immutable=1"
    newest = f"SELECT release_id, created_at FROM {quoted(RELEASES.name)} ORDER BY release_id DESC LIMIT 1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        row = connection.execute(newest).fetchone()
    if row is None:
        raise ValueError(f"{folder / RELEASE_SQLITE} has no row in table releases")
    return str(row[0]), str(row[1])


def _file(folder: Path, path: Path) -> dict[str, Any]:
    name = path.relative_to(folder).as_posix()
    return {"path": name, "bytes": path.stat().st_size, "hash": f"sha256:{sum_once(path)}"}


def _alternative(folder: Path, path: Path) -> dict[str, Any]:
    """The same rows in another format."""
    suffix = path.suffix
    return {**_file(folder, path), "format": suffix.removeprefix("."), "mediatype": MEDIA_TYPES[suffix]}
