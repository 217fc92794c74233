"""绩效自评: the scored table, the drawer that explains, results saved one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiheng import facts
from jiheng.web.cycle.actions import Submit, obstacles_of, task_of
from jiheng.web.cycle.models import Dossier, Stage, State, Task
from jiheng.web.records.actions import Change, ReplaceTables, SaveCells
from jiheng.web.records.dataset import draft_of, sheet_of
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
TABLE = "/2024/900001/evaluation/"


@pytest.fixture
def filled(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


def test_the_table_shows_total_grade_and_every_lost_point(filled: County) -> None:
    page = filled.client("filler").get(TABLE).content.decode()
    assert '<span class="total-number">96.37</span>' in page
    assert page.count('class="lost"') == sum(line.lost.units > 0 for line in sheet_of(filled.dossier).lines)
    assert "示例口径，未核实" in page


def test_the_drawer_tells_formula_source_and_what_would_have_kept_the_points(filled: County) -> None:
    drawer = filled.client("filler").get(f"{TABLE}line/1.1.3/").content.decode()
    assert "支出数 35,616.40 万元 ÷ 调整后预算数 37,497.28 万元 = 94.98%" in drawer
    assert "怎样可以不失分" in drawer
    assert "填报指南" in drawer


def test_a_reason_is_saved_and_the_whole_table_comes_back(filled: County) -> None:
    answer = filled.client("filler").post(f"{TABLE}line/1.1.3/save/", {"reason": "年末资金紧张", "measure": "提前安排"})
    assert 'hx-swap-oob="true"' in answer.content.decode()
    filled.dossier.refresh_from_db()
    (row,) = [result for result in draft_of(filled.dossier).dataset.results if result.indicator == "1.1.3"]
    assert (row.reason, row.measure) == ("年末资金紧张", "提前安排")
    assert Task.objects.get(stage=Stage.EVALUATION).state == State.DRAFTING


def test_a_score_cannot_be_typed(filled: County) -> None:
    filled.client("filler").post(f"{TABLE}line/1.1.3/save/", {"claimed": "5", "reason": "x"})
    filled.dossier.refresh_from_db()
    (row,) = [result for result in draft_of(filled.dossier).dataset.results if result.indicator == "1.1.3"]
    assert row.claimed is None


@pytest.mark.parametrize("role", ["neighbour", "system_admin", "security_admin", "auditor"])
def test_who_may_not_know_of_the_dossier_finds_nothing(filled: County, role: str) -> None:
    client = filled.client(role)
    assert client.get(TABLE).status_code == 404
    assert client.get(f"{TABLE}line/1.1.3/").status_code == 404
    assert client.post(f"{TABLE}line/1.1.3/save/", {"reason": "x"}).status_code == 404


def test_the_reviewer_reads_but_does_not_fill_in(filled: County) -> None:
    client = filled.client("finance")
    assert client.get(TABLE).status_code == 200
    assert client.post(f"{TABLE}line/1.1.3/save/", {"reason": "x"}).status_code == 403


def test_an_unknown_indicator_is_not_found(filled: County) -> None:
    assert filled.client("filler").get(f"{TABLE}line/9.9/").status_code == 404


def test_an_empty_dossier_shows_every_indicator_as_missing_and_names_what_is_needed(county: County) -> None:
    page = county.client("filler").get(TABLE).content.decode()
    assert "缺数据" in page
    sentences = obstacles_of(task_of(county.dossier, Stage.EVALUATION))
    assert any("缺少数据" in sentence for sentence in sentences)


@pytest.fixture
def unbalanced(filled: County) -> County:
    """A pack that gives the unit's own indicators 60 points, which they do not have (yet)."""
    Dossier.objects.filter(pk=filled.dossier.pk).update(pack="cn/chongqing/department")
    filled.dossier.refresh_from_db()
    return filled


@pytest.mark.parametrize("page", ["", "narrative/", "line/1.1.3/"])
def test_weights_that_do_not_add_up_are_told_in_place_of_a_score(unbalanced: County, page: str) -> None:
    answer = unbalanced.client("filler").get(f"{TABLE}{page}")
    assert answer.status_code == 409
    assert "权重合计" in answer.content.decode()
    assert 'href="/2024/900001/targets/"' in answer.content.decode()


@pytest.mark.parametrize("page", ["evaluation/checks/", "rectification/", "disclosure/", "targets/", "monitoring/"])
def test_other_pages_open_though_there_is_no_score(unbalanced: County, page: str) -> None:
    assert unbalanced.client("filler").get(f"/2024/900001/{page}").status_code == 200


def test_without_a_score_nothing_can_be_submitted(unbalanced: County) -> None:
    answer = unbalanced.client("filler").post("/2024/900001/evaluation/do/submit/", follow=True)
    assert answer.status_code == 409
    sentences = obstacles_of(task_of(unbalanced.dossier, Stage.EVALUATION))
    assert any("权重合计" in sentence for sentence in sentences)


def test_a_project_whose_weights_do_not_add_up_does_not_keep_the_checks_from_running(filled: County) -> None:
    record = Record.objects.get(dossier=filled.dossier, table="indicators", key="P02-01")
    change = Change(record.pk, {"weight": (record.cells["weight"], "16")})
    SaveCells(filled.actor("filler"), filled.dossier, "indicators", [change]).run()
    page = filled.client("filler").get(f"{TABLE}checks/")
    assert page.status_code == 200
    assert "权重" in page.content.decode()


def test_submitting_with_obstacles_changes_nothing_and_says_all_of_them(county: County) -> None:
    answer = county.client("filler").post("/2024/900001/evaluation/do/submit/", follow=True).content.decode()
    assert "缺少数据" in answer
    assert Task.objects.get(stage=Stage.EVALUATION).state == State.BLANK


def test_the_page_of_a_task_under_review_offers_no_form(filled: County) -> None:
    task = task_of(filled.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="unit")
    drawer = filled.client("filler").get(f"{TABLE}line/1.1.3/").content.decode()
    assert "<form" not in drawer
    with pytest.raises(Exception, match="刷新页面"):
        Submit(filled.actor("filler"), task).run()


def test_the_first_word_about_an_indicator_makes_its_row(filled: County) -> None:
    Record.objects.filter(dossier=filled.dossier, table="results", key="1.1.3").delete()
    filled.client("filler").post(f"{TABLE}line/1.1.3/save/", {"reason": "年末资金紧张"})
    assert Record.objects.get(dossier=filled.dossier, table="results", key="1.1.3").cells["indicator"] == "1.1.3"
