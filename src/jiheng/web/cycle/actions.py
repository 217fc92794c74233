"""The workflow's actions: submit, take up, approve, return, withdraw. Every stage uses these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, ClassVar, Self

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web import rights
from jiheng.web.actions import Action, Actor, Refusal
from jiheng.web.cycle.models import Dossier, Passage, ReturnReason, Stage, State, Step, Task, Year, period_of
from jiheng.web.organisation.models import Unit


class Pointed(str):
    """A sentence that knows the page on which what it says is mended."""

    __slots__ = ("address",)
    address: str

    def __new__(cls, text: str, address: str) -> Self:
        """Give the sentence its address."""
        pointed = super().__new__(cls, text)
        pointed.address = address
        return pointed


Obstacles = Callable[[Task], list[str]]
Follower = Callable[[Task], None]
Decider = Callable[[Task, Passage], None]
_OBSTACLES: dict[Stage, list[Obstacles]] = {}
_ADVICE: dict[Stage, list[Obstacles]] = {}
_EXCUSED: dict[Stage, list[Obstacles]] = {}
_OBJECTIONS: dict[Stage, list[Obstacles]] = {}
_FOLLOWERS: dict[Stage, list[Follower]] = {}
_DECIDERS: dict[Stage, list[Decider]] = {}


def before_submission(stage: Stage) -> Callable[[Obstacles], Obstacles]:
    """Register what a stage demands before it may be handed in (missing reasons, weights …)."""

    def register(obstacles: Obstacles) -> Obstacles:
        _OBSTACLES.setdefault(stage, []).append(obstacles)
        return obstacles

    return register


def advised_before_submission(stage: Stage) -> Callable[[Obstacles], Obstacles]:
    """Register what a stage should not be handed in without, though nobody forbids it (evidence that the reviewer will ask for)."""

    def register(advice: Obstacles) -> Obstacles:
        _ADVICE.setdefault(stage, []).append(advice)
        return advice

    return register


def excused_before_submission(stage: Stage) -> Callable[[Obstacles], Obstacles]:
    """Register what may be handed in as it stands, if the unit says why (numbers that do not agree)."""

    def register(found: Obstacles) -> Obstacles:
        _EXCUSED.setdefault(stage, []).append(found)
        return found

    return register


def before_approval(stage: Stage) -> Callable[[Obstacles], Obstacles]:
    """Register what the reviewer must mend before approving (deductions without a ground …)."""

    def register(objections: Obstacles) -> Obstacles:
        _OBJECTIONS.setdefault(stage, []).append(objections)
        return objections

    return register


def after_submission(stage: Stage) -> Callable[[Follower], Follower]:
    """Register what is to be done once a submission has been written, such as looking through the data."""

    def register(follower: Follower) -> Follower:
        _FOLLOWERS.setdefault(stage, []).append(follower)
        return follower

    return register


def at_decision(stage: Stage) -> Callable[[Decider], Decider]:
    """Register what is kept of a stage at every approval and return, in the same transaction."""

    def register(decider: Decider) -> Decider:
        _DECIDERS.setdefault(stage, []).append(decider)
        return decider

    return register


def objections_to(task: Task) -> list[str]:
    """Everything that the reviewer must mend before the task can be approved, as sentences."""
    return [sentence for find in _OBJECTIONS.get(Stage(task.stage), []) for sentence in find(task)]


def obstacles_of(task: Task) -> list[str]:
    """Everything that must be mended before the task can be submitted, as sentences."""
    return [sentence for find in _OBSTACLES.get(Stage(task.stage), []) for sentence in find(task)]


def advice_on(task: Task) -> list[str]:
    """What had better be mended before the task is submitted, as sentences."""
    return [sentence for find in _ADVICE.get(Stage(task.stage), []) for sentence in find(task)]


def excusable_in(task: Task) -> list[str]:
    """What the unit must say a reason for when it hands the task in nevertheless, as sentences."""
    return [sentence for find in _EXCUSED.get(Stage(task.stage), []) for sentence in find(task)]


def demand_open(dossier: Dossier) -> None:
    """Refuse what a unit does in a year that is closed; what was handed in can still be reviewed.

    Raises:
        Refusal: with whom to turn to.
    """
    if not dossier.year.open:
        sentence = _("%(year)d 年度已关闭填报，不能修改；确需补报的，请联系财政部门重新开放。")
        raise Refusal(sentence % {"year": dossier.year.year})


def demand_as_seen(dossier: Dossier, basis: int | None) -> None:
    """Refuse what rests on a form that the unit has changed since the reviewer opened it.

    Raises:
        Refusal: look at the change first.
    """
    if basis is not None and dossier.own_revision != basis:
        raise Refusal(_("您打开本页之后，单位修改了数据并重新送审；请刷新页面，看过改动再办理。"))


@dataclass
class TaskAction(Action[Task]):
    """An action on a task: reads it afresh under lock, so that two people cannot both act."""

    def unit(self) -> Unit:
        """The unit whose dossier it is."""
        return self.target.dossier.unit

    def snapshot(self) -> Mapping[str, Any]:
        """State and data revision."""
        task = self.target
        return {"state": task.state, "step": task.step, "revision": task.dossier.revision}

    def fresh(self, *allowed: State) -> Task:
        """Lock the task and make sure that it still stands where this action starts from.

        Raises:
            Refusal: someone else has moved it on.
        """
        task = Task.objects.select_for_update(of=("self",)).select_related("dossier__unit").get(pk=self.target.pk)
        if task.state not in allowed or (self.target.step and task.step != self.target.step):
            raise Refusal(
                _("该任务现为“%(state)s”，可能已由他人办理，请刷新页面后再看。") % {"state": task.shown_state}
            )
        self.target = task
        return task

    def move(self, task: Task, state: State, step: Step | str, **history: Any) -> Passage:
        """Change the state and write the passage."""
        at_step = task.step
        task.state, task.step, task.holder = state, step, None
        task.save()
        return Passage.objects.create(task=task, actor=self.actor.user, deed=self.title, step=at_step, **history)


@dataclass
class Begin(TaskAction):
    """The unit has typed something: 未填报 → 填报中."""

    right = "task.submit"
    title = gettext_noop("开始填报")

    def apply(self) -> None:
        """Move on, unless somebody who began at the same time already has: what he typed is saved like the other's."""
        task = Task.objects.select_for_update(of=("self",)).select_related("dossier__unit").get(pk=self.target.pk)
        self.target = task
        if task.state == State.BLANK:
            self.move(task, State.DRAFTING, "")


