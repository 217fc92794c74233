"""Tables declared once: the row classes are the schema of folder, workbook and Parquet alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields
from typing import Any, Literal

ColumnKind = Literal["text", "code", "money", "number", "date", "month", "choice", "flag", "percent", "integer"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Chinese title, what it holds, and the guide that stands in its cell."""

    title: str
    kind: ColumnKind = "text"
    required: bool = False
    key: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""
    """Name of the table whose key this column repeats."""
    guide: str = ""
    example: str = ""


def column(
    title: str,
    kind: ColumnKind = "text",
    *,
    default: Any = None,
    required: bool = False,
    key: bool = False,
    choices: tuple[str, ...] = (),
    refers: str = "",
    guide: str = "",
    example: str = "",
) -> Any:
    """Declare a field of a row class as a column."""
    declared = Column(title, kind, required or key, key, choices, refers, guide, example)
    return field(default=default, metadata={"column": declared})


def columns(row_class: type) -> Iterator[tuple[Field[Any], Column]]:
    """The columns of a row class in order."""
    for each in fields(row_class):
        if "column" in each.metadata:
            yield each, each.metadata["column"]
