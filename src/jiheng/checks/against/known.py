"""All that a text is held against: figures, passages, forms, grade bands."""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.checks.text import GradeBands, KnownFact, Laid, Passage


@dataclass(frozen=True, slots=True)
class Known:
    """What the data of one unit and year say; small enough to be handed to other processes."""

    facts: tuple[KnownFact, ...] = ()
    quoted: tuple[Passage, ...] = ()
    forms: tuple[Laid, ...] = ()
    grades: GradeBands | None = None
