"""One row of one table of a dossier. The row classes of the core are the schema; here only text is kept."""

from __future__ import annotations

import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.cycle.models import Dossier


class KeptPack(models.Model):
    """The content of a rule pack as it was when something was decided by it; its hash is its name."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    pack = models.CharField(_("规则包"), max_length=100)
    version = models.CharField(_("版本"), max_length=40)
    content = models.TextField()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """By name and version."""

        ordering: ClassVar = ["pack", "version"]
        verbose_name = _("留存的规则包")
        verbose_name_plural = _("留存的规则包")

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"


class Record(models.Model):
    """A row as written: attribute → text. ``version`` grows with each saving (optimistic locking)."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="records")
    table = models.CharField(_("表"), max_length=20)
    key = models.CharField(_("主键"), max_length=120)
    position = models.PositiveIntegerField(default=0)
    written = models.TextField(default="{}")
    version = models.PositiveIntegerField(default=1)
    by_site = models.BooleanField(_("系统登记"), default=False)
    """Whether the site itself keeps the row from its own log; nobody writes over it."""
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the order in which the unit keeps its rows."""

        ordering: ClassVar = ["table", "position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["dossier", "table", "key"], name="record_once")]
        verbose_name = _("数据行")
        verbose_name_plural = _("数据行")

    def __str__(self) -> str:
        return f"{self.table} {self.key}"

    @property
    def cells(self) -> dict[str, str]:
        """The written cells by attribute."""
        cells: dict[str, str] = json.loads(self.written)
        return cells

    @cells.setter
    def cells(self, cells: dict[str, str]) -> None:
        self.written = json.dumps(cells, ensure_ascii=False, sort_keys=True)
