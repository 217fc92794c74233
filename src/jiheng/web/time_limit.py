"""A page that never ends must not hold its thread for good: its process ends and is started again by the first one."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

VARIABLE = "JIHENG_REQUEST_SECONDS"
SECONDS = 60
"""Which one request may take, once it has been received whole."""
LOOKS = 1.0
"""Seconds between two looks."""
EXIT_CODE = 70
log = logging.getLogger("jiheng")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def allowed() -> float:
    """Seconds that the installation allows."""
    return float(os.environ.get(VARIABLE) or SECONDS)


class Timed:
    """A WSGI application that knows which requests are in hand and since when."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.in_hand: dict[int, tuple[float, str]] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer; sending the answer to a slow client is not counted."""
        thread = threading.get_ident()
        self.in_hand[thread] = (time.monotonic(), str(environ.get("PATH_INFO", "")))
        try:
            return self.application(environ, start_response)
        finally:
            self.in_hand.pop(thread, None)

    def overdue(self, now: float, seconds: float) -> list[str]:
        """Addresses of requests that have taken longer."""
        return [path for began, path in tuple(self.in_hand.values()) if now - began > seconds]

    def watch(self, give_up: Callable[[int], None] = os._exit) -> None:
        """Look for good; a request that is overdue is told in the log and ends the process."""
        seconds = allowed()
        while not (late := self.overdue(time.monotonic(), seconds)):
            time.sleep(LOOKS)
        log.error("a request took longer than %s s, its process ends: %s", seconds, ", ".join(late))
        give_up(EXIT_CODE)
