"""What is known to be lacking in a data set that was read with faults, so that no fault brings a second one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from jiheng.core.fault import Fault
from jiheng.facts.dataset import DataSet


class Partial(NamedTuple):
    """A row at fault: what could be read of it, and which attributes could not."""

    table: str
    row: Any
    """Of the class of the table; None stands for what could not be read."""
    faulty: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Rows at fault, and tables whose rows or columns are not all known."""

    partial: tuple[Partial, ...] = ()
    unreadable: frozenset[str] = frozenset()

    def rows(self, dataset: DataSet, table: str, *needed: str) -> Iterator[Any]:
        """The sound rows of a table, and those at fault of which all that is needed could be read."""
        yield from getattr(dataset, table)
        for each in self.partial:
            if each.table == table and each.faulty.isdisjoint(needed):
                yield each.row

    def lacking(self, table: str, *needed: str) -> Iterator[Partial]:
        """The rows of which something needed could not be read."""
        return (each for each in self.partial if each.table == table and not each.faulty.isdisjoint(needed))


NO_GAPS = Gaps()


@dataclass(frozen=True, slots=True)
class Draft:
    """A data set as far as it can be read, and everything that is wrong with it so far."""

    dataset: DataSet
    """The sound rows; of the unit what could be read, with None for the rest."""
    faults: tuple[Fault, ...] = ()
    gaps: Gaps = NO_GAPS
