"""What the pack's measures and caps would be if the year ended at a given execution rate."""

from __future__ import annotations

from fractions import Fraction

from jiheng.monitoring.situation import Situation
from jiheng.packs.expression import Undefined, parse
from jiheng.packs.model import Cap, CapBand, Pack


def measure_at(situation: Situation, name: str, rate: Fraction) -> Fraction | None:
    """The pack's measure if execution ended at ``rate``; None if it asks for more than budget and payments."""
    budget, original = situation.execution.budget, situation.execution.original
    if budget is None:
        return None
    known = {"支出数": budget.exact * rate, "调整后预算数": budget.exact}
    if original is not None:
        known["年初预算数"] = original.exact
    if situation.execution.code:
        known |= {"项目支出数": known["支出数"], "项目支出预算数": known["调整后预算数"]}
    return _evaluate(situation.pack, name, known)


def _evaluate(pack: Pack, name: str, known: dict[str, Fraction]) -> Fraction | None:
    if name in known:
        return known[name]
    if name not in pack.measures:
        return None
    formula = parse(pack.measures[name].formula)
    found = {each: _evaluate(pack, each, known) for each in formula.names()}
    values = {each: value for each, value in found.items() if value is not None}
    try:
        return formula.evaluate(values) if len(values) == len(found) else None
    except Undefined:
        return None


def ceiling_at(cap: Cap, value: Fraction | None) -> CapBand | None:
    """The tightest band of the cap that the value falls under."""
    if value is None:
        return None
    hit = [band for band in cap.bands if value < band.below]
    return min(hit, key=lambda band: band.at_most, default=None)
