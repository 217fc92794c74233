"""The two queues of background work: nobody's import waits until hundreds of units have been gone through."""

from __future__ import annotations

PEOPLE = "default"
"""Jobs that a person started and waits for."""
ALL_UNITS = "all-units"
"""What goes through many units or may take minutes: the daily runs, the monthly pack, looking through submitted forms."""
QUEUES = (PEOPLE, ALL_UNITS)
