"""A list as a workbook: what the page shows, all of its pages, figures as numbers that can be added up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jiheng.web.lists.listing import Cell, Column, Listing, cell

_FIGURE = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d{1,6}))?(%?)")
NARROW, BROAD = 14, 40


class Formats(dict[str, Format]):
    """Number formats by their code, each made once in a book."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, code: str) -> Format:
        self[code] = self._book.add_format({"num_format": code, "border": 1, "valign": "vcenter"})
        return self[code]


def workbook(listing: Listing, title: str, rows: Iterable[object]) -> bytes:
    """Write the list: title, unit of figures, head that repeats on every page, A4 landscape, one page wide."""
    out, columns = BytesIO(), [each for each in listing.columns if each.exported]
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, formats = book.add_worksheet(_(listing.title)[:31]), Formats(book)
        _head(sheet, book, title, _(listing.unit) if listing.unit else "", columns)
        text = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"})
        for line, row in enumerate(rows, 3):
            for at, column in enumerate(columns):
                _write(sheet, (line, at), cell(column.show(row)), formats if column.figure else None, text)
        _as_paper(sheet)
    return out.getvalue()


def _head(sheet: Worksheet, book: xlsxwriter.Workbook, title: str, unit: str, columns: list[Column]) -> None:
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16}))
    sheet.write_string(1, 0, unit)
    bold = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
    for at, column in enumerate(columns):
        sheet.write_string(2, at, _(column.title), bold)
        sheet.set_column(at, at, NARROW if column.figure else BROAD if at == 0 else 24)


def _write(sheet: Worksheet, at: tuple[int, int], made: Cell, formats: Formats | None, text: Format) -> None:
    """A figure as a number with the digits that the page shows; anything else as text, whatever it begins with."""
    figure = _FIGURE.fullmatch(made.text) if formats is not None else None
    if figure is None or formats is None:
        sheet.write_string(*at, "\n".join((made.text, *made.notes)), text)
        return
    decimals, percent = len(figure[1] or ""), bool(figure[2])
    code = ("0" if percent else "#,##0") + ("." + "0" * decimals if decimals else "") + ("%" if percent else "")
    number = Decimal(made.text.rstrip("%").replace(",", ""))
    sheet.write_number(*at, number / 100 if percent else number, formats[code])


def _as_paper(sheet: Worksheet) -> None:
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
