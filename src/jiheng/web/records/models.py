"""One row of one table of a dossier. The row classes of the core are the schema; here only text is kept."""

from __future__ import annotations

import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.cycle.models import Dossier


class Record(models.Model):
    """A row as written: attribute → text. ``version`` grows with each saving (optimistic locking)."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="records")
    table = models.CharField(_("表"), max_length=20)
    key = models.CharField(_("主键"), max_length=120)
    position = models.PositiveIntegerField(default=0)
    written = models.TextField(default="{}")
    version = models.PositiveIntegerField(default=1)
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
