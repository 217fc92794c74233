"""The monthly pack and the reminder letter: figures of the ledger, the look of official documents, native charts."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from jiheng import facts
from jiheng.core.calendar import Month
from jiheng.facts.rows import Unit
from jiheng.forms.letter import write_letter
from jiheng.forms.meeting import write_minutes, write_pack
from jiheng.forms.monthly import Pack
from jiheng.monitoring import Report, monitor
from jiheng.monitoring.note import draft_note
from jiheng.packs.load import load_pack
from tests.monitoring import build

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
AUGUST = Month(2024, 8)


@pytest.fixture(scope="module")
def town() -> Report:
    data = facts.load(EXAMPLE)
    return monitor(data, load_pack(data.unit.pack), AUGUST)


def two_units() -> Pack:
    calm = build.unit(build.line(), payments=build.paid("A-1", *[100] * 8))
    late = build.unit(
        build.line("=甲"),
        payments=build.paid("=甲-1", *[1] * 8),
        about=Unit(code="U2", name="松坪镇", year=2024, pack="x"),
    )
    return Pack("青云县", tuple(monitor(each, build.pack(), AUGUST) for each in (calm, late)))


def test_the_months_add_up_to_the_unit(town: Report) -> None:
    months = Pack("青云县", (town,)).months()
    assert len(months) == 8
    assert months[-1].so_far == town.total.execution.paid
    assert months[-1].rate == town.total.execution.rate


def test_the_workbook_has_native_charts_and_a_sheet_for_units_only_where_there_are_several(town: Report) -> None:
    for pack, names, charts in (
        (Pack("青云县", (town,)), ["分月执行", "项目", "预警"], 1),
        (two_units(), ["分月执行", "单位", "项目", "预警"], 2),
    ):
        made = io.BytesIO()
        write_pack(pack, made)
        assert openpyxl.load_workbook(made).sheetnames == names
        parts = zipfile.ZipFile(made).namelist()
        assert sum(part.startswith("xl/charts/chart") for part in parts) == charts


def test_units_and_projects_stand_by_money_at_risk(town: Report) -> None:
    assert [each.unit_name for each in two_units().units()] == ["松坪镇", "青溪镇"]
    assert [each.execution.code for _report, each in Pack("x", (town,)).projects()][:2] == ["P02", "P03"]


def test_a_name_that_looks_like_a_formula_stays_a_text() -> None:
    made = io.BytesIO()
    write_pack(two_units(), made)
    sheet = openpyxl.load_workbook(made)["项目"]
    names = [sheet.cell(row, 2) for row in range(4, 6)]
    assert [cell.data_type for cell in names] == ["s", "s"]


def test_the_document_says_the_figures_and_lists_the_warned_projects(town: Report) -> None:
    made = io.BytesIO()
    write_minutes(Pack("青云县财政局", (town,)), made)
    document = docx.Document(made)
    text = "\n".join(each.text for each in document.paragraphs)
    assert "预算 37,497.28 万元，累计支付 20,990.37 万元，执行率 55.98%" in text
    assert "红灯 2 个、黄灯 4 个、绿灯 12 个、无法判断 0 个" in text
    assert len(document.tables[1].rows) == 7


def test_without_red_or_yellow_the_document_says_so() -> None:
    made = io.BytesIO()
    pack = two_units()
    write_minutes(Pack("青云县", pack.reports[:1]), made)
    assert "没有红灯或黄灯项目" in "\n".join(each.text for each in docx.Document(made).paragraphs)


def test_the_letter_has_title_addressee_table_and_sender(town: Report) -> None:
    note = draft_note(town, "青云县财政局", date(2024, 9, 3))
    assert note is not None
    made = io.BytesIO()
    write_letter(note, made)
    document = docx.Document(made)
    texts = [each.text for each in document.paragraphs if each.text]
    assert texts[:2] == ["　　〔2024〕　　号", "关于加快2024年预算执行\n和落实绩效目标的提醒函"]
    assert texts[2] == "广州市番禺区新造镇人民政府："
    assert "经研究" in texts[5]
    assert texts[-3:-1] == ["青云县财政局（盖章）", "2024年9月3日"]
    assert texts[-1].startswith("（联系人：")
    head = document.tables[0].rows[0]
    assert [cell.text for cell in head.cells] == list(note.head)
    assert head._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_the_same_month_gives_the_same_files(town: Report) -> None:
    def made() -> list[bytes]:
        files = [io.BytesIO(), io.BytesIO()]
        write_pack(Pack("青云县", (town,)), files[0])
        write_minutes(Pack("青云县", (town,)), files[1])
        return [file.getvalue() for file in files]

    assert made() == made()
