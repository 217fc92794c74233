"""Every number in the files is read back and compared with the data set's own CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from jiheng.forms import Scored
from jiheng.forms.typed_digits import typed_figures

from .conftest import TOWN, Built

WAN = Decimal(10_000)


def rows(table: str) -> list[dict[str, str]]:
    with (TOWN / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cells(path: Path) -> Iterator[tuple[str, Any]]:
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            yield from ((f"{sheet.title}!{held.coordinate}", held.value) for held in row if held.value is not None)


def in_order(path: Path, sheet: str, label: str) -> list[Any]:
    """The values to the right of the first cell with this text."""
    held = openpyxl.load_workbook(path)[sheet]
    row = next(row for row in held.iter_rows() for cell in row if cell.value == label)
    return [cell.value for cell in row if isinstance(cell.value, int | float)]


def budgeted(**wanted: str) -> list[dict[str, str]]:
    return [row for row in rows("budget") if all(row[title] == value for title, value in wanted.items())]


def amount(chosen: list[dict[str, str]], title: str) -> Decimal:
    return sum((Decimal(row[title]) for row in chosen), Decimal(0))


def paid(chosen: list[dict[str, str]]) -> Decimal:
    codes = {row["预算项编码"] for row in chosen}
    return amount([row for row in rows("payments") if row["预算项编码"] in codes], "支付金额")


def in_wan(yuan: Decimal) -> float:
    return float(yuan / WAN)


def ratio(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def rate(part: Decimal, whole: Decimal) -> float:
    return float(ratio(part, whole))


def test_every_bound_cell_holds_what_its_binding_says(built: Built) -> None:
    seen = 0
    for path in built.paths:
        if path.suffix == ".xlsx":
            held = dict(cells(path))
            for figure in built.figures(path.name):
                value = held[f"{figure['sheet']}!{figure['cell']}"]
                seen += 1
                if isinstance(value, str):
                    assert value[figure["start"] : figure["end"]] == figure["text"]
                else:
                    assert Fraction(str(value)) == _cell_value(figure)
    assert seen > 800


def _cell_value(figure: dict[str, Any]) -> Fraction:
    """The exact value as its kind is shown: amounts in 万元, rates to four decimals."""
    exact = Fraction(figure["exact"])
    if figure["kind"] == "金额":
        return exact / 10_000
    if figure["kind"] == "比率":
        return Fraction(ratio(Decimal(exact.numerator), Decimal(exact.denominator)))
    return exact


def test_no_number_cell_is_without_a_fact(built: Built) -> None:
    for path in built.paths:
        if path.suffix == ".xlsx":
            bound = {f"{figure['sheet']}!{figure['cell']}" for figure in built.figures(path.name)}
            numbers = {place for place, value in cells(path) if isinstance(value, int | float)}
            assert numbers <= bound


def test_every_digit_of_the_report_is_bound_or_may_stand(built: Built) -> None:
    paragraphs = [each.text for each in docx.Document(str(built.file("部门整体支出绩效自评表说明.docx"))).paragraphs]
    paragraphs.pop(1)  # the empty line below the title
    paragraphs[0] = paragraphs[0].replace("\n", "")  # a long title stands in lines
    figures = built.figures("部门整体支出绩效自评表说明.docx")
    for at, text in enumerate(paragraphs):
        inside = [figure for figure in figures if figure["paragraph"] == at]
        assert all(text[figure["start"] : figure["end"]] == figure["text"] for figure in inside)
        typed = text
        for figure in inside:
            typed = typed[: figure["start"]] + "\ufffc" * (figure["end"] - figure["start"]) + typed[figure["end"] :]
        assert list(typed_figures(typed)) == []


def test_the_word_file_and_the_pdf_are_bound_alike(built: Built) -> None:
    assert built.figures("部门整体支出绩效自评表说明.docx") == built.figures("部门整体支出绩效自评表说明.pdf")


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("年度资金总额", {}),
        ("　　　　上年结转资金", {"资金来源": "上年结转"}),
        ("　　　　项目支出", {"支出类别": "项目支出"}),
    ],
)
def test_the_fund_rows_of_the_unit_are_sums_of_the_budget_and_the_payments(
    built: Built, label: str, wanted: dict[str, str]
) -> None:
    chosen = budgeted(**wanted)
    found = in_order(built.file("部门整体支出绩效自评表.xlsx"), "广州市番禺区新造镇人民政府", label)
    first, revised, spent = amount(chosen, "年初预算数"), amount(chosen, "调整后预算数"), paid(chosen)
    assert found[:3] == [in_wan(first), in_wan(revised), in_wan(spent)]
    assert rate(spent, revised) in found[3:]


def test_the_fund_rows_of_each_project_are_sums_of_its_own_lines(built: Built) -> None:
    path = built.file("项目支出绩效自评表")
    for project in rows("projects"):
        if project["项目名称"] in openpyxl.load_workbook(path).sheetnames:
            chosen = budgeted(项目编码=project["项目编码"])
            spent, revised = paid(chosen), amount(chosen, "调整后预算数")
            found = in_order(path, project["项目名称"], "年度资金总额")
            assert found[:3] == [in_wan(amount(chosen, "年初预算数")), in_wan(revised), in_wan(spent)]
            assert found[4] == rate(spent, revised)


def test_every_indicator_stands_in_its_form_with_target_and_result(built: Built) -> None:
    results = {row["指标编码"]: row for row in rows("results")}
    unit = [value for _, value in cells(built.file("部门整体支出绩效自评表.xlsx"))]
    projects = [value for _, value in cells(built.file("项目支出绩效自评表"))]
    checked = 0
    for row in rows("indicators"):
        texts = projects if row["项目编码"] else unit
        assert row["三级指标"] in texts
        operator = row["指标性质"].removeprefix("'").removesuffix("=")  # = is understood; ' guards it in the CSV file
        if row["年度指标值"] and row["度量单位"] not in {"%", "万元", "元"}:
            assert f"{operator}{row['年度指标值']}{row['度量单位']}" in texts
            assert f"{results[row['指标编码']]['全年完成值']}{row['度量单位']}" in texts
            checked += 1
    assert checked > 15


def test_every_score_in_the_score_sheet_is_the_scored_one(built: Built, scored: list[Scored]) -> None:
    sheet = scored[0].sheets[0]
    parents = {line.parent for line in sheet.lines}
    book = openpyxl.load_workbook(built.file("部门整体支出绩效自评评分表")).worksheets[0]
    by_name = {str(row[4].value): row for row in book.iter_rows() if row[4].value}
    for line in sheet.lines:
        if line.code not in parents:
            row = by_name[line.name]
            assert Decimal(str(row[5].value)) == Decimal(line.weight.text())
            assert Decimal(str(row[7].value)) == Decimal(line.score.text())
            assert Decimal(str(row[8].value)) == Decimal(line.lost.text())
            assert row[9].value == line.because


def test_the_scores_of_the_sheet_add_up_to_its_total(built: Built) -> None:
    book = openpyxl.load_workbook(built.file("部门整体支出绩效自评评分表")).worksheets[0]
    last = next(row for row in book.iter_rows() if row[0].value == "合计")
    for column in (5, 7, 8):
        above = [row[column].value for row in book.iter_rows(min_row=5, max_row=(last[0].row or 0) - 1)]
        assert sum(Decimal(str(value)) for value in above if value is not None) == Decimal(str(last[column].value))
    assert (last[5].value, last[7].value, last[8].value) == (100, 96.37, 3.63)


def test_the_report_says_the_figures_of_the_seed(built: Built) -> None:
    text = "".join(each.text for each in docx.Document(str(built.file("部门整体支出绩效自评表说明.docx"))).paragraphs)
    for figure in (
        "37,497.28万元",
        "35,616.40万元",
        "94.98%",
        "49.37分",
        "47.00分",
        "96.37分",
        "“优”",
        "6场",
        "99场",
        "100%",
        "-3.67%",
    ):
        assert figure in text
    assert "49.43" not in text


def test_a_figure_knows_the_file_and_rows_it_was_read_from(built: Built) -> None:
    spent = next(each for each in built.figures("部门整体支出绩效自评表说明.docx") if each["name"] == "支出数")
    assert (spent["text"], spent["exact"]) == ("35,616.40万元", "356164000")
    assert any("payments.csv" in place for place in spent["read_from"])
