"""A person's own workbook given back with its faults: red cells, comments, and a list of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.core.durable import written_whole
from jiheng.core.fault import Fault, Place
from jiheng.facts.workbook.layout import FAULTS_SHEET
from jiheng.facts.workbook.opening import read_book
from jiheng.reading.guarded import guarded

_RED = PatternFill("solid", fgColor="FFD4380D")
_WHITE = Font(color="FFFFFFFF")
_HEADS = (("位置", 34), ("问题", 36), ("现为", 24), ("应为", 36), ("怎么改", 48))
_MAX_COMMENT = 500


def mark_faults(source: Path, faults: Iterable[Fault], target: Path) -> None:
    """Write a copy of an .xlsx workbook in which every fault stands at its cell and in a list in front.

    Loading reads the copy as it would the original: marks and list are not data.

    Raises:
        Refused: the workbook is hostile or damaged.
    """
    guarded(f"{__name__}:write_marked", source, tuple(faults), target)


def write_marked(source: Path, told: tuple[Fault, ...], target: Path) -> None:
    """Write the copy in this process.

    Raises:
        Refused: as :func:`mark_faults`.
    """
    read_book(source)
    workbook = openpyxl.load_workbook(source)
    at_cell: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    for fault in told:
        if fault.place.sheet in workbook.sheetnames and fault.place.row and fault.place.column:
            at_cell[fault.place.sheet, f"{fault.place.column}{fault.place.row}"].append(fault)
    for (sheet, cell), here in at_cell.items():
        _mark(workbook[sheet][cell], here)
    _write_list(workbook, told)
    with written_whole(target) as draft:
        workbook.save(draft)


def _mark(cell: Cell, faults: list[Fault]) -> None:
    text = "\n".join(_sentence(fault) for fault in faults)[:_MAX_COMMENT]
    cell.fill = _RED
    cell.font = _WHITE
    cell.comment = Comment(text, "绩衡", height=120, width=320)


def _sentence(fault: Fault) -> str:
    expected = f"，应为{fault.expected}" if fault.expected else ""
    return f"{fault.problem}{expected}。{fault.fix}"


def _write_list(workbook: Workbook, faults: tuple[Fault, ...]) -> None:
    if FAULTS_SHEET in workbook.sheetnames:
        del workbook[FAULTS_SHEET]
    sheet: Worksheet = workbook.create_sheet(FAULTS_SHEET, 0)
    workbook.active = 0
    for column, (title, width) in enumerate(_HEADS, 1):
        head = sheet.cell(1, column, title)
        head.font = Font(bold=True)
        sheet.column_dimensions[head.column_letter].width = width
    for row, fault in enumerate(faults, 2):
        texts = (fault.place.text(), fault.problem, fault.value, fault.expected, fault.fix)
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            cell.value = text
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(row, 1).hyperlink = _link(fault.place, workbook)
    sheet.freeze_panes = "A2"


def _link(place: Place, workbook: Workbook) -> str | None:
    known = place.sheet in workbook.sheetnames
    return f"#'{place.sheet}'!{place.column or 'A'}{place.row or 1}" if known else None
