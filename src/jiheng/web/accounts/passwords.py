"""Password rules by profile: ``dengbao3`` (length, classes, 90 days) or ``asvs`` (length only, no rotation).

In both: nothing that everybody guesses, nothing made of the person's own and the unit's names, no old password.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.core import pinyin
from jiheng.web import rights
from jiheng.web.accounts.common import is_bad
from jiheng.web.accounts.models import PastPassword
from jiheng.web.organisation.queries import chain_of

if TYPE_CHECKING:
    from jiheng.web.accounts.models import User


@dataclass(frozen=True, slots=True)
class Profile:
    """Shortest length, least number of character classes, days until it must be changed (0: never)."""

    length: int
    classes: int
    days: int


PROFILES = {"dengbao3": Profile(12, 3, 90), "asvs": Profile(15, 1, 0)}
LONGEST = 256
WARN_DAYS = 14
REMEMBERED = 5
"""So many of the last passwords cannot be used again."""
WORD = 4
"""Names shorter than this occur in honest passwords by chance."""
SUFFIXES = re.compile(
    r"(（.*）|\(.*\)|人民政府|街道办事处|办事处|管理委员会|委员会|镇|乡|街道|县|市|区|省|局|厅|委|办公室|中心)$"
)


def in_force() -> Profile:
    """The profile that the installation has chosen."""
    return PROFILES[settings.PASSWORD_PROFILE]


def days_left(user: User) -> int | None:
    """Days until the password must be changed, negative when it is too old; None: it need not be."""
    if not in_force().days or user.password_changed_at is None:
        return None
    return (user.password_changed_at + timedelta(days=in_force().days) - timezone.now()).days


class ProfileValidator:
    """Checks the profile in force."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Refuse what is too short, too uniform, or longer than anything a person keeps.

        Raises:
            ValidationError: with the rule in a sentence.
        """
        kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
        met = sum(any(map(kind, password)) for kind in kinds)
        if len(password) < in_force().length or met < in_force().classes:
            raise ValidationError(self.get_help_text())
        if len(password) > LONGEST:
            raise ValidationError(_("密码不能超过 %(longest)d 位。") % {"longest": LONGEST})

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        profile = in_force()
        if profile.classes == 1:
            return _("密码至少 %(length)d 位。") % {"length": profile.length}
        return _("密码至少 %(length)d 位，大写字母、小写字母、数字、符号四类中至少含 %(classes)d 类。") % {
            "length": profile.length,
            "classes": profile.classes,
        }


class GuessableValidator:
    """Refuses common passwords, and names that those around the person know."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse.

        Raises:
            ValidationError: saying which kind of thing makes it guessable.
        """
        if is_bad(password):
            raise ValidationError(_("这个密码太常见，容易被猜到，请换一个。"))
        plain = re.sub(r"[^0-9a-z\u4e00-\u9fff]", "", password.lower())
        if user is not None and any(word in plain for word in names_of(user)):
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return _("密码中不能含有本人姓名、账号、电话和单位名称，也不能含有它们的拼音。")


def names_of(user: User) -> set[str]:
    """What others know of the person: name, account, telephone, the units up to the root, written and in pinyin."""
    names = [user.name, *(unit.name for held in rights.memberships(user) for unit in chain_of(held.unit))]
    spoken = {form for name in names for form in _forms(name)}
    known = {user.username.lower(), user.phone, *spoken}
    return {word for word in known if len(word) >= WORD or (len(word) > 1 and not word.isascii())}


def _forms(name: str) -> set[str]:
    """``青禾镇人民政府`` → the whole, 青禾镇 and 青禾, each written and in pinyin."""
    forms = {name}
    while (shorter := SUFFIXES.sub("", name)) != name and len(shorter) > 1:
        name = shorter
        forms.add(name)
    return forms | {pinyin.whole(form) for form in forms}


class HistoryValidator:
    """Refuses the person's last passwords."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Compare with the hashes that were kept.

        Raises:
            ValidationError: it was used before.
        """
        if user is None or user.pk is None:
            return
        kept = [past.hash for past in PastPassword.objects.filter(user=user)[:REMEMBERED]]
        if any(check_password(password, old) for old in (user.password, *kept) if old):
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return _("不能使用最近 %(number)d 次用过的密码。") % {"number": REMEMBERED}
