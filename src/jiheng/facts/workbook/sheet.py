"""One sheet for one table: title, unit, totals, head with guides, and cells that check what is typed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Points
from jiheng.facts.coerce import MAX_DIGITS_OF_FLOAT, Value
from jiheng.facts.guide import column_guide, title_of
from jiheng.facts.rows import TABLES, Row
from jiheng.facts.schema import Column, columns
from jiheng.facts.workbook import layout, prefill
from jiheng.facts.workbook.styles import Styles
from jiheng.facts.workbook.validation import Lists, validation
from jiheng.facts.written import decimal, is_risky, written

_WIDTHS = {"text": 22, "code": 14, "money": 17, "date": 12.5, "month": 10, "choice": 14, "flag": 9}
_WIDE = {"goal", "achieved", "text", "matter", "meaning", "reason", "measure"}
_WIDE_WIDTH = 36
_REFERENCE_WIDTHS = {prefill.NAME: 30, prefill.POINTS: 8, prefill.CLAUSE: 30, prefill.HELP: 48}
_SPARE_ROWS = 30
UNPROTECTED = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
"""What stays allowed on a protected sheet; there is no password."""


class TableSheet:
    """Writes one table."""

    def __init__(self, workbook: Workbook, table: str, styles: Styles, lists: Lists) -> None:
        self.table = table
        self.styles = styles
        self.lists = lists
        self.sheet: Worksheet = workbook.add_worksheet(title_of(table))
        self.listed = [(field.name, column) for field, column in columns(TABLES[table][1])]
        self.references = prefill.REFERENCES.get(table, ())
        self.width = len(self.listed) + len(self.references)

    def write(self, rows: tuple[Row, ...], asked: prefill.Asked, *, nil: bool) -> None:
        """Write the sheet: the rows given, then those that the pack asks for, then room for more."""
        self._write_columns()
        self._write_top(nil=nil)
        self._write_head()
        hinted = bool(self.references)
        for index, row in enumerate(rows):
            hints = asked.rows.get(prefill.key_of(self.table, row), {}) if hinted else {}
            self._write_row(layout.FIRST_ROW + index, row, hints)
        given = {prefill.key_of(self.table, row) for row in rows} if hinted else set()
        lacking = list(asked.beyond(given))
        for index, key in enumerate(lacking, len(rows)):
            self._write_asked(layout.FIRST_ROW + index, key, asked.rows[key])
        filled = len(rows) + len(lacking)
        self._write_spare(layout.FIRST_ROW + filled)
        self._finish(layout.FIRST_ROW + filled + _SPARE_ROWS - 1)

    def _write_columns(self) -> None:
        for index, (name, column) in enumerate(self.listed):
            width = _WIDE_WIDTH if name in _WIDE and column.kind == "text" else _WIDTHS.get(column.kind, 12)
            style = self.styles.entry(column.kind, bordered=False)
            self.sheet.set_column(index, index, max(width, len(column.title) * 2 + 3), style)
        for index, title in enumerate(self.references, len(self.listed)):
            self.sheet.set_column(index, index, _REFERENCE_WIDTHS[title])

    def _write_top(self, *, nil: bool) -> None:
        self.sheet.set_row(layout.TITLE_ROW, 28)
        title = self.styles.named("title")
        self.sheet.merge_range(layout.TITLE_ROW, 0, layout.TITLE_ROW, self.width - 1, title_of(self.table), title)
        self.sheet.write_string(layout.NOTE_ROW, 0, layout.NIL_LABEL, self.styles.named("note_right"))
        self.sheet.write_string(*layout.NIL_CELL, "是" if nil else "", self.styles.named("nil"))
        self.sheet.data_validation(
            *layout.NIL_CELL,
            *layout.NIL_CELL,
            {
                "validate": "list",
                "source": self.lists.range(("是", "否")),
                "input_title": "零填报",
                "input_message": "本年度确无此类事项的，选“是”；不选且不填，视为尚未填报。",
            },
        )
        if self._amounts():
            self.sheet.write_string(layout.NOTE_ROW, self.width - 1, layout.UNIT_NOTE, self.styles.named("note_right"))
            self._write_totals()

    def _amounts(self) -> list[int]:
        return [index for index, (_, column) in enumerate(self.listed) if column.kind == "money"]

    def _write_totals(self) -> None:
        self.sheet.write_string(layout.TOTAL_ROW, 0, layout.TOTAL_LABEL, self.styles.named("total_label"))
        amounts = self._amounts()
        for index in range(1, self.width):
            letter = xl_col_to_name(index)
            style = self.styles.named("total")
            if index in amounts:
                formula = f"=SUM({letter}{layout.FIRST_ROW + 1}:{letter}{layout.LAST_ROW + 1})"
                self.sheet.write_formula(layout.TOTAL_ROW, index, formula, style)
            else:
                self.sheet.write_blank(layout.TOTAL_ROW, index, None, style)

    def _write_head(self) -> None:
        self.sheet.set_row(layout.HEAD_ROW, 32)
        for index, (_, column) in enumerate(self.listed):
            title = f"*{column.title}" if column.required else column.title
            style = self.styles.named("head_required" if column.required else "head")
            self.sheet.write_string(layout.HEAD_ROW, index, title, style)
            self.sheet.write_comment(layout.HEAD_ROW, index, column_guide(column), {"x_scale": 1.6, "y_scale": 1.1})
            rule = validation(column, self.lists)
            self.sheet.data_validation(layout.FIRST_ROW, index, layout.LAST_ROW, index, rule)
        for index, title in enumerate(self.references, len(self.listed)):
            self.sheet.write_string(layout.HEAD_ROW, index, title, self.styles.named("head"))

    def _write_row(self, at: int, row: Row, hints: prefill.Hints) -> None:
        for index, (name, column) in enumerate(self.listed):
            self._write_value(at, index, column, getattr(row, name))
        self._write_hints(at, hints)

    def _write_value(self, at: int, index: int, column: Column, value: Value) -> None:
        write_value(self.sheet, (at, index), column, value, self.styles)

    def _write_asked(self, at: int, key: prefill.Key, hints: prefill.Hints) -> None:
        for index, (_, column) in enumerate(self.listed):
            self._write_value(at, index, column, key[index] if index < len(key) else None)
        self._write_hints(at, hints)

    def _write_hints(self, at: int, hints: prefill.Hints) -> None:
        for index, title in enumerate(self.references, len(self.listed)):
            self.sheet.write_string(at, index, hints.get(title, ""), self.styles.named("reference"))

    def _write_spare(self, start: int) -> None:
        for at in range(start, start + _SPARE_ROWS):
            for index, (_, column) in enumerate(self.listed):
                self.sheet.write_blank(at, index, None, self.styles.entry(column.kind))

    def _finish(self, last_row: int) -> None:
        self.sheet.freeze_panes(layout.FIRST_ROW, 1)
        self.sheet.protect("", UNPROTECTED)
        self.sheet.print_area(0, 0, last_row, self.width - 1)
        self.sheet.repeat_rows(layout.HEAD_ROW)
        set_up_page(self.sheet)


def set_up_page(sheet: Worksheet) -> None:
    """A4 landscape, as wide as the page, numbered."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页 共 &N 页")


def write_value(sheet: Worksheet, at: tuple[int, int], column: Column, value: Value, styles: Styles) -> None:
    """Write one value so that it reads back equal: what a double cannot hold is written as text."""
    style = styles.entry(column.kind)
    if value is None or value == "":
        sheet.write_blank(*at, None, style)
    elif isinstance(value, Money | Points | Fraction) or type(value) is int:
        exact = value.exact if isinstance(value, Money | Points) else Fraction(value)
        if _fits_a_double(exact):
            sheet.write_number(*at, float(exact), style)
        else:
            sheet.write_string(*at, written(column, value), style)
    elif isinstance(value, Month):
        sheet.write_datetime(*at, value.end.replace(day=1), style)
    elif column.kind == "date":
        _write_date(sheet, at, value, styles)
    else:
        text = written(column, value)
        sheet.write_string(*at, text, styles.entry(column.kind, risky=is_risky(text)))


def _write_date(sheet: Worksheet, at: tuple[int, int], value: Any, styles: Styles) -> None:
    sheet.write_datetime(*at, value, styles.entry("date"))


def _fits_a_double(value: Fraction) -> bool:
    return len(decimal(value).lstrip("-").replace(".", "").strip("0")) <= MAX_DIGITS_OF_FLOAT
