"""CSV on the Web (W3C): what the columns of the CSV files mean, for programs that read metadata beside a CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from schemas.registry import TABLES
from schemas.table import Field, Table, Type

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]

CSVW_TYPES: dict[Type, str] = {
    Type.STRING: "string",
    Type.STRINGS: "json",
    Type.INT32: "int",
    Type.DOUBLE: "double",
    Type.BOOLEAN: "boolean",
    Type.DATE: "date",
    Type.TIMESTAMP: "dateTime",
    Type.JSON: "json",
}


def column(field: Field) -> dict[str, Any]:
    """A column: its name as in the CSV's head, its titles in two languages, its type with what bounds it."""
    said: dict[str, Any] = {
        "name": field.name,
        "titles": {"und": field.name, "en": field.en, "zh": field.zh},
        "dc:description": both(field.about_en, field.about_zh),
        "datatype": _datatype(field),
        "required": not field.nullable,
    }
    return said | ({"schema:unitText": field.unit} if field.unit else {})


def both(english: str, chinese: str) -> list[dict[str, str]]:
    """Words in both languages."""
    return [{"@value": english, "@language": "en"}, {"@value": chinese, "@language": "zh"}]


def _datatype(field: Field) -> Any:
    base = CSVW_TYPES[field.type]
    bounds = {"minimum": field.minimum, "maximum": field.maximum}
    if field.type is Type.INT32:
        bounds = {name: None if bound is None else int(bound) for name, bound in bounds.items()}
    pattern = "|".join(map(re.escape, field.choices)) if field.choices else field.pattern
    more = {name: bound for name, bound in {**bounds, "format": pattern}.items() if bound is not None}
    return {"base": base, **more} if more else base


def table(declared: Table) -> dict[str, Any]:
    """A table as the description of its CSV file, with its keys."""
    keys = []
    for field in declared.fields:
        if field.references:
            other, name = field.references.split(".")
            reference = {"resource": f"{other}.csv", "columnReference": [name]}
            keys.append({"columnReference": [field.name], "reference": reference})
    schema: dict[str, Any] = {"columns": list(map(column, declared.fields)), "primaryKey": list(declared.key)}
    return {
        "url": f"{declared.name}.csv",
        "dc:title": both(declared.en, declared.zh),
        "dc:description": both(declared.about_en, declared.about_zh),
        "tableSchema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def group(general: Mapping[str, Any], tables: Iterable[Table] = TABLES.values()) -> dict[str, Any]:
    """All tables together, with `general` properties of the release."""
    dialect = {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True, "delimiter": ",", "doubleQuote": True}
    return {"@context": CONTEXT, **general, "dialect": dialect, "tables": list(map(table, tables))}
