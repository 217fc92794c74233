"""整改与应用: items answered by the unit and confirmed by the finance office; results used by people's decision only."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jiheng import facts
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.rectification.models import Decision, Item, ItemState, Proposal
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
BASE = "/2024/900001/rectification/"


@pytest.fixture
def approved(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    task = task_of(county.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.APPROVED)
    return county


def opened(county: County, **changes: str) -> Item:
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    given = {"problem": "合同签订逾期 1 份", "owner": "李明", "due": due, "indicator": "2.5.4"} | changes
    county.client("finance").post(f"{BASE}open/", given)
    return Item.objects.get()


def test_a_problem_goes_its_whole_way_to_done(county: County) -> None:
    item = opened(county)
    answer = {"measure": "建立台账", "feedback": "已建立合同签订台账"}
    county.client("filler").post(f"{BASE}{item.pk}/answer/", answer)
    item.refresh_from_db()
    assert item.state == ItemState.ANSWERED
    county.client("finance").post(f"{BASE}{item.pk}/confirm/", {"done": "1"})
    item.refresh_from_db()
    assert (item.state, str(item.confirmed_by)) == (ItemState.DONE, "财政绩效股甲")


def test_what_was_not_enough_goes_back_with_words(county: County) -> None:
    item = opened(county)
    county.client("filler").post(f"{BASE}{item.pk}/answer/", {"feedback": "已处理"})
    page = county.client("finance").post(f"{BASE}{item.pk}/confirm/", {"done": "0"}, follow=True).content.decode()
    assert "还需要做什么" in page
    county.client("finance").post(f"{BASE}{item.pk}/confirm/", {"done": "0", "text": "请附台账"})
    item.refresh_from_db()
    assert item.state == ItemState.OPEN
    assert "【退回】请附台账" in item.feedback


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"owner": " "}, "责任人"), ({"due": "下月"}, "完成期限"), ({"due": "2020-01-01"}, "不能早于今天")],
)
def test_an_item_nobody_could_act_on_is_refused(county: County, changes: dict[str, str], said: str) -> None:
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    given = {"problem": "x", "owner": "李明", "due": due} | changes
    assert said in county.client("finance").post(f"{BASE}open/", given, follow=True).content.decode()
    assert not Item.objects.exists()


def test_an_item_past_its_day_is_overdue(county: County) -> None:
    item = opened(county)
    assert not item.is_overdue(item.due)
    assert item.is_overdue(item.due + timedelta(days=1))


@pytest.mark.parametrize(("role", "status"), [("filler", 403), ("expert", 403), ("neighbour", 404), ("auditor", 404)])
def test_only_the_finance_office_opens_items(county: County, role: str, status: int) -> None:
    assert county.client(role).post(f"{BASE}open/", {"problem": "x"}).status_code == status


def test_an_item_of_another_unit_is_not_found(county: County) -> None:
    item = opened(county)
    assert (
        county.client("neighbour").post(f"/2024/900002/rectification/{item.pk}/answer/", {"feedback": "x"}).status_code
        == 404
    )


def test_the_result_becomes_advice_with_its_ground_and_people_decide(approved: County) -> None:
    client = approved.client("finance")
    client.post(f"{BASE}propose/")
    proposal = Proposal.objects.get()
    assert (proposal.grade, proposal.advice, proposal.decision) == ("优", "优先保障", Decision.PENDING)
    client.post(f"{BASE}decide/", {"decision": "adopted", "reason": ""})
    proposal.refresh_from_db()
    assert proposal.decision == Decision.PENDING
    client.post(f"{BASE}decide/", {"decision": "changed", "reason": "财力紧张，按上年规模安排"})
    proposal.refresh_from_db()
    assert (proposal.decision, str(proposal.decided_by)) == (Decision.CHANGED, "财政绩效股甲")


def test_the_advice_follows_the_score_as_the_review_left_it(approved: County) -> None:
    task = Task.objects.filter(dossier=approved.dossier, stage=Stage.EVALUATION)
    task.update(state=State.SUBMITTED, step="finance")
    for code in ("1.1.1", "1.2.1"):
        given = {"score": "3", "rule": "评分标准", "category": "证据不足", "reason": "没有佐证", "version": ""}
        approved.client("finance").post(f"/2024/900001/review/line/{code}/save/", given)
    task.update(state=State.APPROVED)
    approved.client("finance").post(f"{BASE}propose/")
    proposal = Proposal.objects.get()
    assert (proposal.grade, proposal.total) == ("中", "72.62")
    assert "复核得分 72.62 分，等级“中”" in approved.client("finance").get(BASE).content.decode()


def test_a_decision_is_not_overwritten_by_another_proposal(approved: County) -> None:
    client = approved.client("finance")
    client.post(f"{BASE}propose/")
    client.post(f"{BASE}decide/", {"decision": "adopted", "reason": "同意"})
    assert "已经作出决定" in client.post(f"{BASE}propose/", follow=True).content.decode()
    assert Proposal.objects.get().decision == Decision.ADOPTED


def test_a_result_that_was_not_approved_is_not_used(county: County) -> None:
    page = county.client("finance").post(f"{BASE}propose/", follow=True).content.decode()
    assert "审核通过后才能" in page


def test_the_list_of_proposals_is_for_who_decides(approved: County) -> None:
    approved.client("finance").post(f"{BASE}propose/")
    assert "优先保障" in approved.client("finance").get("/2024/proposals/").content.decode()
    assert approved.client("filler").get("/2024/proposals/").status_code == 404


def test_the_page_shows_forms_only_to_who_may_use_them(county: County) -> None:
    opened(county)
    assert "反馈整改情况" in county.client("filler").get(BASE).content.decode()
    assert "反馈整改情况" not in county.client("finance").get(BASE).content.decode()
