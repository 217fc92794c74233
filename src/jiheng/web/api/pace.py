"""How often a token may call, and an address offer tokens that open nothing; counted apart from log-ins, which stay open."""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

VARIABLE = "JIHENG_API_PER_MINUTE"
CALLS = 600
"""A token's calls a minute, in each process."""
REFUSALS = 20
"""Tokens a minute that one address may offer in vain, in each process; after that nothing is looked up or recorded."""
MINUTE = 60.0
MOST = 10_000
"""Names that are counted at a time; the longest silent are forgotten."""


@dataclass(slots=True)
class Pace:
    """Counts by name in windows of a minute."""

    most: int
    counted: OrderedDict[str, tuple[float, int]] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, name: str, *, count: bool = True) -> int:
        """Seconds that the name must wait, 0 if it may go on; ``count`` says whether this is one more."""
        now = time.monotonic()
        with self.lock:
            since, times = self.counted.get(name, (now, 0))
            if now - since >= MINUTE:
                since, times = now, 0
            if times >= self.most:
                return max(1, round(MINUTE - (now - since)))
            if count:
                self._keep(name, (since, times + 1))
            return 0

    def _keep(self, name: str, counted: tuple[float, int]) -> None:
        self.counted[name] = counted
        self.counted.move_to_end(name)
        while len(self.counted) > MOST:
            self.counted.popitem(last=False)


calls = Pace(int(os.environ.get(VARIABLE) or CALLS))
refusals = Pace(REFUSALS)
