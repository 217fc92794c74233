"""A newcomer's first data: official forms, whoever laid them out, and the report, with an account of every word."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import docx
import openpyxl
import pytest

from jiheng.core.exact import Money, Points
from jiheng.core.fault import Refused
from jiheng.facts.dataset import DataSet
from jiheng.forms.first import Understanding, understand
from jiheng.forms.first.bounds import read_bound
from jiheng.packs.load import load_pack
from jiheng.reading import read
from tests.forms.conftest import Built

Rows = Sequence[Sequence[object]]


def _book(path: Path, rows: Rows, merged: Sequence[str] = ()) -> Understanding:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    book.save(path)
    return understand([read(path)])


def _said(row: object, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in names)


def _by_name(dataset: DataSet, names: Sequence[str]) -> dict[tuple[str, str], tuple[object, ...]]:
    projects = {each.code: each.name for each in dataset.projects}
    with_own = {each.project for each in dataset.indicators}
    return {
        (projects[each.project], each.name): _said(each, names)
        for each in dataset.indicators
        if each.project in projects and each.project in with_own
    }


def _results(dataset: DataSet) -> dict[tuple[str, str], tuple[object, ...]]:
    owners = {each.code: (each.project, each.name) for each in dataset.indicators}
    projects = {each.code: each.name for each in dataset.projects}
    return {
        (projects[owners[each.indicator][0]], owners[each.indicator][1]): (each.actual, each.level)
        for each in dataset.results
        if each.indicator in owners and owners[each.indicator][0] in projects
    }


def _money(dataset: DataSet) -> dict[tuple[str, str], tuple[int, int, int]]:
    projects = {each.code: each.name for each in dataset.projects}
    paid = {
        line.code: sum(p.amount.units for p in dataset.payments if p.line == line.code and p.amount)
        for line in dataset.budget
    }
    found: dict[tuple[str, str], tuple[int, int, int]] = {}
    for line in dataset.budget:
        if line.project in projects and line.original and line.adjusted:
            before = found.get((projects[line.project], line.source), (0, 0, 0))
            added = (line.original.units, line.adjusted.units, paid[line.code])
            found[projects[line.project], line.source] = (
                before[0] + added[0],
                before[1] + added[1],
                before[2] + added[2],
            )
    return found


def _by_granted(money: dict[tuple[str, str], tuple[int, int, int]]) -> dict[tuple[str, bool], tuple[int, ...]]:
    """Amounts by project and whether they are granted this year: all that the national form tells apart."""
    found: dict[tuple[str, bool], tuple[int, ...]] = {}
    for (project, source), amounts in money.items():
        key = (project, source not in {"上年结转", "其他资金"})
        found[key] = tuple(map(sum, zip(found.get(key, (0, 0, 0)), amounts, strict=True)))
    return found


def test_the_projects_of_our_own_forms_come_back_as_they_were_to_the_cent(built: Built, town: DataSet) -> None:
    found = understand([read(built.file("项目支出绩效自评表"))]).dataset
    told = ("operator", "target", "text_target", "unit", "weight", "level_1", "level_2")
    assert _by_name(found, told) == _by_name(town, told)
    assert _results(found) == _results(town)
    evaluated = {each.name for each in found.projects}
    assert _by_granted(_money(found)) == _by_granted({k: each for k, each in _money(town).items() if k[0] in evaluated})


def test_the_order_of_files_changes_no_figure(built: Built) -> None:
    files = [read(built.file(name)) for name in ("项目支出绩效自评表", "部门预算项目支出绩效目标申报表")]
    one, other = understand(files).dataset, understand(files[::-1]).dataset
    assert _money(one) == _money(other)
    assert _by_name(one, ("target", "weight")) == _by_name(other, ("target", "weight"))


def test_all_that_our_own_forms_leave_open_is_what_the_granted_money_comes_from(built: Built) -> None:
    found = understand([read(built.file("项目支出绩效自评表"))])
    assert [why[:6] for why in found.doubted] == ["“财政拨款”"]
    assert found.left == ()


def test_the_report_gives_its_chapters_by_the_headings_of_the_pack(built: Built) -> None:
    report = next(path for path in built.paths if path.suffix == ".docx")
    found = understand([read(report)], pack=load_pack("cn/guangdong/department"), year=2024)
    assert {row.chapter for row in found.dataset.narrative} >= {"1.1", "1.2", "2", "3"}
    assert all(row.text for row in found.dataset.narrative)


WORD_FORM: Rows = (
    ("项目支出绩效自评表", "", "", "", "", "", "", ""),
    ("（2023年度）", "", "", "", "", "金额单位：元", "", ""),
    ("项目名称", "渠道整修", "", "", "项目编码", "330100", "", ""),
    ("主管部门", "县水利局", "", "", "项目实施单位", "灌区管理所", "", ""),
    ("资金来源", "全年执行数", "全年预算数", "年初预算数", "执行率", "分值", "得分", ""),
    ("合计", "1,086,000.55", "1,200,000.55", "1,000,000", "90.5%", "10", "9.05", ""),
    ("本年财政拨款", "886,000.55", "1,000,000.55", "800,000", "", "—", "—", ""),
    ("上年结转", "200,000", "200,000", "200,000", "", "—", "—", ""),
    ("其他资金", "0", "0", "0", "", "—", "—", ""),
    ("年初设定目标", "整修渠道5.2公里", "", "", "全年实际完成情况", "已全部完成", "", ""),
    ("一级指标", "二级指标", "三级指标", "分值", "年度目标值", "全年完成值", "自评得分", "未完成原因分析"),
    ("产出指标", "数量指标", "指标1：整修渠道长度", "30", "不少于5.2公里", "5200米", "30", ""),
    ("", "时效指标", "指标1：完工时间", "20", "11月底前", "11月20日", "20", ""),
    ("", "成本指标", "指标1：", "", "", "", "", ""),
    ("效益指标", "社会效益指标", "改善灌溉面积", "30", "800亩以上", "790亩", "29.6", "汛期停工"),
    ("满意度指标", "服务对象满意度", "受益农户满意度", "10", "≥90%", "95%", "10", ""),
    ("总分", "", "", "100", "", "", "98.65", ""),
)


@pytest.fixture
def from_word(tmp_path: Path) -> Understanding:
    document = docx.Document()
    table = document.add_table(len(WORD_FORM), 8)
    for at, row in enumerate(WORD_FORM):
        for column, text in enumerate(row):
            table.cell(at, column).text = str(text)
    for title in (0,):
        table.cell(title, 0).merge(table.cell(title, 7))
    table.cell(11, 0).merge(table.cell(13, 0))
    document.save(str(tmp_path / "自评表.docx"))
    return understand([read(tmp_path / "自评表.docx")])


def test_a_word_form_with_columns_in_another_order_and_amounts_in_yuan_is_understood(from_word: Understanding) -> None:
    found = from_word.dataset
    project = found.projects[0]
    assert (project.code, project.name, project.department) == ("330100", "渠道整修", "县水利局")
    assert (project.goal, project.achieved) == ("整修渠道5.2公里", "已全部完成")
    assert found.unit.year == 2023
    assert _money(found) == {
        ("渠道整修", "一般公共预算"): (80_000_000, 100_000_055, 88_600_055),
        ("渠道整修", "上年结转"): (20_000_000, 20_000_000, 20_000_000),
    }


def test_targets_are_read_with_their_words_and_results_in_the_targets_unit(from_word: Understanding) -> None:
    said = {
        each.name: (each.operator, each.target, each.text_target, each.unit) for each in from_word.dataset.indicators
    }
    assert said == {
        "整修渠道长度": ("≥", Fraction(26, 5), "", "公里"),
        "完工时间": ("定性", None, "11月底前", ""),
        "改善灌溉面积": ("≥", 800, "", "亩"),
        "受益农户满意度": ("≥", 90, "", "%"),
    }
    levels = [each.level_1 for each in from_word.dataset.indicators]
    assert levels == ["产出指标", "产出指标", "效益指标", "满意度指标"]
    results = [(each.actual, each.claimed, each.reason) for each in from_word.dataset.results]
    assert results == [
        (Fraction(26, 5), Points.of(30), ""),
        (None, Points.of(20), ""),
        (790, Points.rounded(Fraction(148, 5)), "汛期停工"),
        (95, Points.of(10), ""),
    ]


def test_what_is_assumed_is_said_and_nothing_is_left_without_a_word(from_word: Understanding) -> None:
    assert {each.text for cells in from_word.doubted.values() for each in cells if each.table != "budget"} == {
        "11月底前",
        "11月20日",
        "886,000.55",
    }
    assert from_word.left == ()
    assert all(each.place.file == "自评表.docx" for each in from_word.taken)


def test_a_head_of_two_rows_with_operator_number_and_unit_apart_is_understood(tmp_path: Path) -> None:
    found = _book(
        tmp_path / "目标表.xlsx",
        [
            ["项目支出绩效目标表（2024年度）"],
            ["项目名称", "农村道路养护", None, None, None, None, None],
            ["绩效指标", None, None, "指标值", None, None, "权重"],
            ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", None],
            ["产出指标", "数量指标", "养护里程", "≥", 86, "公里", 40],
            ["产出指标", "成本指标", "每公里养护费", "≤", 1.25, "万元", 20],
        ],
        ["A3:C3", "D3:F3", "G3:G4"],
    ).dataset
    told = [_said(each, ("name", "operator", "target", "unit", "weight")) for each in found.indicators]
    assert told == [
        ("养护里程", "≥", 86, "公里", Points.of(40)),
        ("每公里养护费", "≤", Fraction(5, 4), "万元", Points.of(20)),
    ]


def test_amounts_without_a_unit_are_not_taken_until_somebody_names_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["项目支出绩效自评表（2024年度）"],
        ["项目名称", "道路养护"],
        ["", "年初预算数", "全年预算数", "全年执行数"],
        ["年度资金总额", 86, 90.5, 88],
        ["其中：当年财政拨款", 86, 90.5, 88],
    ]
    found = _book(tmp_path / "表.xlsx", rows)
    assert found.dataset.budget == ()
    assert [each.why for each in found.left if "单位" in each.why] != []
    told = understand([read(tmp_path / "表.xlsx")], money="万元").dataset
    assert [(each.original, each.adjusted) for each in told.budget] == [(Money.of(860_000), Money.of(905_000))]


def test_a_total_alone_is_taken_with_a_doubt_and_parts_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    alone = _book(
        tmp_path / "总额.xlsx",
        [
            ["项目支出绩效自评表（2024年度，单位：万元）"],
            ["项目名称", "道路养护"],
            ["年初预算数", 86, "全年执行数", 80],
        ],
    )
    assert [why[:9] for why in alone.doubted] == ["表中只有资金总额，", "表中只有资金总额，"]
    assert [each.original for each in alone.dataset.budget] == [Money.of(860_000)]
    unequal = _book(
        tmp_path / "不等.xlsx",
        [
            ["项目支出绩效自评表（2024年度，单位：万元）"],
            ["项目名称", "道路养护"],
            ["", "年初预算数", "全年预算数", "全年执行数"],
            ["资金总额", 90, 90, 80],
            ["财政拨款", 86, 90, 80],
        ],
    )
    assert [each.place.row for each in unequal.left] == [4]
    assert "860000.00" in unequal.left[0].why.replace(",", "")


def test_amounts_that_lie_across_are_understood(tmp_path: Path) -> None:
    found = _book(
        tmp_path / "横表.xlsx",
        [
            ["项目绩效自评表（2024年度）", "", "", "单位：元"],
            ["项目名称", "道路养护"],
            ["资金来源", "资金总额", "财政拨款", "其他资金"],
            ["年初预算数", 300, 200, 100],
            ["全年预算数", 330, 230, 100],
            ["全年执行数", 320, 220, 100],
        ],
    ).dataset
    assert _money(found) == {
        ("道路养护", "一般公共预算"): (20_000, 23_000, 22_000),
        ("道路养护", "其他资金"): (10_000, 10_000, 10_000),
    }


def test_a_name_that_stands_twice_is_two_indicators_and_a_share_without_its_sign_is_not_taken(tmp_path: Path) -> None:
    found = _book(
        tmp_path / "表.xlsx",
        [
            ["项目支出绩效自评表（2024年度）"],
            ["项目名称", "培训"],
            ["一级指标", "三级指标", "年度指标值", "实际完成值", "得分"],
            ["产出指标", "培训场次", "≥6场", "7场", 10],
            ["产出指标", "培训场次", "≥2场", "1场", 5],
            ["效益指标", "就业率", "≥90%", 0.95, 10],
        ],
    )
    assert [each.actual for each in found.dataset.results] == [7, 1, None]
    assert [each.text for cells in found.doubted.values() for each in cells] == ["0.95"]


def test_words_that_belong_nowhere_are_told_with_their_row(tmp_path: Path) -> None:
    found = _book(
        tmp_path / "表.xlsx",
        [
            ["项目支出绩效自评表（2024年度）"],
            ["项目名称", "培训"],
            ["立项依据", "县政府常务会议纪要"],
            ["一级指标", "三级指标", "年度指标值", "实际完成值"],
            ["产出指标", "培训场次", "≥6场", "7场"],
        ],
    )
    assert [(each.place.row, each.text) for each in found.left] == [(3, "立项依据 | 县政府常务会议纪要")]


def test_a_monitoring_form_gives_no_result_of_the_year(built: Built) -> None:
    files = [read(built.file(name)) for name in ("项目支出绩效自评表", "项目支出绩效目标执行监控表")]
    alone = understand(files[:1])
    both = understand(files)
    assert both.dataset.results == alone.dataset.results
    assert any("监控表" in each.why for each in both.left)


def test_files_of_two_years_or_of_none_are_refused(tmp_path: Path) -> None:
    for year in (2023, 2024):
        _book(tmp_path / f"{year}.xlsx", [[f"项目支出绩效自评表（{year}年度）"], ["项目名称", "培训"]])
    with pytest.raises(Refused, match="年度不一致"):
        understand([read(tmp_path / "2023.xlsx"), read(tmp_path / "2024.xlsx")])
    with pytest.raises(Refused, match="没有写明年度"):
        _book(tmp_path / "表.xlsx", [["项目支出绩效自评表"], ["项目名称", "培训"]])
    assert understand([read(tmp_path / "表.xlsx")], year=2024).dataset.unit.year == 2024
    with pytest.raises(Refused, match="年度不一致"):
        understand([read(tmp_path / "2023.xlsx")], year=2024)


def test_a_file_without_a_form_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有认出"):
        _book(tmp_path / "花名册（2024年）.xlsx", [["姓名", "部门"], ["李四", "财政办"]])


@pytest.mark.parametrize(
    ("text", "operator", "number", "unit"),
    [
        ("≥95%", "≥", 95, "%"),
        ("不低于 95%", "≥", 95, "%"),
        ("95%以上", "≥", 95, "%"),
        ("控制在3.2万元以内", "≤", Fraction(16, 5), "万元"),
        ("不超过240万元/公里", "≤", 240, "万元/公里"),
        ("＞1,200人次", ">", 1200, "人次"),
        ("6场", "=", 6, "场"),
        ("达到100%", "=", 100, "%"),
        ("100%按时发放", "定性", None, ""),
        ("90%-95%", "定性", None, ""),
        ("2024年12月底前", "定性", None, ""),
        ("6月底前完成", "定性", None, ""),
        ("每月1次，全年12次", "定性", None, ""),
        ("有效提升", "定性", None, ""),
    ],
)
def test_a_target_is_one_number_with_its_unit_or_stays_words(
    text: str, operator: str, number: object, unit: str
) -> None:
    bound = read_bound(text)
    assert (bound.operator, bound.number, bound.unit) == (operator, number, unit)
    assert bool(bound.words) == (number is None)
