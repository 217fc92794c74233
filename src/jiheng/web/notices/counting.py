"""How many notices are unread, held in the log-in's session, which every page has read anyway."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

HELD = "notices"
FRESH_SECONDS = 60


def keep(session: SessionBase, count: int) -> None:
    """Remember what was counted now."""
    session[HELD] = [count, int(time.time())]


def forget(session: SessionBase) -> None:
    """Something was read."""
    session.pop(HELD, None)


def known(session: SessionBase) -> tuple[int | None, bool]:
    """How many are unread as last counted, None if they never were; and whether that is too long ago."""
    count, at = session.get(HELD, (None, 0))
    return count, time.time() - at > FRESH_SECONDS
