"""What a release must write anew: the articles that came, went or were read again since the newest one.

The store notes which version of which input each article of the newest release came from. With that, the next
release is a copy of its databases in which only these articles' rows are other ones, so that publishing an article
costs what it touches and the copying of files, and not the computing of everything.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import duckdb

import schemas
from schemas.registry import DERIVED, EXTRACTED
from warehouse import duck
from warehouse.keys import content_digest

SHARE = 0.1
"""Where more than this share of the articles was touched, all is computed anew, which packs the files too."""

_NOW = "SELECT a.article_id, a.input FROM store.articles a SEMI JOIN store.inputs i ON i.input = a.input AND i.current"

Narrow = Callable[[str], str]
"""A condition (SQL, without alias) that holds for the rows of a table that may differ from the newest release."""


@cache
def code_version() -> str:
    """Changes when the code that makes the files of a release does: then nothing of an older one is kept."""
    rooms = {Path(schemas.__file__).parent, Path(__file__).parent}
    return " ".join(content_digest(room.parent, (room.name,)) for room in sorted(rooms))


class Known(NamedTuple):
    """Whether what was touched since the newest release is known, and whether that release can be amended.

    It is not known before the first release, in a rebuilt store, and once after a change of code. A release that
    other code made, or of which much was touched, is not amended.
    """

    touched: bool = False
    amendable: bool = False


def find(connection: duckdb.DuckDBPyConnection, previous: Path | None) -> Known:
    """Fill the table `memory.touched` with the ids of articles, where they are known."""
    if previous is None:
        return Known()
    said = connection.execute("SELECT made_by, seen_by FROM store.published WHERE release_id = ?", [previous.name])
    made_by, seen_by = said.fetchone() or (None, None)
    if seen_by != code_version():
        return Known()
    connection.execute(
        f"""CREATE OR REPLACE TABLE memory.touched AS SELECT DISTINCT article_id FROM (
            ({_NOW} EXCEPT FROM store.released) UNION ALL (FROM store.released EXCEPT {_NOW}))"""
    )
    touched, all_ = duck.one(
        connection, "SELECT (SELECT count(*) FROM memory.touched), (SELECT count(*) FROM store.released)"
    )
    return Known(True, made_by == code_version() and int(str(touched)) <= SHARE * int(str(all_)))


def find_zones(connection: duckdb.DuckDBPyConnection, database: str) -> None:
    """Fill the table `memory.touched_zones` with the zones of which the touched articles say or said a claim."""
    said = " UNION ".join(
        f"SELECT zone_id FROM {source}.{name} SEMI JOIN memory.touched USING (article_id) WHERE zone_id IS NOT NULL"
        for name in ("targets", "facts")
        for source in (database, "store")
    )
    connection.execute(f"CREATE OR REPLACE TABLE memory.touched_zones AS {said}")


def note(connection: duckdb.DuckDBPyConnection, release_id: str, *, made: bool, amended: bool) -> None:
    """Say in the store what the newest release holds: one that was `made` now, or one that everything agrees with."""
    where = " WHERE article_id IN (FROM memory.touched)" if amended else ""
    said = connection.execute("SELECT made_by FROM store.published WHERE release_id = ?", [release_id]).fetchone()
    made_by = code_version() if made else said and said[0]
    connection.execute("BEGIN")
    connection.execute("DELETE FROM store.published")
    connection.execute(f"DELETE FROM store.released{where}")
    connection.execute(f"INSERT INTO store.released SELECT * FROM ({_NOW}){where}")
    connection.execute("INSERT INTO store.published VALUES (?, ?, ?)", [release_id, made_by, code_version()])
    connection.execute("COMMIT")


def narrowed(name: str) -> str:
    """The condition for table `name` where only the touched articles, and the zones that they speak of, may differ."""
    if name in EXTRACTED:
        return "article_id IN (SELECT article_id FROM memory.touched)"
    return "zone_id IN (SELECT zone_id FROM memory.touched_zones)" if name in DERIVED else everything(name)


def everything(name: str) -> str:
    """The condition where every row of table `name` may differ."""
    return "true"
