from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiheng.core.exact import Points
from jiheng.core.fault import Refused
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Claim
from jiheng.forms import Scored, read_back
from jiheng.forms.recognise import recognise
from jiheng.forms.sighted import Sheet, Sighted, folded
from jiheng.packs.layout import TableForm
from jiheng.packs.load import load_pack

from .conftest import Built

PROJECT = "项目支出绩效自评表"


def claim(data: DataSet, item: str, project: str = "", part: str = "年度资金总额") -> Claim:
    return next(each for each in data.claims if (each.project, each.item, each.part) == (project, item, part))


def edited(built: Built, folder: Path, old: object, new: object) -> Path:
    """The project form with one value typed over."""
    book = openpyxl.load_workbook(built.file(PROJECT))
    cell = next(cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == old)
    cell.value = new  # type: ignore[assignment]
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def test_a_form_that_comes_back_unchanged_gives_the_rows_it_was_made_from(
    built: Built, town: DataSet, scored: list[Scored]
) -> None:
    data = read_back(built.file(PROJECT), load_pack("cn/project"), town)
    own = {each.code: each for each in town.indicators if each.project}
    results = {each.indicator: each for each in town.results}
    assert {each.code for each in data.indicators} == set(own)
    for each in data.indicators:
        made_from = own[each.code]
        assert (each.level_1, each.level_2, each.name) == (made_from.level_1, made_from.level_2, made_from.name)
        assert (each.operator, each.target, each.weight) == (made_from.operator, made_from.target, made_from.weight)
    for result in data.results:
        assert (result.actual, result.level) == (results[result.indicator].actual, results[result.indicator].level)
    for sheet in scored[1].sheets:
        assert claim(data, "自评总分", sheet.subject).stated == sheet.total.exact
        assert claim(data, "评价等级", sheet.subject).text == sheet.grade
        for line in sheet.lines:
            if line.code in own:
                assert next(each.claimed for each in data.results if each.indicator == line.code) == line.score


def test_claims_carry_amounts_in_yuan_and_the_row_they_stand_in(built: Built, town: DataSet) -> None:
    data = read_back(built.file("部门整体支出绩效自评表.xlsx"), load_pack("cn/guangdong/department"), town)
    spent = claim(data, "全年执行数")
    assert spent.stated == 356_164_000
    assert (spent.place.row, spent.place.sheet) == (5, "广州市番禺区新造镇人民政府")
    assert claim(data, "全年预算数", part="基本支出").stated == 97_100_000
    assert claim(data, "执行率").stated == Fraction(9498, 10_000)
    assert claim(data, "执行得分").stated == Fraction(475, 100)
    assert claim(data, "自评总分").stated == Fraction(9637, 100)


def test_the_score_sheet_gives_the_claimed_score_of_every_leaf(
    built: Built, town: DataSet, scored: list[Scored]
) -> None:
    data = read_back(built.file("部门整体支出绩效自评评分表"), load_pack("cn/guangdong/department"), town)
    claimed = {each.indicator: each.claimed for each in data.results}
    sheet = scored[0].sheets[0]
    parents = {line.parent for line in sheet.lines}
    assert claimed == {line.code: line.score for line in sheet.lines if line.code not in parents}


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_what_somebody_typed_over_is_read_as_stated(
    built: Built, town: DataSet, tmp_path: Path, hundredths: int
) -> None:
    path = edited(built, tmp_path, 4872, hundredths / 100)
    data = read_back(path, load_pack("cn/project"), town)
    assert claim(data, "全年执行数", "P02").stated == hundredths * 100
    assert claim(data, "执行率", "P02").stated == Fraction(87, 100)


def test_without_a_known_data_set_projects_and_indicators_are_numbered(built: Built) -> None:
    data = read_back(built.file(PROJECT), load_pack("cn/project"))
    assert (data.unit.name, data.unit.year) == ("新造镇人民政府", 2024)
    assert data.projects[0].name == "区人大代表专项工作经费"
    assert len({each.code for each in data.projects}) == 3
    assert len({each.code for each in data.indicators}) == len(data.indicators) > 20


def test_a_form_in_another_order_with_other_brackets_is_read_by_its_labels(tmp_path: Path) -> None:
    rows = [
        ["中江县项目支出绩效自评表", "", "", "", "", "", ""],
        ["（2022年度）", "", "", "", "", "", "单位:元"],
        ["项目名称", "渠道维修", "", "主管部门", "水利局", "", ""],
        ["项目资金", "", "年初预算数", "全年预算数(A)", "全年执行数(B)", "执行率(B/A)", "得分"],
        ["", "年度资金总额", "900000", "900,000.00", "899740.00", "99.97%", "10"],
        ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分"],
        ["产出指标", "数量指标", "维修渠道长度", "15", "≥266米", "266米", "15"],
        ["", "时效指标", "完工时间", "15", "6月底前完成", "达成预期指标", "14.5"],
        ["总分", "", "", "100", "", "", "98.5"],
    ]
    document = docx.Document()
    table = document.add_table(len(rows), 7)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(tmp_path / "a.docx"))
    data = read_back(tmp_path / "a.docx", load_pack("cn/project"))
    (code,) = [each.code for each in data.projects]
    assert claim(data, "全年执行数", code).stated == 899_740
    assert claim(data, "执行率", code).stated == Fraction(9997, 10_000)
    first, second = data.indicators
    assert (first.operator, first.target, first.unit, first.weight) == ("≥", Fraction(266), "米", Points.parse("15"))
    assert (second.operator, second.text_target) == ("定性", "6月底前完成")
    assert [each.claimed for each in data.results] == [Points.parse("15"), Points.parse("14.5")]
    assert data.results[1].level == "达成预期指标"


def test_a_file_without_any_form_of_the_pack_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "购物清单"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Refused, match="没有认出规则包中的表格"):
        read_back(tmp_path / "a.xlsx", load_pack("cn/project"))


def test_a_sheet_is_known_by_the_title_that_fits_best() -> None:
    forms = [form for form in load_pack("cn/guangdong/department").forms if isinstance(form, TableForm)]

    def known(title: str) -> str | None:
        cell = Sighted(0, 0, 1, 1, title, claim_place)
        form = recognise(Sheet("a", (cell,), {(0, 0): cell}), forms)
        return form.code if form else None

    claim_place = Claim(item="执行率").place
    assert known("部门整体支出绩效自评表") == "self-evaluation"
    assert known("部门整体支出绩效自评评分表（2023年度）") == "score-sheet"
    assert known("某某县部门整体支出绩效自评表（2023年度）") == "self-evaluation"
    assert known("采购清单") is None


def test_labels_are_compared_without_blanks_brackets_and_colons() -> None:
    assert folded("全年预算数（A）") == folded("全年预算数 (A)：")
