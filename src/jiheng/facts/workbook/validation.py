"""What a cell accepts, its drop-down and the message beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from jiheng.facts.coerce import MAX_MONEY, MAX_NUMBER
from jiheng.facts.guide import column_guide, title_of
from jiheng.facts.schema import Column, ColumnKind
from jiheng.facts.workbook.layout import FIRST_ROW, LAST_ROW, LISTS_SHEET

_MAX_MESSAGE = 250
_MAX_TITLE = 30


class Lists:
    """The hidden sheet that drop-downs take their choices from: one column for each set of choices."""

    def __init__(self, workbook: Workbook) -> None:
        self.sheet = workbook.add_worksheet(LISTS_SHEET)
        self.sheet.very_hidden()
        self.ranges: dict[tuple[str, ...], str] = {}

    def range(self, choices: tuple[str, ...]) -> str:
        """The range that holds the choices."""
        if choices not in self.ranges:
            column = len(self.ranges)
            for row, choice in enumerate(choices):
                self.sheet.write_string(row, column, choice)  # "=" is a choice, no formula
            letter = xl_col_to_name(column)
            self.ranges[choices] = f"={LISTS_SHEET}!${letter}$1:${letter}${len(choices)}"
        return self.ranges[choices]


def validation(table: str, column: Column, lists: Lists) -> dict[str, Any]:
    """The rule of a column's cells, for XlsxWriter."""
    guide = column_guide(table, column)
    return {
        **_rule(column, lists),
        "ignore_blank": True,
        "input_title": column.title[:_MAX_TITLE],
        "input_message": guide[:_MAX_MESSAGE],
        "error_title": "请核对",
        "error_message": f"“{column.title}”：{guide}"[:_MAX_MESSAGE],
    }


def _between(kind: str, low: object, high: object) -> dict[str, Any]:
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}


_DAYS = _between("date", date(1949, 1, 1), date(2100, 12, 31))
_NUMBERS = _between("decimal", -MAX_NUMBER, MAX_NUMBER)
_RULES: dict[ColumnKind, dict[str, Any]] = {
    "date": _DAYS,
    "month": _DAYS,
    "integer": _between("integer", 0, 999_999_999),
    "year": _between("integer", 1949, 2100),
    "points": _between("decimal", 0, 999_999),
    "number": _NUMBERS,
    "percent": _NUMBERS,
    "figure": _NUMBERS,
}


def _rule(column: Column, lists: Lists) -> dict[str, Any]:
    if column.refers:
        keys = f"='{title_of(column.refers)}'!$A${FIRST_ROW + 1}:$A${LAST_ROW + 1}"
        return {"validate": "list", "source": keys, "error_type": "warning"}
    if column.kind in {"choice", "flag"}:
        return {"validate": "list", "source": lists.range(column.choices or ("是", "否"))}
    if column.kind == "money":
        return _between("decimal", -MAX_MONEY if column.signed else 0, MAX_MONEY)
    return _RULES.get(column.kind, {"validate": "any"})
