"""One job: what it does, for whom, how far it is, what came of it."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiheng.web.cycle.models import Dossier


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")
    CANCELLED = "cancelled", _("已取消")


class Job(models.Model):
    """A piece of background work. ``given`` and ``result`` are JSON texts; ``attempts`` counts its beginnings."""

    kind = models.CharField(_("类型"), max_length=20)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="jobs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    address = models.CharField(max_length=45, default="")
    state = models.CharField(
        _("状态"), max_length=10, choices=JobState.choices, default=JobState.WAITING, db_index=True
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(_("进度"), default="", blank=True)
    given_text = models.TextField(default="{}")
    result_text = models.TextField(default="{}")
    stop = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued = models.BooleanField(default=False)
    made = models.DateTimeField(_("提交时间"), default=timezone.now)
    ended = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-made", "-pk"]
        verbose_name = _("后台任务")
        verbose_name_plural = _("后台任务")

    def __str__(self) -> str:
        return f"{self.dossier} {self.kind}"

    @property
    def given(self) -> dict[str, Any]:
        """What the job was given to work on."""
        given: dict[str, Any] = json.loads(self.given_text)
        return given

    @property
    def result(self) -> dict[str, Any]:
        """What came of it; empty until it is done."""
        result: dict[str, Any] = json.loads(self.result_text)
        return result

    @property
    def shown(self) -> JobState:
        """The state with its label."""
        return JobState(self.state)

    @property
    def alive(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in {JobState.WAITING, JobState.RUNNING}
