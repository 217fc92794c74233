from __future__ import annotations

import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from jiheng import facts
from jiheng.core.exact import Money
from jiheng.core.fault import Fault, Refused
from jiheng.facts.rows import TABLES
from jiheng.facts.workbook import layout
from jiheng.packs.method import Checklist, Choice, Item, OneOf, Proportional
from jiheng.packs.model import Guide, Node
from tests.facts.sample import formula, full_town, pack, town
from tests.work import calls

UNIT = [["单位编码", "0017"], ["单位名称", "青石镇"], ["预算年度", 2024], ["适用规则包", "cn/project"]]


def asking_pack() -> Any:
    """A pack with a measured leaf, a checklist and a choice."""
    return pack(
        measures={"支出率": formula("支出数 / 调整后预算数")},
        indicators=(
            Node(
                code="1",
                name="预算执行",
                weight=Fraction(10),
                method=Proportional(kind="proportional", measure="支出率"),
                cite="某办法第三条",
                guide=Guide(meaning="支出快慢"),
            ),
            Node(
                code="2",
                name="制度建设",
                weight=Fraction(5),
                method=Checklist(kind="checklist", items=(Item(code="A", name="有采购制度", points=Fraction(5)),)),
            ),
            Node(
                code="3",
                name="公开情形",
                weight=Fraction(1),
                method=OneOf(
                    kind="one_of",
                    choices=(
                        Choice(code="a", name="已公开", share=Fraction(1)),
                        Choice(code="b", name="未公开", share=Fraction(0)),
                    ),
                ),
            ),
        ),
    )


