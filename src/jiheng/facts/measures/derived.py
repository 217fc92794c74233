"""Measures that the pack derives by formula; a quotient keeps its two numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from jiheng.facts.measures.measured import Measured
from jiheng.facts.rows import ORIGINS
from jiheng.packs.expression import Expression, Name, Undefined, parse
from jiheng.packs.model import Measure


def derive(declared: Mapping[str, Measure], known: Mapping[str, Measured]) -> dict[str, Measured]:
    """Add the declared measures to the known ones; a declared name takes precedence."""
    derivation = _Derivation(declared, known)
    return {name: derivation.find(name) for name in (*known, *declared)}


class _Derivation:
    """Computes each declared measure once, whatever their order."""

    def __init__(self, declared: Mapping[str, Measure], known: Mapping[str, Measured]) -> None:
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
        expression = parse(measure.formula)
        used = {each: self.find(each) for each in expression.names()}
        lacking = [each.why for each in used.values() if each.value is None]
        if lacking:
            return _missing(name, measure.unit, "；".join(dict.fromkeys(lacking)), *used.values())
        try:
            numerator, denominator = _pair(expression, used)
        except Undefined as undefined:
            return _missing(name, measure.unit, f"{undefined}，无法计算", *used.values())
        joined = _missing(name, measure.unit, "", *used.values())
        return Measured(name, measure.unit, "known", numerator, denominator, "", joined.places, joined.origin)


def _pair(expression: Expression, used: Mapping[str, Measured]) -> tuple[Fraction, Fraction]:
    """Numerator and denominator of the formula.

    Raises:
        Undefined: a divisor is 0.
    """
    values = {name: each.value for name, each in used.items() if each.value is not None}
    if isinstance(expression.root, Name):
        same = used[expression.root.name]
        return same.numerator, same.denominator
    ratio = expression.ratio()
    if ratio is None:
        return expression.evaluate(values), Fraction(1)
    numerator, denominator = (Expression(term).evaluate(values) for term in ratio)
    if denominator == 0:
        raise Undefined(str(ratio[1]))
    return numerator, denominator


def _missing(name: str, unit: str, why: str, *used: Measured) -> Measured:
    origins = {origin for each in used for origin in each.origin.split("、")}
    joined = "、".join(each for each in ORIGINS if each in origins)
    places = tuple(dict.fromkeys(place for each in used for place in each.places))
    return Measured(name, unit, "missing", why=why, places=places, origin=joined)
