"""Where a project stands beside itself a year ago and beside its peers, at the same month; exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.monitoring.books import Books
from jiheng.monitoring.curves import kind_of
from jiheng.monitoring.execution import Execution, project_execution, unit_execution

FEWEST_PEERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The same month elsewhere; None where there is nothing to compare with."""

    last_year: Fraction | None = None
    peers: Fraction | None = None
    """Median execution rate of the peers at the same month of the same year."""
    peer_count: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """Other data sets: the unit's own last year, and other units' books of the same year."""

    last_year: Books | None
    peers: tuple[Books, ...]

    @classmethod
    def of(cls, books: Books, others: Sequence[Books]) -> Beside:
        """Sort the other data sets by whose and of which year they are."""
        unit = books.dataset.unit
        own = [each for each in others if (each.dataset.unit.code, each.year) == (unit.code, books.year - 1)]
        peers = [each for each in others if each.year == books.year and each.dataset.unit.code != unit.code]
        return cls(own[0] if own else None, tuple(peers))

    def unit(self, as_of: Month) -> Standing:
        """Compare the whole unit."""
        before = Month(as_of.year - 1, as_of.month)
        last = unit_execution(self.last_year, before).rate if self.last_year else None
        return _standing(last, [unit_execution(each, as_of) for each in self.peers])

    def project(self, books: Books, code: str, as_of: Month) -> Standing:
        """Compare one project: the same code last year, and other units' projects of its kind."""
        kind, before = kind_of(books.lines.get(code, ())), Month(as_of.year - 1, as_of.month)
        alike = [
            project_execution(each, project, as_of)
            for each in self.peers
            for project in each.dataset.projects
            if kind_of(each.lines.get(project.code, ())) == kind
        ]
        return _standing(_rate_of(self.last_year, code, before), alike)


def _rate_of(books: Books | None, code: str, as_of: Month) -> Fraction | None:
    found = [each for each in books.dataset.projects if each.code == code] if books else []
    return project_execution(books, found[0], as_of).rate if books and found else None


def _standing(last_year: Fraction | None, peers: Sequence[Execution]) -> Standing:
    rates = [rate for each in peers if (rate := each.rate) is not None]
    return Standing(last_year=last_year, peers=median(rates), peer_count=len(rates))


def median(rates: Sequence[Fraction]) -> Fraction | None:
    """The median of peers' rates; None for too few, which would say nothing and might point at one of them."""
    ranked = sorted(rates)
    return middle(len(ranked), ranked.__getitem__)


def middle(count: int, rate_at: Callable[[int], Fraction]) -> Fraction | None:
    """The median of rates that are in order already, each asked for by its place; None for too few."""
    if count < FEWEST_PEERS:
        return None
    return (rate_at((count - 1) // 2) + rate_at(count // 2)) / 2
