"""What the last evaluation of a month saw, warnings as cases with their history, and the reminders that were sent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiheng.core.exact import Money, half_up
from jiheng.monitoring.case import CHOICES, Outcome, State
from jiheng.monitoring.signal import Level
from jiheng.web.cycle.models import Dossier

LEVELS = [(Level.RED, _("红")), (Level.YELLOW, _("黄")), (Level.GREEN, _("绿")), (Level.NONE, _("无法判断"))]
HUNDREDTHS = 10_000


def share_of(paid: int, budget: int | None) -> Fraction | None:
    """A quotient of amounts in 分; None where there is nothing to divide by."""
    return Fraction(paid, budget) if budget and budget > 0 else None


class Spending(models.Model):
    """Budget and payments of whatever is watched, in 分."""

    budget_fen = models.BigIntegerField(null=True)
    paid_fen = models.BigIntegerField(default=0)

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def budget(self) -> Money | None:
        """The budget as known at the month's end."""
        return None if self.budget_fen is None else Money(self.budget_fen)

    @property
    def paid(self) -> Money:
        """Paid from January on."""
        return Money(self.paid_fen)

    @property
    def rate(self) -> Fraction | None:
        """Paid ÷ budget; None without a budget to divide by."""
        return share_of(self.paid_fen, self.budget_fen)


