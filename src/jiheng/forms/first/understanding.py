"""What came of reading foreign forms: the data set, every value taken with its place, and all that was not taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiheng.core.fault import Place
from jiheng.facts.dataset import DataSet


@dataclass(frozen=True, slots=True)
class Taken:
    """One value that was understood: where it stands, what stands beside it, its words, and what it became."""

    place: Place
    label: str
    text: str
    table: str
    """The table of the data set, e.g. ``indicators``."""
    about: str
    """Whose value it is: the unit, the project, the indicator."""
    value: str
    """As it was taken, in the words of the data set."""
    doubt: str = ""
    """Why a person should look at it before it is taken; empty where the form says it plainly."""


@dataclass(frozen=True, slots=True)
class Left:
    """Words of a file that were not taken, and why."""

    place: Place
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """A data set that nobody has taken over yet."""

    dataset: DataSet
    taken: tuple[Taken, ...]
    left: tuple[Left, ...]
    unit_name: str = ""
    """The unit as the files name it; empty if they do not."""

    @property
    def doubted(self) -> Mapping[str, tuple[Taken, ...]]:
        """What was taken with an assumption, by the assumption."""
        reasons = dict.fromkeys(each.doubt for each in self.taken if each.doubt)
        return {reason: tuple(each for each in self.taken if each.doubt == reason) for reason in reasons}
