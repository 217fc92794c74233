"""The columns of a sheet in their order: those of the table, and those that are only for reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.facts.rows import TABLES
from jiheng.facts.schema import Column, columns
from jiheng.facts.workbook import prefill
from jiheng.facts.workbook.measuring import text_width

_WIDTHS = {"text": 22, "code": 14, "money": 17, "date": 12.5, "month": 10, "flag": 9}
_WIDE = {"goal", "achieved", "text", "matter", "meaning", "reason", "measure"}
_WIDE_WIDTH = 34
_MAX_CHOICE_WIDTH = 22
_REFERENCE_WIDTHS = {prefill.NAME: 30, prefill.POINTS: 8, prefill.CLAUSE: 30, prefill.HELP: 48}


@dataclass(frozen=True, slots=True)
class Slot:
    """One column of the sheet; ``column`` is None for one that is only for reference."""

    title: str
    width: float
    attribute: str = ""
    column: Column | None = None


def slots(table: str) -> tuple[Slot, ...]:
    """Key, names for reference, the table's other columns, hints for reference."""
    own = list(_own(table))
    keys = [slot for slot in own if slot.column and slot.column.key]
    others = [slot for slot in own if slot not in keys]
    beside, behind = prefill.REFERENCES.get(table, ((), ()))
    return (*keys, *map(_reference, beside), *others, *map(_reference, behind))


def _own(table: str) -> Iterator[Slot]:
    for field, column in columns(TABLES[table][1]):
        title = f"*{column.title}" if column.required else column.title
        yield Slot(title, _width(field.name, column), field.name, column)


def _reference(title: str) -> Slot:
    return Slot(title, _REFERENCE_WIDTHS[title])


def _width(name: str, column: Column) -> float:
    if column.kind == "choice":
        wanted: float = min(max(map(text_width, column.choices)) + 3, _MAX_CHOICE_WIDTH)
    elif name in _WIDE and column.kind == "text":
        wanted = _WIDE_WIDTH
    else:
        wanted = _WIDTHS.get(column.kind, 12)
    return max(wanted, text_width(column.title) + 3)
