"""Units in a tree, and the roles that people hold in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiheng.core import pinyin


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
    region = models.CharField(_("所在地区"), max_length=20, default="", blank=True)
    """One of :data:`~jiheng.web.organisation.regions.REGIONS`; empty: that of the unit above."""
    spelling = models.CharField(max_length=1600, default="", editable=False)
    """See :func:`jiheng.core.pinyin.key`: lists are ordered and searched by it."""

    class Meta:
        """Order by code, as every list of units is."""

        ordering: ClassVar = ["code"]
        verbose_name = _("单位")
        verbose_name_plural = _("单位")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the path in step with the parent, and the spelling with the name."""
        self.spelling = pinyin.key(self.name)
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


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
"""三员: one person's account holds at most one of these, and then nothing else."""


def exclusive(held: Iterable[Role]) -> bool:
    """Whether a set of roles respects the separation of the three administrators."""
    admin = set(held) & ADMINISTRATORS
    return len(admin) <= 1 and not (admin and set(held) - ADMINISTRATORS)


class MembershipQuerySet(QuerySet["Membership"]):
    """Lets no import past the separation of the three administrators."""

    def bulk_create(self, objs: Iterable[Membership], *args: Any, **kwargs: Any) -> list[Membership]:
        """Check every account's roles first.

        Raises:
            ValidationError: an account would hold roles that exclude each other.
        """
        new = list(objs)
        for user in {membership.user_id for membership in new}:
            demand_exclusive(user, [Role(each.role) for each in new if each.user_id == user])
        return super().bulk_create(new, *args, **kwargs)


def demand_exclusive(user_id: int, added: Iterable[Role], but: int | None = None) -> None:
    """Refuse roles that exclude each other.

    Raises:
        ValidationError: with the rule in a sentence.
    """
    held = Membership.objects.filter(user_id=user_id).exclude(pk=but or 0).values_list("role", flat=True)
    if not exclusive({*map(Role, held), *added}):
        raise ValidationError(_("系统管理员、安全管理员、审计管理员须由不同账号担任，且不得兼任业务角色。"))


class Membership(models.Model):
    """One person's role in one unit; reviewing roles reach the whole subtree."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        """A role is held once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "unit", "role"], name="membership_once")]
        verbose_name = _("任职")
        verbose_name_plural = _("任职")

    def __str__(self) -> str:
        return f"{self.unit.name} · {self.get_role_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """No code, import or maintainer gets past the separation."""
        demand_exclusive(self.user_id, [Role(self.role)], self.pk)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Check the separation of the three administrators for whoever shows a form."""
        demand_exclusive(self.user_id, [Role(self.role)], self.pk)


class AskedRole(models.Model):
    """A role that came with a list of people and waits for the security administrator: who lists people grants nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="asked_roles")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="asked_roles")
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """By unit, as lists are read; each is asked for once."""

        ordering: ClassVar = ["unit__code", "user__username", "role"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "unit", "role"], name="asked_role_once")]
        verbose_name = _("待授予的角色")
        verbose_name_plural = _("待授予的角色")

    def __str__(self) -> str:
        return f"{self.unit.name} · {self.get_role_display()}"
