from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from jiheng import facts
from jiheng.core.fault import Fault, Place, Refused
from tests.facts.sample import full_town


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """A workbook with three slips, given back with its faults."""
    facts.save_workbook(full_town(), tmp_path / "a.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "a.xlsx")
    workbook["支付"]["C5"] = "=1+"
    workbook["支付"]["C5"].data_type = "s"
    workbook["支付"]["B6"] = "2024-13"
    workbook["项目"]["B5"] = None
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(Refused) as caught:
        facts.load(tmp_path / "a.xlsx")
    facts.mark_faults(tmp_path / "a.xlsx", caught.value.faults, tmp_path / "b.xlsx")
    return tmp_path / "b.xlsx"


def test_each_fault_stands_red_at_its_cell_with_its_mend(returned: Path) -> None:
    workbook = openpyxl.load_workbook(returned)
    cell = workbook["支付"]["B6"]
    assert cell.fill.fgColor.rgb == "FFD4380D"
    assert cell.comment is not None
    assert "月份应为 1 至 12" in cell.comment.text


def test_a_list_of_all_faults_stands_in_front_and_leads_to_the_cells(returned: Path) -> None:
    sheet = openpyxl.load_workbook(returned)["错误清单"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["位置", "问题", "现为", "应为", "怎么改"]
    assert [row[0] for row in rows[1:]] == [
        "a.xlsx 工作表“支付” 第 5 行 C 列",
        "a.xlsx 工作表“支付” 第 6 行 B 列",
        "a.xlsx 工作表“项目” 第 5 行 B 列",
    ]
    assert (rows[1][2], sheet["C2"].data_type) == ("=1+", "s")
    assert sheet["A3"].hyperlink is not None


def test_the_returned_workbook_is_mended_and_handed_in_again(returned: Path) -> None:
    workbook = openpyxl.load_workbook(returned)
    workbook["支付"]["C5"] = 35616.40
    workbook["支付"]["B6"] = "2024-09"
    workbook["项目"]["B5"] = "村道养护"
    workbook.save(returned)
    assert facts.load(returned) == full_town()


def test_faults_without_a_cell_are_only_listed(tmp_path: Path) -> None:
    facts.save_workbook(full_town(), tmp_path / "a.xlsx")
    whole = [Fault(Place(file="a.xlsx"), "", "缺表", "", "请补"), Fault(Place(sheet="项目"), "", "缺列", "", "请补")]
    for name in ("b.xlsx", "c.xlsx"):
        facts.mark_faults(tmp_path / "a.xlsx", whole, tmp_path / name)
    facts.mark_faults(tmp_path / "b.xlsx", whole[:1], tmp_path / "d.xlsx")
    assert openpyxl.load_workbook(tmp_path / "d.xlsx")["错误清单"].max_row == 2
    assert facts.load(tmp_path / "d.xlsx") == full_town()
