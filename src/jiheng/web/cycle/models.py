"""A year, a unit's dossier in it, and the tasks that the dossier goes through."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiheng.core.calendar import Month
from jiheng.web.organisation.models import Unit


class Stage(models.TextChoices):
    """The stages that a unit hands in, in the order of the cycle."""

    TARGETS = "targets", _("绩效目标")
    ADJUSTMENT = "adjustment", _("目标调整")
    MONITORING = "monitoring", _("运行监控")
    EVALUATION = "evaluation", _("绩效自评")


DUE_STAGES = tuple(stage for stage in Stage if stage != Stage.ADJUSTMENT)
"""The stages that are due on a day; an adjustment is asked for by the unit that wants one."""


class State(models.TextChoices):
    """Where a task stands. Who has to review is the task's ``step``."""

    BLANK = "blank", _("未填报")
    DRAFTING = "drafting", _("填报中")
    SUBMITTED = "submitted", _("已送审")
    RETURNED = "returned", _("被退回")
    APPROVED = "approved", _("已通过")
    PUBLISHED = "published", _("已公开")


OPEN = (State.BLANK, State.DRAFTING, State.RETURNED)
"""The states in which the unit has the task in hand."""
DECIDED = (State.APPROVED, State.PUBLISHED)
"""The states in which every review is over."""


class Step(models.TextChoices):
    """Who reviews next."""

    UNIT = "unit", _("单位")
    DEPARTMENT = "department", _("主管部门")
    FINANCE = "finance", _("财政")


FLOWS: dict[str, tuple[Step, ...]] = {
    "乡镇": (Step.UNIT, Step.FINANCE),
    "县级": (Step.UNIT, Step.DEPARTMENT, Step.FINANCE),
    "市级": (Step.UNIT, Step.DEPARTMENT, Step.FINANCE),
    "省级": (Step.UNIT, Step.DEPARTMENT, Step.FINANCE),
}
"""Steps of review by level of the unit; a level not listed is reviewed by the finance office alone."""


