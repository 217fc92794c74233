"""Bands: ranges of a value, end to end, each with its points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from jiheng.packs.annex.said import Case, Clause
from jiheng.packs.annex.shared import WHOLE, Parts, gives_all, gives_nothing, of_kind, one_subject, points_of
from jiheng.packs.annex.subject import Subject
from jiheng.packs.annex.words import written
from jiheng.packs.interval import Interval
from jiheng.packs.source import Plain


def banded(clauses: Sequence[Clause], subject: Subject) -> Parts | None:
    """90%以上得满分；80%至90%得3分；80%以下不得分."""
    ranges = of_kind(clauses, "range")
    units = {each.case.unit for each in ranges}
    if not ranges or len(units) > 1 or not one_subject(clauses, subject):
        return None
    if not all(each.case.kind in {"range", "rest"} for each in clauses):
        return None
    unit = units.pop() or _unsaid_unit(ranges, subject)
    if not unit:
        return None
    name, inputs = subject.measured(unit)
    if len(ranges) == 1:
        return _one_limit(ranges[0], clauses, subject, name, inputs)
    rows = band_rows(_hundred(clauses), subject, unit)
    return None if rows is None else ({"kind": "bands", "measure": name, "bands": rows}, inputs)


def _unsaid_unit(ranges: Sequence[Clause], subject: Subject) -> str:
    """Nothing is nothing in per cent too, where the indicator is a rate."""
    borders = {
        border for each in ranges for border in (each.case.inside.low, each.case.inside.high) if border is not None
    }
    return "%" if borders == {Fraction(0)} and subject.is_rate else ""


def _hundred(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses; a bare 100% above lower bands is what is reached, not hit exactly."""
    first, *others = clauses
    inside = first.case.inside
    lower = all(
        each.case.inside.high is not None and each.case.inside.high <= WHOLE
        for each in others
        if each.case.kind == "range"
    )
    if inside.low == inside.high == WHOLE and lower:
        case = Case("range", first.case.words, first.case.subject, Interval(WHOLE, None), first.case.unit)
        return [Clause(case, first.earned), *others]
    return list(clauses)


_SIGNS = {(True, True): "≥", (True, False): ">", (False, True): "≤", (False, False): "<"}


def _one_limit(
    limit: Clause, clauses: Sequence[Clause], subject: Subject, name: str, inputs: dict[str, dict[str, Plain]]
) -> Parts | None:
    """达到95%得满分，否则不得分."""
    rest = [each for each in clauses if each.case.kind == "rest"]
    if len(rest) != 1 or not gives_all(limit, subject) or not gives_nothing(rest[0], subject):
        return None
    found = _border(limit.case)
    if found is None or (subject.name.endswith(("控制率", "变动率", "偏差率", "调整率")) and found[0] == "≥"):
        return None
    sign, value = found
    method: dict[str, Plain] = {
        "kind": "all_or_nothing",
        "measure": name,
        "operator": sign,
        "target": written(value, limit.case.unit),
    }
    return method, inputs


def _border(case: Case) -> tuple[str, Fraction] | None:
    """The comparison that the case is; None for a range with two ends."""
    low, high = case.inside.low, case.inside.high
    if low is not None and low == high:
        exactly = low != WHOLE or "=" in case.words or "等于" in case.words
        return ("=" if exactly else "≥"), low
    if low is not None:
        return None if high is not None else (_SIGNS[True, case.inside.with_low], low)
    return None if high is None else (_SIGNS[False, case.inside.with_high], high)


def band_rows(clauses: Sequence[Clause], subject: Subject, unit: str) -> list[Plain] | None:
    """Bands as a pack writes them; None where the text leaves a border or a value open."""
    rest = [each for each in clauses if each.case.kind == "rest"]
    ranges = [each for each in clauses if each.case.kind != "rest"]
    points = [points_of(each, subject) for each in ranges]
    if (
        None in points
        or len(rest) > 1
        or (rest and clauses[-1] is not rest[0])
        or not any(each == subject.weight for each in points)
    ):
        return None
    if rest and not gives_nothing(rest[0], subject):
        return None
    if points and (points[0] or 0) < (points[-1] or 0) and not rest:
        ranges, points = ranges[::-1], points[::-1]
    ranges = _laddered(ranges)
    if not _tiled([each.case for each in ranges], [each or Fraction(0) for each in points], unit, closed=bool(rest)):
        return None
    insides = _apart([each.case.inside for each in ranges], whole=unit in _WHOLE_UNITS)
    rows: list[Plain] = [
        _row(each, (got or Fraction(0)) / subject.weight, unit) for each, got in zip(insides, points, strict=True)
    ]
    return [*rows, {"share": "0%"}] if rest else rows


