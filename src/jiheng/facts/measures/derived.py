"""Measures that the pack derives by formula; a quotient keeps its two numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache

from jiheng.core.calendar import Workdays
from jiheng.facts.measures.measured import Measured
from jiheng.packs.expression import Expression, Name, Undefined, parse
from jiheng.packs.model import Measure
from jiheng.packs.names import base_unit


def derive(
    declared: Mapping[str, Measure], known: Mapping[str, Measured], workdays: Workdays | None = None
) -> dict[str, Measured]:
    """Add the declared measures to the known ones; a declared name takes precedence."""
    derivation = _Derivation(declared, known, _Around(known, workdays or Workdays()))
    return {name: derivation.find(name) for name in (*known, *declared)}


@dataclass(frozen=True, slots=True)
class _Around:
    """The calendar and the groups that functions ask."""

    known: Mapping[str, Measured]
    calendar: Workdays
    remarks: list[str] = field(default_factory=list)
    """What is said of the counts that were estimates, in the order in which they were asked for."""

    def workdays(self, start: Fraction, end: Fraction) -> Fraction:
        """Working days from one day to another, negative backwards; those that are sure, where the notice is not known."""
        first, last = (date.fromordinal(int(each)) for each in (start, end))
        if remark := self.calendar.remark(first, last):
            self.remarks.append(remark)
        if last < first:
            return -Fraction(self.calendar.at_least(last, first))
        return Fraction(self.calendar.at_least(first, last))

    def members(self, group: str) -> tuple[Fraction, ...]:
        """The values of a group."""
        return self.known[group].members


class _Derivation:
    """Computes each declared measure once, whatever their order."""

    def __init__(self, declared: Mapping[str, Measure], known: Mapping[str, Measured], around: _Around) -> None:
        self.around = around
        self.declared = declared
        self.known = known
        self.done: dict[str, Measured] = {}
        self.open: set[str] = set()

    def find(self, name: str) -> Measured:
        """The measure of that name; missing when nothing bears it."""
        if name in self.done:
            return self.done[name]
        if name in self.open:
            return _missing(name, "", f"“{name}”的公式引用了它自己")
        if name not in self.declared:
            return self.known.get(name) or _missing(name, "", f"没有名为“{name}”的数据")
        self.open.add(name)
        self.done[name] = self._compute(name, self.declared[name])
        self.open.discard(name)
        return self.done[name]

    def _compute(self, name: str, measure: Measure) -> Measured:
        formula = _formula(measure.formula)
        used = {each: self.find(each) for each in formula.names}
        rows = tuple(row for each in used.values() for row in each.rows)
        lacking = [each.why for each in used.values() if each.value is None]
        if lacking:
            return Measured(name, base_unit(measure.unit), "missing", why="；".join(dict.fromkeys(lacking)), rows=rows)
        before = len(self.around.remarks)
        try:
            numerator, denominator = formula.pair(used, self.around)
        except Undefined as undefined:
            return Measured(name, base_unit(measure.unit), "missing", why=f"{undefined}，无法计算", rows=rows)
        remarks = (*self.around.remarks[before:], *(each.remark for each in used.values() if each.remark))
        remark = next(iter(remarks), "")
        return Measured(name, base_unit(measure.unit), "known", numerator, denominator, rows=rows, remark=remark)


@dataclass(frozen=True, slots=True)
class _Formula:
    """A formula taken apart once; a quotient has its two terms."""

    whole: Expression
    names: tuple[str, ...]
    ratio: tuple[Expression, Expression] | None

    def pair(self, used: Mapping[str, Measured], around: _Around) -> tuple[Fraction, Fraction]:
        """Numerator and denominator.

        Raises:
            Undefined: a divisor is 0.
        """
        if isinstance(self.whole.root, Name):
            same = used[self.whole.root.name]
            return same.numerator, same.denominator
        values = {name: each.value for name, each in used.items() if each.value is not None}
        if self.ratio is None:
            return self.whole.evaluate(values, around), Fraction(1)
        numerator, denominator = (term.evaluate(values, around) for term in self.ratio)
        if denominator == 0:
            raise Undefined(str(self.ratio[1]))
        return numerator, denominator


@cache
def _formula(text: str) -> _Formula:
    whole = parse(text)
    terms = whole.ratio()
    return _Formula(whole, whole.names(), terms and (Expression(terms[0]), Expression(terms[1])))


def _missing(name: str, unit: str, why: str) -> Measured:
    return Measured(name, unit, "missing", why=why)