def begin(actor: Actor, task: Task) -> None:
    """Say that the unit has begun, at the first thing that it types."""
    if task.state == State.BLANK:
        Begin(actor, task).run()


@dataclass
class Submit(TaskAction):
    """Hand in: the first step of review gets it."""

    right = "task.submit"
    title = gettext_noop("提交审核")
    text: str = ""
    """Why it is handed in although numbers do not agree; needed only then."""

    def apply(self) -> None:
        """Refuse with all obstacles at once, or hand over."""
        demand_open(self.target.dossier)
        task = self.fresh(State.BLANK, State.DRAFTING, State.RETURNED)
        obstacles = obstacles_of(task)
        if obstacles:
            raise Refusal("\n".join(obstacles))
        excusable = excusable_in(task)
        if excusable and not self.text.strip():
            raise Refusal("\n".join([_("以下数字核对不符，请更正，或写明仍要提交的理由："), *excusable]))
        task.submitted_at = timezone.now()
        self.move(task, State.SUBMITTED, task.flow[0], text=self.text.strip())
        for follow in _FOLLOWERS.get(Stage(task.stage), []):
            transaction.on_commit(partial(follow, task))


@dataclass
class Withdraw(TaskAction):
    """Take it back before anybody has taken it up."""

    right = "task.submit"
    title = gettext_noop("撤回")

    def apply(self) -> None:
        """Only while no reviewer holds it and no step has passed."""
        demand_open(self.target.dossier)
        task = self.fresh(State.SUBMITTED)
        if task.holder_id is not None or task.step != task.flow[0]:
            raise Refusal(_("审核人已开始办理，不能撤回；如需修改，请联系审核人退回。"))
        self.move(task, State.DRAFTING, "")


@dataclass
class ReviewAction(TaskAction):
    """A deed of whoever reviews at the task's step."""

    basis: int | None = field(default=None, kw_only=True)
    """The unit's revision that the reviewer had before him; not told by callers that keep none."""

    right = "task.review.finance"
    _RIGHTS: ClassVar[dict[str, str]] = {step: f"task.review.{step}" for step in Step.values}

    def needed_right(self) -> str:
        """The right of the step that the task is at."""
        return self._RIGHTS.get(self.target.step, self.right)

    def held(self) -> Task:
        """The task under lock, in the hands of who acts; one that nobody holds is taken up by it.

        Raises:
            Refusal: somebody else holds it.
        """
        task = self.fresh(State.SUBMITTED)
        if task.holder_id not in {None, self.actor.user.pk}:
            sentence = _("%(name)s 正在审核这份表，请勿重复办理；确需由您办理的，请先接手。")
            raise Refusal(sentence % {"name": task.holder})
        demand_as_seen(task.dossier, self.basis)
        return task

    def decide(self, task: Task, state: State, step: Step | str, **history: Any) -> None:
        """Move it on, and keep what the decision rests on."""
        passage = self.move(task, state, step, **history)
        for keep in _DECIDERS.get(Stage(task.stage), []):
            keep(task, passage)


