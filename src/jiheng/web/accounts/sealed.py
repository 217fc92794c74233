"""Secrets at rest: AES-256-GCM under a key of the state folder; every sealed text names algorithm and key."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from jiheng.core.fault import Place, refuse

ALGORITHM = "AES-256-GCM"
NONCE = 12
KEY = "seal.key"


def seal(text: str, owner: str) -> str:
    """Encrypt for one owner: moved to another's row it does not open."""
    name, key = next(iter(_keys(settings.STATE).items()))
    nonce = secrets.token_bytes(NONCE)
    hidden = nonce + AESGCM(key).encrypt(nonce, text.encode(), owner.encode())
    return f"{ALGORITHM}:{name}:{base64.urlsafe_b64encode(hidden).decode()}"


def unseal(sealed: str, owner: str) -> str:
    """Decrypt.

    Raises:
        cryptography.exceptions.InvalidTag: changed, or another's.
        KeyError: sealed with a key that is no longer in the state folder.
    """
    _algorithm, name, text = sealed.split(":")
    hidden = base64.urlsafe_b64decode(text)
    return AESGCM(_keys(settings.STATE)[name]).decrypt(hidden[:NONCE], hidden[NONCE:], owner.encode()).decode()


def demand_key(state: Path) -> None:
    """A key that has sealed something is never replaced by another.

    Raises:
        Refused: there are sealed second factors, and no key that could open them.
    """
    from jiheng.web.accounts.models import User  # noqa: PLC0415 - the model's own module needs this one

    if not (state / KEY).exists() and User.objects.exclude(totp_secret="").exists():
        problem = _("密钥文件丢失，已登记的动态口令都打不开；没有另建新的密钥")
        raise refuse(Place(file=str(state / KEY)), problem, fix=_("请从备份中取回这个文件，放回原处后再启动"))


@cache
def _keys(state: Path) -> dict[str, bytes]:
    """Name → key, the one in use first. To change it, put a new line on top; old lines still open what they sealed."""
    path = state / KEY
    if not path.exists():
        demand_key(state)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
    keys = [bytes.fromhex(line) for line in path.read_text(encoding="ascii").split()]
    return {hashlib.sha256(key).hexdigest()[:8]: key for key in keys}
