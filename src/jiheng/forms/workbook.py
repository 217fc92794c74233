"""Placed cells → .xlsx that opens unchanged in WPS, Excel and LibreOffice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from jiheng.core.exact import fraction_text
from jiheng.forms.binding import Figure
from jiheng.forms.compose import Page, Placed
from jiheng.forms.fitting import FONT, HIGHEST, heights, pages_high, text_width

MOST_FOOTING = 180
"""A spreadsheet's footer takes 255 characters with its commands."""
TOP = 2
_TOP_HEIGHTS = (36, 20)
"""Rows above the first block: title, and unit note."""
_TITLE: dict[str, Any] = {"font_name": "宋体", "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"}
_BODY: dict[str, Any] = {"font_name": "宋体", "font_size": FONT, "valign": "vcenter", "text_wrap": True}
_A4 = (11.69, 8.27)
_MARGIN = 0.7
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be taken for a formula when somebody edits it."""


@dataclass(frozen=True, slots=True)
class CellFigures:
    """The bound facts of one written cell."""

    sheet: str
    cell: str
    text: str
    figures: tuple[Figure, ...]


class _Area(NamedTuple):
    """First and last row and column, all included."""

    top: int
    left: int
    bottom: int
    right: int


def write_workbook(pages: Sequence[Page], path: Path) -> list[CellFigures]:
    """Write one sheet for each page and say which facts stand in which cells."""
    book = xlsxwriter.Workbook(path, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": pages[0].title,
            "author": "",
            "comments": pages[0].trace,
            "created": datetime.combine(pages[0].dated, time(), UTC),
        }
    )
    names = list(_sheet_names([page.subject for page in pages]))
    found: list[CellFigures] = []
    for page, name in zip(pages, names, strict=True):
        found += _Sheet(book, book.add_worksheet(name), page).write()
    book.close()
    return found


def _sheet_names(subjects: Sequence[str]) -> Iterator[str]:
    used: set[str] = set()
    for subject in subjects:
        plain = re.sub(r"[\[\]:*?/\\']", " ", subject).strip()[:31] or "表"
        name, count = plain, 1
        while name.casefold() in used:
            count += 1
            name = f"{plain[: 30 - len(str(count))]}_{count}"
        used.add(name.casefold())
        yield name


@dataclass(slots=True)
class _Sheet:
    book: Any
    sheet: Any
    page: Page
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)
    found: list[CellFigures] = field(default_factory=list)
    tall: float = 0

    def write(self) -> list[CellFigures]:
        self._columns()
        self._top()
        starts = self._rows()
        for cell in self.page.cells:
            self._cell(cell, starts[cell.row], starts[cell.row + cell.rows] - 1)
        self._print(starts)
        return self.found

    def _columns(self) -> None:
        for at, width in enumerate(self.page.widths):
            self.sheet.set_column(at, at, width)

    def _top(self) -> None:
        last = len(self.page.widths) - 1
        for row, height in enumerate(_TOP_HEIGHTS):
            self.sheet.set_row(row, height)
        self.tall = sum(_TOP_HEIGHTS)
        self._put(_Area(0, 0, 0, last), self.page.title, self._format(_TITLE))
        left, middle = _thirds(self.page)
        band = {**_BODY, "text_wrap": False}
        red = {**band, "align": "center", "font_color": "#D4380D", "bold": True}
        self._put(_Area(1, 0, 1, left), self.page.subtitle.text, self._format({**band, "align": "left"}))
        self._note(1, 0, self.page.subtitle.text, self.page.subtitle.figures)
        self._put(_Area(1, left + 1, 1, middle), self.page.mark, self._format(red))
        self._put(_Area(1, middle + 1, 1, last), self.page.unit_note.text, self._format({**band, "align": "right"}))

    def _rows(self) -> list[int]:
        """Set the heights; a row too high for a spreadsheet becomes several. Returns the first row of each."""
        starts = [TOP]
        for height in heights(self.page.cells, self.page.widths):
            self.tall += height
            pieces = int(-(-height // HIGHEST))
            for row in range(starts[-1], starts[-1] + pieces):
                self.sheet.set_row(row, height / pieces)
            starts.append(starts[-1] + pieces)
        return starts

    def _cell(self, cell: Placed, first: int, last: int) -> None:
        area = _Area(first, cell.column, last, cell.column + cell.columns - 1)
        style = self._format(self._look(cell))
        if cell.number is None:
            self._put(area, cell.text, style)
        else:
            self._span(area, style)
            self.sheet.write_number(first, cell.column, Decimal(fraction_text(cell.number.exact, 9)), style)
        self._note(first, cell.column, cell.text, cell.figures)

    def _look(self, cell: Placed) -> dict[str, Any]:
        look = {**_BODY, "align": cell.align or self._align(cell)}
        if cell.border:
            look |= {"border": 1, "border_color": "#000000"}
        if cell.mood == "label" and cell.border:
            look |= {"bg_color": "#F2F2F2"}
        if cell.mood == "note":
            look |= {"valign": "top", "align": cell.align or "left"}
        if cell.number is not None:
            look |= {"num_format": cell.number.pattern, "text_wrap": False, "shrink": True}
        elif cell.text.startswith(_RISKY):
            look |= {"quote_prefix": True}
        return look

    def _align(self, cell: Placed) -> str:
        if cell.number is not None or cell.mood == "label":
            return "center"
        if cell.lines > 1:
            return "left"
        width = sum(self.page.widths[cell.column : cell.column + cell.columns])
        return "left" if "\n" in cell.text or text_width(cell.text) > width - 1 else "center"

    def _put(self, area: _Area, text: str, style: Any) -> None:
        self._span(area, style)
        if text:
            self.sheet.write_string(area.top, area.left, text, style)

    def _span(self, area: _Area, style: Any) -> None:
        if (area.top, area.left) == (area.bottom, area.right):
            self.sheet.write_blank(area.top, area.left, None, style)
        else:
            self.sheet.merge_range(*area, "", style)

    def _format(self, look: dict[str, Any]) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]

    def _note(self, row: int, column: int, text: str, figures: tuple[Figure, ...]) -> None:
        if figures:
            cell = xlsxwriter.utility.xl_rowcol_to_cell(row, column)
            self.found.append(CellFigures(self.sheet.get_name(), cell, text, figures))

    def _print(self, starts: Sequence[int]) -> None:
        sheet, page = self.sheet, self.page
        sheet.set_paper(9)
        if page.landscape:
            sheet.set_landscape()
        sheet.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=_MARGIN)
        sheet.center_horizontally()
        long, short = (inches * 72 - 2 * 72 * _MARGIN for inches in _A4)
        paper = (long, short) if page.landscape else (short, long)
        sheet.fit_to_pages(1, pages_high(self.tall, page.widths, paper))
        sheet.print_area(0, 0, starts[-1] - 1, len(page.widths) - 1)
        sheet.hide_gridlines(2)
        sheet.set_header(f"&R&9{_literal(page.mark)}" if page.mark else "")
        sheet.set_footer(f"&L&8{_literal(page.footing[:MOST_FOOTING])}&R&8第 &P 页 共 &N 页")
        if page.head:
            first, last = starts[page.head[0]], starts[page.head[1] + 1] - 1
            sheet.repeat_rows(first, last)
        sheet.freeze_panes(starts[page.head[1] + 1] if page.head and page.frozen else TOP, 0)


def _literal(text: str) -> str:
    """A text for a header or footer, where & begins a command."""
    return text.replace("&", "&&")


def _thirds(page: Page) -> tuple[int, int]:
    """Last column of the left and of the middle part of the line below the title."""
    last = len(page.widths) - 1
    total = sum(page.widths)
    reached = [sum(page.widths[: at + 1]) * 100 // total for at in range(last + 1)]
    left = max((at for at in range(last - 1) if reached[at] <= 45), default=0)
    middle = max((at for at in range(left + 1, last) if reached[at] <= 72), default=left + 1)
    return left, middle
