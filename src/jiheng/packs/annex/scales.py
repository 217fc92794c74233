"""The forms that clauses join to: steps, counts, days late, proportion, bands, alternatives, checklists."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from jiheng.packs.annex.cases import ONCE, SHORT
from jiheng.packs.annex.said import Case, Clause
from jiheng.packs.annex.subject import Subject
from jiheng.packs.annex.words import NUMBER, exact, written
from jiheng.packs.interval import Interval
from jiheng.packs.source import Plain

Parts = tuple[dict[str, Plain], dict[str, dict[str, Plain]]]
_PLAIN_TARGET = re.compile(rf"(?P<sign>≥|≤|>=|<=)?(?P<value>{NUMBER})(?P<unit>%)")
_MILD = re.compile("^(?:完成率|执行率|支出率|达标率|合格率|实际完成率|实际完成值|完成值|实际值|指标值|比例|比率|该比率|该比例|结果|得分|覆盖率|满意度|率|偏差率|变动率)?$")
_TOP = Fraction(1)


def _of(clauses: Sequence[Clause], kind: str) -> list[Clause]:
    return [each for each in clauses if each.case.kind == kind]


def _full(clause: Clause, subject: Subject) -> bool:
    return clause.earned.kind == "points" and clause.earned.points == subject.weight


def _zero(clause: Clause, subject: Subject) -> bool:
    gone = clause.earned.kind == "lost" and clause.earned.points == subject.weight
    return gone or (clause.earned.kind == "points" and not clause.earned.points)


def _points(clause: Clause, subject: Subject) -> Fraction | None:
    """Points of the case; None where they are no fixed number."""
    kind, points = clause.earned.kind, clause.earned.points
    if kind == "lost":
        points = subject.weight - points
    return points if kind in {"points", "lost"} and 0 <= points <= subject.weight else None


def _one_subject(clauses: Sequence[Clause], subject: Subject) -> bool:
    """Whether the clauses speak of one measure: the indicator's, or one that is named in the first and meant in the others."""
    names = [each.case.subject for each in clauses if each.case.kind == "range" and not _MILD.match(each.case.subject)]
    own = [name for name in names if name not in subject.name and subject.name not in name]
    return len(set(own)) <= 1 and (not own or len(own) == len(names))


def stepwise(clauses: Sequence[Clause], subject: Subject) -> Parts | None:
    """95%以上得满分，每低1个百分点扣0.3分."""
    steps = _of(clauses, "every")
    others = [each for each in clauses if each not in steps]
    if len(steps) != 1 or steps[0].earned.kind != "lost" or not _one_subject(clauses, subject):
        return None
    counted = not steps[0].case.side or (steps[0].case.subject == SHORT and all(each.case.kind == "words" for each in others))
    return _counted(steps[0], others, subject) if counted else _stepped(steps[0], others, subject)


def _tail(method: dict[str, Plain], subject: Subject) -> dict[str, Plain]:
    aside = subject.aside
    part: dict[str, Plain] = {"part": "begun"} if aside.part == "begun" else {}
    most: dict[str, Plain] = {"at_most": written(aside.most)} if aside.most and aside.most != subject.weight else {}
    return method | part | most


def _counted(step: Clause, others: Sequence[Clause], subject: Subject) -> Parts | None:
    """每发现一处扣1分: nothing found gives all, enough of it nothing."""
    if not all(each.case.kind in {"words", "rest"} and _full(each, subject) for each in others):
        return None
    if step.case.subject == ONCE and not subject.aside.until_gone:
        return None
    name, inputs = subject.counted(step.case.unit, step.case.words)
    return _tail(_step(name, "≤", "0", written(step.case.size), step.earned.points), subject), inputs


def _step(name: str, sign: str, target: str, per: str, lose: Fraction) -> dict[str, Plain]:
    return {"kind": "step", "measure": name, "operator": sign, "target": target, "per": per, "lose": written(lose)}


def _stepped(step: Clause, others: Sequence[Clause], subject: Subject) -> Parts | None:
    sign = "≥" if step.case.side == "low" else "≤"
    fulls = [each for each in others if _full(each, subject)]
    target = _target(fulls, step.case, sign, subject)
    if target is None or len(fulls) > 1:
        return None
    spare = [each for each in others if each not in fulls]
    if not all(_runs_out(each, step, target, subject) for each in spare):
        return None
    unit = step.case.unit
    name, inputs = subject.measured(unit)
    return _tail(_step(name, sign, written(target, unit), written(step.case.size, unit), step.earned.points), subject), inputs


