"""What a person has read; the notices themselves are derived and stored nowhere."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Reading(models.Model):
    """One notice that was read. An empty key: all that had happened by then."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    key = models.CharField(max_length=60, default="", blank=True)
    at = models.DateTimeField(_("阅读时间"), default=timezone.now)

    class Meta:
        """Each notice is read once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="reading_once")]
        verbose_name = _("已读通知")
        verbose_name_plural = _("已读通知")

    def __str__(self) -> str:
        return f"{self.user} {self.key}"
