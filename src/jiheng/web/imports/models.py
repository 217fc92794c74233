"""One file to be imported, what was found in it, and how columns were matched before."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiheng.core.fault import Fault, Place
from jiheng.web.cycle.models import Dossier
from jiheng.web.jobs.models import Job
from jiheng.web.organisation.models import Unit


class ImportState(models.TextChoices):
    """How far an import is."""

    NEW = "new", _("待匹配列")
    CHECKING = "checking", _("正在检查")
    CHECKED = "checked", _("已检查")
    TAKEN = "taken", _("已导入")


class Import(models.Model):
    """A file. An empty ``table`` means a workbook with our own sheets; else the columns were matched by hand."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=120)
    stored = models.CharField(max_length=60, unique=True)
    state = models.CharField(_("状态"), max_length=10, choices=ImportState.choices, default=ImportState.NEW)
    table = models.CharField(_("目标表"), max_length=20, default="", blank=True)
    sheet = models.CharField(_("工作表"), max_length=100, default="", blank=True)
    head_row = models.PositiveIntegerField(default=1)
    columns_text = models.TextField(default="{}")
    rows_text = models.TextField(default="{}")
    faults_text = models.TextField(default="[]")
    made = models.DateTimeField(_("上传时间"), default=timezone.now)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    marking = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-made", "-pk"]
        verbose_name = _("导入")
        verbose_name_plural = _("导入")

    def __str__(self) -> str:
        return self.name

    @property
    def columns(self) -> dict[int, str]:
        """Index of a column of the file → attribute of the table."""
        return {int(index): name for index, name in json.loads(self.columns_text).items()}

    @property
    def counts(self) -> dict[str, int]:
        """Table → rows that are sound."""
        counts: dict[str, int] = json.loads(self.rows_text).get("counts", {})
        return counts

    @property
    def preview(self) -> dict[str, list[dict[str, str]]]:
        """The first sound rows of each table."""
        preview: dict[str, list[dict[str, str]]] = json.loads(self.rows_text).get("preview", {})
        return preview

    @property
    def differences(self) -> dict[str, Any]:
        """By table what taking it over would add and change; nothing for a ledger, which tells it by month."""
        told: dict[str, Any] = json.loads(self.rows_text).get("differences", {})
        return told

    @property
    def faults(self) -> list[Fault]:
        """Everything that is wrong with the file."""
        return [
            Fault(Place(sheet=sheet, row=row, column=column), value, problem, expected, fix)
            for sheet, row, column, value, problem, expected, fix in json.loads(self.faults_text)
        ]

    @faults.setter
    def faults(self, faults: list[Fault]) -> None:
        listed: list[list[Any]] = [
            [f.place.sheet, f.place.row or f.place.line, f.place.column, f.value, f.problem, f.expected, f.fix]
            for f in faults
        ]
        self.faults_text = json.dumps(listed, ensure_ascii=False)


class ColumnMatch(models.Model):
    """How a unit matched the columns of a file with this head: offered again the next time."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    head = models.CharField(max_length=64)
    table = models.CharField(max_length=20)
    columns_text = models.TextField(default="{}")

    class Meta:
        """One per unit and head."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "head"], name="column_match_once")]
        verbose_name = _("列匹配")
        verbose_name_plural = _("列匹配")

    def __str__(self) -> str:
        return f"{self.unit} {self.table}"
