"""The second factor: time-based codes (TOTP, 30 s) from the person's telephone, each good once."""

from __future__ import annotations

import time
from secrets import compare_digest

import pyotp
import segno
from django.conf import settings

from jiheng.web import rights
from jiheng.web.accounts.models import User
from jiheng.web.accounts.sealed import seal, unseal

DIGITS = 6
STEP = 30
DRIFT = 1
"""Steps that a telephone's clock may be early or late."""
DEMANDED = rights.ADMINISTRATORS | rights.REVIEWERS


def demanded(user: User) -> bool:
    """Whether the person must use a second factor: administrators, finance reviewers and maintainers."""
    return not settings.DEMO and (user.is_staff or bool(rights.roles(user) & DEMANDED))


def new_secret() -> str:
    """Make a secret of 160 bits."""
    return pyotp.random_base32()


def picture(user: User, secret: str) -> str:
    """The QR code that an authenticator reads, as the address of an SVG image inside the page."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name="绩衡")
    return str(segno.make(uri, error="m").svg_data_uri(scale=4, border=2))


def matching_step(secret: str, code: str, after: int = 0) -> int:
    """The step whose code this is, later than ``after``; 0 if there is none."""
    now = int(time.time()) // STEP
    steps = range(max(now - DRIFT, after + 1), now + DRIFT + 1)
    totp = pyotp.TOTP(secret)
    return next((step for step in steps if compare_digest(totp.at(step * STEP), code)), 0)


def accept(user: User, code: str) -> bool:
    """Use up a code; the same one, or an earlier one, is never taken again, nor by two requests at once."""
    step = matching_step(unseal(user.totp_secret, str(user.pk)), code, user.totp_last_step)
    if not step:
        return False
    return User.objects.filter(pk=user.pk, totp_last_step__lt=step).update(totp_last_step=step) == 1


def set_up(user: User, secret: str, step: int) -> None:
    """Keep the secret, sealed, and the step whose code proved that the telephone has it."""
    user.totp_secret, user.totp_last_step = seal(secret, str(user.pk)), step
    user.save(update_fields=["totp_secret", "totp_last_step"])


def remove(user: User) -> None:
    """Forget the telephone and the codes on paper; the person sets up another."""
    user.totp_secret, user.totp_last_step = "", 0
    user.save(update_fields=["totp_secret", "totp_last_step"])
    user.recovery_codes.all().delete()
