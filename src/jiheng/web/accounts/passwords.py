"""Password rules by profile: ``dengbao3`` (length and classes) or ``asvs`` (length only)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from jiheng.web.accounts.models import User

PROFILES = {"dengbao3": (12, 3), "asvs": (15, 1)}
"""Profile → shortest length, least number of character classes."""


class ProfileValidator:
    """Checks the profile in force."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Refuse what is too short or too uniform.

        Raises:
            ValidationError: with the rule in a sentence.
        """
        length, classes = PROFILES[settings.PASSWORD_PROFILE]
        kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
        met = sum(any(map(kind, password)) for kind in kinds)
        if len(password) < length or met < classes:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        length, classes = PROFILES[settings.PASSWORD_PROFILE]
        if classes == 1:
            return _("密码至少 %(length)d 位。") % {"length": length}
        return _("密码至少 %(length)d 位，大写字母、小写字母、数字、符号四类中至少含 %(classes)d 类。") % {
            "length": length,
            "classes": classes,
        }
