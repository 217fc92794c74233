"""Making and revoking tokens: everybody for his own roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.accounts.factor import DEMANDED
from jiheng.web.actions import Action, Refusal
from jiheng.web.api.models import Token, digest
from jiheng.web.organisation.models import Membership, Role, Unit

LONGEST_DAYS = 365
SHORT_DAYS = 90
"""The longest for roles whose log-in demands a second factor, which a token does without."""


@dataclass
class MakeToken(Action[Membership]):
    """Make a token for one of one's own roles; its text is returned once and never again."""

    right = "token.make"
    title = gettext_noop("新建接口令牌")
    name: str
    days: int

    def unit(self) -> Unit:
        """The unit of the role."""
        return self.target.unit

    def apply(self) -> str:
        """Refuse the role of somebody else."""
        if self.target.user_id != self.actor.user.pk:
            raise PermissionDenied(_("只能为自己的角色新建令牌。"))
        longest = SHORT_DAYS if Role(self.target.role) in DEMANDED else LONGEST_DAYS
        if not self.name.strip() or not 1 <= self.days <= longest:
            raise Refusal(_("请写明用途；这个角色的令牌有效期为 1 至 %(days)d 天。") % {"days": longest})
        text = Token.new()
        Token.objects.create(
            membership=self.target,
            name=self.name.strip()[:60],
            hash=digest(text),
            expires_at=timezone.now() + timedelta(days=self.days),
        )
        return text


@dataclass
class RevokeToken(Action[Token]):
    """End a token of one's own."""

    right = "token.make"
    title = gettext_noop("停用接口令牌")

    def unit(self) -> Unit:
        """The unit of the role."""
        return self.target.membership.unit

    def apply(self) -> None:
        """Refuse somebody else's."""
        if self.target.membership.user_id != self.actor.user.pk:
            raise PermissionDenied(_("只能停用自己的令牌。"))
        self.target.revoked = True
        self.target.save(update_fields=["revoked"])