@dataclass
class TakeUp(ReviewAction):
    """Hold the task: while held, the data under review cannot change or be withdrawn."""

    title = gettext_noop("受理审核")

    def apply(self) -> None:
        """Hold it, unless someone else does."""
        task = self.fresh(State.SUBMITTED)
        if task.holder_id not in {None, self.actor.user.pk}:
            raise Refusal(_("%(name)s 正在审核这份表，请勿重复办理。") % {"name": task.holder})
        task.holder = self.actor.user
        task.save(update_fields=["holder"])
        Passage.objects.create(task=task, actor=self.actor.user, deed=self.title, step=task.step)


@dataclass
class TakeFrom(ReviewAction):
    """Take a task over from who holds it, with the reason; both are in the history."""

    title = gettext_noop("接手审核")
    text: str = ""

    def apply(self) -> None:
        """Only what somebody else holds, and not without a reason."""
        task = self.fresh(State.SUBMITTED)
        if task.holder_id in {None, self.actor.user.pk}:
            raise Refusal(_("这份表没有由他人办理，不必接手。"))
        if not self.text.strip():
            raise Refusal(_("接手他人正在审核的表，请写明原因。"))
        sentence = _("自 %(name)s 接手：%(text)s") % {"name": task.holder, "text": self.text.strip()}
        task.holder = self.actor.user
        task.save(update_fields=["holder"])
        Passage.objects.create(task=task, actor=self.actor.user, deed=self.title, step=task.step, text=sentence)


@dataclass
class Approve(ReviewAction):
    """Pass it on to the next step, or finish."""

    title = gettext_noop("审核通过")
    text: str = ""

    def apply(self) -> None:
        """Move one step on; a person cannot approve what he himself handed in."""
        task = self.held()
        if self._submitted_it(task):
            raise Refusal(_("提交人不能审核自己提交的材料，请由其他人员办理。"))
        objections = objections_to(task)
        if objections:
            raise Refusal("\n".join(objections))
        following = task.flow[task.flow.index(Step(task.step)) + 1 :]
        if following:
            self.decide(task, State.SUBMITTED, following[0], text=self.text)
        else:
            task.approved_at = timezone.now()
            self.decide(task, State.APPROVED, task.step, text=self.text)

    def _submitted_it(self, task: Task) -> bool:
        last = task.passages.filter(deed=Submit.title).last()
        return last is not None and last.actor_id == self.actor.user.pk


@dataclass
class Return(ReviewAction):
    """Send it back with a reason from the list and words that say what to mend."""

    title = gettext_noop("退回修改")
    coded = {"reason": dict(ReturnReason.choices)}
    reason: str = ""
    text: str = ""

    def apply(self) -> None:
        """Refuse without a reason and without words."""
        if self.reason not in ReturnReason.values or not self.text.strip():
            raise Refusal(_("退回时请选择原因，并写明需要修改的内容。"))
        task = self.held()
        self.decide(task, State.RETURNED, task.step, reason=self.reason, text=self.text.strip())


def task_of(dossier: Dossier, stage: Stage, period: str = "") -> Task:
    """The dossier's task of a stage, made when something is first done with it; who only looks asks :func:`task_seen`."""
    task, _created = Task.objects.select_related("dossier__unit", "dossier__year").get_or_create(
        dossier=dossier, stage=stage, period=period
    )
    return task


def task_seen(dossier: Dossier, stage: Stage, period: str = "") -> Task:
    """The dossier's task of a stage as it stands; one that nothing was done with yet is not written down by looking at it."""
    of_the_stage = (task for task in dossier.tasks.all() if (task.stage, task.period) == (stage, period))
    return next(of_the_stage, None) or Task(dossier=dossier, stage=stage, period=period)


@dataclass
class OpenYear(Action[Year]):
    """Open a year for units: a dossier and its tasks for each, with the pack and the days they are due."""

    right = "cycle.manage"
    title = gettext_noop("开放年度填报")
    units: Sequence[Unit]
    pack: str
    due: Mapping[Stage, date]

    def unit(self) -> None:
        """A year belongs to no unit."""

    def apply(self) -> int:
        """Make what is missing; what is there stays as it is. How many units."""
        if Stage.ADJUSTMENT in self.due:
            raise Refusal(_("目标调整由单位需要时申请，不统一下达，也不设期限。"))
        for unit in self.units:
            rights.demand(self.actor.user, self.right, unit)
            dossier, _made = Dossier.objects.get_or_create(year=self.target, unit=unit, defaults={"pack": self.pack})
            for stage, day in self.due.items():
                period = period_of(stage, self.target.year, day)
                Task.objects.get_or_create(dossier=dossier, stage=stage, period=period, defaults={"due": day})
        return len(self.units)

    def detail(self) -> str:
        """How many units, which pack."""
        return f"{len(self.units)} 个单位；{self.pack}"
