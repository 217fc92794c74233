"""Generated ledgers of bench/monitor.py, small, for the tests of the forecast."""

from __future__ import annotations

import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "bench"
sys.path.insert(0, str(BENCH))
