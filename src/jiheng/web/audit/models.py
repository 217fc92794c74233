"""One row per deed; each row's hash covers the row and the hash before it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


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
        """What the hash covers: every column but the hash itself."""
        shown = {field.attname: getattr(self, field.attname) for field in self._meta.fields if field.name != "hash"}
        return shown | {"at": self.at.isoformat()}