def _target(fulls: Sequence[Clause], step: Case, sign: str, subject: Subject) -> Fraction | None:
    """From where points are lost: the border of what gives all, the target of the table, or the whole of a target."""
    if fulls and fulls[0].case.kind == "range":
        return _border(fulls[0].case, step.unit, sign)
    if fulls and not (fulls[0].case.kind == "words" and fulls[0].case.of_target):
        return None
    if not fulls and not step.of_target and not subject.target:
        return None
    found = _PLAIN_TARGET.fullmatch(subject.target.strip())
    if found is not None and step.unit == "%":
        return exact(found["value"]) / 100 if found["sign"] in {None, sign, {"≥": ">=", "≤": "<="}[sign]} else None
    return None if subject.target.strip() or step.unit != "%" or sign != "≥" or step.size >= _TOP else _TOP


def _border(case: Case, unit: str, sign: str) -> Fraction | None:
    inside = case.inside
    if case.unit != unit:
        return None
    if inside.low is not None and inside.low == inside.high:
        return inside.low
    if sign == "≥" and inside.high is None and inside.with_low:
        return inside.low
    return inside.high if sign == "≤" and inside.low is None and inside.with_high else None


def _runs_out(clause: Clause, step: Clause, target: Fraction, subject: Subject) -> bool:
    """Whether a floor only says what the steps have come to by then."""
    inside, low = clause.case.inside, step.case.side == "low"
    border = inside.high if low else inside.low
    if clause.case.kind != "range" or not _zero(clause, subject) or border is None or clause.case.unit != step.case.unit:
        return False
    return abs(target - border) // step.case.size * step.earned.points >= subject.weight


def late(clauses: Sequence[Clause], subject: Subject) -> Parts | None:
    """按时报送得满分，晚1至3日得1.5分，再晚不得分; or 每晚1日扣0.5分."""
    days = _of(clauses, "late")
    others = [each for each in clauses if each not in days]
    if not days or len({each.case.unit for each in days}) > 1:
        return None
    name, inputs = subject.late(days[0].case.unit)
    steps = [each for each in days if each.case.size]
    if steps:
        sound = len(days) == 1 and steps[0].earned.kind == "lost" and all(_on_time(each, subject) for each in others)
        step = _step(name, "≤", "0", written(steps[0].case.size), steps[0].earned.points)
        return (_tail(step, subject), inputs) if sound else None
    return _late_bands(days, others, subject, name, inputs)


def _on_time(clause: Clause, subject: Subject) -> bool:
    return clause.case.kind == "words" and clause.case.subject == "按时" and _full(clause, subject)


def _late_bands(
    days: Sequence[Clause], others: Sequence[Clause], subject: Subject, name: str, inputs: dict[str, dict[str, Plain]]
) -> Parts | None:
    prompt = [each for each in others if _on_time(each, subject)]
    rest = [each for each in others if each.case.kind == "rest" and _zero(each, subject)]
    if len(prompt) != 1 or len(prompt) + len(rest) != len(others):
        return None
    on_time = Clause(Case("range", inside=Interval(None, Fraction(0))), prompt[0].earned)
    rows = _rows([on_time, *days, *rest], subject, "天")
    return None if rows is None else ({"kind": "bands", "measure": name, "bands": rows}, inputs)


def in_proportion(clauses: Sequence[Clause], subject: Subject) -> Parts | None:
    """达到95%得满分，未达到的按比例得分; 70%至90%按比例得分."""
    rates = [each for each in clauses if each.earned.kind == "rate"]
    if len(rates) != 1 or not _one_subject(clauses, subject):
        return None
    others = [each for each in clauses if each is not rates[0]]
    fulls = [each for each in others if _full(each, subject)]
    zeros = [each for each in others if _zero(each, subject)]
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
    method: dict[str, Plain] = {"kind": "linear", "measure": name, "zero_at": written(zero_at, unit), "full_at": written(full_at, unit)}
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
    if floor.kind != "range" or floor.unit != unit or floor.inside.low is not None or floor.inside.high is None or floor.inside.with_high and not floor.loose:
        return None
    if rate.case.kind == "range" and rate.case.inside.low not in {None, floor.inside.high}:
        return None
    return method | {"pass_at": written(floor.inside.high / target, "%")}, inputs


