"""Pydantic models of the published tables, for the API's description of itself and for checking its answers."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, create_model
from pydantic import Field as Described

from schemas.registry import TABLES
from schemas.table import Field, Table, Type

PYTHON_TYPES: dict[Type, Any] = {
    Type.STRING: str,
    Type.STRINGS: list[str],
    Type.INT32: int,
    Type.DOUBLE: float,
    Type.BOOLEAN: bool,
    Type.DATE: date,
    Type.TIMESTAMP: datetime,
    Type.JSON: Any,
}


class Row(BaseModel):
    """What all models of rows have in common: no column that is not declared."""

    model_config = ConfigDict(extra="forbid")


def plain_type(field: Field) -> Any:
    """The Python type of a column that is not empty, its closed list of values included."""
    return Literal[field.choices] if field.choices else PYTHON_TYPES[field.type]


def annotation(field: Field) -> Any:
    """The type of a column with its title, description, bounds and unit, as pydantic takes it."""
    extra = {"title_zh": field.zh, "description_zh": field.about_zh, "unit": field.unit}
    described = Described(
        title=field.en,
        description=field.about_en,
        ge=field.minimum,
        le=field.maximum,
        pattern=f"^({field.pattern})$" if field.pattern else None,
        json_schema_extra={name: value for name, value in extra.items() if value is not None},
    )
    held = plain_type(field)
    return Annotated[held | None if field.nullable else held, described]


@cache
def row_model(name: str, *, partial: bool = False) -> type[Row]:
    """The model of a row of table `name`; with `partial`, one that need not have all columns.

    Raises KeyError for a table that is not declared.
    """
    table = TABLES[name]
    default: Any = None if partial else ...
    columns: dict[str, Any] = {field.name: (annotation(field), default) for field in table.fields}
    return create_model(
        model_name(table) + ("Columns" if partial else ""), __base__=Row, __doc__=table.about_en, **columns
    )


def model_name(table: Table) -> str:
    """The model's name: the table's in the singular, with a capital letter."""
    singular = table.name[:-3] + "y" if table.name.endswith("ies") else table.name.removesuffix("s")
    return singular.capitalize()
