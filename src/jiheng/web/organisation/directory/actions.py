"""Taking the workbook in; what it asks for in roles waits for the security administrator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.accounts.actions import AccountAction, CreateAccount
from jiheng.web.accounts.activation import issue
from jiheng.web.accounts.models import User
from jiheng.web.accounts.opening import Slip
from jiheng.web.actions import Action, Refusal
from jiheng.web.organisation.actions import AddUnit, GrantRole
from jiheng.web.organisation.directory.judging import Known, problems_of
from jiheng.web.organisation.directory.lines import ROLE_OF, Directory, PersonLine, UnitLine
from jiheng.web.organisation.models import AskedRole, Membership, Role, Unit


@dataclass
class ImportDirectory(Action[Directory]):
    """Make the units and accounts that are not there yet; all of them, or none."""

    right = "accounts.manage"
    title = gettext_noop("导入单位和人员")

    def unit(self) -> None:
        """The whole tree."""

    def apply(self) -> list[Slip]:
        """The slips of the new accounts, whose codes are told once."""
        problems = problems_of(self.target, Known.now())
        if problems:
            raise Refusal("\n".join(problems))
        self._make_units()
        return list(self._make_people())

    def detail(self) -> str:
        """How many."""
        return str(self.target)

    def _make_units(self) -> None:
        """Those above before those below."""
        units = {unit.code: unit for unit in Unit.objects.all()}
        root = Unit.objects.filter(parent=None).order_by("pk").first()
        left = [line for line in self.target.units if line.code not in units]
        while left:
            waiting: list[UnitLine] = []
            for line in left:
                parent = units.get(line.parent) if line.parent else root
                if parent is None and line.parent:
                    waiting.append(line)
                    continue
                unit = Unit(code=line.code, name=line.name, level=line.level, parent=parent)
                AddUnit(self.actor, unit).run()
                units[line.code] = unit
            left = waiting

    def _make_people(self) -> Iterator[Slip]:
        units = {unit.code: unit for unit in Unit.objects.all()}
        by_account: dict[str, list[PersonLine]] = {}
        for line in self.target.people:
            by_account.setdefault(line.username, []).append(line)
        there = {user.username: user for user in User.objects.filter(username__in=by_account)}
        for username, lines in by_account.items():
            user = there.get(username) or User(username=username, name=lines[0].name, phone=lines[0].phone)
            code = "" if user.pk else CreateAccount(self.actor, user).run()
            roles = [(units[line.unit], ROLE_OF[role]) for line in lines for role in line.roles]
            self._ask(user, roles)
            if code:
                yield Slip(user, code, tuple(f"{unit.name} · {role.label}" for unit, role in roles))

    def _ask(self, user: User, roles: Sequence[tuple[Unit, Role]]) -> None:
        for unit, role in roles:
            if not Membership.objects.filter(user=user, unit=unit, role=role).exists():
                AskedRole.objects.get_or_create(user=user, unit=unit, role=role, defaults={"by": self.actor.user})


@dataclass
class NewSlip(AccountAction):
    """Another activation code for somebody who has not used the first; that one is void."""

    right = "accounts.manage"
    title = gettext_noop("重新生成激活码")

    def apply(self) -> str:
        """Only while the account waits for its owner."""
        if not self.target.activation_hash or not self.target.is_active:
            raise Refusal(_("这个账户已经激活或已停用；需要重设密码的，请办理“重置密码”。"))
        return issue(self.target)


@dataclass
class DecideAskedRoles(Action[None]):
    """Grant what a list of people asks for, or strike it off the list."""

    right = "roles.grant"
    title = gettext_noop("办理待授予的角色")
    asked: Sequence[AskedRole] = field(default_factory=list)
    granting: bool = True

    def unit(self) -> None:
        """Roles are granted over the whole tree."""

    def apply(self) -> int:
        """Each grant is an action of its own, with its own refusal; how many were decided."""
        for each in self.asked:
            if self.granting and not Membership.objects.filter(user=each.user, unit=each.unit, role=each.role).exists():
                GrantRole(self.actor, each.user, role=Role(each.role), where=each.unit).run()
            each.delete()
        return len(self.asked)

    def detail(self) -> str:
        """What, of whom."""
        deed = "授予" if self.granting else "不授予"
        return (
            f"{deed} {len(self.asked)} 项：" + "；".join(f"{each.user.username} {each}" for each in self.asked)[:1500]
        )