def _laddered(clauses: Sequence[Clause]) -> list[Clause]:
    """达到80%得3分，达到60%得1分: what is only bounded on the better side ends where the band before it begins."""
    made = [clauses[0]]
    for each in clauses[1:]:
        before, inside = made[-1].case.inside, each.case.inside
        if inside.high is None and inside.low is not None and before.low is not None and inside.low < before.low:
            inside = Interval(inside.low, before.low, inside.with_low, not before.with_low)
        elif inside.low is None and inside.high is not None and before.high is not None and inside.high > before.high:
            inside = Interval(before.high, inside.high, not before.with_high, inside.with_high)
        made.append(Clause(replace(each.case, inside=inside), each.earned))
    return made


def _apart(insides: Sequence[Interval], *, whole: bool) -> list[Interval]:
    """The bands without the borders that the one before them takes; whole numbers that follow each other leave no gap."""
    made = [insides[0]]
    for each in insides[1:]:
        before = made[-1]
        if whole and before.high is not None and each.low == before.high + 1:
            made.append(Interval(before.high, each.high, with_low=False, with_high=each.with_high))
            continue
        if whole and before.low is not None and each.high == before.low - 1:
            made.append(Interval(each.low, before.low, each.with_low, with_high=False))
            continue
        with_low = each.with_low and not (each.low is not None and each.low == before.high and before.with_high)
        with_high = each.with_high and not (each.high is not None and each.high == before.low and before.with_low)
        made.append(Interval(each.low, each.high, with_low, with_high))
    return made


def _row(inside: Interval, share: Fraction, unit: str) -> dict[str, Plain]:
    borders: dict[str, Plain] = {}
    shown = unit if unit == "%" else ""
    if inside.low is not None:
        borders["at_least" if inside.with_low else "above"] = written(inside.low, shown)
    if inside.high is not None:
        borders["at_most" if inside.with_high else "below"] = written(inside.high, shown)
    return borders | {"share": written(share, "%")}


_WHOLE_UNITS = frozenset(
    [
        "天",
        "工作日",
        "个月",
        "项",
        "次",
        "个",
        "起",
        "件",
        "人",
        "户",
        "家",
        "处",
        "例",
        "篇",
        "条",
        "场",
        "期",
        "份",
        "名",
    ]
)


def _tiled(cases: Sequence[Case], points: Sequence[Fraction], unit: str, *, closed: bool) -> bool:
    """Whether the ranges lie end to end, in order, with each border on one side.

    A border that two bands share and neither claims goes to the one written first, if that gives more.
    """
    descending = all(one >= two for one, two in pairwise(points))
    if not descending:
        return False
    falling = _starts_high(cases)
    for upper, lower in pairwise(cases):
        if not _adjoin(upper, lower, unit, falling=falling):
            return False
    first, last = cases[0].inside, cases[-1].inside
    open_start = (
        (first.high is None or (first.high >= WHOLE and unit == "%"))
        if falling
        else first.low is None or first.low <= 0
    )
    open_end = closed or (last.low is None or last.low == 0 if falling else last.high is None)
    return open_start and open_end


def _starts_high(cases: Sequence[Case]) -> bool:
    first, last = cases[0].inside, cases[-1].inside
    return (first.low if first.low is not None else Fraction(-1)) >= (
        last.low if last.low is not None else Fraction(-1)
    ) and first.low is not None


def _adjoin(upper: Case, lower: Case, unit: str, *, falling: bool) -> bool:
    one, two = (upper.inside.low, lower.inside.high) if falling else (upper.inside.high, lower.inside.low)
    with_one = upper.inside.with_low if falling else upper.inside.with_high
    with_two = lower.inside.with_high if falling else lower.inside.with_low
    if one is None or two is None:
        return False
    if one == two:
        return with_one or with_two if not (with_one and with_two) else one in upper.loose or one in lower.loose
    gap = abs(one - two)
    return unit in _WHOLE_UNITS and with_one and with_two and gap == 1 and (one > two) == falling
