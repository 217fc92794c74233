"""What may be wrong with a target, said while it is being typed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt: the column it is about, a sentence, and what to do. ``grave``: it will be returned for this."""

    column: str
    text: str
    fix: str
    grave: bool = False
