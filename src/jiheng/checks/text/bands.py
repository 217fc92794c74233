"""Grade bands of the pack in force: which grade a score earns."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class GradeBands:
    """Grades from best to worst, each with the lowest score (in points of 100) that earns it.

    The default is the national scale 优 ≥90, 良 ≥80, 中 ≥60, 差 below (rules.md section 7, V2).
    """

    floors: tuple[tuple[str, Fraction], ...] = (
        ("优", Fraction(90)),
        ("良", Fraction(80)),
        ("中", Fraction(60)),
        ("差", Fraction(0)),
    )

    def grade(self, score: Fraction) -> str:
        """Return the grade of a score."""
        return next((name for name, floor in self.floors if score >= floor), self.floors[-1][0])


NATIONAL = GradeBands()
