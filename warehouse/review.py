"""Where a person should look first: the claims of the newest release by doubt, and how to correct one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from schemas.values import Row
from warehouse import duck
from warehouse.errors import WarehouseError
from warehouse.places import RELEASE_DUCKDB
from warehouse.release import current

FAR = 3.5
"""Robust standard deviations (of the logarithm, by the median) from which a value is an outlier."""
ENOUGH = 5
"""So many values of an indicator are needed to say which of them lies apart."""

_CLAIMS = """
    SELECT 'targets' AS "table", target_id AS id, horizon_year AS year,
        * EXCLUDE (target_id, horizon_year, horizon_text)
    FROM r.targets
    UNION ALL BY NAME
    SELECT 'facts' AS "table", fact_id AS id, year, * EXCLUDE (fact_id, year, period_text) FROM r.facts"""

_DOUBTS = f"""
    WITH claims AS ({_CLAIMS}),
    logs AS (
        SELECT id, indicator_id, unit, log10(value) AS lg FROM claims
        WHERE kind = 'amount' AND scope = 'zone' AND indicator_id IS NOT NULL AND value > 0),
    middle AS (
        SELECT indicator_id, unit, median(lg) AS mid, mad(lg) AS spread FROM logs
        GROUP BY ALL HAVING count(*) >= {ENOUGH} AND mad(lg) > 0),
    apart AS (SELECT id, abs(lg - mid) / (1.4826 * spread) AS z FROM logs JOIN middle USING (indicator_id, unit)),
    unlike AS (
        SELECT fact_id AS id, max(difference) AS difference FROM (
            SELECT fact_id, difference FROM r.conflicts UNION ALL SELECT other_fact_id, difference FROM r.conflicts)
        GROUP BY 1)
    SELECT c."table", c.id, c.article_id, c.zone_id, c.kind, c.indicator, c.operator, c.value, c.unit, c.year, c.quote,
        c.statement, c.confidence, c.rule, round(a.z, 1) AS outlier, u.difference AS conflict,
        round(greatest(1 - c.confidence, CASE WHEN a.z > {FAR} THEN 0.5 + least(a.z, 20) / 40 ELSE 0 END,
            CASE WHEN u.difference IS NOT NULL THEN 0.4 + least(u.difference, 100) / 250 ELSE 0 END), 3) AS doubt
    FROM claims c LEFT JOIN apart a ON a.id = c.id AND a.z > {FAR} LEFT JOIN unlike u ON u.id = c.id
    WHERE c.review = 'unreviewed'
    ORDER BY doubt DESC, c."table", c.id"""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A claim that should be looked at: how much (0 to 1), why, and its row."""

    doubt: float
    why: tuple[str, ...]
    row: Row


def doubts(data: Path, limit: int = 20) -> list[Doubt]:
    """The unreviewed claims of the newest release, the most doubtful first. Raises WarehouseError without one."""
    return [_doubt(row) for row in _ask(data, f"{_DOUBTS} LIMIT ?", [limit])]


def _doubt(row: Row) -> Doubt:
    why = []
    if row["outlier"] is not None:
        why.append(f"{row['outlier']:g} deviations from other zones")
    if row["conflict"] is not None:
        why.append(f"said otherwise, {row['conflict']:g} % apart")
    if not why or row["confidence"] < 0.8:
        why.append(f"confidence {row['confidence']:g}")
    return Doubt(row["doubt"], tuple(why), row)


def skeleton(data: Path, identity: str) -> str:
    """A correction of one claim, as YAML to be filled in. Raises WarehouseError where there is no such claim."""
    found = _ask(data, f"SELECT * FROM ({_CLAIMS}) WHERE id = ?", [identity])
    if not found:
        raise WarehouseError(
            f"the newest release holds no claim {identity}", where=data, mend="`gaoxin review` lists them."
        )
    (row,) = found
    text = str(_ask(data, "SELECT text FROM r.articles WHERE article_id = ?", [row["article_id"]])[0]["text"])
    occurrence = text.count(row["quote"], 0, row["quote_start"]) + 1
    year = "horizon_year" if row["table"] == "targets" else "year"
    expect = {"indicator": row["indicator"], "operator": row["operator"], "value": row["value"], year: row["year"]}
    said = ", ".join(f"{name}: {_yaml(value)}" for name, value in expect.items())
    return f"""# {row["statement"]}
- article: {row["article_id"]}
  table: {row["table"]}
  quote: {_yaml(row["quote"])}
  occurrence: {occurrence}
  action: override   # or drop, or confirm (without expect and set)
  expect: {{{said}}}
  set: {{{said}}}   # change what is wrong, and leave out the rest
  reason: ""
  role: ""
  date:
"""


def _yaml(value: object) -> str:
    """A value as YAML writes it in a line; text in double quotes."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "null" if value is None else f"{value!r}"


def _ask(data: Path, sql: str, values: list[object]) -> list[Row]:
    folder = current(data)
    if folder is None:
        raise WarehouseError("there is no release yet", where=data, mend="Run `gaoxin ingest` first.")
    connection = duck.connect()
    try:
        duck.attach(connection, folder / RELEASE_DUCKDB, "r", read_only=True)
        rows: list[Row] = connection.execute(sql, values).to_arrow_table().to_pylist()
        return rows
    except duckdb.Error as error:
        raise WarehouseError(
            f"the release cannot be read ({error})", where=folder, mend="Check it with `gaoxin verify`."
        ) from error
    finally:
        connection.close()
