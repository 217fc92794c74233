"""The layouts of every shipped pack, and a county's own order of columns by YAML alone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from jiheng.core.exact import Points
from jiheng.facts.dataset import DataSet
from jiheng.forms.case import Case
from jiheng.forms.compose import Page
from jiheng.packs.layout import TableForm
from jiheng.packs.load import load_pack

from .conftest import case_of, cell_below, compose, page_of, report_of, spent_little


def adapted(town: DataSet, full: int = 0) -> DataSet:
    """The town under another province's pack: its points (if given) shared out evenly, no chapters written."""
    kept = tuple(row for row in town.narrative if not row.chapter[0].isdigit())
    if not full:
        return replace(town, narrative=kept)
    own = [each for each in town.indicators if not each.project]
    each_gets, rest = divmod(full * 10_000, len(own))
    shared = [replace(each, weight=Points(each_gets + (rest if at == 0 else 0))) for at, each in enumerate(own)]
    of_projects = (each for each in town.indicators if each.project)
    return replace(town, indicators=(*shared, *of_projects), narrative=kept)


def texts(page: Page) -> list[str]:
    return [cell.text for cell in page.cells]


def heads(page: Page) -> list[str]:
    assert page.head is not None
    return [cell.text for cell in sorted(page.cells, key=lambda cell: cell.column) if cell.row == page.head[0]]


def test_the_national_project_form_has_the_columns_of_the_official_one(project_case: Case) -> None:
    page = page_of(project_case, "self-evaluation")
    assert heads(page) == [
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ]
    funds = ("年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分")
    assert [cell_below(page, title).text for title in funds] == [
        "6,400.00",
        "5,600.00",
        "4,872.00",
        "10",
        "87%",
        "8.70",
    ]
    assert {"项目名称", "主管部门", "实施单位", "预期目标", "实际完成情况", "总分", "其中：当年财政拨款"} <= set(
        texts(page)
    )


def test_only_the_total_row_of_the_funds_carries_points(project_case: Case) -> None:
    page = page_of(project_case, "self-evaluation")
    assert [cell_below(page, "得分", row).text for row in (1, 2, 3, 4)] == ["8.70", "—", "—", "—"]


def test_the_sichuan_form_splits_a_target_into_operator_value_and_unit(town: DataSet) -> None:
    page = page_of(case_of(town, "cn/sichuan/project", "P02"), "self-evaluation")
    assert heads(page)[4:9] == ["指标性质", "指标值", "度量单位", "完成值", "权重"]
    row = [cell_below(page, title).text for title in ("指标性质", "指标值", "度量单位", "完成值")]
    assert row == ["≥", "20", "公里", "17"]
    assert {"调整后预算数", "财政负责人："} & set(texts(page)) == {"调整后预算数"}
    assert "510000_0013zp" in page.subtitle.text
    assert any("其余" in text or "首季度用款计划" in text for text in texts(page))


def test_the_hunan_forms_split_the_funds_by_income_and_by_kind(town: DataSet) -> None:
    case = case_of(adapted(town), "cn/hunan/department")
    page = page_of(case, "self-evaluation")
    assert {"按收入性质分：一般公共预算", "按支出性质分：基本支出", "　　　　　　　项目支出"} <= set(texts(page))
    base = page_of(case, "base-data")
    assert {"编制数", "实际在职人数", "一、三公经费", "二、公用经费", "厉行节约保障措施"} <= set(texts(base))
    assert cell_below(base, "控制率").text == "96.64%"


def test_the_chongqing_form_shows_coefficients_and_core_indicators(town: DataSet) -> None:
    page = page_of(case_of(adapted(town, 60), "cn/chongqing/department"), "self-evaluation")
    assert heads(page)[1:] == [
        "指标名称",
        "计量单位",
        "指标性质",
        "年初指标值",
        "调整指标值",
        "全年完成值",
        "得分系数",
        "指标权重（分）",
        "指标得分（分）",
        "是否核心指标",
    ]
    assert "未得满分的指标" in texts(page)


@pytest.mark.parametrize(("pack", "full"), [("cn/hunan/department", 0), ("cn/chongqing/department", 60)])
def test_a_unit_that_writes_nothing_still_has_a_report(town: DataSet, pack: str, full: int) -> None:
    report = report_of(case_of(adapted(town, full), pack))
    text = "".join(each.text for each in report.paragraphs)
    assert "年初预算36,148.00万元，调整后预算37,497.28万元，全年支出35,616.40万元，预算执行率为94.98%" in text
    assert report.paragraphs[-1].text == "2025年3月27日"


@pytest.mark.parametrize("code", ["department-target", "department-monitoring"])
def test_targets_and_monitoring_of_the_unit(unit_case: Case, code: str) -> None:
    page = page_of(unit_case, code)
    assert {"年度总体目标", "绩效指标", "≥20公里"} <= set(texts(page))


