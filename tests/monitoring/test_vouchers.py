"""A treasury ledger's rows are read as they are met: lines named in code or words, totals proved, everything unread told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from jiheng.core.exact import Money
from jiheng.core.fault import Place
from jiheng.facts.cell import BrokenFormula, Cell
from jiheng.facts.dataset import DataSet
from jiheng.facts.grid import Grid
from jiheng.facts.rows import BudgetLine, Project
from jiheng.monitoring.treasury import reconcile
from jiheng.monitoring.vouchers import (
    AMOUNTS,
    COLUMNS,
    NAMING,
    TITLES,
    Vouchers,
    by_codes,
    lacking,
    matching_lines,
    read_vouchers,
)
from tests.monitoring.build import unit, yuan


def line(code: str, project: str = "", category: str = "项目支出", source: str = "一般公共预算") -> BudgetLine:
    return BudgetLine(
        code=code, project=project, category=category, source=source, original=yuan(1000), adjusted=yuan(1000)
    )


TOWN = unit(
    line("B1", "P1"),
    line("B2", "P2"),
    line("B3", "P2", source="政府性基金预算"),
    line("B4", category="基本支出"),
    projects=[Project(code="P1", name="农村道路养护"), Project(code="P2", name="水库除险加固")],
)
WORDED = ("voucher", "dated", "project", "amount")
FULL = ("voucher", "dated", "line", "project", "category", "source", "amount")


def read(*rows: tuple[Cell, ...], columns: tuple[str, ...] = WORDED, dataset: DataSet = TOWN) -> Vouchers:
    """What is read of rows that start at row 2 of 国库.xlsx."""
    head = tuple(COLUMNS[name].title for name in columns)
    grid = Grid(table="treasury", place=Place("国库.xlsx"), head=head, rows=tuple(enumerate(rows, 2)))
    return read_vouchers(grid, dict(enumerate(columns)), dataset)


def paid(project: Cell = "农村道路养护", dated: Cell = "2024-03-05", amount: Cell = "10") -> tuple[Cell, ...]:
    return ("记-1", dated, project, amount)


def told(found: Vouchers) -> list[tuple[str, str]]:
    """The cell of each fault, and its problem."""
    return [(f"{fault.place.column}{fault.place.row}", fault.problem) for fault in found.faults]


def lines(found: Vouchers) -> list[str]:
    return [entry.line for entry in found.entries]


def test_a_row_becomes_an_entry_that_knows_where_it_was_read() -> None:
    (entry,) = read(paid(amount="1,234.50")).entries
    assert (entry.voucher, entry.dated, entry.line, entry.amount) == ("记-1", date(2024, 3, 5), "B1", yuan(1234.5))
    assert (entry.place.row, entry.date_column, entry.line_column) == (2, "B", "C")


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({"line": "B3"}, ["B3"]),
        ({"line": "P1"}, ["B1"]),
        ({"project": "P1"}, ["B1"]),
        ({"project": "农村道路养护"}, ["B1"]),
        ({"project": " 农村 道路养护 "}, ["B1"]),
        ({"project": "水库除险加固"}, ["B2", "B3"]),
        ({"project": "水库除险加固", "source": "政府性基金预算"}, ["B3"]),
        ({"category": "基本支出", "source": "一般公共预算"}, ["B4"]),
        ({"category": "基本支出", "source": "政府性基金预算"}, []),
        ({"line": "B1", "project": "水库除险加固"}, []),
        ({"line": "", "project": ""}, []),
    ],
)
def test_a_line_is_named_by_code_project_or_category_and_source_together(
    named: Mapping[str, str], found: list[str]
) -> None:
    assert [each.code for each in matching_lines(named, TOWN)] == found


def test_rows_that_name_their_line_in_different_columns_stand_in_one_ledger() -> None:
    found = read(
        ("1", "2024-01-05", "B2", "", "", "", "1"),
        ("2", "2024-01-05", "", "农村道路养护", "", "", "2"),
        ("3", "2024-01-05", "", "", "基本支出", "一般公共预算", "3"),
        ("4", "2024-01-05", "", "水库除险加固", "", "政府性基金预算", "4"),
        columns=FULL,
    )
    assert not found.faults
    assert lines(found) == ["B2", "B1", "B4", "B3"]
    assert [entry.line_column for entry in found.entries] == ["C", "D", "E", "D"]


def test_words_that_fit_several_lines_are_told_with_their_codes_and_the_cell() -> None:
    found = read(paid("水库除险加固"), paid())
    assert told(found) == [("C2", "对应不止一个预算项")]
    assert "B2、B3" in found.faults[0].fix
    assert lines(found) == ["B1"]


def test_words_that_fit_no_line_are_told_with_the_cell_each_time() -> None:
    found = read(paid("桥梁新建"), paid("桥梁新建"))
    assert told(found) == [("C2", "找不到这个预算项"), ("C3", "找不到这个预算项")]
    assert found.faults[0].value == "桥梁新建"
    assert not found.entries


def test_a_row_that_names_no_line_is_told() -> None:
    assert told(read(paid(""))) == [("C2", "没有写明预算项")]


@pytest.mark.parametrize(("column", "fen"), [("amount", 125), ("amount_thousand", 125_000), ("amount_wan", 1_250_000)])
def test_an_amount_is_read_in_the_unit_of_its_column(column: str, fen: int) -> None:
    found = read(paid(amount="1.25"), columns=("voucher", "dated", "project", column))
    assert [entry.amount for entry in found.entries] == [Money(fen)]


def test_a_refund_is_negative() -> None:
    assert [entry.amount for entry in read(paid(amount="-3")).entries] == [yuan(-3)]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024年8月", date(2024, 8, 1)),
        ("202408", date(2024, 8, 1)),
        ("2024-08-31 16:20:05", date(2024, 8, 31)),
        (datetime(2024, 8, 31, 16, 20), date(2024, 8, 31)),  # noqa: DTZ001 - a spreadsheet's time has no zone
        (45535.0, date(2024, 8, 31)),
    ],
)
def test_a_day_is_read_without_its_time_and_a_month_as_its_first_day(written: Cell, day: date) -> None:
    assert [entry.dated for entry in read(paid(dated=written)).entries] == [day]


@pytest.mark.parametrize("word", ["小计", "小计：", "承前页", "过次页", "本月合计", "本年累计"])
def test_a_part_sum_is_passed_over(word: str) -> None:
    found = read(paid(), (word, "", "", "10"), paid())
    assert not found.faults
    assert (len(found.entries), found.stated) == (2, None)


def test_a_blank_row_and_a_row_with_words_beside_the_ledger_are_passed_over() -> None:
    found = read(paid(), (None, "", " ", None), (None, None, None, None, "制表人：李四"))
    assert (len(found.entries), found.faults) == (1, ())


def test_a_total_that_agrees_with_its_rows_is_kept() -> None:
    found = read(paid(amount="10"), paid(amount="-2.50"), ("合计", "", "", "7.50"))
    assert (found.stated, found.faults) == (yuan(7.5), ())


def test_a_total_that_differs_is_told_with_both_sums() -> None:
    found = read(paid(amount="10"), paid(amount="5"), ("合计：", "", "", "16"))
    assert told(found) == [("D4", "合计数与各行之和不符")]
    assert (found.faults[0].value, found.faults[0].expected) == ("16.00 元", "各行之和 15.00 元")
    assert len(found.entries) == 2


def test_a_row_without_a_known_line_still_counts_towards_the_total() -> None:
    found = read(paid("桥梁新建", amount="10"), paid(amount="5"), ("总计", "", "", "15"))
    assert told(found) == [("C2", "找不到这个预算项")]
    assert found.stated == yuan(15)


def test_a_total_is_not_judged_while_an_amount_is_unread() -> None:
    found = read(paid(amount="十块"), paid(amount="5"), ("合计", "", "", "15"))
    assert [place for place, _problem in told(found)] == ["D2"]
    assert found.stated == yuan(15)


def test_a_total_that_cannot_be_read_itself_is_no_total() -> None:
    found = read(paid(), ("合计", "见附表", "", "见附表"))
    assert (found.stated, found.faults) == (None, ())


def test_the_last_of_several_totals_is_the_one_that_counts() -> None:
    assert read(paid(), ("累计", "", "", "3"), ("合计", "", "", "10")).stated == yuan(10)


def test_a_missing_date_and_a_missing_amount_are_both_told() -> None:
    found = read(paid(dated=""), paid(amount=None), ("记-3", "2024-03-05", "农村道路养护"))
    assert told(found) == [("B2", "没有支付日期"), ("D3", "没有支付金额"), ("D4", "没有支付金额")]
    assert not found.entries


@pytest.mark.parametrize(
    ("row", "cell", "problem"),
    [
        (paid(dated="三月五日"), "B2", "不是日期"),
        (paid(dated="2024-13"), "B2", "不是日期"),
        (paid(dated="2024-02-30"), "B2", "没有这一天"),
        (paid(amount="1.234"), "D2", "金额比“分”还细"),
        (paid(amount=BrokenFormula("#REF!")), "D2", "公式出错"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_once_and_enters_nothing(
    row: tuple[Cell, ...], cell: str, problem: str
) -> None:
    found = read(row, paid())
    assert told(found) == [(cell, problem)]
    assert len(found.entries) == 1


def test_columns_that_nobody_matched_are_not_looked_at() -> None:
    grid = Grid(
        table="treasury",
        place=Place("国库.xlsx"),
        head=("序号", "日期", "项目", "元", "备注"),
        rows=((2, ("x", "2024-03-05", "P1", 8.5, BrokenFormula("#N/A"))),),
    )
    found = read_vouchers(grid, {1: "dated", 2: "project", 3: "amount"}, TOWN)
    assert [(entry.voucher, entry.amount) for entry in found.entries] == [("", yuan(8.5))]
    assert not found.faults


@pytest.mark.parametrize(
    ("matched", "said"),
    [
        ((), "支付日期"),
        (("line", "amount"), "支付日期"),
        (("dated", "line"), "支付金额（一列，并注明元、千元或万元）"),
        (("dated", "line", "amount", "amount_wan"), "支付金额（一列，并注明元、千元或万元）"),
        (("dated", "amount"), "预算项编码、项目、支出类别或资金来源中的至少一列"),
        (("dated", "amount_wan", "source"), ""),
    ],
)
def test_what_a_ledger_cannot_do_without_is_said_one_at_a_time(matched: tuple[str, ...], said: str) -> None:
    assert lacking(matched) == said


def test_every_column_of_a_ledger_has_a_title_and_headings_to_know_it_by() -> None:
    assert {*NAMING, *AMOUNTS} < set(COLUMNS)
    assert set(COLUMNS) - {"amount_thousand", "amount_wan"} == set(TITLES)
    every = [title for titles in TITLES.values() for title in titles]
    assert len(every) == len(set(every))


def test_a_treasury_writes_codes_with_their_names() -> None:
    named = {"line": "", "project": "P2-水库除险加固", "category": "", "source": "111-一般公共预算资金"}
    assert [found.code for found in matching_lines(named, TOWN)] == ["B2"]


def test_a_voucher_that_was_voided_is_no_payment_and_is_counted() -> None:
    grid = Grid(
        table="treasury",
        place=Place(file="国库.xlsx"),
        head=(),
        rows=((2, ["V1", "2024-03-01", "B1", "10", "已清算"]), (3, ["V2", "2024-03-01", "B1", "20", "已作废"])),
    )
    found = read_vouchers(grid, dict(enumerate(("voucher", "dated", "line", "amount", "state"))), TOWN)
    assert ([entry.voucher for entry in found.entries], found.void) == (["V1"], 1)


def test_one_voucher_that_pays_two_is_no_duplicate() -> None:
    rows = tuple((at, ["V1", "2024-03-01", "B1", "10", payee]) for at, payee in enumerate(("甲店", "乙店", "乙店"), 2))
    grid = Grid(table="treasury", place=Place(file="国库.xlsx"), head=(), rows=rows)
    found = read_vouchers(grid, dict(enumerate(("voucher", "dated", "line", "amount", "payee"))), TOWN)
    taken = reconcile(found.entries, TOWN)
    assert (taken.total, len(taken.duplicates)) == (yuan(20), 1)


def basic(code: str, category: str, function: str, source: str = "一般公共预算") -> BudgetLine:
    return BudgetLine(
        code=code, category=category, source=source, function=function, original=yuan(9), adjusted=yuan(9)
    )


BASIC = replace(
    TOWN,
    budget=(
        *TOWN.budget,
        basic("R1", "人员经费", "2010301"),
        basic("G1", "公用经费", "2010301"),
        basic("R2", "人员经费", "208"),
    ),
)


@pytest.mark.parametrize(
    ("function", "economic", "codes"),
    [
        ("2010301-行政运行", "30101-基本工资", ["R1"]),
        ("2010301", "30201-办公费", ["G1"]),
        ("2080505-养老保险缴费", "30108-养老保险", ["R2"]),
        ("2010301-行政运行", "31002-办公设备购置", []),
        ("2130101-行政运行", "30101-基本工资", []),
        ("", "30101-基本工资", []),
    ],
)
def test_pay_and_running_costs_without_a_project_are_placed_by_function_and_economic_class(
    function: str, economic: str, codes: list[str]
) -> None:
    named = {"project": "工资性支出", "source": "111-一般公共预算资金"}
    hints = {"function": function, "economic": economic}
    assert [line.code for line in by_codes(named, hints, (), BASIC)] == codes


def test_words_that_carry_a_projects_code_never_become_basic_expenditure() -> None:
    named = {"project": "51162324T000000000201-文化站维修"}
    assert not list(by_codes(named, {"function": "2010301", "economic": "30201"}, (), BASIC))


def test_lines_that_the_words_leave_open_are_told_apart_by_function() -> None:
    lines = (basic("R1", "人员经费", "2010301"), basic("R2", "人员经费", "208"))
    assert [line.code for line in by_codes({}, {"function": "2080505"}, lines, BASIC)] == ["R2"]


def test_a_row_of_a_repeated_voucher_counts_where_a_person_says_so() -> None:
    rows = tuple((at, ["V1", "2024-03-01", "B1", "10"]) for at in (2, 3, 4))
    grid = Grid(table="treasury", place=Place(file="国库.xlsx"), head=(), rows=rows)
    found = read_vouchers(grid, dict(enumerate(("voucher", "dated", "line", "amount"))), TOWN)
    taken = reconcile(found.entries, TOWN, frozenset({4}))
    assert (taken.total, [entry.place.row for entry in taken.duplicates]) == (yuan(20), [3])
