"""One version of one of the bureau's own rule packs: drafted, released with its day in force, withdrawn with a reason."""

from __future__ import annotations

import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RuleState(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", _("起草中")
    RELEASED = "released", _("已发布")
    WITHDRAWN = "withdrawn", _("已停用")


class RuleVersion(models.Model):
    """The files of a pack's folder as they stand. Once released they change no more; ``revision`` counts changes before."""

    pack = models.CharField(_("规则包编号"), max_length=100)
    version = models.CharField(_("版本"), max_length=40)
    title = models.CharField(_("名称"), max_length=200)
    files_text = models.TextField(default="{}")
    """Path in the pack's folder → text, as JSON."""
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=RuleState.choices, default=RuleState.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    in_force = models.DateField(_("施行日期"), null=True)
    reason = models.TextField(_("理由"), default="", blank=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    """Of the pack's content, as scores name it."""
    made = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    released = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-made", "-pk"]
        verbose_name = _("规则版本")
        verbose_name_plural = _("规则版本")

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"

    @property
    def files(self) -> dict[str, str]:
        """Path in the pack's folder → text."""
        files: dict[str, str] = json.loads(self.files_text)
        return files
