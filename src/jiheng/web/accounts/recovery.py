"""Recovery codes: ten codes on paper, each good once in place of the telephone."""

from __future__ import annotations

from jiheng.web.accounts import activation
from jiheng.web.accounts.models import RecoveryCode, User

COUNT = 10
GROUPS = 3
"""60 bits each: guesses are counted and locked like those of codes from the telephone."""


def issue(user: User) -> list[str]:
    """Make new codes, e.g. ``K7QF-3M2X-9TRD``; those made before are void."""
    codes = [activation.new_code(GROUPS) for _number in range(COUNT)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, hash=activation.hashed(code)) for code in codes)
    return codes


def use(user: User, code: str) -> bool:
    """Use one up; two requests at once cannot both."""
    gone, _by_model = RecoveryCode.objects.filter(user=user, hash=activation.hashed(code)).delete()
    return bool(gone)


def left(user: User) -> int:
    """How many have not been used."""
    return RecoveryCode.objects.filter(user=user).count()
