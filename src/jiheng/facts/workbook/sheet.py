"""One sheet for one table: title, unit, totals, head with guides, and cells that check what is typed."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from jiheng.core.exact import Money
from jiheng.facts.guide import column_guide, title_of
from jiheng.facts.rows import Row
from jiheng.facts.workbook import layout, prefill
from jiheng.facts.workbook.measuring import row_height
from jiheng.facts.workbook.page import protect, set_up_page
from jiheng.facts.workbook.slots import Slot, slots
from jiheng.facts.workbook.styles import Styles
from jiheng.facts.workbook.validation import Lists, validation
from jiheng.facts.workbook.values import write_value
from jiheng.facts.written import written

_SPARE_ROWS = 20
_NIL_RULE = {
    "validate": "list",
    "input_title": "零填报",
    "input_message": "本年度确无此类事项的，选“是”；不选且不填，视为尚未填报。",
}


class TableSheet:
    """Writes one table."""

    def __init__(self, workbook: Workbook, table: str, styles: Styles, lists: Lists) -> None:
        self.table = table
        self.styles = styles
        self.lists = lists
        self.sheet: Worksheet = workbook.add_worksheet(title_of(table))
        self.slots = slots(table)

    def write(self, rows: tuple[Row, ...], asked: prefill.Asked, *, nil: bool) -> None:
        """Write the sheet: the rows given, then those that the pack asks for, then room for more."""
        self._write_columns()
        self._write_top(nil=nil)
        self._write_totals(rows)
        self._write_head()
        given = [prefill.key_of(self.table, row) for row in rows] if asked.rows else []
        lines = [
            (_values(row), asked.rows.get(key, {})) for row, key in zip(rows, given or [()] * len(rows), strict=True)
        ]
        lines += [(self._keyed(key), asked.rows[key]) for key in asked.beyond(set(given))]
        for at, (values, hints) in enumerate(lines, layout.FIRST_ROW):
            self._write_line(at, values, hints)
        self._write_spare(layout.FIRST_ROW + len(lines))
        self._finish(layout.FIRST_ROW + max(len(lines), _SPARE_ROWS) - 1)

    def _keyed(self, key: prefill.Key) -> dict[str, Any]:
        names = [slot.attribute for slot in self.slots if slot.column and slot.column.key]
        return dict(zip(names, key, strict=True))

    def _write_columns(self) -> None:
        for index, slot in enumerate(self.slots):
            style = self.styles.entry(slot.column.kind, bordered=False) if slot.column else None
            self.sheet.set_column(index, index, slot.width, style)

    def _write_top(self, *, nil: bool) -> None:
        right, last = self.styles.named("note_right"), len(self.slots) - 1
        self.sheet.set_row(layout.TITLE_ROW, 28)
        title = self.styles.named("title")
        self.sheet.merge_range(layout.TITLE_ROW, 0, layout.TITLE_ROW, last, title_of(self.table), title)
        self.sheet.write_string(layout.NOTE_ROW, 0, layout.NIL_LABEL, right)
        self.sheet.write_string(*layout.NIL_CELL, "是" if nil else "", self.styles.named("nil"))
        rule = _NIL_RULE | {"source": self.lists.range(("是", "否"))}
        self.sheet.data_validation(*layout.NIL_CELL, *layout.NIL_CELL, rule)
        if any(map(_is_amount, self.slots)):
            self.sheet.write_string(layout.NOTE_ROW, last, layout.UNIT_NOTE, right)

    def _write_totals(self, rows: tuple[Row, ...]) -> None:
        if not any(map(_is_amount, self.slots)):
            return
        style = self.styles.named("total")
        self.sheet.write_string(layout.TOTAL_ROW, 0, layout.TOTAL_LABEL, self.styles.named("total_label"))
        for index, slot in enumerate(self.slots[1:], 1):
            if _is_amount(slot):
                letter = xl_col_to_name(index)
                formula = f"=SUM({letter}{layout.FIRST_ROW + 1}:{letter}{layout.LAST_ROW + 1})"
                known = sum((getattr(row, slot.attribute) or Money(0) for row in rows), Money(0))
                self.sheet.write_formula(layout.TOTAL_ROW, index, formula, style, float(known.exact))
            else:
                self.sheet.write_blank(layout.TOTAL_ROW, index, None, style)

    def _write_head(self) -> None:
        self.sheet.set_row(layout.HEAD_ROW, 32)
        for index, slot in enumerate(self.slots):
            required = slot.column is not None and slot.column.required
            style = self.styles.named("head_required" if required else "head")
            self.sheet.write_string(layout.HEAD_ROW, index, slot.title, style)
            if slot.column:
                guide = column_guide(self.table, slot.column)
                self.sheet.write_comment(layout.HEAD_ROW, index, guide, {"x_scale": 1.6, "y_scale": 1.1})
                rule = validation(self.table, slot.column, self.lists)
                self.sheet.data_validation(layout.FIRST_ROW, index, layout.LAST_ROW, index, rule)

    def _write_line(self, at: int, values: dict[str, Any], hints: prefill.Hints) -> None:
        texts = []
        for index, slot in enumerate(self.slots):
            value = values.get(slot.attribute) if slot.column else hints.get(slot.title, "")
            if slot.column:
                write_value(self.sheet, (at, index), slot.column, value, self.styles)
            else:
                self.sheet.write_string(at, index, value or "", self.styles.named("reference"))
            texts.append((_wrapped_text(slot, value), slot.width))
        self.sheet.set_row(at, row_height(texts))

    def _write_spare(self, start: int) -> None:
        for at in range(start, start + _SPARE_ROWS):
            for index, slot in enumerate(self.slots):
                style = self.styles.entry(slot.column.kind) if slot.column else self.styles.named("reference")
                self.sheet.write_blank(at, index, None, style)

    def _finish(self, last_row: int) -> None:
        self.sheet.freeze_panes(layout.FIRST_ROW, 1)
        self.sheet.print_area(0, 0, last_row, len(self.slots) - 1)
        self.sheet.repeat_rows(layout.HEAD_ROW)
        protect(self.sheet)
        set_up_page(self.sheet)


def _is_amount(slot: Slot) -> bool:
    return slot.column is not None and slot.column.kind == "money"


def _values(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def _wrapped_text(slot: Slot, value: Any) -> str:
    if slot.column is None:
        return str(value or "")
    return written(slot.column, value) if slot.column.kind in {"text", "choice"} else ""
