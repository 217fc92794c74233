"""The first week of each role: what to do, in order, what is done already, and the one button that begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web import rights
from jiheng.web.cycle.models import DECIDED, OPEN, Dossier, Stage, State, Step, Task, Year
from jiheng.web.frame import address
from jiheng.web.organisation.models import ADMINISTRATORS, Membership, Role

if TYPE_CHECKING:
    from jiheng.web.accounts.models import User
    from jiheng.web.rights import Person

FIRST_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk has read already."""

    year: Year | None
    states: frozenset[str]
    """States of the tasks that the person reviews."""
    dossiers: Sequence[Dossier]
    """The own unit's, with their tasks."""

    def tasks(self, stage: Stage) -> list[Task]:
        """The own tasks of a stage."""
        return [task for dossier in self.dossiers for task in dossier.tasks.all() if task.stage == stage]


@dataclass(frozen=True, slots=True)
class Plan:
    """One line of a role's first week: what to do, the button's word, the page, and when it is done."""

    text: str
    button: str
    place: str
    done: Callable[[Known], bool]


@dataclass(frozen=True, slots=True)
class WeekStep:
    """One line as the person sees it; without an address somebody else is to begin."""

    text: str
    button: str
    address: str
    done: bool


def _opened(known: Known) -> bool:
    return bool(known.dossiers)


def _handed_in(stage: Stage) -> Callable[[Known], bool]:
    return lambda known: any(task.state not in OPEN for task in known.tasks(stage))


def _past_the_unit(stage: Stage) -> Callable[[Known], bool]:
    passed = {*DECIDED}
    return lambda known: any(
        task.state in passed or (task.state == State.SUBMITTED and task.step != Step.UNIT)
        for task in known.tasks(stage)
    )


def _decided(known: Known) -> bool:
    return not known.states.isdisjoint(DECIDED)


def _any_unit(known: Known) -> bool:
    return bool(known.states)


def _never(_known: Known) -> bool:
    return False


_REVIEWING = (
    Plan(gettext_noop("各单位开放填报后，进度显示在“各单位进度”"), "", "", _any_unit),
    Plan(gettext_noop("单位提交后在这里审核，通过或退回"), gettext_noop("看复核队列"), "review:queue", _decided),
    Plan(gettext_noop("逾期未报的，一次催报"), gettext_noop("去催报"), "reminders:list", _never),
)
WEEK: dict[Role, tuple[Plan, ...]] = {
    Role.FINANCE: (
        Plan(gettext_noop("新增年度，选规则包，向各单位开放填报，填上期限"), gettext_noop("去开放年度"), "management:years", _any_unit),
        Plan(gettext_noop("单位提交后复核绩效目标和自评，通过或退回"), gettext_noop("看复核队列"), "review:queue", _decided),
        Plan(gettext_noop("逾期未报的，一次催报"), gettext_noop("去催报"), "reminders:list", _never),
    ),
    Role.FINANCE_DESK: _REVIEWING,
    Role.DEPARTMENT: _REVIEWING,
    Role.EXPERT: _REVIEWING[:2],
    Role.FILLER: (
        Plan(gettext_noop("等财政绩效股开放年度"), "", "", _opened),
        Plan(gettext_noop("填报绩效目标，提交审核"), gettext_noop("去填绩效目标"), "targets:table", _handed_in(Stage.TARGETS)),
        Plan(gettext_noop("填写单位情况、预算和支付，可从 WPS 表格整块粘贴"), gettext_noop("去填数据"), "records:first", _handed_in(Stage.EVALUATION)),
        Plan(gettext_noop("填写自评：完成值、原因、佐证和说明，提交审核"), gettext_noop("去自评"), "evaluation:table", _handed_in(Stage.EVALUATION)),
    ),
    Role.HEAD: (
        Plan(gettext_noop("等财政绩效股开放年度"), "", "", _opened),
        Plan(gettext_noop("审核填报人提交的绩效目标"), gettext_noop("去看绩效目标"), "targets:table", _past_the_unit(Stage.TARGETS)),
        Plan(gettext_noop("审核填报人提交的自评"), gettext_noop("去看自评"), "evaluation:table", _past_the_unit(Stage.EVALUATION)),
        Plan(gettext_noop("财政复核通过后公开，按要求整改"), gettext_noop("看信息公开"), "disclosure:duties", lambda known: any(task.state == State.PUBLISHED for task in known.tasks(Stage.EVALUATION))),
    ),
    Role.SYSTEM_ADMIN: (
        Plan(gettext_noop("用一个工作簿导入全部单位和人员"), gettext_noop("去导入"), "management:directory", _never),
        Plan(gettext_noop("打印激活条，剪开当面交给本人"), gettext_noop("看账户"), "management:users", _never),
        Plan(gettext_noop("请安全管理员授予名单上的角色"), "", "", _never),
    ),
    Role.SECURITY_ADMIN: (
        Plan(gettext_noop("系统管理员导入名单后，核对并一次授予角色"), gettext_noop("去授予"), "management:asked-roles", _never),
        Plan(gettext_noop("核对三位管理员由不同的人担任"), gettext_noop("看账户"), "management:users", _never),
    ),
    Role.AUDITOR: (
        Plan(gettext_noop("看启用以来的每一步操作，核验日志没有被改动"), gettext_noop("看审计日志"), "audit:log", _never),
    ),
}  # fmt: skip
"""Role → its week. A kind of step is a row here."""


def week_of(user: Person, known: Known) -> list[WeekStep]:
    """The week of the first of the person's roles that has one; empty once everything that can be done is done."""
    held = [Role(each.role) for each in rights.memberships(user)]
    role = next((role for role in WEEK if role in held), None)
    steps = [_step(plan, known) for plan in WEEK[role]] if role else []
    return [] if all(step.done for step in steps) else steps


def _step(plan: Plan, known: Known) -> WeekStep:
    return WeekStep(_(plan.text), _(plan.button) if plan.button else "", _where(plan.place, known), plan.done(known))


def _where(place: str, known: Known) -> str:
    if not place or place.startswith(("management:", "audit:")):
        return reverse(place) if place else ""
    if place in {"review:queue", "reminders:list"}:
        return reverse(place, args=[known.year.year]) if known.year and known.states else ""
    return address(known.dossiers[0], place) if known.dossiers else ""


def is_new(user: User) -> bool:
    """Whether the account is younger than a week."""
    return timezone.now() - user.created_at < FIRST_DAYS


def begin_with(steps: Iterable[WeekStep]) -> WeekStep | None:
    """The first step that is not done and that the person can begin now."""
    return next((step for step in steps if step.address and not step.done), None)


def administrators_week(user: User) -> list[WeekStep]:
    """The week of an administrator: until somebody holds a role beside the three."""
    if not rights.roles(user) & ADMINISTRATORS or Membership.objects.exclude(role__in=ADMINISTRATORS).exists():
        return []
    return week_of(user, Known(None, frozenset(), ()))
