"""工作台: what came back comes first, errands that are no forms, and what a role begins with on an empty desk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jiheng.web.accounts.models import User
from jiheng.web.actions import Refusal
from jiheng.web.cycle.actions import OpenYear, task_of
from jiheng.web.cycle.models import Dossier, Stage, State, Step, Task, Year
from jiheng.web.cycle.planning import SetDeadlines
from jiheng.web.organisation.models import Membership, Role
from jiheng.web.rectification.models import Item, ItemState, Proposal
from tests.web.conftest import County


def desk(county: County, role: str) -> str:
    return county.client(role).get("/", follow=True).content.decode()


def next_of(page: str) -> str:
    return page.partition('<div class="next">')[2].partition("</div>")[0]


def set_task(county: County, stage: Stage, **fields: object) -> Task:
    task = task_of(county.dossier, stage)
    Task.objects.filter(pk=task.pk).update(**fields)
    return task


def test_what_was_returned_comes_before_what_is_due_earlier(county: County) -> None:
    today = timezone.localdate()
    set_task(county, Stage.TARGETS, due=today - timedelta(days=3))
    set_task(county, Stage.EVALUATION, due=today + timedelta(days=30), state=State.RETURNED, step=Step.FINANCE)
    page = desk(county, "filler")
    assert "绩效自评被退回" in next_of(page)


def test_publishing_is_a_task_of_the_units_own_head_and_of_nobody_else(county: County) -> None:
    set_task(county, Stage.EVALUATION, state=State.APPROVED, step=Step.FINANCE)
    assert "请公开" in next_of(desk(county, "head"))
    for role in ("filler", "finance", "department", "neighbour"):
        assert "请公开" not in desk(county, role), role


def test_rectifying_is_a_task_of_the_unit_and_confirming_one_of_the_bureau(county: County) -> None:
    item = Item.objects.create(dossier=county.dossier, problem="管网未完工", owner="甲", due=date(2024, 1, 1))
    for role in ("filler", "head"):
        told = next_of(desk(county, role))
        assert "管网未完工" in told
        assert "去整改" in told
    assert "已逾期，期限 2024-01-01" in desk(county, "filler")
    assert "管网未完工" not in desk(county, "neighbour")
    assert "管网未完工" not in desk(county, "finance")
    Item.objects.filter(pk=item.pk).update(state=ItemState.ANSWERED)
    assert "去确认" in next_of(desk(county, "finance"))
    assert "管网未完工" not in desk(county, "filler")


def test_deciding_on_a_proposal_is_a_task_of_the_finance_office(county: County) -> None:
    Proposal.objects.create(dossier=county.dossier, grade="优", total="96.37", advice="优先保障", cite="")
    assert "去决定" in next_of(desk(county, "finance"))
    assert "去决定" not in desk(county, "finance_desk")


def test_an_adjustment_is_asked_for_only_when_wanted(county: County) -> None:
    day = {Stage.ADJUSTMENT: date(2025, 6, 30)}
    for action in (
        SetDeadlines(county.actor("finance"), county.dossier.year, [county.town], day),
        OpenYear(county.actor("finance"), county.dossier.year, [county.town], county.dossier.pack, day),
    ):
        with pytest.raises(Refusal, match="单位需要时申请"):
            action.run()
    page = county.client("finance").get("/manage/years/2024/").content.decode()
    assert "due-adjustment" not in page
    Task.objects.create(dossier=county.dossier, stage=Stage.ADJUSTMENT, due=date(2024, 6, 30))
    assert "目标调整" not in desk(county, "filler")


BEGINS = {
    "finance": "去开放年度",
    "system_admin": "去导入",
    "security_admin": "去授予",
    "auditor": "看审计日志",
}


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_an_empty_desk_teaches_what_the_first_week_is(county: County, role: str) -> None:
    Dossier.objects.all().delete()
    Year.objects.all().delete()
    if role in {"system_admin", "security_admin", "auditor"}:
        Membership.objects.exclude(role__in=BEGINS).delete()
        Membership.objects.filter(role="finance").delete()
    page = desk(county, role)
    assert "第一周要做的事" in page
    assert BEGINS.get(role, "") in page


def test_the_checklist_marks_what_is_done_and_leads_on(county: County) -> None:
    set_task(county, Stage.TARGETS, state=State.SUBMITTED, step=Step.UNIT)
    week = desk(county, "filler").partition('class="card week"')[2].partition("</section>")[0]
    assert week.count("■ 已完成") == 2
    assert "/2024/900001/evaluation/" in week
    assert "去填数据" in next_of(desk(county, "filler"))


def test_after_the_first_week_a_desk_with_work_shows_no_checklist(county: County) -> None:
    User.objects.update(created_at=timezone.now() - timedelta(days=8))
    set_task(county, Stage.TARGETS, due=timezone.localdate())
    assert "第一周要做的事" not in desk(county, "filler")
