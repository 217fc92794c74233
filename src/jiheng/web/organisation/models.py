"""Units in a tree, and the roles that people hold in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models.query import QuerySet


class Unit(models.Model):
    """A public body: finance bureau, line department, town, subordinate unit.

    ``path`` is the chain of ids from the root (``/1/4/9/``), so that a subtree is one prefix.
    """

    code = models.CharField(_("单位编码"), max_length=21, unique=True)
    name = models.CharField(_("单位名称"), max_length=100)
    level = models.CharField(_("单位层级"), max_length=10, default="乡镇")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True, default="", editable=False)
    active = models.BooleanField(_("是否启用"), default=True)

    class Meta:
        """Order by code, as every list of units is."""

        ordering: ClassVar = ["code"]
        verbose_name = _("单位")
        verbose_name_plural = _("单位")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the path in step with the parent."""
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            old, self.path = self.path, path
            type(self).objects.filter(pk=self.pk).update(path=path)
            for below in type(self).objects.filter(path__startswith=old).exclude(pk=self.pk) if old else ():
                type(self).objects.filter(pk=below.pk).update(path=path + below.path[len(old) :])

    def subtree(self) -> QuerySet[Unit]:
        """This unit and all below it."""
        return Unit.objects.filter(path__startswith=self.path)

    def is_within(self, other: Unit) -> bool:
        """Whether this unit is ``other`` or below it."""
        return self.path.startswith(other.path)


class Role(models.TextChoices):
    """Who one is (conventions of the field: 填报, 审核, 财政, 三员)."""

    FILLER = "filler", _("填报人")
    HEAD = "head", _("单位审核")
    DEPARTMENT = "department", _("主管部门审核")
    FINANCE_DESK = "finance_desk", _("财政业务股室")
    FINANCE = "finance", _("财政绩效股")
    EXPERT = "expert", _("第三方专家")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDITOR = "auditor", _("审计管理员")


class Membership(models.Model):
    """One person's role in one unit; reviewing roles reach the whole subtree."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)

    class Meta:
        """A role is held once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "unit", "role"], name="membership_once")]
        verbose_name = _("任职")
        verbose_name_plural = _("任职")

    def __str__(self) -> str:
        return f"{self.unit.name} · {self.get_role_display()}"
