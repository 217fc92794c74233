"""Everything that changes an account: by its owner, by the system administrator, by the security administrator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.accounts import activation, factor, guard, recovery, sessions
from jiheng.web.accounts.models import PastPassword, Session, User
from jiheng.web.accounts.passwords import REMEMBERED
from jiheng.web.actions import Action, Refusal
from jiheng.web.organisation.models import ADMINISTRATORS, Membership, Role


@dataclass
class AccountAction(Action[User]):
    """An action on an account: an account belongs to no unit."""

    def unit(self) -> None:
        """None: the right is held or not."""

    def detail(self) -> str:
        """Which account; never what was typed."""
        return self.target.username

    def demand_other(self) -> None:
        """Refuse what an administrator would do to the own account.

        Raises:
            Refusal: it is the own one.
        """
        if self.target.pk == self.actor.user.pk:
            raise Refusal(_("不能对自己的账户办理此事项，请由其他管理员办理。"))


@dataclass
class OwnAction(AccountAction):
    """What a person does with the own account."""

    right = "account.own"

    def demand_own(self) -> None:
        """Refuse another's account.

        Raises:
            Refusal: it is another's.
        """
        if self.target.pk != self.actor.user.pk:
            raise Refusal(_("只能办理自己账户的事项。"))


@dataclass
class ChangePassword(OwnAction):
    """Choose a password; all other log-ins of the account end."""

    title = gettext_noop("修改密码")
    password: str = field(repr=False)
    session: str = field(default="", repr=False)
    """Key of the session that stays."""

    def apply(self) -> None:
        """Hold it to the rules and keep the old one's hash."""
        self.demand_own()
        user = self.target
        try:
            validate_password(self.password, user)
        except ValidationError as faults:
            raise Refusal("\n".join(faults.messages)) from faults
        if user.has_usable_password():
            PastPassword.objects.create(user=user, hash=user.password)
            kept = user.past_passwords.values_list("pk", flat=True)[:REMEMBERED]
            user.past_passwords.exclude(pk__in=list(kept)).delete()
        user.set_password(self.password)
        user.must_change, user.activation_hash, user.initial_expires_at = False, "", None
        user.save()
        sessions.end_all(user, but=self.session)


@dataclass
class Activate(ChangePassword):
    """Choose the first password with an activation code, which is used up by that."""

    title = gettext_noop("激活账户")
    code: str = field(default="", repr=False)

    def apply(self) -> None:
        """The code is looked at again under lock: it is good once."""
        fresh = User.objects.select_for_update().get(pk=self.target.pk)
        if activation.holder_of(fresh.username, self.code) is None:
            raise Refusal(_("激活码已使用或已过期，请联系系统管理员重新办理。"))
        super().apply()


@dataclass
class SetUpFactor(OwnAction):
    """Set up the second factor, or move it to another telephone."""

    title = gettext_noop("设置动态口令")
    secret: str = field(repr=False)
    code: str = field(repr=False)

    def apply(self) -> list[str]:
        """Keep it once a code has proved that the telephone has it; the recovery codes are told once."""
        self.demand_own()
        step = factor.matching_step(self.secret, self.code)
        if not step:
            raise Refusal(_("口令不正确：请确认手机时间准确，并输入手机上当前显示的 6 位数字。"))
        factor.set_up(self.target, self.secret, step)
        return recovery.issue(self.target)


@dataclass
class NewRecoveryCodes(OwnAction):
    """Make new codes for paper; the old ones are void."""

    title = gettext_noop("重新生成恢复码")

    def apply(self) -> list[str]:
        """They are told once."""
        self.demand_own()
        if not self.target.totp_secret:
            raise Refusal(_("还没有设置动态口令；设置时会同时生成恢复码。"))
        return recovery.issue(self.target)


