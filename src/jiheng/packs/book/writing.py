"""Writing the workbook: drop-downs in Chinese, live sums, and beside each rule the sentence that it is read as."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from jiheng.core.durable import written_whole
from jiheng.core.fault import Place, refuse
from jiheng.packs.book.cells import shown
from jiheng.packs.book.rows import FILE, LEVEL, LINE, LIST, NAME, OF, PATH, Book, Row
from jiheng.packs.book.sheets import READ_BACK, REFERENCE, SHEETS, TITLES, TOTAL, WORDS, Sheet

OURS = {
    LEVEL: "层级",
    NAME: "名称",
    PATH: "代号",
    "value": "内容",
    FILE: "文件",
    LINE: "内容（一行一格）",
    OF: "指标编码",
    LIST: "清单",
}
LEADING = {
    "header": (PATH, "value"),
    "named": (NAME,),
    "tree": (LEVEL,),
    "parts": (OF, LIST),
    "cases": (FILE,),
    "files": (FILE, LINE),
}
"""Shape → the columns of ours that come first."""
WIDTHS = {
    "name": 28,
    "title": 40,
    "cite": 40,
    "note": 50,
    "meaning": 40,
    "formula": 36,
    "value": 60,
    LINE: 100,
    PATH: 26,
    READ_BACK: 60,
}
CELL_LIMIT = 32_767
ROWS_AHEAD = 300
"""Empty rows below for which drop-downs stand ready."""
_TIMELESS = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no zone; the same pack gives the same bytes


def write_book(book: Book, path: Path, read_back: Mapping[str, str]) -> None:
    """Write the workbook, whole or not at all.

    Args:
        book: the pack's rows.
        path: the .xlsx.
        read_back: code of an indicator → the sentence that its rule is read as.

    Raises:
        Refused: a cell would hold more than a spreadsheet can.
    """
    _demand_room(book, path)
    with written_whole(path) as draft, Workbook(str(draft), {"in_memory": False}) as workbook:
        workbook.set_properties({"title": "规则包工作簿", "created": _TIMELESS})
        looks = _looks(workbook)
        for sheet in SHEETS:
            _Page(workbook.add_worksheet(sheet.title), sheet, looks).write(book.rows[sheet.title], read_back)


def _demand_room(book: Book, path: Path) -> None:
    for title, rows in book.rows.items():
        for number, row in enumerate(rows, 3):
            for key, value in row.items():
                if len(shown(key, value)) > CELL_LIMIT:
                    place = Place(file=path.name, sheet=title, row=number)
                    raise refuse(
                        place, f"“{TITLES.get(key, key)}”的内容超过一个单元格的容量", fix="请在规则包文件中拆分。"
                    )


def _looks(workbook: Workbook) -> dict[str, Format]:
    body = {
        "font_name": "宋体",
        "font_size": 11,
        "valign": "top",
        "text_wrap": True,
        "border": 1,
        "border_color": "#8C8C8C",
    }
    return {
        "head": workbook.add_format(body | {"bold": True, "bg_color": "#DCE6F1", "valign": "vcenter"}),
        "text": workbook.add_format(body | {"num_format": "@"}),
        "number": workbook.add_format(body | {"num_format": "General", "align": "right"}),
        "reference": workbook.add_format(body | {"font_color": "#595959", "bg_color": "#F5F5F5"}),
    }


class _Page:
    """One sheet."""

    def __init__(self, page: Worksheet, sheet: Sheet, looks: dict[str, Format]) -> None:
        self.page = page
        self.sheet = sheet
        self.looks = looks

    def write(self, rows: list[Row], read_back: Mapping[str, str]) -> None:
        """Headings, hidden keys, rows, what is for reading only."""
        keys = self._keys(rows)
        self._head(keys)
        for number, row in enumerate(rows, 2):
            for column, key in enumerate(keys):
                self._cell(number, column, key, row)
            self._reference(number, len(keys), row, read_back)
        self._choices(keys, len(rows))
        if self.sheet.shape == "tree" and rows:
            self._total(keys, rows)

    def _keys(self, rows: list[Row]) -> list[str]:
        listed = [*LEADING.get(self.sheet.shape, ()), *self.sheet.columns, *(key for row in rows for key in row)]
        return list(dict.fromkeys(listed))

    def _head(self, keys: list[str]) -> None:
        for column, key in enumerate(keys):
            title = OURS.get(key) or TITLES.get(key) or key.rpartition("/")[2]
            self.page.write_string(0, column, title, self.looks["head"])
            self.page.write_string(1, column, key)
            self.page.set_column(column, column, WIDTHS.get(key, 16))
        told = {"tree": READ_BACK, "header": f"{REFERENCE}说明"}.get(self.sheet.shape)
        if told:
            self.page.write_string(0, len(keys), told, self.looks["head"])
            self.page.write_string(1, len(keys), told)
            self.page.set_column(len(keys), len(keys), WIDTHS[READ_BACK])
        self.page.set_row(1, None, None, {"hidden": True})
        self.page.freeze_panes(2, 1)
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(0)

    def _cell(self, number: int, column: int, key: str, row: Row) -> None:
        if key not in row:
            self.page.write_blank(number, column, None, self.looks["text"])
            return
        text = str(row[key]) if key == LINE else shown(key, row[key])
        if _is_number(key, text):
            self.page.write_number(number, column, float(text), self.looks["number"])
        else:
            self.page.write_string(number, column, text, self.looks["text"])

    def _reference(self, number: int, column: int, row: Row, read_back: Mapping[str, str]) -> None:
        if self.sheet.shape == "tree":
            self.page.write_string(number, column, read_back.get(str(row.get("code")), ""), self.looks["reference"])
        elif self.sheet.shape == "header":
            self.page.write_string(number, column, TITLES.get(str(row[PATH]), ""), self.looks["reference"])

    def _choices(self, keys: list[str], count: int) -> None:
        for column, key in enumerate(keys):
            if key in WORDS and not (key == "required" and self.sheet.key != "inputs"):
                source = {"validate": "list", "source": list(WORDS[key].values()), "error_type": "warning"}
                self.page.data_validation(2, column, count + ROWS_AHEAD, column, source)

    def _total(self, keys: list[str], rows: list[Row]) -> None:
        """Below the rows: the sum of the first level's points, live."""
        at, weight = len(rows) + 3, keys.index("weight")
        levels, weights = (f"{xl_col_to_name(index)}3:{xl_col_to_name(index)}{at - 1}" for index in (0, weight))
        tops = [str(row.get("weight", "")) for row in rows if row[LEVEL] == "1"]
        value = sum((Decimal(text) for text in tops if _is_number("weight", text)), Decimal(0))
        self.page.write_string(at, 0, TOTAL, self.looks["reference"])
        formula = f'=SUMPRODUCT(({levels}="1")*1,{weights})'
        self.page.write_formula(at, weight, formula, self.looks["reference"], float(value))


def _is_number(key: str, text: str) -> bool:
    """Whether a spreadsheet can keep it as a number and give back the same digits."""
    if key not in {"weight", "points"}:
        return False
    try:
        return str(Decimal(text)) == text == format(Decimal(repr(float(text))).normalize(), "f")
    except (InvalidOperation, ValueError, OverflowError):
        return False
