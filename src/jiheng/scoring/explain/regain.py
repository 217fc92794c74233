"""The cheapest legitimate way to have kept the points, method by method."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from jiheng.core.exact import Points, half_up
from jiheng.packs.method import (
    AllOrNothing,
    Bands,
    Linear,
    OneOf,
    Proportional,
    Qualitative,
    Step,
)
from jiheng.scoring.entry import Entry
from jiheng.scoring.explain import words
from jiheng.scoring.explain.culprits import culprits
from jiheng.scoring.explain.losses import more_of
from jiheng.scoring.explain.reach import is_full, reach
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.rows import State


def regain(subject: Subject, leaf: Leaf) -> str:
    """What would have kept the points; empty when none were lost, or when nothing can be done about it."""
    if leaf.lost <= 0 or is_full(leaf):
        return ""
    found = _way(subject, leaf)
    named = culprits(subject, leaf)
    return "；".join(part for part in (found, named) if part)


def _way(subject: Subject, leaf: Leaf) -> str:
    entry = leaf.entry
    if leaf.of_rows is not None:
        return _OF_ROWS[leaf.of_rows](leaf)
    if entry.state == State.MISSING:
        return f"补齐数据后重新计算，最多可得 {words.points(leaf.lost)}；确无此类事项的，作零填报或说明不适用理由"
    if entry.state != State.GIVEN:
        return ""
    return _BY_METHOD[type(entry.rule.method)](subject, leaf, entry.rule.method)


def _all_or_nothing(subject: Subject, leaf: Leaf, method: AllOrNothing) -> str:
    return _towards(subject, leaf, _target(leaf, method.target), method.operator, leaf.lost)


def _linear(subject: Subject, leaf: Leaf, method: Linear) -> str:
    return _towards(subject, leaf, method.full_at, "≥" if method.full_at > method.zero_at else "≤", leaf.lost)


def _target(leaf: Leaf, target: Fraction) -> Fraction:
    return (leaf.entry.target or Fraction(0)) if leaf.entry.rule.own else target


def _gain(subject: Subject, leaf: Leaf, portion: Fraction) -> int:
    """Points more than now at a share of the weight."""
    exact: Fraction = leaf.weight * portion
    step: int = 10 ** (Points.PLACES - subject.places)
    return half_up(exact.numerator, exact.denominator * step) * step - leaf.score


def _proportional(subject: Subject, leaf: Leaf, _: Proportional) -> str:
    found = reach(leaf.entry)
    if found.over:
        over = leaf.entry.rule.over
        above = words.share(over.above) if over else ""
        return f"年初目标值应定得更实：完成率在 {above} 以内时不扣这 {words.points(leaf.lost)}"
    return _towards(subject, leaf, found.target, found.operator, leaf.lost)


def _towards(subject: Subject, leaf: Leaf, target: Fraction, operator: str, gain: int) -> str:
    """What has to change for the value to hold ``operator target``."""
    actual = leaf.entry.actual
    assert actual is not None
    goal, more = leaf.value_text(target), f"多得 {words.points(gain)}"
    pair = subject.pair(leaf.entry.measured.name) if leaf.entry.measured else None
    if pair and operator in ("≥", ">") and target > actual:
        return f"{more_of(subject, pair, target)}可达 {goal}，{more}"
    if pair and operator in ("≤", "<") and target < actual:
        return f"{_less_of(subject, pair, target)}可降到 {goal}，{more}"
    verb = "提高" if target > actual else "降低"
    name = (
        leaf.name
        if leaf.entry.measured
        else f"“{leaf.entry.indicator.name if leaf.entry.indicator else leaf.node.name}”"
    )
    bound = {">": f"高于 {goal}", "<": f"低于 {goal}"}.get(operator, f"达到 {goal}")
    if target == actual:
        return f"{name}须{bound}，{more}"
    return f"{name}再{verb} {leaf.gap_text(abs(target - actual))}，{bound}，{more}"


def _less_of(subject: Subject, pair: tuple[str, str], target: Fraction) -> str:
    upper, lower = (subject.measures[name] for name in pair)
    excess = (upper.value or Fraction(0)) - target * (lower.value or 0)
    return f"{upper.name}减少 {words.spoken(words.ceiling(excess, upper.unit), upper.unit)}"


def _step(subject: Subject, leaf: Leaf, method: Step) -> str:
    """The next step first, where it is cheaper than reaching the target."""
    actual, target = leaf.entry.actual or Fraction(0), _target(leaf, method.target)
    full = _towards(subject, leaf, target, method.operator, leaf.lost)
    short = abs(target - actual)
    if method.part == "proportional" or short <= method.per:
        return full
    count = Fraction(short // method.per if method.part == "whole" else -(-short // method.per))
    gain = _gain(subject, leaf, max(leaf.weight - (count - 1) * method.lose * 10**4, Fraction(0)) / leaf.weight)
    if gain <= 0 or gain >= leaf.lost:
        return full
    if short.denominator == method.per.denominator == 1 and not target:
        return f"每减少 {leaf.gap_text(method.per)}多得 {words.points(gain)}；全部避免可多得 {words.points(leaf.lost)}"
    return f"{_next_step(leaf, method, target, count)}，可多得 {words.points(gain)}；{full}"


def _next_step(leaf: Leaf, method: Step, target: Fraction, count: Fraction) -> str:
    rising = method.operator == "≥"
    distance = method.per * (count if method.part == "whole" else count - 1)
    border = leaf.value_text(target - distance if rising else target + distance)
    strictly = ("高于" if rising else "低于") if method.part == "whole" else "达到"
    return f"{leaf.name}{'提高' if rising else '降低'}到{strictly} {border}"


def _bands(subject: Subject, leaf: Leaf, method: Bands) -> str:
    actual = leaf.entry.actual or Fraction(0)
    better = sorted((band.at_least, band.share) for band in method.bands if band.at_least is not None)
    for floor, portion in better:
        gain = _gain(subject, leaf, portion)
        if floor > actual and gain > 0:
            return _towards(subject, leaf, floor, "≥", gain)
    for floor, portion in reversed(better):
        gain = _gain(subject, leaf, portion)
        if floor <= actual and gain > 0:
            return _falls_to(leaf, floor, gain)
    lowest = next((band.share for band in method.bands if band.at_least is None), None)
    gain = _gain(subject, leaf, lowest) if lowest is not None else 0
    return (
        f"{leaf.name}降到 {leaf.value_text(better[0][0])} 以下，多得 {words.points(gain)}"
        if gain > 0 and better
        else ""
    )


def _falls_to(leaf: Leaf, floor: Fraction, gain: int) -> str:
    return f"{leaf.name}在 {leaf.value_text(floor)} 起的一档，多得 {words.points(gain)}"


def _qualitative(_: Subject, leaf: Leaf, method: Qualitative) -> str:
    coefficient = leaf.entry.actual or Fraction(0)
    gains = [(level, leaf.weight * (level.high - coefficient)) for level in method.levels if level.high > coefficient]
    level, gain = min(gains, key=lambda pair: pair[1])
    here = leaf.entry.choice >= 0 and method.levels[leaf.entry.choice] == level
    more = f"最多再得 {words.points(gain)}"
    if here:
        return f"本等级系数最高可取 {words.share(level.high)}，有佐证材料支持时{more}"
    return f"达到“{level.name}”并附佐证材料，{more}"


def _one_of(_: Subject, leaf: Leaf, method: OneOf) -> str:
    now = method.choices[leaf.entry.choice].share
    better = [choice for choice in method.choices if choice.share > now]
    if not better:
        return ""
    choice = min(better, key=lambda each: each.share)
    return f"符合“{choice.name}”时多得 {words.points(leaf.weight * (choice.share - now))}"


def _checklist(leaf: Leaf) -> str:
    told = []
    for entry, score in zip(leaf.entries, leaf.scores, strict=True):
        gain = entry.weight - score
        if gain > 0 and entry.check is not None:
            verb = "补充作答" if entry.state == State.MISSING else "做到"
            told.append(f"{verb}“{entry.check.name}”可得 {words.points(gain)}")
    return "；".join(told)


def _completion(leaf: Leaf) -> str:
    told = []
    for entry in leaf.entries:
        found = reach(entry)
        if found.share >= 1 or entry.indicator is None:
            continue
        gain = entry.weight * (1 - found.share)
        told.append((gain, f"{_one_more(entry)}多得约 {words.points(_two(gain))}"))
    told.sort(key=lambda pair: -pair[0])
    rest = f"；另有 {len(told) - 5} 项" if len(told) > 5 else ""
    return "；".join(text for _, text in told[:5]) + rest


def _two(units: Fraction) -> int:
    return half_up(units.numerator, units.denominator * 100) * 100


def _one_more(entry: Entry) -> str:
    assert entry.indicator is not None
    name, unit = entry.indicator.name, entry.indicator.unit
    if entry.state == State.MISSING:
        return f"补填“{name}”的完成值，"
    if entry.target is None or entry.actual is None:
        return f"“{name}”达到更高等级，"
    verb = "再完成" if entry.target > entry.actual else "再降低"
    difference = words.with_unit(abs(entry.target - entry.actual), "个百分点" if unit == "%" else unit)
    return f"“{name}”{verb} {difference}达到目标，"


_OF_ROWS: dict[str, Callable[[Leaf], str]] = {"checklist": _checklist, "completion": _completion}
_BY_METHOD: dict[type, Callable[[Subject, Leaf, Any], str]] = {
    Proportional: _proportional,
    AllOrNothing: _all_or_nothing,
    Step: _step,
    Bands: _bands,
    Linear: _linear,
    Qualitative: _qualitative,
    OneOf: _one_of,
}
