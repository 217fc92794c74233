"""How far a measure can come: what its pack declares, or what its formula shows."""

from __future__ import annotations

from fractions import Fraction

from jiheng.core.measure_unit import is_money
from jiheng.core.measure_unit import unit as unit_of
from jiheng.packs.expression import Binary, Choose, FormulaError, Name, Number, Term, parse
from jiheng.packs.interval import Interval
from jiheng.packs.model import Pack
from jiheng.packs.names import units

_ANY = Interval(None, None)
_NOT_NEGATIVE = Interval(Fraction(0), None)
_SHARE = Interval(Fraction(-10), Fraction(10))
"""A share beyond 1 000 % is a slip of the pen, unless its range is declared."""
_MOST_DEPTH = 30


def reach_of(pack: Pack, name: str, depth: int = 0) -> Interval:
    """The values that a name can take."""
    declared = pack.inputs.get(name) or pack.measures.get(name)
    if declared is not None and declared.range is not None:
        factor = unit_of(declared.unit).factor if declared.unit and is_money(declared.unit) else Fraction(1)
        low, high = declared.range
        return Interval(low * factor, high * factor)
    if name not in pack.measures or depth > _MOST_DEPTH:
        return _of_unit(pack, name)
    try:
        found = _of_term(pack, parse(pack.measures[name].formula).root, depth)
    except FormulaError:
        return _ANY
    return _narrowed(found) if units(pack).get(name) == "%" else found


def _of_unit(pack: Pack, name: str) -> Interval:
    if name in pack.inputs and pack.inputs[name].form in ("number", "monthly", "date", "pair"):
        return _SHARE if pack.inputs[name].unit == "%" else _ANY
    if name in pack.inputs and pack.inputs[name].form in ("flag", "level"):
        spec = pack.inputs[name]
        return (
            Interval(Fraction(0), Fraction(1))
            if spec.form == "flag"
            else Interval(Fraction(1), Fraction(len(spec.options) or 1))
        )
    if name in pack.values:
        return _ANY
    return _ANY if name == "结转结余数" else _NOT_NEGATIVE


def _narrowed(found: Interval) -> Interval:
    low = _SHARE.low if found.low is None else found.low
    high = _SHARE.high if found.high is None else found.high
    return Interval(low, high)


def _of_term(pack: Pack, term: Term, depth: int) -> Interval:
    match term:
        case Number(value=value):
            return Interval(value, value)
        case Name(name=name):
            return reach_of(pack, name, depth + 1)
        case Choose(which=which, terms=terms):
            return _chosen(which, [_of_term(pack, each, depth) for each in terms])
        case Binary(sign="+", left=left, right=right):
            return _added(_of_term(pack, left, depth), _of_term(pack, right, depth))
        case Binary(sign="*" | "/", left=left, right=right):
            parts = [_of_term(pack, each, depth) for each in (left, right)]
            return _NOT_NEGATIVE if all(part.low is not None and part.low >= 0 for part in parts) else _ANY
    return _ANY


def _chosen(which: str, parts: list[Interval]) -> Interval:
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    if which == "最小":
        known = [high for high in highs if high is not None]
        return Interval(None if None in lows else min(low for low in lows if low is not None), min(known, default=None))
    known = [low for low in lows if low is not None]
    return Interval(
        max(known, default=None), None if None in highs else max(high for high in highs if high is not None)
    )


def _added(one: Interval, other: Interval) -> Interval:
    low = None if one.low is None or other.low is None else one.low + other.low
    high = None if one.high is None or other.high is None else one.high + other.high
    return Interval(low, high)