def _reached(case: Case, subject: Subject) -> tuple[Fraction | None, str]:
    if case.kind == "words" and case.of_target and not subject.target.strip():
        return _TOP, "%"
    inside = case.inside
    if case.kind != "range" or inside.low is None or not inside.with_low or inside.high not in {None, inside.low}:
        return None, ""
    return (inside.low, case.unit) if inside.low > 0 else (None, "")


def _falls_short(case: Case, target: Fraction, unit: str) -> bool:
    inside = case.inside
    return case.kind == "range" and case.unit == unit and inside.high == target


def banded(clauses: Sequence[Clause], subject: Subject) -> Parts | None:
    """90%以上得满分；80%至90%得3分；80%以下不得分."""
    ranges = _of(clauses, "range")
    units = {each.case.unit for each in ranges}
    if not ranges or len(units) > 1 or not _one_subject(clauses, subject):
        return None
    if not all(each.case.kind == "range" or each.case.kind == "rest" for each in clauses):
        return None
    unit = units.pop() or _unsaid_unit(ranges, subject)
    if not unit:
        return None
    name, inputs = subject.measured(unit)
    if len(ranges) == 1:
        return _one_limit(ranges[0], clauses, subject, name, inputs)
    rows = _rows(_hundred(clauses), subject, unit)
    return None if rows is None else ({"kind": "bands", "measure": name, "bands": rows}, inputs)


def _unsaid_unit(ranges: Sequence[Clause], subject: Subject) -> str:
    """Nothing is nothing in per cent too, where the indicator is a rate."""
    borders = {border for each in ranges for border in (each.case.inside.low, each.case.inside.high) if border is not None}
    return "%" if borders == {Fraction(0)} and subject.is_rate else ""


