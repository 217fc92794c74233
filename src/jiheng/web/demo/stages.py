"""How far each unit of the county has come: every stage of the cycle and every state in it, by the product's own actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from jiheng.scoring.sheet import Line
from jiheng.web.actions import Actor
from jiheng.web.cycle.actions import Approve, Return, Submit, TakeUp, task_of
from jiheng.web.cycle.models import Dossier, ReturnReason, Stage, State, Step, Task
from jiheng.web.disclosure.actions import Publish
from jiheng.web.organisation.models import Role, Unit
from jiheng.web.records.dataset import sheet_of
from jiheng.web.rectification.actions import AnswerItem, ConfirmItem, Decide, OpenItem, Propose
from jiheng.web.rectification.models import Decision, Item
from jiheng.web.review.actions import Rescore, SaveOpinion
from jiheng.web.review.queries import opinion_draft
from jiheng.web.review.weighing import doubt_of

WITH_HEAD, BACK_FROM_HEAD, WITH_FINANCE, UNDER_REVIEW, BACK_FROM_FINANCE, APPROVED, PUBLISHED, MENDING, USED = range(
    1, 10
)
PLACES = 10
"""Every tenth unit stands alike; the first of all has its self-evaluation still to do, the others of its kind are late."""
RULE = "自评复核口径（演示）第 %d 条"
RESCORED = (
    ("2.4.1", "20", "制度不健全", RULE % 3, "绩效管理办法没有写明结果应用的程序"),
    ("2.6.3", "50", "盘点不到位", RULE % 8, "只有盘点表，没有形成盘点报告"),
    ("2.5.2", "50", "制度不健全", RULE % 5, "采购内控制度没有规定履约验收"),
)
"""Indicator, share taken, kind of problem, rule and reason, by turns."""
OWNERS = ("财政所负责人", "业务分管领导", "办公室主任")
DONE = "已按整改措施落实，相关制度和台账已归档备查。"
DECISIONS = (
    (Decision.ADOPTED, "按评价等级安排，列入下年度预算编制会议材料。"),
    (Decision.CHANGED, "县级财力紧张，同意建议方向，按上年规模安排。"),
    (Decision.PENDING, ""),
)


@dataclass(frozen=True, slots=True)
class People:
    """Who acts for and on one unit."""

    filler: Actor
    head: Actor
    finance: Actor


def move_on(units: Sequence[Unit], bureau: Unit, actor_of: Callable[[Unit, Role], Actor]) -> None:
    """Spread the units over the cycle."""
    finance = actor_of(bureau, Role.FINANCE)
    for number, unit in enumerate(units):
        people = People(actor_of(unit, Role.FILLER), actor_of(unit, Role.HEAD), finance)
        dossier = Dossier.objects.select_related("unit", "year").get(unit=unit, year__year=2024)
        turn, place = divmod(number, PLACES)
        if number and not place:
            _late(dossier, people, turn)
            continue
        _behind(dossier, Stage.TARGETS, Stage.MONITORING)
        _evaluate(dossier, people, place, turn)


def _behind(dossier: Dossier, *stages: Stage) -> None:
    done = {"state": State.APPROVED, "step": Step.FINANCE, "approved_at": timezone.now()}
    Task.objects.filter(dossier=dossier, stage__in=stages).update(**done)


def _late(dossier: Dossier, people: People, turn: int) -> None:
    """1: its targets came back from finance; 2: they lie with finance; 3: it has not filled in its monitoring form."""
    if turn == 3:
        _behind(dossier, Stage.TARGETS)
        return
    Submit(people.filler, task_of(dossier, Stage.TARGETS)).run()
    Approve(people.head, task_of(dossier, Stage.TARGETS)).run()
    if turn == 1:
        text = "群众满意度一项没有写明调查对象和样本量，请补充后再报。"
        back = ReturnReason.NOT_MEASURABLE
        Return(people.finance, task_of(dossier, Stage.TARGETS), reason=back, text=text).run()


def _evaluate(dossier: Dossier, people: People, place: int, turn: int) -> None:
    """Take the self-evaluation as far as the place says."""
    if place >= WITH_HEAD:
        Submit(people.filler, _task(dossier)).run()
    if place == BACK_FROM_HEAD:
        text = "请补充支出率偏低的原因和改进措施。"
        Return(people.head, _task(dossier), reason=ReturnReason.NO_REASON, text=text).run()
    if place >= WITH_FINANCE:
        Approve(people.head, _task(dossier)).run()
    if place >= UNDER_REVIEW:
        _review(dossier, people, place, turn)
    if place >= PUBLISHED:
        Publish(people.head, dossier).run()
    if place >= MENDING:
        _mend(dossier, people, done=place == USED)
    if place == USED:
        _use(dossier, people, turn)


def _task(dossier: Dossier) -> Task:
    return task_of(dossier, Stage.EVALUATION)


def _review(dossier: Dossier, people: People, place: int, turn: int) -> None:
    """The finance office looks at it: still at work, sent back, or through."""
    if place != BACK_FROM_FINANCE:
        _rescore(dossier, people, turn)
    if place == UNDER_REVIEW:
        TakeUp(people.finance, _task(dossier)).run()
        drafted = "\n".join(each.text for each in opinion_draft(dossier, doubt_of(_task(dossier))))
        SaveOpinion(people.finance, _task(dossier), text=drafted, seen="").run()
    elif place == BACK_FROM_FINANCE:
        text = "产出指标完成情况只附了汇总表，请补充验收单或统计台账。"
        Return(people.finance, _task(dossier), reason=ReturnReason.NO_EVIDENCE, text=text).run()
    else:
        Approve(people.finance, _task(dossier), text="复核意见已与单位沟通，同意按复核得分通过。").run()


def _rescore(dossier: Dossier, people: People, turn: int) -> None:
    """One indicator to which the unit gave itself full marks."""
    sheet = sheet_of(dossier)
    turns = (*RESCORED[turn % len(RESCORED) :], *RESCORED)
    full = (each for each in turns if not sheet.line(each[0]).lost.units)
    code, percent, category, rule, reason = next(full, RESCORED[0])
    cells = {"percent": percent, "category": category, "rule": rule, "reason": reason}
    Rescore(people.finance, dossier, indicator=code, seen="", cells=cells).run()
    dossier.refresh_from_db()


def _mend(dossier: Dossier, people: People, *, done: bool) -> None:
    """The largest losses become items: all confirmed, or one overdue, one answered and one under way."""
    for number, line in enumerate(_largest_losses(dossier)):
        item = _opened(dossier, people, line, number)
        if done or number == 1:
            AnswerItem(people.filler, item, measure=line.measure or "完善制度并明确责任人", feedback=DONE).run()
        if done:
            ConfirmItem(people.finance, item, done=True).run()
        elif number == 0:
            Item.objects.filter(pk=item.pk).update(due=timezone.localdate() - timedelta(days=5))


def _opened(dossier: Dossier, people: People, line: Line, number: int) -> Item:
    problem = f"{line.name}失 {line.lost.shown()} 分：{(line.reason or line.because).rstrip('。')}"
    due: date = timezone.localdate() + timedelta(days=20 + number * 10)
    opened = OpenItem(people.finance, dossier, problem=problem, owner=OWNERS[number], due=due, indicator=line.code)
    item: Item = opened.run()
    return item


def _largest_losses(dossier: Dossier) -> list[Line]:
    sheet = sheet_of(dossier)
    parents = {line.parent for line in sheet.lines}
    lost = (line for line in sheet.lines if line.code not in parents and line.lost.units > 0)
    return sorted(lost, key=lambda line: -line.lost.units)[: len(OWNERS)]


def _use(dossier: Dossier, people: People, turn: int) -> None:
    proposal = Propose(people.finance, dossier).run()
    decision, reason = DECISIONS[turn % len(DECISIONS)]
    if decision != Decision.PENDING:
        Decide(people.finance, proposal, decision=decision, reason=reason).run()