@dataclass
class EndSession(OwnAction):
    """End one of the own log-ins."""

    title = gettext_noop("结束登录")
    session: int

    def apply(self) -> None:
        """Only the own: another's is not there."""
        self.demand_own()
        found = list(Session.objects.filter(user=self.actor.user, pk=self.session))
        if not found:
            raise Refusal(_("这次登录已经结束。"))
        sessions.end(found)


@dataclass
class CreateAccount(AccountAction):
    """Make an account without any role; its owner gets an activation code."""

    right = "accounts.manage"
    title = gettext_noop("新建账户")

    def apply(self) -> str:
        """Save it; the code is told once."""
        if User.objects.filter(username=self.target.username).exists():
            raise Refusal(_("账号“%(name)s”已经存在，请换一个。") % {"name": self.target.username})
        return activation.issue(self.target)


@dataclass
class ChangeAccount(AccountAction):
    """Mend the name or the telephone number."""

    right = "accounts.manage"
    title = gettext_noop("修改账户信息")
    name: str
    phone: str

    def apply(self) -> None:
        """Write them."""
        self.target.name, self.target.phone = self.name, self.phone
        self.target.save(update_fields=["name", "phone", "spelling"])

    def snapshot(self) -> dict[str, Any]:
        """The two."""
        return {"name": self.target.name, "phone": self.target.phone}


@dataclass
class StartReset(AccountAction):
    """Void the password and issue a code, with which the owner chooses a new one; the second factor stays."""

    right = "accounts.manage"
    title = gettext_noop("重置密码")

    def apply(self) -> str:
        """End every log-in; the code is told once."""
        self.demand_other()
        if not self.target.is_active:
            raise Refusal(_("账户已停用，请先启用。"))
        if self.target.has_usable_password():
            PastPassword.objects.create(user=self.target, hash=self.target.password)
        _end_access(self.target)
        return activation.issue(self.target)


@dataclass
class Disable(AccountAction):
    """Close the account: every log-in ends at once."""

    right = "accounts.manage"
    title = gettext_noop("停用账户")

    def apply(self) -> None:
        """But never the last administrator of a kind."""
        self.demand_other()
        demand_another_administrator(self.target)
        self.target.is_active = False
        self.target.save(update_fields=["is_active"])
        sessions.end_all(self.target)


@dataclass
class Enable(AccountAction):
    """Open a closed account again."""

    right = "accounts.manage"
    title = gettext_noop("启用账户")

    def apply(self) -> None:
        """The password is what it was."""
        self.target.is_active = True
        self.target.save(update_fields=["is_active"])


@dataclass
class Unlock(AccountAction):
    """Lift a lockout before its time."""

    right = "accounts.unlock"
    title = gettext_noop("解除登录锁定")

    def apply(self) -> None:
        """Forget the failures."""
        if not guard.release(self.target):
            raise Refusal(_("这个账户没有被锁定。"))


@dataclass
class ResetFactor(AccountAction):
    """Remove the second factor of someone who lost the telephone; it is demanded again at the next log-in."""

    right = "accounts.unlock"
    title = gettext_noop("重置动态口令")

    def apply(self) -> None:
        """End every log-in, too."""
        self.demand_other()
        if not self.target.totp_secret:
            raise Refusal(_("这个账户没有设置动态口令。"))
        factor.remove(self.target)
        _end_access(self.target)


def _end_access(user: User) -> None:
    """End every log-in and every token of somebody whose password or telephone may be in other hands."""
    sessions.end_all(user)
    for held in user.memberships.all():
        held.tokens.update(revoked=True)


def demand_another_administrator(user: User, role: Role | None = None) -> None:
    """Refuse to leave the installation without one of the three administrators.

    Raises:
        Refusal: nobody else holds the role.
    """
    held = set(Membership.objects.filter(user=user).values_list("role", flat=True)) & set(ADMINISTRATORS)
    for name in held & {role} if role else held:
        if not Membership.objects.filter(role=name, user__is_active=True).exclude(user=user).exists():
            raise Refusal(_("这是唯一的%(role)s，请先指定接任人员。") % {"role": Role(name).label})
