"""A workbook asks for the data that its pack declares, and reads back what was typed there."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from jiheng import facts
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Unit
from jiheng.packs.load import load_pack
from jiheng.packs.model import Input


def test_a_workbook_has_a_row_for_each_datum_with_its_meaning_and_reads_it_back(tmp_path: Path) -> None:
    inputs = {
        "编外人数": Input(unit="人", meaning="年末在岗的编外人员"),
        "进度": Input(unit="%", form="monthly", meaning="累计进度"),
    }
    pack = load_pack("cn/guangdong/department").model_copy(update={"inputs": inputs})
    path = tmp_path / "填报.xlsx"
    unit = Unit(code="1", name="某镇", year=2024, pack="cn/guangdong/department")
    facts.save_workbook(DataSet(unit=unit), path, pack)
    book = openpyxl.load_workbook(path)
    sheet = book["补充数据"]
    shown = [[str(cell.value) for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    asked = [row for row in shown if row and row[0] in inputs]
    assert len(asked) == 1 + 12
    assert any("单位：人；年末在岗的编外人员" in cell for cell in asked[0])
    at = next(row for row in sheet.iter_rows() if row[0].value == "编外人数")
    head = next(row for row in sheet.iter_rows() if any(str(cell.value).startswith("分子") for cell in row))
    at[next(place for place, cell in enumerate(head) if str(cell.value).startswith("值"))].value = "12"
    book.save(path)
    assert [(row.name, row.value) for row in facts.read(path).dataset.inputs] == [("编外人数", "12")]