def book(path: Path, sheets: dict[str, Any], percent: tuple[str, int, int] | None = None) -> Path:
    """A workbook as a person would make it; ``percent`` names a cell to show as a percentage."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        shown = workbook.add_format({"num_format": "0.00%"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(at, column, value, shown if percent == (name, at, column) else None)
    return path


def faults(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(Refused) as caught:
        facts.load(path)
    return caught.value.faults


def sheet_of(path: Path, title: str) -> Worksheet:
    sheet = openpyxl.load_workbook(path)[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_a_filled_workbook_of_a_pack_reads_back_equal(tmp_path: Path) -> None:
    facts.save_workbook(full_town(), tmp_path / "a.xlsx", asking_pack())
    assert facts.load(tmp_path / "a.xlsx") == full_town()


def test_rows_know_their_sheet_and_row(tmp_path: Path) -> None:
    facts.save_workbook(full_town(), tmp_path / "a.xlsx")
    place = facts.load(tmp_path / "a.xlsx").payments[1].place
    assert (place.file, place.sheet, place.row) == ("a.xlsx", "支付", 6)


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        facts.save_workbook(full_town(), tmp_path / name, asking_pack())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_template_has_a_sheet_for_every_table_and_instructions_in_front(tmp_path: Path) -> None:
    facts.write_template(asking_pack(), tmp_path / "t.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "t.xlsx")
    visible = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    assert visible == [layout.GUIDE_SHEET, *(title for title, _ in TABLES.values())]
    meta = workbook[layout.META_SHEET]
    assert [meta["A1"].value, meta["B1"].value, meta["A2"].value] == ["jiheng-workbook", "1", "test/pack"]


def test_the_template_asks_for_what_the_pack_needs(tmp_path: Path) -> None:
    facts.write_template(asking_pack(), tmp_path / "t.xlsx")
    results = [[cell.value for cell in row[:3]] for row in sheet_of(tmp_path / "t.xlsx", "完成情况")["A5:C7"]]
    assert results == [["1", "预算执行", "10"], ["2", "制度建设", "5"], ["3", "公开情形", "1"]]
    answers = [[cell.value for cell in row] for row in sheet_of(tmp_path / "t.xlsx", "核对事项")["A5:D5"]]
    assert answers == [["2", "A", "制度建设：有采购制度", "5"]]
    used = {row[0].value: row[2].value for row in sheet_of(tmp_path / "t.xlsx", layout.GUIDE_SHEET)["A10:C31"]}
    assert {title for title, word in used.items() if word == "用到"} == {
        "单位基本情况",
        "预算",
        "支付",
        "绩效指标",
        "完成情况",
        "核对事项",
    }


def test_the_template_guides_and_checks_its_cells(tmp_path: Path) -> None:
    facts.write_template(asking_pack(), tmp_path / "t.xlsx")
    sheet = sheet_of(tmp_path / "t.xlsx", "预算")
    assert sheet["A1"].value == "预算"
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:I1"]
    assert "单位：元" in [cell.value for cell in sheet[2]]
    assert sheet["F3"].value == "=SUM(F5:F20000)"
    assert (sheet["F3"].protection.locked, sheet["F5"].protection.locked) == (True, False)
    assert sheet["A5"].number_format == "@"
    assert sheet["F4"].comment is not None
    assert "金额" in sheet["F4"].comment.text
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["F5:F20000"].type == "decimal"
    assert rules["C5:C20000"].formula1.startswith("_lists!$")
    assert rules["B5:B20000"].formula1 == "'项目'!$A$5:$A$20000"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B5", "$4:$4")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.protection.sheet
    assert sheet.protection.password is None


def test_a_blank_template_is_refused_only_for_what_must_be_filled_in(tmp_path: Path) -> None:
    facts.write_template(asking_pack(), tmp_path / "t.xlsx")
    assert {fault.problem for fault in faults(tmp_path / "t.xlsx")} == {
        "“单位编码”为必填项，未填写",
        "“单位名称”为必填项，未填写",
        "“预算年度”为必填项，未填写",
    }


def test_a_fault_in_the_unit_sheet_names_its_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"单位基本情况": [*UNIT[:2], ["预算年度", "今年"], UNIT[3]]})
    (fault,) = faults(path)
    assert (fault.place.sheet, fault.place.row, fault.place.column) == ("单位基本情况", 3, "B")


def test_a_workbook_of_a_persons_own_making_is_read(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "单位基本情况": UNIT,
            "预算": [
                ["", "预算明细表"],
                ["", "单位：万元"],
                ["", "预算项编码", "支出类别", "资金来源", "年初预算数", "调整后预算数"],
                ["", "01", "人员经费", "一般公共预算", 37497.28, "37,497.28"],
            ],
            "Sheet9": [],
        },
    )
    line = facts.load(path).budget[0]
    assert line.original == line.adjusted == Money.parse("374972800")
    assert line.place.row == 4


def test_totals_are_known_before_anything_is_recalculated(tmp_path: Path) -> None:
    facts.save_workbook(full_town(), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["支付"]
    assert sheet["C3"].value == 35600


def test_a_nil_report_is_chosen_above_the_head(tmp_path: Path) -> None:
    facts.save_workbook(town(nil=("inspections", "payments")), tmp_path / "a.xlsx")
    assert sheet_of(tmp_path / "a.xlsx", "检查发现")["B2"].value == "是"
    assert facts.load(tmp_path / "a.xlsx").nil == ("inspections", "payments")


def test_a_cell_shown_as_a_percentage_is_read_as_it_is_shown(tmp_path: Path) -> None:
    indicators = [
        ["指标编码", "一级指标", "三级指标", "指标性质", "年度指标值", "度量单位"],
        ["Z1", "产出指标", "合格率", "≥", 95, "%"],
    ]
    results = [["指标编码", "全年完成值"], ["Z1", 0.9498]]
    sheets = {"单位基本情况": UNIT, "绩效指标": indicators, "完成情况": results}
    path = book(tmp_path / "a.xlsx", sheets, percent=("完成情况", 1, 1))
    assert facts.load(path).results[0].actual == Fraction("94.98")


def test_numbers_with_the_dirt_of_binary_arithmetic_are_told(tmp_path: Path) -> None:
    budget = [
        ["预算项编码", "支出类别", "资金来源", "年初预算数", "调整后预算数"],
        ["01", "人员经费", "一般公共预算", 123456.5, 1e30],
    ]
    path = book(tmp_path / "a.xlsx", {"单位基本情况": UNIT, "预算": budget})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b"<v>123456.5</v>", b"<v>0.30000000000000004</v>"))
    first, second = faults(path)
    assert "15 位" in first.problem
    assert (second.place.column, "大得不合常理" in second.problem) == ("E", True)


def test_broken_formulas_are_told_with_their_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("项目")
        sheet.write_formula(0, 0, "=A9/0", None, "#DIV/0!")
        sheet.write_row(1, 0, ["项目编码", "项目名称", "※提示"])
        sheet.write_row(2, 0, ["1"])
        sheet.write_formula(2, 1, "=A9/0", None, "#DIV/0!")
        sheet.write_formula(2, 2, "=A9/0", None, "#DIV/0!")
        unit = workbook.add_worksheet("单位基本情况")
        for at, row in enumerate(UNIT):
            unit.write_row(at, 0, row)
    found = faults(path)
    assert [(fault.place.row, fault.place.column, fault.problem) for fault in found] == [(3, "B", "“项目名称”公式出错")]


def test_a_formula_that_never_stored_its_value_is_told_even_in_the_last_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"单位基本情况": UNIT, "项目": [["项目编码", "项目名称", "备注"], ["1", "甲"]]})
    workbook = openpyxl.load_workbook(path)
    workbook["项目"]["C3"] = "=1+1"
    workbook.save(path)
    assert [(fault.place.row, fault.place.column, fault.problem) for fault in faults(path)] == [
        (3, "A", "“项目编码”为必填项，未填写"),
        (3, "B", "“项目名称”为必填项，未填写"),
        (3, "C", "“备注”公式没有存下算得的值"),
    ]


def test_strange_sheets_and_workbooks_are_told(tmp_path: Path) -> None:
    (strange,) = faults(book(tmp_path / "a.xlsx", {"单位基本情况": UNIT, "天气": [["晴"]]}))
    assert "不认识" in strange.problem
    (nothing,) = faults(book(tmp_path / "b.xlsx", {"填报说明": [["说明"]]}))
    assert "没有可识别" in nothing.problem


def test_a_workbook_of_a_later_version_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(book(tmp_path / "a.xlsx", {"单位基本情况": UNIT, "_jiheng": [["jiheng-workbook", "2"]]}))
    assert "更新版本" in fault.problem


def test_dates_and_flags_of_a_spreadsheet_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy/m/d"}) as workbook:
        unit = workbook.add_worksheet("unit")
        for at, row in enumerate(UNIT):
            unit.write_row(at, 0, row)
        sheet = workbook.add_worksheet("项目")
        sheet.write_row(0, 0, ["项目编码", "项目名称", "开始日期", "是否专项资金", "结束日期"])
        sheet.write_string(1, 0, "001")
        sheet.write_string(1, 1, "甲")
        sheet.write_datetime(1, 2, date(2024, 3, 5))
        sheet.write_boolean(1, 3, boolean=True)
        sheet.write_number(1, 4, 45657)
    project = facts.load(path).projects[0]
    assert (project.code, project.start, project.special_fund) == ("001", date(2024, 3, 5), True)
    assert project.end == date(2024, 12, 31)


def rows_at_fault(path: Path, count: int) -> Path:
    head = ["预算项编码", "月份", "支付金额"]
    rows = [[f"{number}", "2024-13", "x"] for number in range(count)]
    return book(path, {"单位基本情况": UNIT, "支付": [head, *rows]})


def test_ten_thousand_rows_at_fault_are_told_in_one_pass(tmp_path: Path) -> None:
    assert len(faults(rows_at_fault(tmp_path / "a.xlsx", 10_000))) == 20_000


def test_twice_as_many_rows_at_fault_take_twice_the_work(tmp_path: Path) -> None:
    some, more = (rows_at_fault(tmp_path / f"{count}.xlsx", count) for count in (200, 400))
    assert calls(lambda: faults(more)) < 2.1 * calls(lambda: faults(some))


def test_a_failure_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    facts.save_workbook(town(), path)
    before = path.read_bytes()

    def disk_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jiheng.core.durable.os.fsync", disk_full)
    with pytest.raises(OSError, match="No space"):
        facts.save_workbook(full_town(), path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]
