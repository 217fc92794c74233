"""One row of one table of a dossier. The row classes of the core are the schema; here only text is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.facts.rows import CARRIED, TABLES
from jiheng.facts.schema import columns
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
    confirmed = models.TextField(_("已确认的列"), default="", blank=True)
    """Of a row carried from last year, the columns that somebody has confirmed, by comma; the others still wait."""
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

    @property
    def waits(self) -> bool:
        """Whether it was carried from last year and is not wholly confirmed."""
        return self.cells.get("origin") == CARRIED

    @property
    def counted(self) -> dict[str, str]:
        """The cells that count: of a carried row of which some are confirmed, those alone."""
        names = self.confirmed.split(",") if self.confirmed and self.waits else ()
        return {name: text for name, text in self.cells.items() if name in names} if names else self.cells

    def confirm(self, names: Iterable[str]) -> int:
        """Mark columns of a carried row as confirmed, its key with them; how many filled ones still wait."""
        row_class = TABLES[self.table][1]
        keys = {field.name for field, column in columns(row_class) if column.key}
        done = {*filter(None, self.confirmed.split(",")), *names, *keys} & self.cells.keys()
        self.confirmed = ",".join(sorted(done))
        return len(self.waiting)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The filled columns of a carried row that nobody has confirmed."""
        if not self.waits:
            return ()
        done = {*self.confirmed.split(","), "origin", "note"}
        return tuple(name for name, text in self.cells.items() if text and name not in done)
