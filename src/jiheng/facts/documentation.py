"""The column tables of the documentation, made from the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from jiheng.facts.guide import PURPOSES, column_guide
from jiheng.facts.rows import TABLES
from jiheng.facts.schema import Column, columns

Language = Literal["zh", "en"]

_BLOCK = re.compile(r"(?<=<!-- tables -->\n).*?(?=<!-- /tables -->)", re.DOTALL)
_HEADS = {"zh": ("列名", "英文名", "怎么填"), "en": ("title", "attribute", "kind", "duty", "values")}


def with_tables(document: str, language: Language) -> str:
    """The document with the tables between its two marks made anew."""
    return _BLOCK.sub(lambda _: "\n".join(_tables(language)) + "\n", document)


def _tables(language: Language) -> Iterator[str]:
    for table, (title, row_class) in TABLES.items():
        yield ""
        yield f"### {title}（`{table}`）" if language == "zh" else f"### `{table}` ({title})"
        yield ""
        yield PURPOSES[table] if language == "zh" else (row_class.__doc__ or "").partition("\n")[0]
        yield ""
        heads = _HEADS[language]
        yield _line(*heads)
        yield _line(*("---" for _ in heads))
        for field, column in columns(row_class):
            yield _chinese(table, field.name, column) if language == "zh" else _english(field.name, column)
    yield ""


def _chinese(table: str, name: str, column: Column) -> str:
    return _line(column.title, f"`{name}`", column_guide(table, column))


def _english(name: str, column: Column) -> str:
    duty = "key" if column.key else "required" if column.required else ""
    values = f"code in `{column.refers}`" if column.refers else " · ".join(column.choices)
    return _line(column.title, f"`{name}`", column.kind, duty, values)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
