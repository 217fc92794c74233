"""Codes, months and amounts that a spreadsheet or a paste has changed without a sign of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from jiheng.core.numeral import read_number
from jiheng.facts.cell import Unfit, code_of_number
from jiheng.facts.coerce import coerce
from jiheng.facts.days import read_month
from jiheng.facts.schema import Column
from jiheng.facts.workbook.opening import open_book
from jiheng.reading import read


def column(kind: str) -> Column:
    return Column(title="列", kind=kind)  # type: ignore[arg-type] # a kind of the schema


def test_a_code_kept_as_a_number_of_sixteen_digits_is_refused_with_the_reason() -> None:
    with pytest.raises(Unfit, match="抹成 0"):
        coerce(column("code"), 4401132100000017.0)
    assert code_of_number(440113210000001.0) == "440113210000001"


def test_zeros_that_a_format_shows_belong_to_the_code(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "码.xlsx") as book:
        sheet = book.add_worksheet("码")
        for row, (code, number) in enumerate([("00000", 17), ("0", 17), ("0.00", 17)]):
            sheet.write_number(row, 0, number, book.add_format({"num_format": code}))
    assert [cells for _, cells in open_book(tmp_path / "码.xlsx").rows("码")] == [["00017"], [17.0], [17.0]]


@pytest.mark.parametrize("number", [2024.1, 2024.11, 2024.5])
def test_a_month_kept_as_a_decimal_is_refused(number: float) -> None:
    with pytest.raises(Unfit, match="小数"):
        read_month(number)


@pytest.mark.parametrize("text", ["￥1,200.50", "¥1,200.50", "1,200.50\u200b", "\ufeff1,200.50 元"])
def test_an_amount_is_read_behind_either_sign_of_yuan_and_beside_characters_without_width(text: str) -> None:
    assert str(coerce(column("money"), text)) == str(coerce(column("money"), "1200.50"))


def test_characters_without_width_are_no_part_of_a_code_or_a_number() -> None:
    assert coerce(column("code"), "P1\u200b") == "P1"
    assert read_number("12\u200b0") == 120


def test_a_formula_that_a_program_wrote_without_computing_has_no_value(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "式.xlsx") as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["甲", 3])
        sheet.write_formula(1, 1, "=B1*2")
        sheet.write_formula(2, 1, "=B1*3", None, 9)
        sheet.write_formula(3, 1, "=1200+300")
        sheet.write_formula(4, 1, "=SUM(D1:D9)")
    document = read(tmp_path / "式.xlsx")
    assert document.text == "甲\t3\n9\n0\n\n", "the sum of blank cells is 0"
    assert ["2 个公式没有存下算得的值" in part.why for part in document.unread] == [True]
