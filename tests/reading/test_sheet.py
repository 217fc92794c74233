from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from jiheng.core.fault import Refused
from jiheng.reading import Document, read
from jiheng.reading.sheet_style import column_letters, column_number


def cells_of(document: Document) -> dict[str, str]:
    return {
        f"{table.name}!{cell.place.column}{cell.place.row}": document.text[cell.start : cell.end]
        for table in document.tables
        for cell in table.cells
    }


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "付款.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("预算")
        sheet.merge_range(0, 0, 0, 2, "支出情况表")
        sheet.write_row(2, 1, ["项目", "金额"])
        sheet.write(3, 1, "合计")
        sheet.write(3, 2, 35616.4, workbook.add_format({"num_format": "#,##0.00"}))
        sheet.write(4, 2, 0.949836, workbook.add_format({"num_format": "0.00%"}))
        sheet.write(5, 2, date(2024, 12, 31), workbook.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
        sheet.write_formula(6, 2, "=1/0", None, "#DIV/0!")
        sheet.write(7, 2, True)  # noqa: FBT003 - the cell's value
        hidden = workbook.add_worksheet("隐藏页")
        hidden.hide()
        hidden.write(0, 0, 0.1 + 0.2)
        workbook.add_worksheet("空")
    return path


def test_every_sheet_is_read_and_cells_stand_as_displayed(book: Path) -> None:
    assert cells_of(read(book)) == {
        "预算!A1": "支出情况表",
        "预算!B3": "项目",
        "预算!C3": "金额",
        "预算!B4": "合计",
        "预算!C4": "35,616.40",
        "预算!C5": "94.98%",
        "预算!C6": "2024年12月31日",
        "预算!C7": "#DIV/0!",
        "预算!C8": "TRUE",
        "隐藏页!A1": "0.3",
    }


def test_text_parts_cells_by_tabs_and_rows_by_lines(book: Path) -> None:
    document = read(book)
    assert document.text.startswith("支出情况表\n项目\t金额\n合计\t35,616.40\n")
    assert document.blocks[3].place.text() == "付款.xlsx 工作表“预算” 第 4 行 B 列"
    assert document.tables[0].cells[0].column_span == 3


def test_a_formula_without_its_value_is_said_to_be_unread(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.create_sheet("算", 0).append([1, 2, "=A1+B1"])
    workbook.save(tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx")
    (unread,) = document.unread
    assert "公式" in unread.why
    assert (unread.place.row, unread.place.column) == (1, "C")


def test_two_stray_cells_do_not_take_all_memory(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, 1)
        sheet.write(1_048_575, 16_383, 1)
    with pytest.raises(Refused, match="已用区域过大"):
        read(tmp_path / "a.xlsx")


def test_cells_without_references_are_counted_along(tmp_path: Path) -> None:
    book, path = tmp_path / "b.xlsx", tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(book) as workbook:
        percent = workbook.add_format({"num_format": "0%"})
        workbook.add_worksheet().write_row(0, 0, [1, 0.5], percent)
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b' r="A1"', b"").replace(b' r="B1"', b"").replace(b' r="1"', b"")
            new.writestr(name, data)
    assert read(path).text == "100%\t50%\n\n"


def test_a_damaged_sheet_is_told_and_the_others_are_read(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:-60] if name == "xl/worksheets/sheet1.xml" else data)
    document = read(path)
    assert list(cells_of(document)) == ["隐藏页!A1"]
    assert [(unread.place.sheet, unread.why) for unread in document.unread] == [("预算", "工作表已损坏，未能读取")]


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(Refused, match="损坏"):
        read(tmp_path / "a.xlsx")


def test_column_letters_and_numbers_are_inverse() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letters(n)) == n for n in range(0, 16_384, 7))
