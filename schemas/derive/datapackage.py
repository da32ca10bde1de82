"""Frictionless Data Package 2.0: the table schemas, and the descriptor of a release around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.registry import TABLES
from schemas.table import Field, Table, Type

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

FRICTIONLESS_TYPES: dict[Type, dict[str, str]] = {
    Type.STRING: {"type": "string"},
    Type.STRINGS: {"type": "array"},
    Type.INT32: {"type": "integer"},
    Type.DOUBLE: {"type": "number"},
    Type.BOOLEAN: {"type": "boolean"},
    Type.DATE: {"type": "date"},
    Type.TIMESTAMP: {"type": "datetime", "format": "any"},  # the default format knows no parts of a second
    Type.JSON: {"type": "any"},
}


def field_descriptor(field: Field) -> dict[str, Any]:
    """A column as a Frictionless field, with the Chinese words and the unit as further properties."""
    said: dict[str, Any] = {
        "name": field.name,
        **FRICTIONLESS_TYPES[field.type],
        "title": field.en,
        "description": field.about_en,
        "title_zh": field.zh,
        "description_zh": field.about_zh,
    }
    if field.unit:
        said["unit"] = field.unit
    constraints = _constraints(field)
    if constraints:
        said["constraints"] = constraints
    return said


def _constraints(field: Field) -> dict[str, Any]:
    stated = {
        "required": True if not field.nullable else None,
        "enum": list(field.choices) or None,
        "minimum": _number(field, field.minimum),
        "maximum": _number(field, field.maximum),
        "pattern": field.pattern,
    }
    return {name: value for name, value in stated.items() if value is not None}


def _number(field: Field, bound: float | None) -> float | None:
    return int(bound) if bound is not None and field.type is Type.INT32 else bound


def table_schema(table: Table) -> dict[str, Any]:
    """A table as a Frictionless Table Schema, with its primary key and its foreign keys."""
    schema: dict[str, Any] = {
        "fields": [field_descriptor(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    keys = []
    for field in table.fields:
        if field.references:
            resource, column = field.references.split(".")
            keys.append({"fields": [field.name], "reference": {"resource": resource, "fields": [column]}})
    return schema | ({"foreignKeys": keys} if keys else {})


def table_resource(table: Table, csv: Mapping[str, Any], *others: Mapping[str, Any]) -> dict[str, Any]:
    """A table's CSV file as a resource; `csv` gives path, bytes and hash, `others` the same rows in other formats.

    Those stand under `alternatives`, which is no word of the standard: a reader that knows CSV only is not
    given files that it cannot open.
    """
    return {
        "name": table.name,
        "type": "table",
        "title": table.en,
        "description": table.about_en,
        "title_zh": table.zh,
        "description_zh": table.about_zh,
        **csv,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": table_schema(table),
        "alternatives": list(others),
    }


def package(
    general: Mapping[str, Any], csv: Mapping[str, Mapping[str, Any]], parquet: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """The descriptor of a release: `general` properties, and by table its CSV and its Parquet file."""
    resources = [table_resource(table, csv[name], parquet[name]) for name, table in TABLES.items()]
    return {"$schema": PROFILE, **general, "resources": resources}
