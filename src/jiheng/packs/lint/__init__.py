"""Linting a pack: what its author should mend before anyone is scored by it.

An *error* makes scores wrong or undefined, so that :func:`jiheng.packs.load.load_pack` refuses the pack; a *warning*
and an *info* are shown by ``jiheng packs lint``. A code never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Sequence

from jiheng.packs.lint.forms import FORMS
from jiheng.packs.lint.grounds import GROUNDS
from jiheng.packs.lint.methods import METHODS
from jiheng.packs.lint.names import NAMES
from jiheng.packs.lint.note import Note, Rule, Severity
from jiheng.packs.lint.slips import SLIPS
from jiheng.packs.lint.units import UNITS
from jiheng.packs.lint.unlikely import UNLIKELY
from jiheng.packs.lint.weights import WEIGHTS
from jiheng.packs.loaded import Loaded

RULES: tuple[Rule, ...] = (*WEIGHTS, *NAMES, *METHODS, *SLIPS, *UNLIKELY, *GROUNDS, *UNITS, *FORMS)
"""All rules, by code."""

_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


def lint(loaded: Loaded) -> tuple[Note, ...]:
    """Everything that is wrong or doubtful in the pack, the worst first, then by code and line."""
    rules = [rule for rule in RULES if rule.fragment or not loaded.fragment]
    notes = [rule.note(loaded.place(remark.path), remark) for rule in rules for remark in rule.check(loaded)]
    kept = [note for note in notes if not _follows(note, notes)]
    kept = list({(note.code, note.place.file, note.place.line, note.sentence): note for note in kept}.values())
    return tuple(sorted(kept, key=lambda note: (_RANK[note.severity], note.code, note.place.file, note.place.line)))


_BY_UNIT = frozenset(
    {"PK320", "PK322", "PK330", "PK331", "PK303", "PK305", "PK306", "PK310", "PK315", "PK502", "PK505"}
)
"""What follows from a wrong unit in the same line."""
_BELOW = frozenset({"PK301", "PK303", "PK316", "PK322", "PK501", "PK502"})
"""What is wrong with one band explains that all of them are uneven."""
_BY_POINTS = frozenset({"PK101", "PK102", "PK103"})
"""Sums that a weight in per cent upsets."""
_BY_NAME = frozenset({"PK503"})
"""What follows from a name that is not there."""


def _follows(note: Note, notes: Sequence[Note]) -> bool:
    """Whether the note only follows from another: one mistake, one message."""
    here = {
        other.code for other in notes if other.place.file == note.place.file and other.place.line == note.place.line
    }
    if note.code in _BY_UNIT and "PK501" in here:
        return True
    if note.code == "PK319":
        return any(other.code in _BELOW and other.place.path.startswith(note.place.path) for other in notes)
    if note.code in _BY_NAME and here & {"PK202", "PK203", "PK204"}:
        return True
    if note.code in _BY_POINTS:
        ends = ("weight", "points", "full_marks")
        return any(other.code == "PK501" and other.place.path.endswith(ends) for other in notes)
    if note.code in ("PK307", "PK311"):
        return any(other.code == "PK501" and other.place.path.startswith(("grades", "full_marks")) for other in notes)
    return False


__all__ = ["RULES", "Note", "Rule", "Severity", "lint"]
