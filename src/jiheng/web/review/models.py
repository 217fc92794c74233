"""What is kept of a review beside the reviewer's rows: how doubtful the form is, and the opinion being written."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.core.exact import Money, Points
from jiheng.web.cycle.models import Dossier, Passage, Task


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


class Binding(models.Model):
    """What the reviewer saw when he re-scored a line: the unit's revision, and the line's own score (1/10 000)."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="bindings")
    indicator = models.CharField(_("指标"), max_length=120)
    own_revision = models.PositiveIntegerField(null=True)
    own_score = models.BigIntegerField(null=True)
    round = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One for each line that was re-scored."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["dossier", "indicator"], name="binding_once")]
        verbose_name = _("改分依据的版本")
        verbose_name_plural = _("改分依据的版本")

    def __str__(self) -> str:
        return f"{self.dossier} {self.indicator}"


class Decision(models.Model):
    """The score that a decision rests on, kept at the decision. Scores are in 1/10 000 point.

    ``sheet`` is canonical JSON of the lines (own and reviewed) of the unit and of its projects; ``hash`` covers
    all that is stored and stands in the audit entry of the decision.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="decisions")
    passage = models.OneToOneField(Passage, models.PROTECT, related_name="decision")
    at = models.DateTimeField()
    deed = models.CharField(_("操作"), max_length=30)
    unit_name = models.CharField(_("单位名称"), max_length=100)
    own = models.BigIntegerField(_("自评得分"))
    own_grade = models.CharField(max_length=40)
    reviewed = models.BigIntegerField(_("复核得分"))
    reviewed_grade = models.CharField(max_length=40)
    pack = models.CharField(_("规则包"), max_length=100)
    pack_version = models.CharField(max_length=40)
    pack_sha256 = models.CharField(max_length=64)
    dataset_sha256 = models.CharField(max_length=64)
    revision = models.PositiveIntegerField()
    engine = models.CharField(max_length=20)
    engine_version = models.CharField(max_length=40)
    sheet = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        """Oldest first."""

        ordering: ClassVar = ["pk"]
        verbose_name = _("留存的得分")
        verbose_name_plural = _("留存的得分")

    def __str__(self) -> str:
        return f"{self.task} {self.deed}"


class Opinion(models.Model):
    """The reviewer's opinion while it is being written; on the decision it goes into the history."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="opinion")
    text = models.TextField(_("复核意见"))
    own_revision = models.PositiveIntegerField(null=True)
    """The unit's revision that the reviewer had before him; none for what was written before this was kept."""
    round = models.PositiveIntegerField(default=0)
    """Of which submission, counted from 1."""
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
