"""Totals and hidden parts of a file are never taken without a word, and never added to what they sum up."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from jiheng import facts
from jiheng.core.fault import Faults, Place
from jiheng.facts.aside import set_aside
from jiheng.facts.grid import Grid
from jiheng.facts.heads import bind
from tests.facts.sample import full_town


@pytest.fixture
def book(tmp_path: Path) -> Path:
    facts.save_workbook(full_town(), tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def sheet_of(book: Path, title: str) -> tuple[openpyxl.Workbook, Worksheet, int]:
    """The open workbook, its sheet, and the last row that is filled in column A."""
    opened = openpyxl.load_workbook(book)
    sheet = opened[title]
    last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value)
    return opened, sheet, last


def told(book: Path) -> list[str]:
    return [fault.text() for fault in facts.read(book).faults]


@pytest.mark.parametrize("label", ["合计", " 合 计 ", "总计", "小计"])
def test_a_row_of_totals_is_told_and_left_out(book: Path, label: str) -> None:
    opened, sheet, last = sheet_of(book, "预算")
    sheet.cell(last + 1, 1).value = label
    opened.save(book)
    assert any("这一行是合计" in each and f"第 {last + 1} 行" in each for each in told(book)), told(book)
    assert facts.read(book).dataset.budget == full_town().budget or len(facts.read(book).dataset.budget) == len(
        full_town().budget
    )


def test_a_hidden_row_is_asked_about(book: Path) -> None:
    opened, sheet, last = sheet_of(book, "预算")
    sheet.row_dimensions[last].hidden = True
    opened.save(book)
    assert any("这一行被隐藏" in each and f"第 {last} 行" in each for each in told(book)), told(book)
    assert len(facts.read(book).dataset.budget) == len(full_town().budget) - 1


def test_a_hidden_column_is_asked_about(book: Path) -> None:
    opened, sheet, _last = sheet_of(book, "预算")
    sheet.column_dimensions["A"].hidden = True
    opened.save(book)
    assert any("一列被隐藏" in each for each in told(book)), told(book)


def test_a_hidden_sheet_is_asked_about(book: Path) -> None:
    opened, sheet, _last = sheet_of(book, "预算")
    sheet.sheet_state = "hidden"
    opened.save(book)
    assert any("工作表被隐藏" in each for each in told(book)), told(book)


def test_our_own_workbook_hides_nothing_that_is_data(book: Path) -> None:
    assert told(book) == []


@pytest.mark.parametrize(
    ("total", "said"), [("300", "与以上各行之和相符"), ("310", "与以上各行之和不符")], ids=["fits", "differs"]
)
def test_a_hundred_and_two_hundred_are_no_six_hundred(total: str, said: str) -> None:
    rows = (("B1", "100"), ("B2", "200"), ("合计", total))
    grid = Grid(
        table="budget",
        place=Place(file="预算.csv"),
        head=("预算项编码", "年初预算数"),
        rows=tuple(enumerate(rows, 2)),
    )
    faults = Faults()
    left = set_aside(grid, bind(grid, Faults()), faults)
    assert [cells[0] for _number, cells in left.rows] == ["B1", "B2"]
    assert [(fault.place.row, said in fault.problem) for fault in faults.found] == [(4, True)]
