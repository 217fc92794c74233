"""Items to be rectified, and proposals for the next budget."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiheng.web.cycle.models import Dossier


class ItemState(models.TextChoices):
    """Where an item stands."""

    OPEN = "open", _("待整改")
    ANSWERED = "answered", _("待确认")
    DONE = "done", _("已完成")


class Item(models.Model):
    """One problem: what is wrong, who mends it how and until when, what was done, who confirmed it."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="rectifications")
    indicator = models.CharField(_("指标编码"), max_length=40, default="", blank=True)
    problem = models.TextField(_("问题"))
    owner = models.CharField(_("责任人"), max_length=30)
    measure = models.TextField(_("整改措施"), default="", blank=True)
    due = models.DateField(_("完成期限"))
    state = models.CharField(_("状态"), max_length=10, choices=ItemState.choices, default=ItemState.OPEN, db_index=True)
    feedback = models.TextField(_("整改情况"), default="", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The most urgent first."""

        ordering: ClassVar = ["due", "pk"]
        verbose_name = _("整改事项")
        verbose_name_plural = _("整改事项")

    def __str__(self) -> str:
        return f"{self.dossier} {self.problem[:40]}"

    def is_overdue(self, today: date | None = None) -> bool:
        """Whether it should have been mended by now."""
        return self.state == ItemState.OPEN and (today or timezone.localdate()) > self.due


class Decision(models.TextChoices):
    """What people decided about a proposal."""

    PENDING = "pending", _("待决定")
    ADOPTED = "adopted", _("采纳")
    CHANGED = "changed", _("调整后采纳")
    REJECTED = "rejected", _("不采纳")


class Proposal(models.Model):
    """What the result suggests for the next budget, on what ground, and what people decided and why."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="proposal")
    grade = models.CharField(_("评价等级"), max_length=10)
    total = models.CharField(_("得分"), max_length=10)
    advice = models.CharField(_("建议"), max_length=40)
    cite = models.CharField(_("依据"), max_length=200)
    decision = models.CharField(_("决定"), max_length=10, choices=Decision.choices, default=Decision.PENDING)
    reason = models.TextField(_("理由"), default="", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """By unit."""

        ordering: ClassVar = ["dossier__unit__code"]
        verbose_name = _("结果应用建议")
        verbose_name_plural = _("结果应用建议")

    def __str__(self) -> str:
        return f"{self.dossier} {self.advice}"
