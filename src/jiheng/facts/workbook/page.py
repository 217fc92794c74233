"""How a sheet prints, and what stays allowed on it."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

_A4 = 9
_ALLOWED = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}


def protect(sheet: Worksheet) -> None:
    """Keep heads, totals and hints from slips of the hand; there is no password."""
    sheet.protect("", _ALLOWED)


def set_up_page(sheet: Worksheet, *, pages_down: int = 0) -> None:
    """A4 landscape, as wide as the page and as long as it takes unless told otherwise, numbered."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, pages_down)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页 共 &N 页")
