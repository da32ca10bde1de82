"""The vocabulary in which tables are declared: `Field`, `Table` and `Type`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """A column's type, by its Arrow and Parquet name."""

    STRING = "string"
    STRINGS = "list<string>"
    INT32 = "int32"
    DOUBLE = "double"
    BOOLEAN = "bool"
    DATE = "date32"
    TIMESTAMP = "timestamp[us, UTC]"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: what it is called, what it holds, and what it may hold.

    `zh` and `en` are the titles that people see; `about_zh` and `about_en` the descriptions.
    `unit` is the unit of the number in the column; `choices` the closed list of values; `minimum` and
    `maximum` are inclusive; `references` names another table's key as `table.column`; `facet` marks a
    column by which people narrow a list; `searched` one whose words full-text search finds.
    """

    name: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    type: Type = Type.STRING
    nullable: bool = False
    unit: str | None = None
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    references: str | None = None
    facet: bool = False
    searched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One published table.

    `key` is the primary key (several columns when rows have no id of their own), `order` the columns by
    which the rows of a release are sorted, so that the same rows always give the same bytes.
    """

    name: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    key: tuple[str, ...]
    order: tuple[str, ...]
    fields: tuple[Field, ...]

    def __getitem__(self, name: str) -> Field:
        """The field of that name. Raises KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"table {self.name} has no field {name!r}")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(field.name for field in self.fields)

    def where(self, **traits: object) -> Sequence[Field]:
        """The fields whose attributes equal `traits`, e.g. `table.where(facet=True)`."""
        return [f for f in self.fields if all(getattr(f, k) == v for k, v in traits.items())]
