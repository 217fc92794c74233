from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.forms.binding import Filled
from jiheng.forms.case import Case
from jiheng.forms.compose import Page, Placed
from jiheng.forms.fitting import heights, lines_of, pages_high
from jiheng.forms.value import Number
from jiheng.forms.workbook import write_workbook

from .conftest import Built, case_of, page_of


def opened(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def edges(sheet: Any) -> tuple[str, str, str]:
    """Header on the right, footer on the left and on the right."""
    texts = (sheet.oddHeader.right.text, sheet.oddFooter.left.text, sheet.oddFooter.right.text)
    return tuple(text or "" for text in texts)  # type: ignore[return-value]


def page(*cells: Placed, **changed: object) -> Page:
    made = Page(
        title="表",
        subject="清溪镇",
        subtitle=Filled(""),
        unit_note=Filled("单位：万元"),
        mark="",
        footing="规则包 a&b",
        dated=date(2024, 12, 31),
        widths=(12, 12, 12),
        landscape=True,
        cells=cells,
        head=None,
        frozen=False,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def cell(text: str, row: int = 0, column: int = 0, **changed: object) -> Placed:
    return replace(Placed(row, column, 1, 1, text, "value"), **changed)  # type: ignore[arg-type]


def test_the_title_is_merged_over_all_columns_and_the_unit_stands_right_of_the_second_row(built: Built) -> None:
    sheet = opened(built.file("部门整体支出绩效自评表.xlsx"))
    assert sheet["A1"].value == "部门整体支出绩效自评表"
    assert any(area.min_row == 1 and area.max_col == sheet.max_column for area in sheet.merged_cells.ranges)
    assert sheet["A1"].alignment.horizontal == "center"
    notes = [held for held in sheet[2] if held.value == "单位：万元"]
    assert notes[0].alignment.horizontal == "right"


def test_a_form_prints_on_a4_landscape_one_page_wide_with_its_head_on_every_page(built: Built) -> None:
    sheet = opened(built.file("部门整体支出绩效自评评分表"))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in {None, 1}  # 1 is what the format leaves out
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.print_area.endswith(f"$K${sheet.max_row}")
    assert sheet.freeze_panes == "A5"


def test_of_two_tables_the_later_one_may_have_the_repeated_head(built: Built) -> None:
    sheet = opened(built.file("部门整体支出绩效目标表"))
    assert sheet.print_title_rows is not None
    first = int(sheet.print_title_rows.split(":")[0].strip("$"))
    assert "目标值" in [held.value for held in sheet[first]]


def test_a_form_without_a_frozen_table_keeps_its_title_on_the_screen(built: Built) -> None:
    assert opened(built.file("部门整体支出绩效自评表.xlsx")).freeze_panes == "A3"


def test_an_unverified_pack_is_named_so_on_every_form_and_page(built: Built) -> None:
    books = [path for path in built.paths if path.suffix == ".xlsx"]
    assert len(books) == 8
    for path in books:
        for sheet in openpyxl.load_workbook(path).worksheets:
            assert "示例口径（未核实）" in [held.value for held in sheet[2]]
            assert edges(sheet)[0] == "示例口径（未核实）"
            assert edges(sheet)[1].endswith("示例口径（未核实）")


def test_the_footer_names_the_pack_its_version_and_the_data(built: Built, town: DataSet) -> None:
    _, left, right = edges(opened(built.file("项目支出绩效自评表")))
    assert left.startswith(f"规则包 cn/project 2024.1 · 数据指纹 {town.sha256[:12]}")
    assert right == "第 &P 页 共 &N 页"


def test_an_ampersand_in_the_footer_is_not_a_command(tmp_path: Path) -> None:
    write_workbook([page(cell("a"))], tmp_path / "a.xlsx")
    xml = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert "规则包 a&amp;&amp;b" in xml


def test_each_scored_project_has_its_own_sheet(built: Built, town: DataSet) -> None:
    names = openpyxl.load_workbook(built.file("项目支出绩效自评表")).sheetnames
    evaluated = {each.project for each in town.indicators if each.project}
    assert names == [each.name for each in town.projects if each.code in evaluated]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path, text: str) -> None:
    write_workbook([page(cell(text))], tmp_path / "a.xlsx")
    held = opened(tmp_path / "a.xlsx")["A3"]
    assert (held.data_type, held.value) == ("s", text)
    assert held.quotePrefix


def test_a_code_keeps_its_leading_zeros(tmp_path: Path, town: DataSet) -> None:
    coded = replace(town, unit=replace(town.unit, code="001024"))
    write_workbook([page_of(case_of(coded, "cn/guangdong/department"), "department-target")], tmp_path / "a.xlsx")
    assert "001024" in {held.value for row in opened(tmp_path / "a.xlsx").iter_rows() for held in row}


def test_number_cells_print_the_exact_decimal(tmp_path: Path) -> None:
    numbers = [Fraction(Money(fen).units, 10**6) for fen in (37497280000, 1, 99999999999999, -36700)]
    cells = [cell("", row=at, number=Number(each, "#,##0.00")) for at, each in enumerate(numbers)]
    write_workbook([page(*cells)], tmp_path / "a.xlsx")
    xml = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert re.findall("<v>([-.0-9]+)</v>", xml)[-4:] == ["37497.28", "0.000001", "99999999.999999", "-0.0367"]


def test_another_reader_sees_the_same_numbers(built: Built) -> None:
    path = built.file("部门整体支出绩效自评表.xlsx")
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert {36148.0, 37497.28, 35616.4, 0.9498, 4.75} <= {held for row in rows for held in row}


def test_amounts_show_two_decimals_and_thousands_and_rates_a_percent_sign(built: Built) -> None:
    sheet = opened(built.file("部门整体支出绩效自评表.xlsx"))
    formats = {held.value: held.number_format for row in sheet.iter_rows() for held in row}
    assert formats[37497.28] == "#,##0.00"
    assert formats[0.9498] == "0.00%"


def test_indicators_of_the_same_level_share_a_merged_cell(built: Built, town: DataSet) -> None:
    sheet = opened(built.file("部门整体支出绩效自评表.xlsx"))
    outputs = sum(each.level_1 == "产出指标" and not each.project for each in town.indicators)
    heights_ = [
        area.max_row - area.min_row + 1
        for area in sheet.merged_cells.ranges
        if sheet.cell(area.min_row, area.min_col).value == "产出指标"
    ]
    assert heights_ == [outputs]


def test_two_subjects_of_one_name_get_two_sheets_and_bad_characters_are_dropped(tmp_path: Path) -> None:
    pages = [
        page(cell("a"), subject="道路[一期]/二期" + "长" * 40),
        page(cell("b"), subject="道路[一期]/二期" + "长" * 40),
    ]
    write_workbook(pages, tmp_path / "a.xlsx")
    names = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert len(set(names)) == 2
    assert all(len(name) <= 31 and not set("[]/") & set(name) for name in names)


def test_a_row_is_high_enough_for_its_longest_text() -> None:
    (height,) = heights([cell("字" * 60), cell("短", column=1)], (12, 12, 12))
    assert lines_of("字" * 60, 12) == 11
    assert height >= 11 * 14


def test_a_merged_cell_that_needs_more_room_stretches_its_rows() -> None:
    tall = cell("字" * 60, rows=2)
    assert sum(heights([tall, cell("a", 0, 1), cell("b", 1, 1)], (12, 12, 12))) >= lines_of(tall.text, 12) * 14


def test_a_text_higher_than_a_spreadsheet_row_takes_several_rows(tmp_path: Path) -> None:
    write_workbook([page(cell("字" * 1000), cell("下", row=1))], tmp_path / "a.xlsx")
    sheet = opened(tmp_path / "a.xlsx")
    below = next(held.row for row in sheet.iter_rows() for held in row if held.value == "下")
    assert below > 4
    assert all((sheet.row_dimensions[row].height or 0) <= 409 for row in range(3, below))
    assert f"A3:A{below - 1}" in {str(area) for area in sheet.merged_cells.ranges}


def test_a_form_that_runs_over_by_a_little_is_printed_smaller() -> None:
    assert pages_high(500, (100,), (700, 480)) == 1
    assert pages_high(700, (100,), (700, 480)) == 0
    assert pages_high(300, (100,), (700, 480)) == 0


def test_a_verified_pack_carries_no_mark(unit_case: Case, tmp_path: Path) -> None:
    verified = replace(unit_case, pack=unit_case.pack.model_copy(update={"status": "verified"}))
    write_workbook([page_of(verified, "self-evaluation")], tmp_path / "a.xlsx")
    sheet = opened(tmp_path / "a.xlsx")
    assert not any("未核实" in str(held.value) for held in sheet[2])
    assert edges(sheet)[0] == ""
