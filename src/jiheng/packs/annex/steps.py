"""Steps: points lost for each step short of or beyond a target, for each thing found, for each day late."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from jiheng.packs.annex.cases import ONCE, SHORT
from jiheng.packs.annex.ranges import band_rows
from jiheng.packs.annex.said import Case, Clause
from jiheng.packs.annex.shared import WHOLE, Parts, gives_all, gives_nothing, of_kind, one_subject
from jiheng.packs.annex.subject import Subject
from jiheng.packs.annex.words import NUMBER, exact, written
from jiheng.packs.interval import Interval
from jiheng.packs.source import Plain

PLAIN_TARGET = re.compile(rf"(?P<sign>≥|≤|>=|<=)?(?P<value>{NUMBER})(?P<unit>%)")


def stepwise(clauses: Sequence[Clause], subject: Subject) -> Parts | None:
    """95%以上得满分，每低1个百分点扣0.3分."""
    steps = of_kind(clauses, "every")
    others = [each for each in clauses if each not in steps]
    if len(steps) != 1 or steps[0].earned.kind != "lost" or not one_subject(clauses, subject):
        return None
    counted = not steps[0].case.side or (
        steps[0].case.subject == SHORT and all(each.case.kind == "words" for each in others)
    )
    return _counted(steps[0], others, subject) if counted else _stepped(steps[0], others, subject)


def _tail(method: dict[str, Plain], subject: Subject) -> dict[str, Plain]:
    aside = subject.aside
    part: dict[str, Plain] = {"part": "begun"} if aside.part == "begun" else {}
    most: dict[str, Plain] = {"at_most": written(aside.most)} if aside.most and aside.most != subject.weight else {}
    return method | part | most


def _counted(step: Clause, others: Sequence[Clause], subject: Subject) -> Parts | None:
    """每发现一处扣1分: nothing found gives all, enough of it nothing."""
    if not all(each.case.kind in {"words", "rest"} and gives_all(each, subject) for each in others):
        return None
    if step.case.subject == ONCE and not subject.aside.until_gone:
        return None
    name, inputs = subject.counted(step.case.unit, step.case.words)
    return _tail(_step(name, "≤", "0", written(step.case.size), step.earned.points), subject), inputs


def _step(name: str, sign: str, target: str, per: str, lose: Fraction) -> dict[str, Plain]:
    return {"kind": "step", "measure": name, "operator": sign, "target": target, "per": per, "lose": written(lose)}


def _stepped(step: Clause, others: Sequence[Clause], subject: Subject) -> Parts | None:
    sign = "≥" if step.case.side == "low" else "≤"
    fulls = [each for each in others if gives_all(each, subject)]
    target = _target(fulls, step.case, sign, subject)
    if target is None or len(fulls) > 1:
        return None
    spare = [each for each in others if each not in fulls]
    if not all(_runs_out(each, step, target, subject) for each in spare):
        return None
    unit = step.case.unit
    name, inputs = subject.measured(unit)
    return _tail(
        _step(name, sign, written(target, unit), written(step.case.size, unit), step.earned.points), subject
    ), inputs


def _target(fulls: Sequence[Clause], step: Case, sign: str, subject: Subject) -> Fraction | None:
    """From where points are lost: the border of what gives all, the target of the table, or the whole of a target."""
    if fulls and fulls[0].case.kind == "range":
        return _border(fulls[0].case, step.unit, sign)
    if fulls and not (fulls[0].case.kind == "words" and fulls[0].case.of_target):
        return None
    if not fulls and not step.of_target and not subject.target:
        return None
    found = PLAIN_TARGET.fullmatch(subject.target.strip())
    if found is not None and step.unit == "%":
        return exact(found["value"]) / 100 if found["sign"] in {None, sign, {"≥": ">=", "≤": "<="}[sign]} else None
    return None if subject.target.strip() or step.unit != "%" or sign != "≥" or step.size >= WHOLE else WHOLE


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
    if (
        clause.case.kind != "range"
        or not gives_nothing(clause, subject)
        or border is None
        or clause.case.unit != step.case.unit
    ):
        return False
    return abs(target - border) // step.case.size * step.earned.points >= subject.weight


def late(clauses: Sequence[Clause], subject: Subject) -> Parts | None:
    """按时报送得满分，晚1至3日得1.5分，再晚不得分; or 每晚1日扣0.5分."""
    days = of_kind(clauses, "late")
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
    return clause.case.kind == "words" and clause.case.subject == "按时" and gives_all(clause, subject)


def _late_bands(
    days: Sequence[Clause], others: Sequence[Clause], subject: Subject, name: str, inputs: dict[str, dict[str, Plain]]
) -> Parts | None:
    prompt = [each for each in others if _on_time(each, subject)]
    rest = [each for each in others if each.case.kind == "rest" and gives_nothing(each, subject)]
    if len(prompt) != 1 or len(prompt) + len(rest) != len(others):
        return None
    on_time = Clause(Case("range", inside=Interval(None, Fraction(0))), prompt[0].earned)
    rows = band_rows([on_time, *days, *rest], subject, "天")
    return None if rows is None else ({"kind": "bands", "measure": name, "bands": rows}, inputs)
