"""Activation codes: what an administrator hands over instead of a password. Random, good once, for 72 hours."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from jiheng.web.accounts.models import User

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I, which look alike on paper."""
GROUPS, GROUP = 5, 4
"""100 bits, in groups that can be read out."""
HOURS = 72


def new_code(groups: int = GROUPS) -> str:
    """Make a code, e.g. ``K7QF-3M2X-9TRD-WB4H-7PLN``."""
    return "-".join("".join(secrets.choice(ALPHABET) for _letter in range(GROUP)) for _group in range(groups))


def hashed(code: str) -> str:
    """What is kept of it; spaces, hyphens and small letters do not matter."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def issue(user: User) -> str:
    """Give the account a code in place of any password; the code is told once and kept only as a hash."""
    code = new_code()
    user.set_unusable_password()
    user.activation_hash, user.must_change = hashed(code), True
    user.initial_expires_at = timezone.now() + timedelta(hours=HOURS)
    user.save()
    return code


def holder_of(username: str, code: str) -> User | None:
    """The account that the code opens, or None: wrong, used, too old, or the account is disabled."""
    user = User.objects.filter(username=username, is_active=True).exclude(activation_hash="").first()
    matches = secrets.compare_digest(hashed(code), user.activation_hash if user else hashed(new_code()))
    if user is None or not matches or user.initial_expires_at is None or user.initial_expires_at < timezone.now():
        return None
    return user
