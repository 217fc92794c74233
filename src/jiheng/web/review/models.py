"""What is kept of a review beside the reviewer's rows: how doubtful the form is, and the opinion being written."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.core.exact import Money, Points
from jiheng.web.cycle.models import Task


class Doubt(models.Model):
    """What the core says of one submitted form, computed once for each state of its data.

    Scores are in 1/10 000 point, money in 分. ``weight`` is doubt × money: the order of the queue.
    """

    task = models.OneToOneField(Task, models.CASCADE, related_name="doubt")
    stamp = models.CharField(max_length=16)
    score = models.PositiveIntegerField(_("疑点分"), default=0)
    money = models.BigIntegerField(_("预算"), default=0)
    weight = models.BigIntegerField(_("排序值"), default=0, db_index=True)
    own = models.BigIntegerField(_("自评得分"), default=0)
    reviewed = models.BigIntegerField(_("复核得分"), default=0)
    cause = models.TextField(_("主要偏差原因"), default="", blank=True)
    reasons = models.TextField(default="[]")
    grounds = models.TextField(default="[]")
    line_scores = models.TextField(default="{}")

    class Meta:
        """The most doubtful first."""

        ordering: ClassVar = ["-weight"]
        verbose_name = _("疑点分析")
        verbose_name_plural = _("疑点分析")

    def __str__(self) -> str:
        return f"{self.task} {self.score}"

    @property
    def told(self) -> list[str]:
        """Why it stands where it stands, as sentences."""
        told: list[str] = json.loads(self.reasons)
        return told

    @property
    def kept_grounds(self) -> list[dict[str, Any]]:
        """All grounds as they were found."""
        grounds: list[dict[str, Any]] = json.loads(self.grounds)
        return grounds

    @property
    def scores(self) -> dict[str, int]:
        """Code of the line → its score."""
        scores: dict[str, int] = json.loads(self.line_scores)
        return scores

    @property
    def budget(self) -> Money:
        """The money at stake."""
        return Money(self.money)

    @property
    def own_points(self) -> Points:
        """The unit's total."""
        return Points(self.own)

    @property
    def reviewed_points(self) -> Points:
        """The reviewer's total."""
        return Points(self.reviewed)


class Opinion(models.Model):
    """The reviewer's opinion while it is being written; on the decision it goes into the history."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="opinion")
    text = models.TextField(_("复核意见"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One for each task."""

        verbose_name = _("复核意见")
        verbose_name_plural = _("复核意见")

    def __str__(self) -> str:
        return f"{self.task} {self.text[:40]}"

    @property
    def version(self) -> str:
        """What it is known by until it is written anew."""
        return f"{self.pk}-{self.at:%Y%m%d%H%M%S%f}"
