"""What every peer prints: its version, and the seconds and CPU seconds (all threads) of the work alone."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


class Clock:
    """Times the work; start-up and imports are not part of it."""

    def __init__(self) -> None:
        self.rows, self.out = Path(sys.argv[1]), Path(sys.argv[2])
        self.started, self.spent = time.perf_counter(), time.process_time()

    def done(self, version: str, **more: object) -> None:
        seconds, cpu = time.perf_counter() - self.started, time.process_time() - self.spent
        print(json.dumps({"version": version, "seconds": round(seconds, 4), "cpu_seconds": round(cpu, 4), **more}))
