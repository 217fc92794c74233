"""How much of its weight a row earned."""

from __future__ import annotations

from fractions import Fraction

from jiheng.scoring.engines.reference import score_row
from jiheng.scoring.entry import Entry
from jiheng.scoring.explain.subject import Leaf


def share(entry: Entry) -> Fraction:
    """The share of its weight that a row earned, exactly; 1 at most."""
    row = entry.row(0, 0)
    exact = score_row(entry.rule, row) or Fraction(0)
    return exact / row.points if row.points else Fraction(0)


def is_full(leaf: Leaf) -> bool:
    """Whether every row earned all of its weight: what is lost then is rounding."""
    return all(share(entry) == 1 for entry in leaf.entries)
