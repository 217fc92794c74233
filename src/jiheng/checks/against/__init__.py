"""What the unit's data say, in the names by which a text may call it."""

from __future__ import annotations

from jiheng.checks.against.facts import known_facts
from jiheng.checks.against.grades import grade_bands
from jiheng.checks.against.known import Known

__all__ = ["Known", "grade_bands", "known_facts"]
