"""The workbook given back: marked cells with comments, and a sheet that lists the errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from jiheng.checks.answer.note import AUTHOR, note_lines, printable
from jiheng.checks.answer.wording import SEVERITY, by_weight, coverage_text, place_of
from jiheng.checks.finding import Answer, Finding, Severity
from jiheng.core.fault import Place
from jiheng.reading.document import Document

SHEET = "错误清单"

_HEADS = ("序号", "程度", "工作表", "单元格", "问题", "表中写作", "应为", "怎么改", "依据", "编码")
_WIDTHS = (6, 9, 14, 9, 44, 14, 14, 32, 18, 8)
_LINE = 18.0
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_MAX_CELL = 32_000
_THIN = Side(style="thin", color="C9CFD8")


def write_workbook_copy(document: Document, answer: Answer, target: Path) -> None:
    """Save a copy of the .xlsx file that was read; formulas stay, charts and pictures do not."""
    path = Path(document.path)
    book = openpyxl.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    findings = by_weight(answer)
    for finding in reversed(findings):  # the gravest colours last
        for place in _places(finding, document):
            _mark(book, place, finding)
    _list(book, findings, document, answer)
    book.save(target)


def _places(finding: Finding, document: Document) -> list[Place]:
    if not finding.spans:
        return [finding.place] if finding.place is not None else []
    blocks = [document.block_at(span.start) for span in finding.spans]
    return list(dict.fromkeys(block.place for block in blocks if block is not None))


def _cell(book: Any, place: Place | None) -> Any:
    """The cell; the first one of a row where only the row is known."""
    if place is None or place.sheet not in book.sheetnames or not place.row:
        return None
    return book[place.sheet][f"{place.column or 'A'}{place.row}"]


def _mark(book: Any, place: Place, finding: Finding) -> None:
    cell = _cell(book, place)
    if cell is None:
        return
    sign = SEVERITY[finding.severity]
    cell.fill = PatternFill("solid", fgColor=sign.tint.removeprefix("#"))
    edge = Side(style="medium", color=sign.colour.removeprefix("#"))
    cell.border = Border(left=edge, right=edge, top=edge, bottom=edge)
    earlier = f"\n\n{cell.comment.text}" if cell.comment is not None else ""
    text = "\n".join(note_lines(finding)) + earlier
    cell.comment = Comment(text[:_MAX_CELL], AUTHOR, width=320, height=60 + 18 * (len(text) // 20 + text.count("\n")))


def _list(book: Any, findings: list[Finding], document: Document, answer: Answer) -> None:
    sheet = book.create_sheet(SHEET)
    _title(sheet, f"{Path(document.path).name} 核查结果", coverage_text(answer))
    sheet.append(_HEADS)
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        head = sheet.cell(3, column)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="EDF0F4")
        head.alignment, head.border = Alignment("center", "center"), Border(_THIN, _THIN, _THIN, _THIN)
    for number, finding in enumerate(findings, start=1):
        _write_row(book, sheet, number, finding, place_of(finding, document))
    unread = [f"未能读取，未核查：{item.text()}" for item in document.unread]
    for line in unread or ([] if findings else ["■ 没有发现问题。未核的数既不算对，也不算错。"]):
        sheet.append([_safe(line)])
    _print_setup(sheet)


def _title(sheet: Any, title: str, summary: str) -> None:
    sheet.append([_safe(title)])
    sheet.append([summary])
    for row in (1, 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_HEADS))
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment("center")


def _write_row(book: Any, sheet: Any, number: int, finding: Finding, place: Place | None) -> None:
    at = f"{place.column or 'A'}{place.row}" if place is not None and place.row else ""
    where = place.sheet or place.path if place is not None else ""
    texts = (finding.message, finding.stated, finding.expected, finding.fix, "；".join(finding.cites), finding.code)
    row = sheet.max_row + 1
    for column, value in enumerate((number, SEVERITY[finding.severity].label, where, at, *texts), start=1):
        cell = sheet.cell(row, column)
        cell.value = _safe(value) if isinstance(value, str) else value
        cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="center" if column in {1, 2, 4} else None)
        cell.border = Border(_THIN, _THIN, _THIN, _THIN)
        if isinstance(value, str):
            _as_text(cell, risky=value.startswith(_RISKY))
    sheet.row_dimensions[row].height = _LINE * max(
        _lines(sheet.cell(row, n + 1).value, w) for n, w in enumerate(_WIDTHS)
    )
    sheet.cell(row, 2).font = Font(bold=True, color=_colour(finding.severity))
    if _cell(book, place) is not None and place is not None:
        target = f"{quote_sheetname(place.sheet)}!{at}"
        sheet.cell(row, 4).hyperlink = Hyperlink(ref=sheet.cell(row, 4).coordinate, location=target)
        sheet.cell(row, 4).font = Font(underline="single", color="2F5D9B")


def _lines(value: object, width: int) -> int:
    """How many lines a cell needs; a Chinese character is two columns wide."""
    columns = sum(2 if east_asian_width(char) in "WF" else 1 for char in str(value or ""))
    return max(1, -(-columns // (width - 1)))


def _colour(severity: Severity) -> str:
    return SEVERITY[severity].colour.removeprefix("#")


def _safe(text: str) -> str:
    return printable(text)[:_MAX_CELL]


def _as_text(cell: Any, *, risky: bool) -> None:
    """Keep what looks like a formula a text, also after the cell is edited."""
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = risky


def _print_setup(sheet: Any) -> None:
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
