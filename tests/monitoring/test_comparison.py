from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Unit
from jiheng.monitoring import monitor
from tests.monitoring.build import YEAR, line, pack, paid, unit, watch

AUGUST = Month(YEAR, 8)
MINE = unit(line("A", function="2130305"), payments=paid("A-1", *[60] * 8))


def of(code: str, each: float, year: int = YEAR, function: str = "2130399") -> DataSet:
    rows = unit(line("A", function=function), payments=paid("A-1", *[each] * 12, year=year))
    return replace(rows, unit=Unit(code=code, name=code, year=year, pack="x"))


def test_last_years_same_month_stands_beside_this_years() -> None:
    found = watch(MINE, 8, others=[of("U1", 75, YEAR - 1)])
    assert found.standing.last_year == Fraction(1, 2)


def test_the_median_of_peers_of_the_same_kind_stands_beside() -> None:
    others = [of("U2", 30), of("U3", 75), of("U4", 90), of("U5", 3, function="2050201")]
    found = watch(MINE, 8, others=others)
    assert (found.standing.peers, found.standing.peer_count) == (Fraction(1, 2), 3)


def test_two_peers_make_no_median() -> None:
    found = watch(MINE, 8, others=[of("U2", 30), of("U3", 75)])
    assert (found.standing.peers, found.standing.peer_count) == (None, 2)


def test_the_whole_unit_is_compared_with_whole_units() -> None:
    others = [of("U1", 90, YEAR - 1), of("U2", 30), of("U3", 75), of("U4", 90), of("U5", 45)]
    standing = monitor(MINE, pack(), AUGUST, others).total.standing
    assert (standing.last_year, standing.peers) == (Fraction(3, 5), Fraction(2, 5))


def test_nothing_to_compare_with_is_said_as_nothing() -> None:
    assert watch(MINE, 8).standing.last_year is None
