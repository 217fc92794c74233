"""One row per deed; each row's hash covers the row and the hash before it."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

LATER = ("content_hash",)
"""Columns that the first entries did not have: they count only where they say something."""


def covered(entry: Any) -> dict[str, Any]:
    """What the hash of an entry covers: every column but the hash itself."""
    shown = {field.attname: getattr(entry, field.attname) for field in entry._meta.fields if field.name != "hash"}  # noqa: SLF001 - Django documents _meta
    said = {name: value for name, value in shown.items() if value or name not in LATER}
    return said | {"at": entry.at.isoformat()}


class Entry(models.Model):
    """What was done, by whom, from where, to what, with what result."""

    number = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    username = models.CharField(_("账号"), max_length=30, default="", db_index=True)
    person = models.CharField(_("姓名"), max_length=30, default="")
    roles = models.CharField(_("角色"), max_length=200, default="")
    address = models.CharField(_("地址"), max_length=45, default="")
    action = models.CharField(_("操作"), max_length=60, db_index=True)
    object_type = models.CharField(_("对象类型"), max_length=40, default="", db_index=True)
    object_id = models.CharField(_("对象编号"), max_length=60, default="", db_index=True)
    object_label = models.CharField(_("对象"), max_length=200, default="")
    unit_code = models.CharField(_("单位编码"), max_length=21, default="", db_index=True)
    result = models.CharField(_("结果"), max_length=20, default="成功")
    detail = models.TextField(_("内容"), default="")
    content_hash = models.CharField(max_length=64, default="")
    """Of what the deed changed in a unit's data (:class:`Change`); empty if it changed nothing."""
    before_hash = models.CharField(max_length=64, default="")
    after_hash = models.CharField(max_length=64, default="")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """Newest last: the chain's own order."""

        ordering: ClassVar = ["number"]
        verbose_name = _("审计日志")
        verbose_name_plural = _("审计日志")

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    def content(self) -> dict[str, Any]:
        """What the hash covers."""
        return covered(self)


class Change(models.Model):
    """What a deed changed in one row of a unit's data: who, when and by which deed is the entry's to tell.

    ``old`` and ``new`` hold only the cells that differ, as JSON: attribute → text.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="changes")
    dossier = models.BigIntegerField()
    table = models.CharField(_("表"), max_length=20)
    record = models.BigIntegerField()
    key = models.CharField(_("主键"), max_length=120)
    old = models.TextField(_("原值"))
    new = models.TextField(_("新值"))

    class Meta:
        """In the order in which they were made."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["dossier", "table", "record"], name="audit_change_row")]
        verbose_name = _("数据变更")
        verbose_name_plural = _("数据变更")

    def __str__(self) -> str:
        return f"{self.table} {self.key}"

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """Attribute, old text, new text of every cell that was changed."""
        old, new = json.loads(self.old), json.loads(self.new)
        return [(name, old.get(name, ""), new.get(name, "")) for name in sorted({*old, *new})]
