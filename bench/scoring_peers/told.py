"""What every peer prints: its version, the seconds of the work alone, and where its totals are."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


class Clock:
    """Times the work; start-up and imports are not part of it."""

    def __init__(self) -> None:
        self.rows, self.out = Path(sys.argv[1]), Path(sys.argv[2])
        self.started = time.perf_counter()

    def done(self, version: str, **more: object) -> None:
        seconds = time.perf_counter() - self.started
        print(json.dumps({"version": version, "seconds": round(seconds, 4), **more}))
