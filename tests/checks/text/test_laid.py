"""Forms as the data would write them: which table is which, which cell is which, and where nothing is bound."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jiheng.checks.finding import Answer
from jiheng.checks.text import Laid, LaidCell, Quoted, check_text
from jiheng.core.fault import Place
from jiheng.reading import Block, Cell, Document, Table

Rows = list[list[str]]
HEAD = ["项目名称", "预算数", "支出数", "执行率"]
BODY = [["渠道整修工程", "120.00", "108.60", "90.50%"], ["人饮安全工程", "80.00", "80.00", "100%"]]


def read(rows: Rows) -> Document:
    """A table as it is read, cells parted by tabs; empty cells are left out."""
    text, cells, blocks = "", [], []
    for row, texts in enumerate(rows):
        for column, written in enumerate(texts):
            place = Place(sheet="表", row=row + 1, column="ABCDEFGH"[column])
            if written:
                cells.append(Cell(row, column, len(text), len(text) + len(written), place))
                blocks.append(Block(len(text), len(text) + len(written), place, "cell"))
            text += written + ("\n" if column + 1 == len(texts) else "\t")
    return Document("表.xlsx", "", text, tuple(blocks), (Table(tuple(cells), "表"),))


def laid(rows: Rows) -> Laid:
    cells = (LaidCell(row, column, 1, 1, text) for row, texts in enumerate(rows) for column, text in enumerate(texts))
    return Laid("表", tuple(cells))


def answer(rows: Rows, *forms: Laid) -> Answer:
    return check_text(read(rows), forms=forms or (laid([HEAD, *BODY]),))


def bound(found: Answer) -> int:
    return sum(relation.because.startswith("与数据核对") for relation in found.relations)


def wrong(found: Answer) -> list[tuple[str, str]]:
    return [(each.stated, each.expected) for each in found.findings if each.code == "T311"]


def test_every_number_of_the_same_table_is_bound() -> None:
    found = answer([HEAD, *BODY])
    assert (bound(found), wrong(found)) == (6, [])


def test_rows_and_columns_may_change_their_places() -> None:
    order = [0, 3, 1, 2]
    rows = [[row[at] for at in order] for row in ([HEAD, BODY[1], BODY[0]])]
    found = answer(rows)
    assert (bound(found), wrong(found)) == (6, [])


def test_a_changed_number_is_found_in_its_cell() -> None:
    found = answer([HEAD, ["渠道整修工程", "120.00", "106.80", "90.50%"], BODY[1]])
    assert wrong(found) == [("106.80", "108.60")]
    finding = next(each for each in found.findings if each.code == "T311")
    assert finding.place == Place(sheet="表", row=2, column="C")
    assert [span.text for span in finding.spans] == ["106.80"]


@pytest.mark.parametrize(
    ("typed", "same"), [("0.905", True), ("0.91", True), ("90.5%", True), ("0.95", False), ("-90.50%", False)]
)
def test_a_share_may_be_written_as_a_decimal_as_fine_as_it_shows(typed: str, *, same: bool) -> None:
    found = answer([HEAD, ["渠道整修工程", "120.00", "108.60", typed], BODY[1]])
    assert (wrong(found) == []) is same


def test_a_table_about_something_else_is_not_held_against_the_form() -> None:
    rows = [["设备名称", "数量", "单价", "金额"], ["水泵整机", "3", "1200", "3600"], ["闸门组件", "2", "800", "1600"]]
    assert bound(answer(rows)) == 0


def test_of_two_forms_the_one_with_its_own_names_is_taken() -> None:
    other = laid([HEAD, ["道路硬化工程", "50.00", "49.00", "98%"], ["路灯安装工程", "30.00", "30.00", "100%"]])
    found = answer([HEAD, *BODY], other, laid([HEAD, *BODY]))
    assert (bound(found), wrong(found)) == (6, [])


def test_a_row_that_the_data_do_not_have_binds_nothing() -> None:
    found = answer([HEAD, *BODY, ["堤防加固工程", "10.00", "9.00", "90%"]])
    assert (bound(found), wrong(found)) == (6, [])


def test_a_page_that_goes_on_without_heads_is_read_in_order() -> None:
    found = answer([BODY[1]])
    assert (bound(found), wrong(found)) == (3, [])
    assert bound(answer([["人饮安全工程", "80.00", "100%"]])) == 0


def test_running_words_in_a_cell_are_compared_number_by_number() -> None:
    form = laid([["年度总体目标", "完成渠道整修12公里，受益3个村"], ["项目名称", "渠道整修工程"]])
    rows = [["年度总体目标", "完成渠道整修12公里，受益5个村"], ["项目名称", "渠道整修工程"]]
    assert wrong(answer(rows, form)) == [("5个", "3个")]
    rows[0][1] = "渠道整修全部完成，共12公里，惠及村民5个村"
    found = answer(rows, form)
    assert (bound(found), wrong(found)) == (0, [])


def test_the_finding_names_the_figure_and_its_rows() -> None:
    quoted = Quoted(0, 6, Fraction("108.60"), "支出数", "payments.csv 第 2 行")
    cells = list(laid([HEAD, *BODY]).cells)
    at = next(index for index, cell in enumerate(cells) if cell.text == "108.60")
    cells[at] = LaidCell(1, 2, 1, 1, "108.60", (quoted,))
    found = answer([HEAD, ["渠道整修工程", "120.00", "108.6", "90.50%"], BODY[1]], Laid("表", tuple(cells)))
    assert wrong(found) == []
    found = answer([HEAD, ["渠道整修工程", "120.00", "108.7", "90.50%"], BODY[1]], Laid("表", tuple(cells)))
    assert "支出数，payments.csv 第 2 行" in next(each for each in found.findings if each.code == "T311").message
