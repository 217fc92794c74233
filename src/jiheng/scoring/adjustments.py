"""What is no method of an indicator but scored like one: items that hold, deductions, caps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from jiheng.packs.model import Bonus, Cap, Deduction
from jiheng.scoring.integer import number
from jiheng.scoring.marks import Columns, Mark, coefficient, versus
from jiheng.scoring.plan import Barred, Held, units


def _held(_: Held, row: Columns) -> Iterator[Mark]:
    yield coefficient(row)


def _deduction(method: Deduction, row: Columns) -> Iterator[Mark]:
    sides, most = versus(row, method.free), units(method.at_most)
    excess, per = (sides.x - sides.t).at_least(0) * method.per.denominator, sides.base * method.per.numerator
    steps = excess.at_most(per * (most // max(units(method.lose), 1) + 1)) // per
    yield Mark(None, (steps * units(method.lose)).at_most(most), number(1))


def _cap(method: Cap, row: Columns) -> Iterator[Mark]:
    for band in sorted(method.bands, key=lambda band: band.at_most):
        sides = versus(row, band.below)
        yield Mark(sides.x.compare("<", sides.t), number(units(band.at_most)), number(1))
    yield Mark(None, None, number(1))


def _bonus(method: Bonus, row: Columns) -> Iterator[Mark]:
    sides, most = versus(row, method.free), units(method.at_most)
    excess, per = (sides.x - sides.t).at_least(0) * method.per.denominator, sides.base * method.per.numerator
    steps = excess.at_most(per * (most // max(units(method.gain), 1) + 1)) // per
    yield Mark(None, (steps * units(method.gain)).at_most(most), number(1))


def _barred(method: Barred, row: Columns) -> Iterator[Mark]:
    """The number of the best grade that is left; none where nothing is barred."""
    sides = versus(row, method.above)
    yield Mark(sides.x.compare(">", sides.t), number(method.grade), number(1))
    yield Mark(None, None, number(1))


MARKS: dict[type, Callable[[Any, Columns], Iterator[Mark]]] = {
    Held: _held,
    Deduction: _deduction,
    Cap: _cap,
    Bonus: _bonus,
    Barred: _barred,
}