class UnitWatch(Spending):
    """One unit at the end of one month, as evaluated; amounts in 分. Board and wall read these rows alone."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="watches")
    month = models.CharField(_("监控月份"), max_length=7, db_index=True)
    stamp = models.CharField(max_length=16)
    """The state of the dossier's data that was evaluated."""
    at = models.DateTimeField(default=timezone.now)
    level = models.CharField(_("等级"), max_length=6, choices=LEVELS)
    reds = models.PositiveIntegerField(default=0)
    yellows = models.PositiveIntegerField(default=0)
    greens = models.PositiveIntegerField(default=0)
    unjudged = models.PositiveIntegerField(default=0)
    risk_fen = models.BigIntegerField(default=0)
    """Of red and yellow projects."""
    by_month = models.TextField(default="")
    """Paid in each month, in 分, comma separated."""
    problem = models.TextField(default="", blank=True)
    """Why nothing could be evaluated."""

    class Meta:
        """The most money at risk first; one row per unit and month."""

        ordering: ClassVar = ["-risk_fen", "dossier__unit__code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["dossier", "month"], name="unit_watch_once")]
        verbose_name = _("单位监控")
        verbose_name_plural = _("单位监控")

    def __str__(self) -> str:
        return f"{self.dossier} {self.month}"

    @property
    def at_risk(self) -> Money:
        """What red and yellow projects will leave unspent."""
        return Money(self.risk_fen)


class ProjectWatch(Spending):
    """One project in the evaluation of its unit."""

    watch = models.ForeignKey(UnitWatch, models.CASCADE, related_name="projects")
    project = models.CharField(_("项目编码"), max_length=40)
    name = models.CharField(_("项目名称"), max_length=200)
    kind = models.CharField(max_length=3, default="", blank=True, db_index=True)
    """Function class (类): projects of a kind are peers."""
    level = models.CharField(_("等级"), max_length=6, choices=LEVELS)
    risk_fen = models.BigIntegerField(null=True)
    forecast = models.IntegerField(null=True)
    """Year-end execution rate, in hundredths of a percent."""
    message = models.TextField(default="", blank=True)

    class Meta:
        """The most money at risk first."""

        ordering: ClassVar = ["-risk_fen", "pk"]
        verbose_name = _("项目监控")
        verbose_name_plural = _("项目监控")

    def __str__(self) -> str:
        return f"{self.project} {self.name}"

    @property
    def forecast_rate(self) -> Fraction | None:
        """The forecast year-end execution rate; where nothing more is to be paid, what was paid already."""
        if self.forecast is None:
            return None
        rate = self.rate
        same = rate is not None and half_up(rate.numerator * HUNDREDTHS, rate.denominator) == self.forecast
        return rate if same else Fraction(self.forecast, HUNDREDTHS)

    @property
    def at_risk(self) -> Money | None:
        """What the forecast leaves unspent."""
        return None if self.risk_fen is None else Money(self.risk_fen)


class Case(models.Model):
    """One warning of one project; the same signal in a later month is the same case until it has ended."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="warnings")
    project = models.CharField(_("项目编码"), max_length=40, default="", blank=True)
    name = models.CharField(_("项目名称"), max_length=200)
    code = models.CharField(_("预警编码"), max_length=8)
    level = models.CharField(_("等级"), max_length=6, choices=LEVELS)
    message = models.TextField(_("预警事项"))
    why = models.TextField(_("依据数据"), default="", blank=True)
    until = models.TextField(_("转绿条件"), default="", blank=True)
    cite = models.TextField(_("依据"), default="", blank=True)
    owner = models.CharField(_("责任层级"), max_length=10)
    opened = models.CharField(_("首次预警月份"), max_length=7)
    seen = models.TextField(default="")
    """The months in which the signal was there, comma separated."""
    deadline = models.DateField(_("答复期限"), db_index=True)
    state = models.CharField(
        _("状态"), max_length=6, choices=[(each, each) for each in State], default=State.OPEN, db_index=True
    )
    outcome = models.CharField(
        _("办结情形"), max_length=6, choices=[(each, each) for each in Outcome], default="", blank=True
    )
    ended_on = models.DateField(_("办结日期"), null=True, blank=True)
    ended_because = models.TextField(_("办结依据"), default="", blank=True)

    class Meta:
        """Open ones first, the most urgent before the others."""

        ordering: ClassVar = ["ended_on", "deadline", "pk"]
        verbose_name = _("预警")
        verbose_name_plural = _("预警")

    def __str__(self) -> str:
        return f"{self.dossier} {self.code} {self.name}"

    @property
    def false_alarm(self) -> bool:
        """Whether it proved false."""
        return self.outcome == Outcome.FALSE

    @property
    def months(self) -> list[str]:
        """The months in which the signal was there."""
        return self.seen.split(",") if self.seen else []

    def is_overdue(self, today: date | None = None) -> bool:
        """Whether it should have been answered by now."""
        return self.state == State.OPEN and (today or timezone.localdate()) > self.deadline

    @staticmethod
    def overdue(today: date) -> models.Q:
        """The same, asked of the database."""
        return models.Q(state=State.OPEN, deadline__lt=today)


class Deed(models.TextChoices):
    """What happened to a case."""

    OPENED = "opened", _("发出预警")
    REPEATED = "repeated", _("再次预警")
    REMINDED = "reminded", _("发出催办函")
    ANSWERED = "answered", _("单位答复")
    ESCALATED = "escalated", _("升级督办")
    ENDED = "ended", _("办结")


class CaseEvent(models.Model):
    """One line of a case's history; without a person it was the daily evaluation."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    on = models.DateField(_("日期"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    deed = models.CharField(_("操作"), max_length=10, choices=Deed.choices)
    choice = models.CharField(
        _("处理意见"), max_length=6, choices=[(each, each) for each in CHOICES], default="", blank=True
    )
    text = models.TextField(_("说明"), default="", blank=True)
    measure = models.TextField(_("措施"), default="", blank=True)

    class Meta:
        """As a story is told."""

        ordering: ClassVar = ["at", "pk"]
        verbose_name = _("预警办理记录")
        verbose_name_plural = _("预警办理记录")

    def __str__(self) -> str:
        return f"{self.case} {self.get_deed_display()}"


class Reminder(models.Model):
    """A reminder note (催办函) as it was sent, byte for byte."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="reminders")
    month = models.CharField(_("监控月份"), max_length=7)
    title = models.CharField(_("标题"), max_length=100)
    sender = models.CharField(_("发函单位"), max_length=100)
    dated = models.DateField(_("日期"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-dated", "-pk"]
        verbose_name = _("催办函")
        verbose_name_plural = _("催办函")

    def __str__(self) -> str:
        return f"{self.dossier} {self.title}"
