"""The grade bands of a pack, as the text checks hold them."""

from __future__ import annotations

from fractions import Fraction

from jiheng.checks.text import GradeBands
from jiheng.packs.model import Pack


def grade_bands(pack: Pack) -> GradeBands | None:
    """The pack's bands, best first; None if it declares none."""
    floors = sorted(((grade.name, Fraction(grade.at_least)) for grade in pack.grades), key=lambda pair: -pair[1])
    return GradeBands(tuple(floors)) if floors else None
