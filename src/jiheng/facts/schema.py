"""Tables declared once: the row classes are the schema of folder, workbook and Parquet alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields
from typing import Any, Literal

ColumnKind = Literal[
    "text",
    "code",
    "money",
    "number",
    "points",
    "percent",
    "figure",
    "integer",
    "year",
    "date",
    "month",
    "choice",
    "flag",
]
"""What a column holds. ``number`` is in the row's own unit; ``points`` has at most four decimals;
``percent`` is a share (95% = 0.95); ``figure`` is 元 for amounts and a share for rates."""


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
    optional: bool = False
    """Whether a part of the key may stay empty."""
    signed: bool = False
    """Whether an amount may be negative (a refund, a cut)."""


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
    optional: bool = False,
    signed: bool = False,
) -> Any:
    """Declare a field of a row class as a column; a key must be filled in unless it has a default or is ``optional``."""
    must = required or (key and default is None and not optional)
    declared = Column(title, kind, must, key, choices, refers, guide, example, optional, signed)
    return field(default=default, metadata={"column": declared})


def columns(row_class: type) -> Iterator[tuple[Field[Any], Column]]:
    """The columns of a row class in order; what all rows share (来源, 备注) comes last."""
    shared = {name for base in row_class.__mro__[1:] for name in getattr(base, "__dataclass_fields__", {})}
    own = [each for each in fields(row_class) if "column" in each.metadata]
    for each in sorted(own, key=lambda field_: field_.name in shared):
        yield each, each.metadata["column"]