def test_the_monitoring_form_shows_the_latest_month_and_leaves_the_estimate_to_the_hand(project_case: Case) -> None:
    page = page_of(project_case, "project-monitoring")
    assert "1—10月执行数" in texts(page)
    assert cell_below(page, "全年预计执行数").text == ""
    assert cell_below(page, "1—10月执行情况").text == "13.4公里"
    assert "2024年10月" not in texts(page)


def test_the_national_monitoring_form_has_the_columns_of_its_annex_in_order(project_case: Case) -> None:
    page = page_of(project_case, "project-monitoring")
    (head,) = {cell.row for cell in page.cells if cell.text == "原因说明"}
    titles = [cell.text for cell in sorted(page.cells, key=lambda cell: cell.column) if cell.row == head]
    assert titles == [
        *("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明"),
        *("确定能", "有可能", "完全不可能"),
    ]


def test_the_national_monitoring_form_ticks_what_the_observation_says(project_case: Case) -> None:
    page = page_of(project_case, "project-monitoring")
    assert cell_below(page, "经费保障").text == "√"
    assert cell_below(page, "制度保障").text == ""
    assert cell_below(page, "完全不可能").text == "√"
    assert cell_below(page, "确定能").text == ""
    assert cell_below(page, "全年预计完成情况").text == ""


def test_the_hubei_form_is_filled_from_the_same_data_and_tells_reason_and_measure_once(project_case: Case) -> None:
    page = page_of(project_case, "project-monitoring-hubei")
    assert {"1—10月执行数", "1—10月指标执行情况", "13.4公里", "不可能"} <= set(texts(page))
    reason = next(text for text in texts(page) if "工程款到位较晚" in text)
    assert reason.count("工程款到位较晚") == 1


def test_a_project_target_form_shows_no_results(project_case: Case) -> None:
    page = page_of(project_case, "project-target")
    assert "17公里" not in texts(page)
    assert cell_below(page, "指标值").text == "20"


def test_caps_that_took_points_are_listed_and_the_list_is_hidden_without_them(town: DataSet) -> None:
    capped = page_of(case_of(spent_little(town), "cn/project+cn/caps", "P02"), "self-evaluation")
    free = page_of(case_of(town, "cn/project", "P02"), "self-evaluation")
    assert "封顶、扣分事项" in texts(capped)
    assert "封顶、扣分事项" not in texts(free)


ZHONGJIANG = """
id: zhongjiang/project
version: 2022.1
title: 中江县项目支出绩效自评（列序示例）
extends: cn/project
object: 项目
region: 四川
years: {first: 2022}
status: unverified
"""


def test_a_county_changes_the_order_of_columns_by_yaml_alone(town: DataSet, tmp_path: Path) -> None:
    base = next(form for form in load_pack("cn/project").forms if form.code == "self-evaluation")
    assert isinstance(base, TableForm)
    source = Path("src/jiheng/packs/library/cn/project/forms/self-evaluation.yaml").read_text(encoding="utf-8")
    weight = '      - {title: 分值, value: "{{ 分值|数 }}"}\n'
    target = '      - {title: 年度指标值, value: "{{ 年度指标值|文字 }}"}\n'
    assert source.count(weight) == source.count(target) == 1
    moved = source.replace(weight, "").replace(target, weight + target)
    moved = moved.replace("偏差原因分析及改进措施", "未完成原因及拟采取的改进措施")
    (tmp_path / "forms").mkdir()
    (tmp_path / "pack.yaml").write_text(ZHONGJIANG, encoding="utf-8")
    (tmp_path / "forms" / "self-evaluation.yaml").write_text(moved, encoding="utf-8")
    case = replace(case_of(town, "cn/project", "P02"), pack=load_pack(tmp_path))
    form = next(form for form in case.pack.forms if form.code == "self-evaluation")
    assert isinstance(form, TableForm)
    order = heads(compose(case, form))
    assert order.index("分值") < order.index("年度指标值") < order.index("实际完成值") < order.index("得分")
    assert order[-1] == "未完成原因及拟采取的改进措施"


def test_a_missing_amount_leaves_the_sums_above_it_open(town: DataSet) -> None:
    first, *others = town.budget
    gap = replace(town, budget=(replace(first, adjusted=None), *others))
    case = replace(case_of(town, "cn/guangdong/department"), dataset=gap)
    assert cell_below(page_of(case, "self-evaluation"), "全年预算数（A）").text == "—"


def test_a_unit_without_own_indicators_has_an_empty_row_to_fill(town: DataSet) -> None:
    case = replace(case_of(town, "cn/guangdong/department"), dataset=replace(town, indicators=(), results=()))
    page = page_of(case, "department-target")
    assert cell_below(page, "目标值").text == ""


def test_a_qualitative_target_is_shown_in_its_words(town: DataSet) -> None:
    page = page_of(case_of(town, "cn/project", "P03"), "self-evaluation")
    assert "部分达成预期指标并具有一定效果" in texts(page)


def test_a_share_of_the_full_marks_is_exact(town: DataSet) -> None:
    case = case_of(town, "cn/project", "P02")
    line = case.line("P02-01")
    assert line is not None
    assert Fraction(line.score.units, line.weight.units) == Fraction(17, 20)
