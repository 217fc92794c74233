from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from jiheng.checks.answer.workbook_copy import SHEET, write_workbook_copy
from jiheng.checks.finding import Answer, Coverage, Finding, Kind, Severity, Span
from jiheng.core.fault import Place
from jiheng.reading import Document, read


@pytest.fixture
def document(tmp_path: Path) -> Document:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet("预 算")
        sheet.write_row(0, 0, ["项目", "金额"])
        sheet.write_row(1, 0, ["合计", 96.43])
        sheet.write_formula(2, 1, "=B2*2", None, 192.86)
    return read(tmp_path / "a.xlsx")


def span(document: Document, quote: str) -> Span:
    at = document.text.index(quote)
    return Span(at, at + len(quote), quote)


def given_back(document: Document, *findings: Finding) -> Any:
    target = Path(document.path).with_name("b.xlsx")
    write_workbook_copy(document, Answer((), findings, Coverage(3, 2)), target)
    return openpyxl.load_workbook(target)


def error(document: Document, **more: Any) -> Finding:
    return Finding("T111", Kind.SUM, Severity.ERROR, "合计不符", (span(document, "96.43"),), **more)


def test_wrong_cells_are_red_with_a_comment_and_formulas_stay(document: Document) -> None:
    sheet = given_back(document, error(document, fix="改为 96.37"))["预 算"]
    assert sheet["B2"].fill.fgColor.rgb == "00FDE9E3"
    assert sheet["B2"].border.left.color.rgb == "00D4380D"
    assert sheet["B2"].comment.text == "● 错误：合计不符\n改法：改为 96.37\n（T111）"
    assert sheet["B3"].value == "=B2*2"
    assert sheet["A1"].comment is None


def test_the_gravest_colour_wins_and_every_comment_stays(document: Document) -> None:
    warning = Finding("T112", Kind.SUM, Severity.WARNING, "可能不符", (span(document, "96.43"),))
    cell = given_back(document, warning, error(document))["预 算"]["B2"]
    assert cell.fill.fgColor.rgb == "00FDE9E3"
    assert [line for line in cell.comment.text.splitlines() if "：" in line] == ["● 错误：合计不符", "▲ 存疑：可能不符"]


def test_the_list_names_place_message_and_mend_and_links_to_the_cell(document: Document) -> None:
    sheet = given_back(document, error(document, stated="96.43", expected="96.37", cites=("甲", "乙")))[SHEET]
    assert [cell.value for cell in sheet[3]][:5] == ["序号", "程度", "工作表", "单元格", "问题"]
    row = [cell.value for cell in sheet[4]]
    assert row[:7] == [1, "● 错误", "预 算", "B2", "合计不符", "96.43", "96.37"]
    assert row[8:] == ["甲；乙", "T111"]
    assert sheet["D4"].hyperlink.location == "'预 算'!B2"
    assert "已核 2 · 未核 1 · 有误 1" in sheet["A2"].value


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-3.67%", "@SUM(A1)", "\t=1"])
def test_nothing_in_the_list_can_become_a_formula(document: Document, evil: str) -> None:
    cell = given_back(document, error(document, stated=evil))[SHEET]["F4"]
    assert cell.value == evil
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_findings_without_a_cell_are_still_listed(document: Document) -> None:
    elsewhere = Finding("R01", Kind.FORM, Severity.WARNING, "缺少签章\x00", place=Place(path="封面"))
    sheet = given_back(document, elsewhere)[SHEET]
    assert [cell.value for cell in sheet[4]][2:5] == ["封面", None, "缺少签章"]


def test_a_finding_with_only_a_place_marks_its_cell(document: Document) -> None:
    placed = Finding("R02", Kind.FORM, Severity.WARNING, "应填", place=Place(sheet="预 算", row=2, column="A"))
    assert given_back(document, placed)["预 算"]["A2"].fill.fgColor.rgb == "00FDF3DC"


def test_a_sound_workbook_says_so_and_an_own_list_is_not_overwritten(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        workbook.add_worksheet(SHEET).write(0, 0, "我的")
    book = given_back(read(tmp_path / "a.xlsx"))
    assert book[SHEET]["A1"].value == "我的"
    assert "没有发现问题" in book[f"{SHEET}1"]["A4"].value
