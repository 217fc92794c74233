"""运行监控: monthly forms, the portfolio, and the rights to them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from jiheng import facts
from jiheng.core.calendar import Month
from jiheng.web.cycle.actions import Approve, Submit, obstacles_of, task_of
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.monitoring.observations import form_of
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
BASE = "/2024/900001/monitoring/"
FORM = f"{BASE}forms/2024-09/"


@pytest.fixture
def town(county: County) -> County:
    """The town with the example's ledger, targets and observations."""
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


@pytest.fixture
def small(county: County) -> County:
    """The town with two indicators: one of number, one of words."""
    rows = {
        "projects": [{"code": "P1", "name": "路灯"}],
        "indicators": [
            {"code": "Z1", "level_1": "产出", "name": "新建路灯", "operator": "≥", "target": "20", "unit": "盏"},
            {
                "code": "P1-1",
                "project": "P1",
                "level_1": "效益",
                "name": "出行便利",
                "operator": "定性",
                "text_target": "明显",
            },
        ],
    }
    ReplaceTables(county.actor("filler"), county.dossier, rows).run()
    return county


def fill(county: County, indicator: str, role: str = "filler", **cells: str) -> str:
    for name, text in cells.items():
        answer = county.client(role).post(f"{FORM}{indicator}/save/", {name: text})
        assert answer.status_code == 200
    return str(answer.content.decode())


def test_each_field_is_saved_as_it_is_left(small: County) -> None:
    answer = fill(small, "Z1", value="12", likelihood="确定能")
    assert "确定能" in answer
    assert 'hx-swap-oob="true"' in answer
    record = Record.objects.get(dossier=small.dossier, table="observations")
    assert record.key == "Z1/2024-09"
    assert record.cells == {"indicator": "Z1", "month": "2024-09", "value": "12", "likelihood": "确定能"}
    assert task_of(small.dossier, Stage.MONITORING, "2024-09").state == State.DRAFTING


def test_the_lower_likelihoods_need_a_reason_and_a_measure(small: County) -> None:
    answer = fill(small, "Z1", value="12", likelihood="有可能")
    assert "请说明偏差原因" in answer
    assert "请填写改进措施" in answer
    assert "▲" in fill(small, "Z1", reason="雨季停工", measure="十月起增加班组")


def test_a_form_with_gaps_cannot_be_submitted_and_says_every_gap(small: County) -> None:
    task = task_of(small.dossier, Stage.MONITORING, "2024-09")
    assert obstacles_of(task) == [
        "“新建路灯”：请填写当前完成值。",
        "“新建路灯”：请选择完成目标可能性。",
        "“出行便利”：请选择完成目标可能性。",
    ]
    fill(small, "Z1", value="12", likelihood="确定能")
    fill(small, "P1-1", likelihood="不可能", reason="路灯未通电", measure="协调供电所")
    small.dossier.refresh_from_db()
    assert obstacles_of(task_of(small.dossier, Stage.MONITORING, "2024-09")) == []


def test_what_cannot_be_read_is_said_at_the_row_and_stops_the_submission(small: County) -> None:
    assert "数" in fill(small, "Z1", value="约十二盏", likelihood="确定能")
    small.dossier.refresh_from_db()
    row = form_of(small.dossier, Month(2024, 9)).row("Z1")
    assert row is not None
    assert row.faults


def test_a_form_goes_through_review_and_then_stays_as_it_is(small: County) -> None:
    fill(small, "Z1", value="12", likelihood="确定能")
    fill(small, "P1-1", likelihood="确定能")
    small.client("filler").post("/2024/900001/monitoring/do/submit/", {"period": "2024-09"})
    task = Task.objects.get(dossier=small.dossier, stage=Stage.MONITORING)
    assert (task.period, task.state) == ("2024-09", State.SUBMITTED)
    assert "正在审核或已审核通过" in fill(small, "Z1", value="20")
    Approve(small.actor("head"), task).run()
    task.refresh_from_db()
    Approve(small.actor("finance"), task).run()
    assert "正在审核或已审核通过" in fill(small, "Z1", value="20")
    assert Record.objects.get(key="Z1/2024-09").cells["value"] == "12"
    assert small.client("filler").post(f"{BASE}forms/2024-10/Z1/save/", {"value": "15"}).status_code == 200


