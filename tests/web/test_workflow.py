"""The workflow that all stages share: submit, take up, approve step by step, return with a reason, withdraw."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from jiheng.web.actions import Refusal
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import Approve, Return, Submit, TakeUp, Withdraw, task_of
from jiheng.web.cycle.models import Passage, Stage, State, Step, Task
from jiheng.web.organisation.models import Membership, Role
from tests.web.conftest import County


@pytest.fixture(autouse=True)
def no_obstacles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stages' own demands have tests of their own; here only the way through the workflow counts."""
    monkeypatch.setattr("jiheng.web.cycle.actions._OBSTACLES", {})


@pytest.fixture
def task(county: County) -> Task:
    return task_of(county.dossier, Stage.TARGETS)


def submitted(county: County, task: Task) -> Task:
    Submit(county.actor("filler"), task).run()
    task.refresh_from_db()
    return task


def test_a_town_goes_through_its_head_and_the_finance_office(county: County, task: Task) -> None:
    submitted(county, task)
    assert task.shown_state == "待单位审核"
    Approve(county.actor("head"), task).run()
    task.refresh_from_db()
    assert task.shown_state == "待财政审核"
    Approve(county.actor("finance"), task).run()
    task.refresh_from_db()
    assert task.state == State.APPROVED


def test_the_finance_office_cannot_approve_before_the_head_has(county: County, task: Task) -> None:
    submitted(county, task)
    with pytest.raises(PermissionDenied):
        Approve(county.actor("finance"), task).run()


def test_a_return_needs_a_reason_from_the_list_and_words(county: County, task: Task) -> None:
    submitted(county, task)
    with pytest.raises(Refusal, match="请选择原因"):
        Return(county.actor("head"), task, reason="arithmetic", text=" ").run()
    Return(county.actor("head"), task, reason="arithmetic", text="合计与分项不符").run()
    task.refresh_from_db()
    assert (task.state, task.step, task.shown_state) == (State.RETURNED, Step.UNIT, "单位退回")


def test_what_was_returned_can_be_mended_and_handed_in_again(county: County, task: Task) -> None:
    submitted(county, task)
    Return(county.actor("head"), task, reason="other", text="请补充").run()
    task.refresh_from_db()
    submitted(county, task)
    assert task.state == State.SUBMITTED
    deeds = list(Passage.objects.values_list("deed", flat=True))
    assert deeds == ["提交审核", "退回修改", "提交审核"]


def test_who_handed_it_in_cannot_approve_it(county: County, task: Task) -> None:
    Membership.objects.create(user=county.people["filler"], unit=county.town, role=Role.HEAD)
    submitted(county, task)
    with pytest.raises(Refusal, match="提交人不能审核"):
        Approve(county.actor("filler"), task).run()


def test_a_task_that_is_held_cannot_be_withdrawn(county: County, task: Task) -> None:
    submitted(county, task)
    TakeUp(county.actor("head"), task).run()
    with pytest.raises(Refusal, match="不能撤回"):
        Withdraw(county.actor("filler"), task).run()


def test_a_task_that_nobody_has_taken_up_can_be_withdrawn(county: County, task: Task) -> None:
    submitted(county, task)
    Withdraw(county.actor("filler"), task).run()
    task.refresh_from_db()
    assert task.state == State.DRAFTING


def test_the_second_of_two_reviewers_is_told_that_it_was_done(county: County, task: Task) -> None:
    submitted(county, task)
    stale = Task.objects.get(pk=task.pk)
    Return(county.actor("head"), task, reason="other", text="请补充").run()
    with pytest.raises(Refusal, match="可能已由他人办理"):
        Approve(county.actor("head"), stale).run()


def test_submitting_twice_hands_in_once(county: County, task: Task) -> None:
    Submit(county.actor("filler"), task).run()
    with pytest.raises(Refusal):
        Submit(county.actor("filler"), task).run()
    assert Passage.objects.count() == 1


def test_the_log_tells_the_story_with_hashes_before_and_after(county: County, task: Task) -> None:
    submitted(county, task)
    entry = Entry.objects.get(action="提交审核")
    assert entry.before_hash
    assert entry.before_hash != entry.after_hash
    assert entry.object_label == "青禾镇人民政府 2024 年度 绩效目标"
