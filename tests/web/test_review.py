"""复核: the queue, re-scoring with rule and reason, the opinion, the decision, what the unit sees afterwards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiheng import facts
from jiheng.web.actions import Refusal
from jiheng.web.cycle.actions import Submit, task_of
from jiheng.web.cycle.models import Dossier, Passage, Stage, State, Step, Task
from jiheng.web.organisation.models import Unit
from jiheng.web.records.actions import Change, DeleteRows, ReplaceTables, SaveCells
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from jiheng.web.review.models import Doubt, Opinion
from jiheng.web.review.versions import versions
from jiheng.web.review.weighing import doubt_of, weigh_later
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
FORM = "/2024/900001/review/"
WHOLE = {
    "percent": "20",
    "rule": "自评复核口径第 7 条",
    "category": "部分逾期",
    "reason": "另有 1 份合同逾期签订",
}


@pytest.fixture
def reviewed(county: County) -> County:
    """The town's self-evaluation lies with the finance office."""
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    task = task_of(county.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step=Step.FINANCE)
    return county


def task(county: County) -> Task:
    return task_of(Dossier.objects.get(pk=county.dossier.pk), Stage.EVALUATION)


def save(county: County, role: str = "finance", code: str = "2.5.4", **cells: str) -> str:
    seen = {"version": versions(county.dossier).get(code, "")}
    return county.client(role).post(f"{FORM}line/{code}/save/", WHOLE | seen | cells).content.decode()


def drop(county: County, seen: str, role: str = "finance") -> str:
    return county.client(role).post(f"{FORM}line/2.5.4/drop/", {"version": seen}).content.decode()


def kept_score(county: County) -> str:
    return Record.objects.get(dossier=county.dossier, table="reviews").cells["score"]


def test_the_queue_tells_why_a_form_stands_high(reviewed: County) -> None:
    doubt_of(task(reviewed))
    page = reviewed.client("finance").get("/2024/review/").content.decode()
    assert "用了 9 个工作日" in page
    assert "（共 2 处）" in page
    assert "37,497.28" in page


def test_a_submission_is_looked_through_afterwards(
    reviewed: County, django_capture_on_commit_callbacks: object
) -> None:
    Task.objects.update(state=State.RETURNED, step=Step.UNIT)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator] # a pytest-django fixture
        Submit(reviewed.actor("filler"), task(reviewed)).run()
    assert Doubt.objects.get().score > 0


def test_what_went_back_meanwhile_is_not_looked_through(reviewed: County) -> None:
    Task.objects.update(state=State.RETURNED)
    weigh_later.enqueue(task(reviewed).pk)
    assert not Doubt.objects.exists()


def test_doubt_is_asked_again_when_the_data_have_changed(reviewed: County) -> None:
    doubt_of(task(reviewed))
    Record.objects.filter(dossier=reviewed.dossier, table="purchases").delete()
    Dossier.objects.filter(pk=reviewed.dossier.pk).update(stamp="changed")
    assert not any("合同备案" in text for text in doubt_of(task(reviewed)).told)