def test_months_do_not_mix(small: County) -> None:
    fill(small, "Z1", value="12", likelihood="确定能")
    small.client("filler").post(f"{BASE}forms/2024-10/Z1/save/", {"value": "15"})
    small.dossier.refresh_from_db()
    row = form_of(small.dossier, Month(2024, 10)).row("Z1")
    assert row is not None
    assert (row.before, row.cells["value"]) == ("12", "15")


@pytest.mark.parametrize("path", ["forms/2023-09/", "forms/2024-13/", "forms/x/", "?month=2025-01", "projects/NO/"])
def test_another_year_no_month_and_no_project_are_not_found(small: County, path: str) -> None:
    assert small.client("filler").get(BASE + path).status_code == 404


def test_an_unknown_indicator_is_not_found(small: County) -> None:
    assert small.client("filler").post(f"{FORM}Z9/save/", {"value": "1"}).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("head", 403), ("finance", 403), ("neighbour", 404), ("auditor", 404)])
def test_only_the_filler_fills_in(small: County, role: str, status: int) -> None:
    assert small.client(role).post(f"{FORM}Z1/save/", {"value": "1"}).status_code == status


def test_a_form_without_a_month_cannot_be_submitted(small: County) -> None:
    with pytest.raises(Exception, match="选择月份"):
        Submit(small.actor("filler"), task_of(small.dossier, Stage.MONITORING)).run()


def test_the_portfolio_begins_with_the_most_money_at_risk(town: County) -> None:
    page = town.client("filler").get(f"{BASE}?month=2024-08").content.decode()
    assert page.index("雨污分流改造工程") < page.index("新造医院旧院区改造工程") < page.index("养老服务和居家照护")
    assert "● 严重" in page
    assert "■ 正常" in page
    assert "<svg" in page
    assert "style=" not in page


def test_the_portfolio_shows_the_last_month_with_payments_unless_asked(town: County) -> None:
    assert "<option selected>2024-12</option>" in town.client("filler").get(BASE).content.decode()


def test_the_four_cells_of_dual_monitoring_hold_every_project_once(town: County) -> None:
    answer = town.client("filler").get(f"{BASE}?month=2024-08")
    cells = answer.context["dual"]
    assert [cell.title for cell in cells] == ["钱事同步", "钱花了、事没跟上", "事办了、钱没付", "钱事都慢", "无法判断"]
    assert sum(len(cell.rows) for cell in cells) == 18


def test_a_project_page_has_the_curve_its_table_signals_and_targets(town: County) -> None:
    answer = town.client("filler").get(f"{BASE}projects/P03/?month=2024-08")
    page = answer.content.decode()
    chart = answer.context["chart"]
    assert (len(chart["plan"]), len(chart["paid"])) == (12, 8)
    assert chart["paid"][-1] == "34.28"
    assert "34.28%" in page
    for said in ("怎样转绿", "依据：", "曲线的数据表", "改造业务用房面积"):
        assert said in page


def test_a_ledger_that_counts_twice_is_told_and_nothing_is_drawn(county: County) -> None:
    rows = {
        "budget": [
            {"code": "B1", "category": "项目支出", "source": "一般公共预算", "original": "100", "adjusted": "100"}
        ],
        "payments": [{"line": "B9", "month": "2024-01", "amount": "1"}],
    }
    ReplaceTables(county.actor("filler"), county.dossier, rows).run()
    page = county.client("filler").get(f"{BASE}?month=2024-01").content.decode()
    assert "支付指向不存在的预算项" in page


def test_an_empty_dossier_teaches(county: County) -> None:
    for path in ("", "whole/", "cases/", "forms/", "forms/2024-01/"):
        assert county.client("filler").get(BASE + path).status_code == 200, path


def test_the_next_thing_to_do_is_the_form_that_is_due(small: County) -> None:
    task = task_of(small.dossier, Stage.MONITORING, "2024-09")
    Task.objects.filter(pk=task.pk).update(due=date(2024, 10, 10))
    page = small.client("filler").get(BASE).content.decode()
    assert "2024-09 监控表：未填报，期限 2024-10-10" in page
    assert "去填报" in page
    assert "去填报" not in small.client("finance").get(BASE).content.decode()
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="unit", submitted_at=timezone.now())
    assert "去审核" in small.client("head").get(BASE).content.decode()
