"""A measure with its value, or with the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from jiheng.core.fault import Place
from jiheng.facts.rows import ORIGINS, Row

State = Literal["known", "missing"]

_NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of one unit or project.

    A quotient keeps its pair, so that both numbers can be shown: 35,616.40 ÷ 37,497.28. Money is in 元,
    a rate is a share (94.98 % is about 0.9498), whatever ``unit`` says about showing it.
    """

    name: str
    unit: str
    state: State
    numerator: Fraction = Fraction(0)
    denominator: Fraction = Fraction(1)
    why: str = ""
    """For a missing measure: what is lacking."""
    rows: tuple[Row, ...] = ()
    """What it was taken from."""
    members: tuple[Fraction, ...] = ()
    """Of a group: the values of its members."""
    remark: str = ""
    """That it rests on an estimate, and on which; empty for what is sure."""
    value: Fraction | None = field(init=False, default=None)
    """The exact value; None when missing."""

    def __post_init__(self) -> None:
        if self.state == "known":
            whole = self.numerator if self.denominator == 1 else self.numerator / self.denominator
            object.__setattr__(self, "value", whole)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the rows stand, each place once."""
        return tuple(dict.fromkeys(row.place for row in self.rows if row.place != _NOWHERE))

    @property
    def origin(self) -> str:
        """How the figures came to be, from the firmest to the least firm; several kinds are joined by 、."""
        met = {row.origin for row in self.rows}
        return "、".join(each for each in ORIGINS if each in met)


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the rows that it was taken from."""

    value: Fraction
    rows: tuple[Row, ...] = ()
    remark: str = ""


class Unknown(Exception):  # noqa: N818 - an answer, not an error
    """A measure cannot be computed; the message says what is lacking."""

    def __init__(self, why: str, rows: Iterable[Row] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.rows = tuple(rows)
