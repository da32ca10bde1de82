"""`CREATE TABLE` for DuckDB and SQLite: keys, NOT NULL, choices, bounds and foreign keys from the declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from schemas.registry import TABLES
from schemas.table import Field, Table, Type

DUCKDB_TYPES: dict[Type, str] = {
    Type.STRING: "VARCHAR",
    Type.STRINGS: "VARCHAR[]",
    Type.INT32: "INTEGER",
    Type.DOUBLE: "DOUBLE",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
    Type.TIMESTAMP: "TIMESTAMPTZ",
    Type.JSON: "JSON",
}

SQLITE_TYPES: dict[Type, str] = {
    Type.STRING: "TEXT",
    Type.STRINGS: "TEXT",  # a JSON list
    Type.INT32: "INTEGER",
    Type.DOUBLE: "REAL",
    Type.BOOLEAN: "INTEGER",
    Type.DATE: "TEXT",  # ISO 8601
    Type.TIMESTAMP: "TEXT",  # ISO 8601, UTC
    Type.JSON: "TEXT",
}


def quoted(name: str) -> str:
    """An SQL identifier: `table` and `end` are words of the language and must be quoted."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """An SQL string."""
    return "'" + value.replace("'", "''") + "'"


def listed(names: Iterable[str]) -> str:
    """Identifiers, quoted, with commas between."""
    return ", ".join(map(quoted, names))


def duckdb_ddl(table: Table) -> str:
    """`CREATE TABLE` for DuckDB, with keys and checks."""

    def matches(field: Field) -> Iterable[str]:
        if field.pattern:
            yield f"regexp_full_match({quoted(field.name)}, {literal(field.pattern)})"

    return _ddl(table, DUCKDB_TYPES, matches)


def sqlite_ddl(table: Table) -> str:
    """`CREATE TABLE` for SQLite, with keys and checks; lists and JSON are checked to be JSON.

    SQLite has no regular expressions of its own, so patterns are left to the validation.
    """

    def is_json(field: Field) -> Iterable[str]:
        if field.type in (Type.JSON, Type.STRINGS):
            name = quoted(field.name)
            yield f"({name} IS NULL OR json_valid({name}))"  # of null, older versions say 0 and newer ones null

    return _ddl(table, SQLITE_TYPES, is_json)


def _ddl(table: Table, types: dict[Type, str], own_checks: Callable[[Field], Iterable[str]]) -> str:
    lines = []
    for field in table.fields:
        checks = [*_bounds(field), *own_checks(field)]
        parts = [quoted(field.name), types[field.type]]
        if not field.nullable:
            parts.append("NOT NULL")
        if checks:
            parts.append(f"CHECK ({' AND '.join(checks)})")
        lines.append(" ".join(parts))
    lines.append(f"PRIMARY KEY ({listed(table.key)})")
    for field in table.fields:
        if field.references:
            other, column = field.references.split(".")
            lines.append(f"FOREIGN KEY ({quoted(field.name)}) REFERENCES {quoted(other)} ({quoted(column)})")
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {quoted(table.name)} (\n  {body}\n)"


def _bounds(field: Field) -> Iterable[str]:
    name = quoted(field.name)
    if field.choices:
        yield f"{name} IN ({', '.join(map(literal, field.choices))})"
    if field.minimum is not None:
        yield f"{name} >= {field.minimum!r}"
    if field.maximum is not None:
        yield f"{name} <= {field.maximum!r}"


def by_reference(tables: Iterable[Table] = TABLES.values()) -> list[Table]:
    """The tables so ordered that each stands after those that it points to. Raises ValueError for a circle."""
    todo = {table.name: table for table in tables}
    known = set(todo)
    done: list[Table] = []
    while todo:
        free = [t for t in todo.values() if not _pointed_to(t) & known & set(todo) - {t.name}]
        if not free:
            raise ValueError(f"tables {', '.join(todo)} point at each other in a circle")
        for table in free:
            done.append(todo.pop(table.name))
    return done


def _pointed_to(table: Table) -> set[str]:
    return {field.references.split(".")[0] for field in table.fields if field.references}
