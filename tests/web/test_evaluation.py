"""绩效自评: the scored table, the drawer that explains, results saved one by one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jiheng import facts
from jiheng.core.exact import Points
from jiheng.web.actions import Refusal
from jiheng.web.cycle.actions import Submit, obstacles_of, task_of
from jiheng.web.cycle.models import Dossier, Stage, State, Task
from jiheng.web.evaluation.narrative import chapter_views
from jiheng.web.evaluation.queries import MOST_BARS, waterfall
from jiheng.web.records.actions import Change, DeleteRows, ReplaceTables, SaveCells
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
    assert "尚未与财政部门的文件核对" in page


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


def test_the_drawer_leads_to_the_row_of_every_figure(filled: County) -> None:
    drawer = filled.client("filler").get(f"{TABLE}line/1.1.1/").content.decode()
    assert "20 公里" in drawer
    assert '<a href="/2024/900001/targets/?row=1#row-1">绩效指标 第 1 行</a>' in drawer


def test_the_table_tells_what_is_still_to_be_done_for_each_indicator_and_how_many_below_a_level(filled: County) -> None:
    proofs = [row.pk for row in Record.objects.filter(dossier=filled.dossier, table="evidence")]
    DeleteRows(filled.actor("filler"), filled.dossier, table="evidence", rows=proofs).run()
    page = filled.client("filler").get(TABLE).content.decode()
    assert "缺佐证" in page
    assert "项待补" in page


def test_the_levels_of_the_table_know_their_parents_so_that_they_can_fold(filled: County) -> None:
    page = filled.client("filler").get(TABLE).content.decode()
    assert 'data-code="1.1.1" data-parent="1.1"' in page
    assert page.count("data-fold aria-expanded") == len({line.parent for line in sheet_of(filled.dossier).lines} - {""})


def test_what_is_next_stands_once_on_top_with_its_button(filled: County) -> None:
    page = filled.client("filler").get(TABLE).content.decode()
    assert page.count("提交审核</button>") == 1
    assert "核对无误后请提交审核" in page.split('id="total"')[0]


def test_the_checks_draw_the_arithmetic_out_and_tie_it_to_the_text(filled: County) -> None:
    page = filled.client("filler").get(f"{TABLE}checks/").content.decode()
    assert "35,616.40万元 ÷ 37,497.28万元 = 94.98%" in page
    key = re.search(r'data-pair="([^"]+)">35,616.40万元 ÷', page)
    assert key is not None
    marked = re.findall(rf'data-keys="[^"]*\b{re.escape(key[1])}\b[^"]*">([^<]+)<', page)
    assert marked == ["37,497.28万元", "35,616.40万元", "94.98%"]


def test_a_finding_in_the_text_is_marked_where_it_stands(filled: County) -> None:
    page = filled.client("filler").get(f"{TABLE}checks/").content.decode()
    key = re.search(r'data-pair="(finding-\d+)">前后说法不一致', page)
    assert key is not None
    assert re.search(rf'<mark class="seen seen-hint" data-keys="{key[1]}">目标完成情况良好</mark>', page)


def test_every_number_of_the_text_is_checked_or_told_why_not(filled: County) -> None:
    page = filled.client("filler").get(f"{TABLE}checks/").content.decode()
    told = re.search(r"文字中的数字 (\d+) 个.*✓ 已核 (\d+).*◇ 未核 (\d+)", page)
    assert told is not None
    numbers, done, left = map(int, told.groups())
    unchecked = sum(len(each.rendered.left) for each in chapter_views(filled.dossier))
    assert (left, numbers - done) == (unchecked, unchecked)
    assert min(done, left) > 0
    assert "是数量，文中没有逐项列出" in page


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


def save(county: County, code: str, **given: str) -> str:
    cells = {name.replace("__", ":"): text for name, text in given.items()}
    return str(county.client("filler").post(f"{TABLE}line/{code}/save/", cells).content.decode())


def cells(county: County, table: str, key: str) -> dict[str, str]:
    return Record.objects.get(dossier=county.dossier, table=table, key=key).cells


def test_the_drawer_takes_answer_reason_measure_and_evidence_in_one_place(filled: County) -> None:
    drawer = filled.client("filler").get(f"{TABLE}line/2.6.1/").content.decode()
    for name in ("answer:A", "proof:A", "answer:B", "reason", "measure", "absent", "file"):
        assert f'name="{name}"' in drawer
    assert 'name="before:answer:A" value="是"' in drawer


def test_what_the_data_answer_is_not_asked_for_again(filled: County) -> None:
    drawer = filled.client("filler").get(f"{TABLE}line/1.1.3/").content.decode()
    assert 'name="actual"' not in drawer
    assert 'name="reason"' in drawer


def test_an_answer_changes_score_explanation_and_table_at_once(filled: County) -> None:
    before = sheet_of(filled.dossier).line("2.6.1").score
    said = save(filled, "2.6.1", answer__A="否")
    assert "已保存" in said
    assert 'id="line-why" hx-swap-oob="true"' in said
    assert 'id="rows" hx-swap-oob="true"' in said
    filled.dossier.refresh_from_db()
    assert sheet_of(filled.dossier).line("2.6.1").score < before
    assert cells(filled, "answers", "2.6.1/A")["proof"] == "2024年资产配置预算批复"


def test_two_tabs_of_one_line_lose_nothing(filled: County) -> None:
    save(filled, "1.1.3", reason="", measure="")
    begun = {"before:reason": "", "before:measure": ""}
    save(filled, "1.1.3", **begun, reason="甲写的原因", measure="")
    said = save(filled, "1.1.3", **begun, reason="乙写的原因", measure="乙写的措施")
    assert "甲写的原因" in said
    row = cells(filled, "results", "1.1.3")
    assert (row["reason"], row["measure"]) == ("甲写的原因", "乙写的措施")


def test_saving_the_same_twice_changes_nothing_more(filled: County) -> None:
    for _ in range(2):
        save(filled, "1.1.3", reason="年末资金紧张")
    assert Record.objects.filter(dossier=filled.dossier, table="results", key="1.1.3").count() == 1


def test_a_level_takes_only_a_coefficient_of_its_own_band(filled: County) -> None:
    Dossier.objects.filter(pk=filled.dossier.pk).update(pack="cn/chongqing/department")
    said = save(filled, "B10", level="部分达成预期指标并具有一定效果", coefficient="100%")
    assert "没有保存" in said
    assert "得分系数不在" in said
    assert not Record.objects.filter(dossier=filled.dossier, table="results", key="B10").exists()


@pytest.mark.parametrize(
    ("code", "field"), [("2.6.1", "answer:Z"), ("2.4.1", "answer:A"), ("1.1.3", "proof:A"), ("9", "reason")]
)
def test_an_item_or_line_that_is_none_is_not_found(filled: County, code: str, field: str) -> None:
    assert filled.client("filler").post(f"{TABLE}line/{code}/save/", {field: "是"}).status_code == 404


def test_a_text_that_is_too_long_is_refused_and_what_stood_there_stays(filled: County) -> None:
    save(filled, "1.1.3", reason="年末资金紧张")
    assert "4000 字" in save(filled, "1.1.3", reason="字" * 4001)
    assert cells(filled, "results", "1.1.3")["reason"] == "年末资金紧张"


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


OWN_PACK = """\
id: cn/own
title: 青禾县部门整体口径
extends: cn/guangdong/department
indicators:
  - {code: "1.1.3", evidence_required: true}
