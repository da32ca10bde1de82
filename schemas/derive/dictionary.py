"""The data dictionary: every table and column in both languages, as Markdown.

`python -m schemas.derive.dictionary docs/data-dictionary.md` writes the file; without a path it prints it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from schemas.registry import TABLES
from schemas.table import Field, Table

_HEAD = """# Data dictionary · 数据字典

Made from the declarations in `schemas/` by `python -m schemas.derive.dictionary docs/data-dictionary.md`; do not
edit it by hand. Offsets count Unicode code points, half-open: `text[start:end] == quote` holds for every row.

由 `schemas/` 中的声明生成，请勿手改。偏移按 Unicode 码位计，左闭右开：每一行都满足 `text[start:end] == quote`。
"""


def dictionary() -> str:
    """The whole dictionary, ended by a line feed."""
    contents = "\n".join(f"- [`{table.name}`](#{table.name}): {table.zh} · {table.en}" for table in TABLES.values())
    return "\n".join([_HEAD, contents, *("\n".join(_table(table)) for table in TABLES.values())])


def _table(table: Table) -> Iterator[str]:
    key = ", ".join(f"`{name}`" for name in table.key)
    order = ", ".join(f"`{name}`" for name in table.order)
    yield f"\n## {table.name}\n"
    yield f"**{table.zh}** {table.about_zh}\n"
    yield f"**{table.en}.** {table.about_en}\n"
    yield f"Key · 主键: {key}. Sorted by · 排序: {order}.\n"
    yield "| Column · 列 | Type · 类型 | 中文 | English | Values · 取值 |"
    yield "|---|---|---|---|---|"
    for field in table.fields:
        nullable = "?" if field.nullable else ""
        zh, en = said(field.zh, field.about_zh, "。"), said(field.en, field.about_en, ".")
        cells = (f"`{field.name}`", f"`{field.type}{nullable}`", zh, en, values(field))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def said(title: str, about: str, stop: str) -> str:
    """A title and what is said of it, once where they are the same words."""
    return f"**{title}**" if about.rstrip(stop) == title else f"**{title}{stop}** {about}"


def values(field: Field) -> str:
    """What a column may hold, besides its type, in a few words: choices, bounds, pattern, unit, what it points to."""
    parts = []
    if field.choices:
        parts.append(" ".join(f"`{choice}`" for choice in field.choices))
    if field.minimum is not None or field.maximum is not None:
        low, high = (("" if bound is None else f"{bound:g}") for bound in (field.minimum, field.maximum))
        parts.append(f"{low} … {high}".strip())
    if field.pattern:
        parts.append(f"`{field.pattern}`")
    if field.unit:
        parts.append(f"[{field.unit}]")
    if field.references:
        parts.append(f"→ `{field.references}`")
    return "; ".join(parts)


def main(arguments: list[str]) -> None:
    """Write the dictionary to the path given, or print it."""
    if arguments:
        Path(arguments[0]).write_text(dictionary(), encoding="utf-8", newline="\n")
    else:
        print(dictionary(), end="")


if __name__ == "__main__":
    main(sys.argv[1:])
