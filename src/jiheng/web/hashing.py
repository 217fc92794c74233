"""Argon2id as Django has it, at most two at a time: each takes 100 MB, and forty people log in at eight o'clock."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_A_TIME = 2
_room = BoundedSemaphore(AT_A_TIME)


class BoundedArgon2(Argon2PasswordHasher):
    """The same algorithm and the same hashes; whoever comes third waits for a moment."""

    def encode(self, password: str, salt: str) -> str:
        """Hash when there is room."""
        with _room:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare when there is room."""
        with _room:
            verified: Any = super().verify(password, encoded)
        return bool(verified)
