"""Linting a pack: what its author should mend before anyone is scored by it.

An *error* makes scores wrong or undefined, so that :func:`jiheng.packs.load.load_pack` refuses the pack; a *warning*
and an *info* are shown by ``jiheng packs lint``. A code never changes its meaning.
"""

from __future__ import annotations

from jiheng.packs.lint.grounds import GROUNDS
from jiheng.packs.lint.methods import METHODS
from jiheng.packs.lint.names import NAMES
from jiheng.packs.lint.note import Note, Rule, Severity
from jiheng.packs.lint.units import UNITS
from jiheng.packs.lint.weights import WEIGHTS
from jiheng.packs.loaded import Loaded

RULES: tuple[Rule, ...] = (*WEIGHTS, *NAMES, *METHODS, *GROUNDS, *UNITS)
"""All rules, by code."""

_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


def lint(loaded: Loaded) -> tuple[Note, ...]:
    """Everything that is wrong or doubtful in the pack, the worst first, then by code and line."""
    rules = [rule for rule in RULES if rule.fragment or not loaded.fragment]
    notes = [rule.note(loaded.place(remark.path), remark) for rule in rules for remark in rule.check(loaded)]
    return tuple(sorted(notes, key=lambda note: (_RANK[note.severity], note.code, note.place.file, note.place.line)))


__all__ = ["RULES", "Note", "Rule", "Severity", "lint"]
