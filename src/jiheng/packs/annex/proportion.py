"""Proportion: towards a target, or straight between two values."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from jiheng.packs.annex.said import Case, Clause
from jiheng.packs.annex.shared import WHOLE, Parts, gives_all, gives_nothing, one_subject
from jiheng.packs.annex.subject import Subject
from jiheng.packs.annex.words import written
from jiheng.packs.source import Plain


def in_proportion(clauses: Sequence[Clause], subject: Subject) -> Parts | None:
    """达到95%得满分，未达到的按比例得分; 70%至90%按比例得分."""
    rates = [each for each in clauses if each.earned.kind == "rate"]
    if len(rates) != 1 or not one_subject(clauses, subject):
        return None
    others = [each for each in clauses if each is not rates[0]]
    fulls = [each for each in others if gives_all(each, subject)]
    zeros = [each for each in others if gives_nothing(each, subject)]
    if len(fulls) != 1 or len(fulls) + len(zeros) != len(others) or len(zeros) > 1:
        return None
    return _between(rates[0], fulls[0], zeros, subject) or _short_of(rates[0], fulls[0], zeros, subject)


def _between(rate: Clause, full: Clause, zeros: Sequence[Clause], subject: Subject) -> Parts | None:
    """A range with both ends: straight from nothing to all, where the text gives both."""
    inside, unit = rate.case.inside, rate.case.unit
    if rate.case.kind != "range" or inside.low is None or inside.high is None or full.case.unit != unit or not zeros:
        return None
    top, zero = full.case.inside, zeros[0].case
    rising = top.low == inside.high and top.high in {None, top.low}
    falling = top.high == inside.low and top.low in {None, top.high}
    if full.case.kind != "range" or not (rising or falling):
        return None
    ends = (zero.inside.high == inside.low) if rising else (zero.inside.low == inside.high)
    if zero.kind != "rest" and not (zero.kind == "range" and ends):
        return None
    name, inputs = subject.measured(unit)
    zero_at, full_at = (inside.low, inside.high) if rising else (inside.high, inside.low)
    method: dict[str, Plain] = {
        "kind": "linear",
        "measure": name,
        "zero_at": written(zero_at, unit),
        "full_at": written(full_at, unit),
    }
    return method, inputs


def _short_of(rate: Clause, full: Clause, zeros: Sequence[Clause], subject: Subject) -> Parts | None:
    """Below the target in proportion to it, and nothing below a pass mark."""
    target, unit = _reached(full.case, subject)
    if target is None or not (rate.case.kind == "rest" or _falls_short(rate.case, target, unit)):
        return None
    name, inputs = subject.measured(unit)
    method: dict[str, Plain] = {"kind": "proportional", "measure": name, "target": written(target, unit)}
    if not zeros:
        return method, inputs
    floor = zeros[0].case
    if (
        floor.kind != "range"
        or floor.unit != unit
        or floor.inside.low is not None
        or floor.inside.high is None
        or (floor.inside.with_high and not floor.loose)
    ):
        return None
    if rate.case.kind == "range" and rate.case.inside.low not in {None, floor.inside.high}:
        return None
    return method | {"pass_at": written(floor.inside.high / target, "%")}, inputs


def _reached(case: Case, subject: Subject) -> tuple[Fraction | None, str]:
    if case.kind == "words" and case.of_target and not subject.target.strip():
        return WHOLE, "%"
    inside = case.inside
    if case.kind != "range" or inside.low is None or not inside.with_low or inside.high not in {None, inside.low}:
        return None, ""
    return (inside.low, case.unit) if inside.low > 0 else (None, "")


def _falls_short(case: Case, target: Fraction, unit: str) -> bool:
    inside = case.inside
    return case.kind == "range" and case.unit == unit and inside.high == target
