"""Results of formulas that a program stored as 0 because it computes nothing.

Such files ask to be computed on opening (fullCalcOnLoad). A 0 is believed only where all that the formula refers to on
its own sheet is blank or 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_CELLS = 2_000_000
"""Cells looked up for one sheet; formulas beyond are not believed."""

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
At = tuple[int, int]


@dataclass(slots=True)
class Computed:
    """Formulas of a sheet whose stored result is 0, and where its numbers other than 0 stand."""

    zeros: dict[At, str] = field(default_factory=dict)
    filled: set[At] = field(default_factory=set)

    def placeholders(self) -> list[At]:
        """The formulas that refer to something: their 0 was not computed."""
        filled, waiting = set(self.filled), dict(self.zeros)
        found: list[At] = []
        room = [MOST_CELLS]
        while True:
            met = [at for at, formula in waiting.items() if _refers(formula, filled, room)]
            if not met:
                return sorted(found)
            found += met
            filled |= set(met)
            for at in met:
                del waiting[at]


def _refers(formula: str, filled: set[At] | Mapping[At, object], room: list[int]) -> bool:
    if "!" in formula:  # of another sheet, or of a group whose text stands in another cell
        return True
    references = list(_REFERENCE.finditer(formula))
    if not references:
        return formula.strip() not in {"", "0"}  # constants (=1200+300) and functions of the day are hardly ever 0
    for match in references:
        first = (int(match[2]) - 1, _column(match[1]))
        last = (int(match[4]) - 1, _column(match[3])) if match[3] else first
        room[0] -= (last[0] - first[0] + 1) * (last[1] - first[1] + 1)
        if room[0] < 0:
            return True
        if any(
            (row, column) in filled for row in range(first[0], last[0] + 1) for column in range(first[1], last[1] + 1)
        ):
            return True
    return False


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
