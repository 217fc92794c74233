"""Tables as a reader sees them, whatever file they came from."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from docx import Document as Word

from jiheng.reading import Grid, Kind, Role, grids, read

Rows = list[list[str]]

BY_CODE: Rows = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ["", "合计", "310.50", "200.10", "110.40"],
    ["208", "社会保障和就业支出", "210.30", "180.10", "30.20"],
    ["20805", "行政事业单位养老支出", "210.30", "180.10", "30.20"],
    ["2080505", "机关养老保险缴费支出", "180.10", "180.10", "—"],
    ["2080599", "其他养老支出", "30.20", "", "30.20"],
    ["213", "农林水支出", "100.20", "20.00", "80.20"],
]


def of_text(path: Path, text: str) -> tuple[Grid, ...]:
    path.write_text(text, encoding="utf-8")
    return grids(read(path))


def as_tabs(folder: Path, rows: Rows) -> tuple[Grid, ...]:
    return of_text(folder / "表.txt", "支出决算表\n单位：万元\n" + "\n".join("\t".join(row) for row in rows) + "\n")


def as_rules(folder: Path, rows: Rows) -> tuple[Grid, ...]:
    ruled = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return of_text(folder / "表.txt", f"支出决算表\n单位：万元\n{ruled}\n")


def as_columns(folder: Path, rows: Rows) -> tuple[Grid, ...]:
    def line(row: list[str]) -> str:
        return "".join(text + " " * (24 - sum(2 if ord(char) > 255 else 1 for char in text)) for text in row).rstrip()

    return of_text(folder / "表.txt", "支出决算表\n单位：万元\n" + "\n".join(map(line, rows)) + "\n")


def as_sheet(folder: Path, rows: Rows) -> tuple[Grid, ...]:
    with xlsxwriter.Workbook(folder / "表.xlsx") as book:
        sheet = book.add_worksheet("支出")
        for at, row in enumerate([["支出决算表"], ["", "", "", "", "单位：万元"], *rows]):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)
    return grids(read(folder / "表.xlsx"))


def as_word(folder: Path, rows: Rows) -> tuple[Grid, ...]:
    word = Word()
    word.add_paragraph("支出决算表")
    word.add_paragraph("单位：万元")
    table = word.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    word.save(str(folder / "表.docx"))
    return grids(read(folder / "表.docx"))


def shape(grid: Grid) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    heads = [column.head for column in grid.columns]
    numbers = {column.number for column in grid.of_role(Role.NUMBER)}
    return [
        (row.kind, row.code, row.label, [(heads[c], cell.text) for c, cell in row.cells.items() if c in numbers])
        for row in grid.rows
    ]


@pytest.mark.parametrize("write", [as_tabs, as_rules, as_columns, as_sheet, as_word])
def test_one_table_is_the_same_grid_in_every_file(write: object, tmp_path: Path) -> None:
    (grid,) = write(tmp_path, BY_CODE)  # type: ignore[operator] # one of the writers above
    assert (grid.title, grid.unit) == ("支出决算表", "万元")
    assert [column.role for column in grid.columns] == [Role.CODE, Role.LABEL, Role.NUMBER, Role.NUMBER, Role.NUMBER]
    assert [(row.kind, row.level) for row in grid.rows][:4] == [
        (Kind.TOTAL, -1),
        (Kind.PART, 0),
        (Kind.PART, 1),
        (Kind.PART, 2),
    ]
    assert shape(grid)[3] == (
        "part",
        "2080505",
        "机关养老保险缴费支出",
        [("本年支出合计", "180.10"), ("基本支出", "180.10"), ("项目支出", "—")],
    )
    assert shape(grid)[4][3] == [("本年支出合计", "30.20"), ("项目支出", "30.20")]


def test_figures_flattened_to_single_blanks_are_counted_from_the_right(tmp_path: Path) -> None:
    flat = "\n".join(" ".join(filter(None, row)) for row in BY_CODE)
    (grid,) = of_text(tmp_path / "表.txt", f"单位：万元\n{flat}\n")
    assert shape(grid)[0] == (
        "total",
        "",
        "合计",
        [("本年支出合计", "310.50"), ("基本支出", "200.10"), ("项目支出", "110.40")],
    )
    assert [row.aligned for row in grid.rows] == [True, True, True, True, False, True]


def test_two_tables_side_by_side_are_two_grids(tmp_path: Path) -> None:
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "决算数", "项目", "决算数"],
        ["一、财政拨款收入", "80.00", "一、教育支出", "90.00"],
        ["二、其他收入", "20.00", "二、卫生健康支出", "10.00"],
        ["收入总计", "100.00", "支出总计", "100.00"],
    ]
    income, spending = as_tabs(tmp_path, rows)
    assert [row.label for row in income.rows] == ["一、财政拨款收入", "二、其他收入", "收入总计"]
    assert [row.label for row in spending.rows] == ["一、教育支出", "二、卫生健康支出", "支出总计"]
    assert spending.columns[1].path == ("支出", "决算数")
    assert spending.rows[-1].kind is Kind.TOTAL


def test_several_tables_of_one_sheet_are_grids_of_their_own(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "两表.xlsx") as book:
        sheet = book.add_worksheet("表")
        rows: list[list[str | float]] = [
            ["收入表"], ["单位：万元"], ["项目", "金额"], ["拨款", 3], ["合计", 3], [],
            ["人员表"], ["类别", "人数"], ["在职", 12], ["退休", 5], ["合计", 17],
        ]  # fmt: skip
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    first, second = grids(read(tmp_path / "两表.xlsx"))
    assert (first.title, first.unit, [row.label for row in first.rows]) == ("收入表", "万元", ["拨款", "合计"])
    assert (second.title, second.unit, [row.label for row in second.rows]) == ("人员表", "", ["在职", "退休", "合计"])


def test_codes_in_three_columns_are_one_code(tmp_path: Path) -> None:
    rows = [
        ["支出功能分类科目编码", "", "", "科目名称", "金额"],
        ["类", "款", "项", "栏次", "1"],
        ["206", "", "", "科学技术支出", "5.00"],
        ["206", "04", "", "技术研究与开发", "5.00"],
        ["206", "04", "01", "机构运行", "5.00"],
    ]
    (grid,) = as_tabs(tmp_path, rows)
    assert [(row.code, row.level) for row in grid.rows] == [("206", 0), ("20604", 1), ("2060401", 2)]


def test_rows_below_a_numbered_row_stand_one_level_deeper(tmp_path: Path) -> None:
    rows = [
        ["类别", "金额"],
        ["一、人员", "5"],
        ["工资", "3"],
        ["社保", "2"],
        ["二、公用", "4"],
        ["水电", "4"],
        ["总计", "9"],
    ]
    (grid,) = as_rules(tmp_path, rows)
    assert [row.level for row in grid.rows] == [0, 1, 1, 0, 1, -1]


def test_running_text_is_no_table(tmp_path: Path) -> None:
    text = "2024 年支出 120.50 万元，执行率 95.00%。\n其中：人员 80 人，设备 3 台。\n第 1 季度 2 项，第 2 季度 3 项。\n"
    assert of_text(tmp_path / "文.txt", text) == ()
