"""Changing the tree of units and who holds which role in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.accounts import sessions
from jiheng.web.accounts.actions import AccountAction, demand_another_administrator
from jiheng.web.accounts.models import User
from jiheng.web.actions import Action, Refusal
from jiheng.web.organisation.models import ADMINISTRATORS, Membership, Role, Unit


@dataclass
class UnitAction(Action[Unit]):
    """An action of the system administrator on the tree."""

    right = "units.manage"

    def unit(self) -> Unit | None:
        """The unit, once it is in the tree."""
        return self.target if self.target.pk else None

    def snapshot(self) -> dict[str, Any]:
        """All its columns."""
        unit = self.target
        names = ("code", "name", "level", "path", "active", "region")
        return {name: getattr(unit, name) for name in names}

    def detail(self) -> str:
        """Code and name."""
        return str(self.target)


@dataclass
class AddUnit(UnitAction):
    """Put a new unit into the tree."""

    title = gettext_noop("新增单位")

    def apply(self) -> None:
        """Codes are given once."""
        demand_free(self.target.code)
        self.target.save()


@dataclass
class ChangeUnit(UnitAction):
    """Rename a unit, change its level, or hang it below another."""

    title = gettext_noop("修改单位")
    name: str
    level: str
    parent: Unit | None
    region: str | None = None
    """None: as it is."""

    def apply(self) -> None:
        """A unit cannot hang below itself; its subtree moves with it."""
        if self.parent is not None and self.parent.is_within(self.target):
            raise Refusal(_("上级单位不能是本单位或其下级单位。"))
        self.target.name, self.target.level, self.target.parent = self.name, self.level, self.parent
        self.target.region = self.target.region if self.region is None else self.region
        self.target.save()


@dataclass
class SetUnitActive(UnitAction):
    """Close a unit, or open it again; its data stay."""

    title = gettext_noop("停用或启用单位")
    active: bool

    def apply(self) -> None:
        """A unit with open units below it stays open."""
        if not self.active and self.target.children.filter(active=True).exists():
            raise Refusal(_("还有启用的下级单位，请先停用或调整下级单位。"))
        if not self.active and self.target.memberships.filter(role__in=ADMINISTRATORS).exists():
            raise Refusal(_("系统、安全或审计管理员在本单位任职，停用后将无人管理，请先调整其任职单位。"))
        self.target.active = self.active
        self.target.save(update_fields=["active"])


def demand_free(code: str) -> None:
    """Refuse a code that is taken.

    Raises:
        Refusal: with the unit that has it.
    """
    taken = Unit.objects.filter(code=code).first()
    if taken is not None:
        raise Refusal(_("单位编码 %(code)s 已由“%(name)s”使用。") % {"code": code, "name": taken.name})


@dataclass
class RoleAction(AccountAction):
    """An action of the security administrator on someone else's roles; it works at once."""

    right = "roles.grant"
    role: Role
    where: Unit

    def detail(self) -> str:
        """Who, what, where."""
        return f"{self.target.username}：{self.where.name} · {self.role.label}"

    def snapshot(self) -> dict[str, Any]:
        """All roles of the account."""
        held = Membership.objects.filter(user=self.target).order_by("pk")
        return {"roles": [f"{each.unit_id}:{each.role}" for each in held]}


@dataclass
class GrantRole(RoleAction):
    """Give a role in a unit. Nobody gives one to himself; the three administrators stay apart."""

    title = gettext_noop("授予角色")

    def apply(self) -> None:
        """Under lock of the account, so that two grants cannot get past the separation."""
        self.demand_other()
        User.objects.select_for_update().get(pk=self.target.pk)
        try:
            _held, made = Membership.objects.get_or_create(user=self.target, unit=self.where, role=self.role)
        except ValidationError as rule:
            raise Refusal("\n".join(rule.messages)) from rule
        if not made:
            raise Refusal(_("该账户已有这个角色。"))
        if self.role in ADMINISTRATORS:
            sessions.end_all(self.target)

    def detail(self) -> str:
        """And whether the same person holds another of the three, which a town with one person may need."""
        return super().detail() + self._same_person()

    def _same_person(self) -> str:
        if self.role not in ADMINISTRATORS:
            return ""
        others = Membership.objects.filter(role__in=ADMINISTRATORS, user__name=self.target.name)
        names = others.exclude(user=self.target).values_list("user__username", flat=True).distinct()
        return f"；一人多岗：与账号 {'、'.join(names)} 同名" if names else ""


@dataclass
class RevokeRole(RoleAction):
    """Take a role back."""

    title = gettext_noop("收回角色")

    def apply(self) -> None:
        """But never the last administrator's of a kind."""
        self.demand_other()
        demand_another_administrator(self.target, self.role)
        gone, _by_model = Membership.objects.filter(user=self.target, unit=self.where, role=self.role).delete()
        if not gone:
            raise Refusal(_("该账户已没有这个角色。"))
