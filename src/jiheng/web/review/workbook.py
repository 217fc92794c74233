"""The summary sheet of a batch of reviews as a workbook: text stays text, numbers stand as they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter

from jiheng.checks.review import deviation
from jiheng.web.review.models import Doubt

HEAD = ("序号", "项目名称", "自评得分", "复核得分", "偏差", "偏离度", "主要偏差原因")
WIDTHS = (6, 34, 11, 11, 11, 11, 60)


def summary_row(doubt: Doubt) -> tuple[str, ...]:
    """Unit, own score, reviewed score, difference, deviation, cause; as shown."""
    own, reviewed = doubt.own_points, doubt.reviewed_points
    return (
        doubt.task.dossier.unit_name,
        own.shown(),
        reviewed.shown(),
        (own - reviewed).shown(),
        deviation(own, reviewed).percent(),
        doubt.cause,
    )


def workbook(title: str, doubts: Iterable[Doubt]) -> bytes:
    """Write the sheet: title, unit of figures, head that repeats on every page, A4 landscape, one page wide."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("复核汇总表")
        large = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        bold = book.add_format({"bold": True, "border": 1, "align": "center"})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        figure = book.add_format({"border": 1, "align": "right", "valign": "vcenter"})
        sheet.merge_range(0, 0, 0, len(HEAD) - 1, title, large)
        sheet.write_string(1, len(HEAD) - 1, "单位：分", book.add_format({"align": "right"}))
        for column, (name, width) in enumerate(zip(HEAD, WIDTHS, strict=True)):
            sheet.write_string(2, column, name, bold)
            sheet.set_column(column, column, width)
        for number, doubt in enumerate(doubts, 1):
            for column, text in enumerate((str(number), *summary_row(doubt))):
                sheet.write_string(2 + number, column, text, figure if 2 <= column <= 5 else cell)
        sheet.freeze_panes(3, 2)
        sheet.repeat_rows(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return out.getvalue()