def _hundred(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses; a bare 100% above lower bands is what is reached, not hit exactly."""
    first, *others = clauses
    inside = first.case.inside
    lower = all(each.case.inside.high is not None and each.case.inside.high <= _TOP for each in others if each.case.kind == "range")
    if inside.low == inside.high == _TOP and lower:
        case = Case("range", first.case.words, first.case.subject, Interval(_TOP, None), first.case.unit)
        return [Clause(case, first.earned), *others]
    return list(clauses)


_SIGNS = {(True, True): "≥", (True, False): ">", (False, True): "≤", (False, False): "<"}


def _one_limit(
    limit: Clause, clauses: Sequence[Clause], subject: Subject, name: str, inputs: dict[str, dict[str, Plain]]
) -> Parts | None:
    """达到95%得满分，否则不得分."""
    rest = [each for each in clauses if each.case.kind == "rest"]
    if len(rest) != 1 or not _full(limit, subject) or not _zero(rest[0], subject):
        return None
    inside = limit.case.inside
    if inside.low is not None and inside.low == inside.high:
        sign, value = ("≥" if inside.low == _TOP and "=" not in limit.case.words and "等于" not in limit.case.words else "="), inside.low
    elif inside.low is not None and inside.high is not None:
        return None
    else:
        value = inside.low if inside.high is None else inside.high
        sign = _SIGNS[inside.high is None, inside.with_low if inside.high is None else inside.with_high]
    if value is None or (subject.name.endswith(("控制率", "变动率", "偏差率", "调整率")) and sign == "≥"):
        return None
    method: dict[str, Plain] = {"kind": "all_or_nothing", "measure": name, "operator": sign, "target": written(value, limit.case.unit)}
    return method, inputs


def _rows(clauses: Sequence[Clause], subject: Subject, unit: str) -> list[Plain] | None:
    """Bands as a pack writes them; None where the text leaves a border or a value open."""
    rest = [each for each in clauses if each.case.kind == "rest"]
    ranges = [each for each in clauses if each.case.kind != "rest"]
    points = [_points(each, subject) for each in ranges]
    if None in points or len(rest) > 1 or (rest and clauses[-1] is not rest[0]) or not any(each == subject.weight for each in points):
        return None
    if rest and not _zero(rest[0], subject):
        return None
    if points and (points[0] or 0) < (points[-1] or 0) and not rest:
        ranges, points = ranges[::-1], points[::-1]
    ranges = _laddered(ranges)
    if not _tiled([each.case for each in ranges], [each or Fraction(0) for each in points], unit, closed=bool(rest)):
        return None
    insides = _apart([each.case.inside for each in ranges])
    rows: list[Plain] = [_row(each, (got or Fraction(0)) / subject.weight, unit) for each, got in zip(insides, points, strict=True)]
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


def _apart(insides: Sequence[Interval]) -> list[Interval]:
    """The bands without the borders that the one before them takes."""
    made = [insides[0]]
    for each in insides[1:]:
        before = made[-1]
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
    return borders | {"share": share_text(share)}


def share_text(share: Fraction) -> str:
    """A share of the weight in per cent, exact or not at all."""
    return written(share, "%")


_WHOLE_UNITS = frozenset("天 工作日 个月 项 次 个 起 件 人 户 家 处 例 篇 条 场 期 份 名".split())


def _tiled(cases: Sequence[Case], points: Sequence[Fraction], unit: str, *, closed: bool) -> bool:
    """Whether the ranges lie end to end, in order, with each border on one side.

    A border that two bands share and neither claims goes to the one written first, if that gives more.
    """
    descending = all(one >= two for one, two in zip(points, points[1:], strict=False))
    if not descending:
        return False
    falling = _starts_high(cases)
    for upper, lower in zip(cases, cases[1:], strict=False):
        if not _adjoin(upper, lower, unit, falling=falling):
            return False
    first, last = cases[0].inside, cases[-1].inside
    open_start = (first.high is None or first.high >= _TOP and unit == "%") if falling else first.low is None or first.low <= 0
    open_end = closed or (last.low is None or last.low == 0 if falling else last.high is None)
    return open_start and open_end


def _starts_high(cases: Sequence[Case]) -> bool:
    first, last = cases[0].inside, cases[-1].inside
    return (first.low if first.low is not None else Fraction(-1)) >= (last.low if last.low is not None else Fraction(-1)) and first.low is not None


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


def chosen(clauses: Sequence[Clause], subject: Subject) -> Parts | None:
    """已建立得2分，未建立不得分: one of several states; or a list of which each gives its points."""
    if len(clauses) < 2 or not all(each.case.kind in {"words", "rest"} for each in clauses):
        return None
    points = [_points(each, subject) for each in clauses]
    if None in points:
        return None
    sure = [each or Fraction(0) for each in points]
    if sum(sure) == subject.weight and max(sure) < subject.weight and all(sure):
        return _listed(clauses, sure)
    lost_beside = any(each.earned.kind == "lost" and not _zero(each, subject) for each in clauses)
    if _paired(sure, subject):
        return _listed([each for each, got in zip(clauses, sure, strict=True) if got], [got for got in sure if got])
    if sure[-1] == subject.weight:
        clauses, sure = clauses[::-1], sure[::-1]
    if sure[0] != subject.weight or sure.count(subject.weight) != 1 or lost_beside:
        return None
    if any(one <= two for one, two in zip(sure, sure[1:], strict=False)) or sure[-1] != 0:
        return None
    return _alternatives(clauses, sure, subject)


def _paired(points: Sequence[Fraction], subject: Subject) -> bool:
    """及时的得2分，不及时的不得分；完整的得2分，不完整的不得分: a list whose every item says what it earns and that it may not."""
    earns, fails = points[::2], points[1::2]
    return len(points) > 2 and len(earns) == len(fails) and all(earns) and not any(fails) and sum(earns) == subject.weight


def _alternatives(clauses: Sequence[Clause], points: Sequence[Fraction], subject: Subject) -> Parts | None:
    names = ["其他情形" if each.case.kind == "rest" else each.case.words for each in clauses]
    if len(set(names)) < len(names):
        return None
    rows: list[Plain] = [
        {"code": "ABCDEFGH"[place], "name": name, "share": share_text(got / subject.weight)}
        for place, (name, got) in enumerate(zip(names, points, strict=True))
    ]
    return {"kind": "one_of", "choices": rows}, {}


def _listed(clauses: Sequence[Clause], points: Sequence[Fraction]) -> Parts | None:
    names = [each.case.words for each in clauses]
    if len(set(names)) < len(names) or any(each.case.kind == "rest" or each.earned.kind == "lost" for each in clauses):
        return None
    rows: list[Plain] = [
        {"code": str(place), "name": name, "points": written(got)}
        for place, (name, got) in enumerate(zip(names, points, strict=True), 1)
    ]
    return {"kind": "checklist", "items": rows}, {}


FORMS: tuple[Callable[[Sequence[Clause], Subject], Parts | None], ...] = (stepwise, late, in_proportion, banded, chosen)
"""In the order in which they are tried; each takes only clauses that it is made of."""