"""


@pytest.fixture
def strict(filled: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> County:
    """The town under a pack that lets nobody hand in the execution rate without evidence."""
    folder = tmp_path / "packs/cn/own"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(OWN_PACK, encoding="utf-8")
    monkeypatch.setenv("JIHENG_PACKS", str(tmp_path / "packs"))
    Dossier.objects.filter(pk=filled.dossier.pk).update(pack="cn/own")
    filled.dossier.refresh_from_db()
    return filled


def without_evidence(county: County, code: str) -> None:
    rows = Record.objects.filter(dossier=county.dossier, table="evidence")
    gone = [row.pk for row in rows if row.cells["indicator"] == code]
    assert DeleteRows(county.actor("filler"), county.dossier, "evidence", gone).run()
    county.dossier.refresh_from_db()


def test_missing_evidence_is_told_before_submission_with_a_way_to_the_upload_and_does_not_bar_it(
    filled: County,
) -> None:
    without_evidence(filled, "1.1.3")
    page = filled.client("filler").get(TABLE).content.decode()
    assert "缺佐证" in page
    assert "还有 1 项最好在提交前补齐" in page
    assert f'请登记：预算管理一体化系统支付数据、部门决算报表。 <a href="{TABLE}?line=1.1.3">去补正</a>' in page
    assert not any("佐证" in sentence for sentence in obstacles_of(task_of(filled.dossier, Stage.EVALUATION)))
    reviewer = filled.client("finance").get(TABLE).content.decode()
    assert "最好在提交前补齐" not in reviewer


def test_an_own_indicator_without_evidence_is_told_like_any_other(filled: County) -> None:
    without_evidence(filled, "Z01")
    page = filled.client("filler").get(TABLE).content.decode()
    assert "“雨污分流管网改造长度”没有登记佐证材料" in page
    assert '<a href="/2024/900001/data/evidence/">去补正</a>' in page


def test_the_address_of_a_line_opens_its_drawer(filled: County) -> None:
    page = filled.client("filler").get(f"{TABLE}?line=1.1.3").content.decode()
    assert f'hx-get="{TABLE}line/1.1.3/" hx-trigger="load"' in page
    assert 'hx-target="#drawer"></div>' not in filled.client("filler").get(f"{TABLE}?line=9.9").content.decode()


def test_evidence_that_the_pack_requires_bars_submission_until_it_is_there(strict: County) -> None:
    filler, task = strict.actor("filler"), task_of(strict.dossier, Stage.EVALUATION)
    assert not any("佐证" in sentence for sentence in obstacles_of(task))
    without_evidence(strict, "1.1.3")
    page = strict.client("filler").get(TABLE).content.decode()
    assert "必须有佐证材料，还没有登记" in page
    with pytest.raises(Refusal, match="必须有佐证材料"):
        Submit(filler, task_of(strict.dossier, Stage.EVALUATION)).run()
    proof = {"code": ("", "ZJ900"), "indicator": ("", "1.1.3"), "title": ("", "支付明细")}
    SaveCells(filler, strict.dossier, "evidence", [Change(0, proof)]).run()
    strict.dossier.refresh_from_db()
    assert not any("佐证" in sentence for sentence in obstacles_of(task_of(strict.dossier, Stage.EVALUATION)))


def test_many_small_losses_are_one_bar_together_and_nothing_is_lost_of_them(county: County) -> None:
    sheet = sheet_of(county.dossier)
    bars = waterfall(sheet)["bars"]
    assert len(bars) == MOST_BARS
    assert bars[-1]["name"].startswith("其余")
    assert sum(Points.parse(bar["lost"]).units for bar in bars) == sheet.lost.units
    assert bars[-1]["until"] == sheet.total.text(2)


def test_no_paragraph_of_a_printed_report_is_laid_out_like_the_frame(filled: County) -> None:
    client = filled.client("filler")
    addresses = re.findall(
        r'href="(/2024/900001/evaluation/preview/[^"]+)"', client.get(f"{TABLE}forms/").content.decode()
    )
    pages = [client.get(address).content.decode() for address in addresses]
    page = next(page for page in pages if 'class="para-' in page)
    assert 'class="para-body"' in page
    assert '<p class="body"' not in page


def test_errors_stand_before_hints_wherever_they_were_found(filled: County) -> None:
    page = filled.client("filler").get(f"{TABLE}checks/").content.decode()
    numbers = [int(number) for number in re.findall(r'<li data-key="finding-(\d+)">', page)]
    assert numbers == sorted(numbers)
    assert "● 错误" in page.split('data-key="finding-1"')[1].split("</li>")[0]
