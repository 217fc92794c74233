"""A token acts for one role of one person; only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiheng.web.organisation.models import Membership


def digest(token: str) -> str:
    """How a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


class Token(models.Model):
    """Access for one membership until a day."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="tokens")
    name = models.CharField(_("用途"), max_length=60)
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("有效期至"))
    revoked = models.BooleanField(_("已停用"), default=False)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-made_at"]
        verbose_name = _("接口令牌")
        verbose_name_plural = _("接口令牌")

    def __str__(self) -> str:
        return f"{self.membership} {self.name}"

    @classmethod
    def new(cls) -> str:
        """Make a token text of 256 bits; shown once."""
        return secrets.token_urlsafe(32)

    @property
    def valid(self) -> bool:
        """Whether it still opens anything."""
        user = self.membership.user
        return not self.revoked and timezone.now() < self.expires_at and user.is_active
