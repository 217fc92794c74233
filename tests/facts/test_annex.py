"""The indicator table of an annex: levels, points and criteria, whatever way the table is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook

from jiheng.core.fault import Refused
from jiheng.facts.annex import read_annex
from jiheng.packs.annex import Found, Item

Rows = Sequence[Sequence[str]]
HEAD = ("一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "指标解释", "评分标准")
BODY: Rows = (
    ("投入", "40", "预算编制", "40", "编制完整性", "15", "收支全部编入", "全部编入得满分，否则不得分。"),
    ("", "", "", "", "细化率", "25", "细化到项目的比例", "细化率达到95%得满分，每低1个百分点扣1分，扣完为止。"),
    ("产出", "60", "数量", "60", "培训人次", "60", "", "按实际完成比例得分"),
    ("合计", "100", "", "100", "", "100", "", ""),
)


def in_word(path: Path, rows: Rows, merged: Sequence[tuple[int, int, int]] = ()) -> Path:
    """A document with one table; ``merged``: column, first and last row of cells that are one."""
    document = Document()
    table = document.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    for column, first, last in merged:
        text = table.cell(first, column).text
        table.cell(first, column).merge(table.cell(last, column)).text = text
    document.save(str(path))
    return path


def in_excel(path: Path, rows: Rows, merged: Sequence[str] = ()) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([each or None for each in row])
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def only(path: Path) -> Found:
    tables = read_annex(path).tables
    assert len(tables) == 1
    return tables[0]


def outline(items: Sequence[Item]) -> list[Any]:
    return [(item.name, item.points, outline(item.children)) for item in items]


WANTED: list[Any] = [
    ("投入", 40, [("预算编制", 40, [("编制完整性", 15, []), ("细化率", 25, [])])]),
    ("产出", 60, [("数量", 60, [("培训人次", 60, [])])]),
]


def test_levels_come_from_merged_cells(tmp_path: Path) -> None:
    found = only(in_word(tmp_path / "附件.docx", (HEAD, *BODY), [(column, 1, 2) for column in range(4)]))
    assert outline(found.items) == WANTED
    assert found.total == 100


def test_levels_come_from_blank_cells_below_a_filled_one(tmp_path: Path) -> None:
    found = only(in_excel(tmp_path / "附件.xlsx", (("附件1 指标体系",), HEAD, *BODY)))
    assert outline(found.items) == WANTED
    assert next(iter(found.items[1].leaves())).words == "按实际完成比例得分"


def test_upper_levels_that_are_written_in_every_row_are_one(tmp_path: Path) -> None:
    rows = (
        ("一级指标", "二级指标", "三级指标", "分值", "评分标准"),
        ("过程", "资金", "支出率", "60", "按支出率得分"),
        ("过程", "资金", "合规性", "10", "合规得10分，不合规不得分"),
        ("过程", "管理", "公开", "30", "公开得30分，未公开不得分"),
    )
    found = only(in_excel(tmp_path / "附件.xlsx", rows))
    assert outline(found.items) == [
        ("过程", None, [("资金", None, [("支出率", 60, []), ("合规性", 10, [])]), ("管理", None, [("公开", 30, [])])])
    ]


def test_points_stand_in_the_names(tmp_path: Path) -> None:
    rows = (
        ("一级指标", "二级指标", "三级指标", "评价标准"),
        ("决策（20分）", "项目立项（20分）", "立项规范性（8分）", "规范得8分，不规范不得分"),
        ("", "", "目标合理性（12分）", "合理得12分，不合理不得分"),
        ("产出(80分)", "数量(80分)", "完成率(80分)", "得分=完成率×分值"),
    )
    found = only(in_excel(tmp_path / "附件.xlsx", rows, ["A2:A3", "B2:B3"]))
    assert outline(found.items) == [
        ("决策", 20, [("项目立项", 20, [("立项规范性", 8, []), ("目标合理性", 12, [])])]),
        ("产出", 80, [("数量", 80, [("完成率", 80, [])])]),
    ]


def test_heads_of_two_rows_are_read_together(tmp_path: Path) -> None:
    rows = (
        ("一级指标", "", "二级指标", "", "评分标准"),
        ("名称", "权重", "名称", "权重", ""),
        ("过程", "100", "资金到位率", "60", "按到位率得分"),
        ("", "", "公开", "40", "公开得40分，未公开不得分"),
    )
    found = only(in_excel(tmp_path / "附件.xlsx", rows, ["A1:B1", "C1:D1", "E1:E2", "A3:A4", "B3:B4"]))
    assert outline(found.items) == [("过程", 100, [("资金到位率", 60, []), ("公开", 40, [])])]


def test_bonus_rows_lie_beside_the_tree(tmp_path: Path) -> None:
    rows = (*(HEAD, *BODY[:3]), ("加分项", "3", "表彰", "3", "获得表彰", "3", "", "每获一项加1分"))
    found = only(in_excel(tmp_path / "附件.xlsx", rows))
    assert sum(leaf.points or 0 for item in found.items for leaf in item.leaves()) == 100
    assert [item.name for item in found.beside] == ["获得表彰"]


def test_a_file_without_an_indicator_table_says_what_was_looked_for(tmp_path: Path) -> None:
    path = in_word(tmp_path / "附件.docx", (("姓名", "电话"), ("甲", "1")))
    with pytest.raises(Refused, match="没有找到指标表"):
        read_annex(path)