def test_the_list_of_three_hundred_units_needs_few_queries(reviewed: County) -> None:
    units = [Unit.objects.create(code=f"91{n:04d}", name=f"第 {n} 镇", parent=reviewed.county) for n in range(300)]
    dossiers = Dossier.objects.bulk_create(
        Dossier(year=reviewed.dossier.year, unit=unit, pack=reviewed.dossier.pack) for unit in units
    )
    tasks = Task.objects.bulk_create(
        Task(dossier=each, stage=Stage.EVALUATION, state=State.SUBMITTED, step=Step.FINANCE) for each in dossiers
    )
    Doubt.objects.bulk_create(
        Doubt(task=each, stamp="x", score=n, money=n, weight=n * n) for n, each in enumerate(tasks)
    )
    client = reviewed.client("finance")
    for path in ("/2024/review/", "/2024/review/summary/", "/2024/review/spread/", "/2024/review/returns/"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(path)
        assert len(queries) <= 12, path
        assert page.status_code == 200
    assert client.get("/2024/review/").content.decode().index("第 299 镇") > 0


def test_the_form_shows_three_columns_with_the_draft_ready(reviewed: County) -> None:
    page = reviewed.client("finance").get(FORM).content.decode()
    assert all(f'data-key="{key}"' in page for key in "ar")
    assert "复核得分 96.37 分，等级为“优”，偏离度 0.00%。" in page
    assert "2.5.4 采购合同签订时效性" in page


def test_a_share_alone_gives_the_score_and_the_deviation_follows(reviewed: County) -> None:
    answer = save(reviewed)
    assert "0.31%" in answer
    cells = Record.objects.get(dossier=reviewed.dossier, table="reviews").cells
    assert (cells["score"], cells["percent"]) == ("2.40", "20%")


def test_a_score_alone_gives_the_share(reviewed: County) -> None:
    save(reviewed, score="2.4", percent="")
    assert Record.objects.get(table="reviews").cells["percent"] == "20%"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"score": "3.5", "percent": ""}, "不能超过分值 3.00 分"),
        ({"score": "约两分", "percent": ""}, "不是数字"),
        ({"percent": "120"}, "0% 至 100% 之间"),
        ({"score": "", "percent": ""}, "请填写复核得分"),
        ({"reason": "长" * 501}, "500 字以内"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_and_stays_typed(
    reviewed: County, cells: dict[str, str], said: str
) -> None:
    answer = save(reviewed, **cells)
    assert said in answer
    assert "另有 1 份合同逾期签订" in answer or "长长长" in answer
    assert not Record.objects.filter(table="reviews").exists()


@pytest.mark.parametrize("code", ["2.5", "9.9"])
def test_only_a_scored_line_can_be_rescored(reviewed: County, code: str) -> None:
    assert reviewed.client("finance").post(f"{FORM}line/{code}/save/", WHOLE).status_code == 404
    assert not Record.objects.filter(table="reviews").exists()


def test_a_deduction_without_a_ground_is_shown_at_once_and_stops_the_approval(reviewed: County) -> None:
    assert "扣分依据不全" in save(reviewed, rule="", reason="")
    answer = reviewed.client("finance").post(f"{FORM}decide/approve/", {"text": "同意"}, follow=True).content.decode()
    assert "写明扣分依据的条款" in answer
    assert task(reviewed).state == State.SUBMITTED
    save(reviewed)
    reviewed.client("finance").post(f"{FORM}decide/approve/", {"text": "同意"})
    assert task(reviewed).state == State.APPROVED


def test_a_rescore_taken_back_lets_the_units_score_stand(reviewed: County) -> None:
    save(reviewed)
    drop(reviewed, versions(reviewed.dossier)["2.5.4"])
    assert not Record.objects.filter(table="reviews").exists()


def test_two_reviewers_who_save_at_once_are_told_both_scores(reviewed: County) -> None:
    save(reviewed, "expert", score="2.7", percent="", version="")
    answer = save(reviewed, "finance", score="2.4", percent="", version="")
    assert "已把 2.5.4 改为 2.70 分；您填的是 2.40 分，没有保存" in answer
    assert 'name="score" inputmode="decimal" value="2.4"' in answer
    assert kept_score(reviewed) == "2.70"
    save(reviewed, "finance", score="2.4", percent="")
    assert kept_score(reviewed) == "2.40"


def test_the_form_carries_the_version_that_it_shows(reviewed: County) -> None:
    save(reviewed)
    page = reviewed.client("finance").get(f"{FORM}line/2.5.4/").content.decode()
    assert f'name="version" value="{versions(reviewed.dossier)["2.5.4"]}"' in page


def test_what_another_reviewer_has_changed_is_not_taken_back_unseen(reviewed: County) -> None:
    save(reviewed, "expert")
    seen = versions(reviewed.dossier)["2.5.4"]
    save(reviewed, "finance", percent="30")
    assert "没有撤销" in drop(reviewed, seen, "expert")
    drop(reviewed, versions(reviewed.dossier)["2.5.4"])
    assert "已由他人撤销" in save(reviewed, "expert", version=seen)
    assert not Record.objects.filter(table="reviews").exists()


def test_a_review_does_not_make_the_form_more_doubtful(reviewed: County) -> None:
    before = doubt_of(task(reviewed)).score
    save(reviewed, rule="", reason="")
    after = Doubt.objects.get()
    assert (after.score, after.stamp) == (before, Dossier.objects.get(pk=reviewed.dossier.pk).stamp)
    assert after.reviewed_points.shown() == "96.07"


def test_the_filler_cannot_write_the_reviewers_table(county: County) -> None:
    change = Change(0, {"indicator": ("", "2.5.4"), "score": ("", "3")})
    with pytest.raises(Refusal, match="由复核人填写"):
        SaveCells(county.actor("filler"), county.dossier, "reviews", [change]).run()
    with pytest.raises(Refusal, match="由复核人填写"):
        ReplaceTables(county.actor("filler"), county.dossier, {"reviews": []}).run()
    with pytest.raises(Refusal, match="由复核人填写"):
        DeleteRows(county.actor("filler"), county.dossier, "reviews", []).run()


def test_nothing_is_rescored_before_the_form_lies_with_a_reviewer(reviewed: County) -> None:
    Task.objects.update(step=Step.UNIT)
    assert "不在复核环节" in save(reviewed)


def test_what_one_reviewer_has_taken_up_another_does_not_touch(reviewed: County) -> None:
    reviewed.client("finance").post(f"{FORM}decide/take-up/")
    assert "正在审核这份表" in save(reviewed, "finance_desk")
    assert "0.31%" in save(reviewed, "expert")


def test_the_opinion_is_kept_and_goes_into_the_history(reviewed: County) -> None:
    client = reviewed.client("finance")
    client.post(f"{FORM}opinion/", {"text": "数据齐全，同意。"})
    assert Opinion.objects.get().text == "数据齐全，同意。"
    assert "数据齐全，同意。" in client.get(FORM).content.decode()
    client.post(f"{FORM}decide/approve/", {"text": "数据齐全，同意。"})
    last = Passage.objects.last()
    assert last is not None
    assert last.text == "数据齐全，同意。"


def test_an_opinion_is_not_written_over_unseen(reviewed: County) -> None:
    expert, finance = reviewed.client("expert"), reviewed.client("finance")
    for text in ("建议补充佐证", "建议补充佐证。"):  # one who types on is not in his own way
        assert "已保存" in expert.post(f"{FORM}opinion/", {"text": text, "seen": ""}).content.decode()
    answer = finance.post(f"{FORM}opinion/", {"text": "同意", "seen": ""}).content.decode()
    assert "已保存另一份意见：“建议补充佐证。”" in answer
    assert Opinion.objects.get().text == "建议补充佐证。"
    assert 'id="seen"' not in answer  # the field that is saved by itself stays refused
    again = finance.post(f"{FORM}opinion/", {"text": "同意。", "seen": ""}).content.decode()
    assert "已保存另一份意见" in again
    assert Opinion.objects.get().text == "建议补充佐证。"
    seen = again.partition('{"seen": "')[2].partition('"')[0]
    assert f'id="seen" value="{seen}"' in finance.get(FORM).content.decode()
    finance.post(f"{FORM}opinion/", {"text": "同意", "seen": seen})
    assert Opinion.objects.get().text == "同意"


def test_after_a_decision_the_next_form_comes_up(reviewed: County) -> None:
    other = task_of(reviewed.neighbour_dossier, Stage.EVALUATION)
    Task.objects.filter(pk=other.pk).update(state=State.SUBMITTED, step=Step.FINANCE)
    doubt_of(task(reviewed))
    answer = reviewed.client("finance").post(f"{FORM}decide/return/", {"reason": "no_evidence", "text": "请补佐证"})
    assert answer["Location"] == "/2024/900002/review/"


def test_the_unit_reads_the_result_only_when_there_is_one(reviewed: County) -> None:
    save(reviewed)
    client = reviewed.client("filler")
    assert "另有 1 份合同逾期签订" not in client.get(FORM).content.decode()
    reviewed.client("finance").post(f"{FORM}decide/return/", {"reason": "no_evidence", "text": "请补佐证"})
    page = client.get(FORM).content.decode()
    assert "另有 1 份合同逾期签订" in page
    assert "请补佐证" in page
    assert "<form" not in page.split("<main", 1)[1]


def test_the_unit_cannot_read_the_drawer_nor_write(reviewed: County) -> None:
    for role in ("filler", "head"):
        client = reviewed.client(role)
        assert client.get(f"{FORM}line/2.5.4/").status_code == 404
        assert client.post(f"{FORM}line/2.5.4/save/", WHOLE).status_code == 403
        assert client.post(f"{FORM}line/2.5.4/drop/").status_code == 403
        assert client.post(f"{FORM}opinion/", {"text": "好"}).status_code == 403
        assert client.post(f"{FORM}decide/approve/").status_code == 403


def test_the_expert_rescores_but_does_not_decide(reviewed: County) -> None:
    assert "0.31%" in save(reviewed, "expert")
    client = reviewed.client("expert")
    page = client.get(FORM).content.decode()
    assert "通过或退回由财政部门办理" in page
    for deed in ("approve", "return", "take-up"):
        assert client.post(f"{FORM}decide/{deed}/", {"reason": "other", "text": "x"}).status_code == 403
    assert task(reviewed).state == State.SUBMITTED


def test_the_department_reads_what_lies_with_it_but_does_not_rescore(reviewed: County) -> None:
    client = reviewed.client("department")
    assert client.get("/2024/review/").status_code == 200
    assert client.post(f"{FORM}line/2.5.4/save/", WHOLE).status_code == 403


@pytest.mark.parametrize("path", ["", "weigh/", "summary/", "summary.xlsx", "spread/", "returns/"])
@pytest.mark.parametrize("role", ["filler", "head", "neighbour", "system_admin", "security_admin", "auditor"])
def test_the_pages_of_the_batch_are_for_reviewers(county: County, role: str, path: str) -> None:
    client = county.client(role)
    answer = client.post(f"/2024/review/{path}") if path == "weigh/" else client.get(f"/2024/review/{path}")
    assert answer.status_code == 404


def test_the_summary_names_both_scores_and_the_cause(reviewed: County) -> None:
    doubt_of(task(reviewed))
    save(reviewed)
    client = reviewed.client("finance")
    page = client.get("/2024/review/summary/").content.decode()
    assert all(
        text in page for text in ("96.37", "96.07", "0.30", "0.31%", "采购合同签订时效性：另有 1 份合同逾期签订")
    )
    assert client.get("/2024/review/summary.xlsx").content.startswith(b"PK")


def test_the_spread_of_a_batch_names_whom_it_hit(reviewed: County) -> None:
    for code, percent in (("2.5.4", "10"), ("2.5.5", "100"), ("1.1.3", "40")):
        save(reviewed, code=code, percent=percent)
    page = reviewed.client("finance").get("/2024/review/spread/").content.decode()
    assert "相差过大" in page
    assert "青禾镇人民政府 2.5.5" in page


def test_reasons_of_returns_are_counted_and_told_to_who_fills_in(reviewed: County) -> None:
    reviewed.client("finance").post(f"{FORM}decide/return/", {"reason": "no_evidence", "text": "请补佐证"})
    assert "请补佐证" in reviewed.client("finance").get("/2024/review/returns/").content.decode()
    page = reviewed.client("neighbour").get("/2024/900002/evaluation/").content.decode()
    assert "本环节常见的退回原因：佐证材料不足（1 次）" in page
    assert "请补佐证" not in page


def test_last_year_and_peers_stand_beside_once_there_are_enough(reviewed: County) -> None:
    doubt_of(task(reviewed))
    for n in range(5):
        unit = Unit.objects.create(code=f"92{n}", name=f"第 {n} 镇", parent=reviewed.county)
        dossier = Dossier.objects.create(year=reviewed.dossier.year, unit=unit, pack=reviewed.dossier.pack)
        other = Task.objects.create(dossier=dossier, stage=Stage.EVALUATION, state=State.SUBMITTED, step=Step.FINANCE)
        Doubt.objects.create(task=other, stamp="x", line_scores=f'{{"2.5.4": {11100 + n}}}')
    page = reviewed.client("finance").get(FORM).content.decode()
    assert "1.1102" in page
    Doubt.objects.filter(task__dossier__unit__code="922").update(stamp="y", line_scores='{"2.5.4": 11109}')
    assert "1.1103" in reviewed.client("finance").get(FORM).content.decode()


def test_the_desk_leads_the_reviewer_to_the_form_under_review(reviewed: County) -> None:
    assert f'href="{FORM}"' in reviewed.client("finance").get("/").content.decode()


def test_what_nobody_has_reviewed_is_not_in_the_summary(reviewed: County) -> None:
    doubt_of(task(reviewed))
    assert "还没有复核过的自评" in reviewed.client("finance").get("/2024/review/summary/").content.decode()


def test_the_desk_of_the_expert_begins_with_the_queue(reviewed: County) -> None:
    page = reviewed.client("expert").get("/").content.decode()
    assert "有 1 份自评待复核" in page
    assert 'href="/2024/review/"' in page


def test_who_decides_finds_the_use_of_results_beside_the_reviews(reviewed: County) -> None:
    assert 'href="/2024/proposals/"' in reviewed.client("finance").get("/2024/review/").content.decode()
    assert 'href="/2024/proposals/"' not in reviewed.client("expert").get("/2024/review/").content.decode()
    assert 'href="/2024/review/summary/"' in reviewed.client("finance").get("/2024/proposals/").content.decode()


def test_the_reviewer_opens_the_evidence_from_the_drawer(reviewed: County) -> None:
    upload = SimpleUploadedFile("决算报表.pdf", b"%PDF-1.7\n%%EOF\n")
    Task.objects.filter(pk=task(reviewed).pk).update(state=State.DRAFTING)
    reviewed.client("filler").post("/2024/900001/files/of/2.5.4/", {"file": upload})
    Task.objects.filter(pk=task(reviewed).pk).update(state=State.SUBMITTED, step=Step.FINANCE)
    drawer = reviewed.client("finance").get(f"{FORM}line/2.5.4/").content.decode()
    assert re.search(r'href="/2024/900001/files/\d+/">决算报表.pdf', drawer)