class Year(models.Model):
    """One budget year of the cycle."""

    year = models.PositiveIntegerField(_("预算年度"), unique=True)
    open = models.BooleanField(_("是否开放填报"), default=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-year"]
        verbose_name = _("年度")
        verbose_name_plural = _("年度")

    def __str__(self) -> str:
        return str(_("%(year)d 年度") % {"year": self.year})


def period_of(stage: Stage, year: int, day: date) -> str:
    """The month that a form due on ``day`` is about: for 运行监控 the last one that has ended by then, else none."""
    if stage != Stage.MONITORING:
        return ""
    ended = (day + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    return str(min(max(Month.of(ended), Month(year, 1)), Month(year, 12)))


def new_stamp() -> str:
    """A mark that no other state of any data set has ever had."""
    return secrets.token_hex(8)


class Dossier(models.Model):
    """All that one unit hands in for one year.

    ``revision`` counts every change of its data; ``stamp`` names the state of the data, so that what was
    computed from it can be held in memory and is never stale, not even after a rolled-back change.
    """

    year = models.ForeignKey(Year, models.PROTECT, related_name="dossiers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dossiers")
    pack = models.CharField(_("适用规则包"), max_length=100)
    revision = models.PositiveIntegerField(default=0)
    own_revision = models.PositiveIntegerField(default=0)
    """The revision that the unit's own last change made; what a reviewer writes does not move it."""
    stamp = models.CharField(max_length=16, default=new_stamp, editable=False)
    pack_sha256 = models.CharField(max_length=64, default="", blank=True)
    """The content of the pack by which the self-evaluation was approved; empty until then."""
    approved_name = models.CharField(_("通过时的单位名称"), max_length=100, default="", blank=True)

    class Meta:
        """One dossier per unit and year."""

        ordering: ClassVar = ["unit__code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "unit"], name="dossier_once")]
        verbose_name = _("绩效卷宗")
        verbose_name_plural = _("绩效卷宗")

    def __str__(self) -> str:
        return str(_("%(unit)s %(year)d 年度") % {"unit": self.unit_name, "year": self.year.year})

    @property
    def unit_name(self) -> str:
        """The name in force; once the self-evaluation is approved the name as approved, with a newer one in brackets."""
        if self.approved_name in {"", self.unit.name}:
            return self.unit.name
        return f"{self.approved_name}（现名：{self.unit.name}）"


class Task(models.Model):
    """One stage (and period) of a dossier, with its state in the workflow."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="tasks")
    stage = models.CharField(_("环节"), max_length=12, choices=Stage.choices)
    period = models.CharField(_("期间"), max_length=7, default="", blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.BLANK, db_index=True)
    step = models.CharField(_("审核环节"), max_length=10, choices=Step.choices, default="", blank=True)
    due = models.DateField(_("报送期限"), null=True, blank=True, db_index=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="held_tasks"
    )
    """The reviewer who took the task up; while held, the data under review cannot change."""
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One task per stage and period."""

        ordering: ClassVar = ["dossier", "stage", "period"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "stage", "period"], name="task_once"),
        ]
        verbose_name = _("填报任务")
        verbose_name_plural = _("填报任务")

    def __str__(self) -> str:
        period = f"（{self.period}）" if self.period else ""
        return f"{self.dossier} {Stage(self.stage).label}{period}"

    @property
    def flow(self) -> tuple[Step, ...]:
        """The steps of review that this unit's level goes through."""
        return FLOWS.get(self.dossier.unit.level, (Step.FINANCE,))

    @property
    def editable(self) -> bool:
        """Whether the unit may change what belongs to this task."""
        return self.state in OPEN

    @property
    def shown_state(self) -> str:
        """The state in the words of the field."""
        return state_in_words(self.state, self.step)

    def is_overdue(self, today: date | None = None) -> bool:
        """Whether it should have been handed in by now and was not."""
        return is_overdue(self.state, self.due, today or timezone.localdate())


def state_in_words(state: str, step: str) -> str:
    """A state in the words of the field, e.g. 待财政审核, 财政退回; lists ask it of hundreds."""
    by = Step(step).label if step else ""
    if state == State.SUBMITTED:
        return str(_("待%(step)s审核") % {"step": by})
    if state == State.RETURNED:
        return str(_("%(step)s退回") % {"step": by})
    return str(State(state).label)


def is_overdue(state: str, due: date | None, today: date) -> bool:
    """Whether what is in this state should have been handed in by now."""
    return due is not None and state in OPEN and today > due


class ReturnReason(models.TextChoices):
    """Why a form goes back; picked from this list and explained in words, and counted."""

    NOT_MEASURABLE = "not_measurable", _("目标不可衡量")
    TOO_EASY = "too_easy", _("目标值偏低")
    ARITHMETIC = "arithmetic", _("计算或勾稽有误")
    INCONSISTENT = "inconsistent", _("前后数据不一致")
    NO_EVIDENCE = "no_evidence", _("佐证材料不足")
    NO_REASON = "no_reason", _("未说明偏差原因或改进措施")
    WRONG_FORM = "wrong_form", _("填报不规范")
    OTHER = "other", _("其他")


class Passage(models.Model):
    """One change of a task's state: the history that unit and reviewer see."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="passages")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    deed = models.CharField(_("操作"), max_length=30)
    step = models.CharField(max_length=10, choices=Step.choices, default="", blank=True)
    reason = models.CharField(_("退回原因"), max_length=16, choices=ReturnReason.choices, default="", blank=True)
    text = models.TextField(_("意见"), default="", blank=True)

    class Meta:
        """Oldest first, as a story is told."""

        ordering: ClassVar = ["at", "pk"]
        verbose_name = _("流转记录")
        verbose_name_plural = _("流转记录")

    def __str__(self) -> str:
        return f"{self.task} {self.deed}"


class Reminder(models.Model):
    """One 催报: who was reminded of what, when, by whom and in which words."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="reminders")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    days_late = models.PositiveIntegerField(_("逾期工作日"))
    text = models.TextField(_("催报内容"))

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = _("催报记录")
        verbose_name_plural = _("催报记录")

    def __str__(self) -> str:
        return f"{self.task} {timezone.localtime(self.at):%Y-%m-%d}"


class HolidayNotice(models.Model):
    """The days of one year's holiday notice (放假安排) as an administrator entered them; days as ISO, comma separated."""

    year = models.PositiveIntegerField(_("年份"), unique=True)
    off = models.TextField(_("放假日期"), default="", blank=True)
    work = models.TextField(_("调休上班日期"), default="", blank=True)
    ground = models.CharField(_("依据"), max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """The latest year first."""

        ordering: ClassVar = ["-year"]
        verbose_name = _("放假安排")
        verbose_name_plural = _("放假安排")

    def __str__(self) -> str:
        return str(_("%(year)d 年放假安排") % {"year": self.year})

    @property
    def days(self) -> dict[date, bool]:
        """Day → whether it is worked."""
        return {
            date.fromisoformat(day): worked
            for written, worked in ((self.off, False), (self.work, True))
            for day in written.split(",")
            if day
        }
