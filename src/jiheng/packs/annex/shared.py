"""What the forms of a criterion share: which clauses give all, nothing or a fixed number of points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from jiheng.packs.annex.said import Clause
from jiheng.packs.annex.subject import Subject
from jiheng.packs.source import Plain

Parts = tuple[dict[str, Plain], dict[str, dict[str, Plain]]]
_MILD = re.compile(
    "^(?:完成率|执行率|支出率|达标率|合格率|实际完成率|实际完成值|完成值|实际值|指标值|比例|比率|该比率|该比例|结果|得分|覆盖率|满意度|率|偏差率|变动率)?$"
)
WHOLE = Fraction(1)


def of_kind(clauses: Sequence[Clause], kind: str) -> list[Clause]:
    """The clauses of one kind of case."""
    return [each for each in clauses if each.case.kind == kind]


def gives_all(clause: Clause, subject: Subject) -> bool:
    """Whether the case earns all points."""
    return clause.earned.kind == "points" and clause.earned.points == subject.weight


def gives_nothing(clause: Clause, subject: Subject) -> bool:
    """Whether the case earns no point."""
    gone = clause.earned.kind == "lost" and clause.earned.points == subject.weight
    return gone or (clause.earned.kind == "points" and not clause.earned.points)


def points_of(clause: Clause, subject: Subject) -> Fraction | None:
    """Points of the case; None where they are no fixed number."""
    kind, points = clause.earned.kind, clause.earned.points
    if kind == "lost":
        points = subject.weight - points
    return points if kind in {"points", "lost"} and 0 <= points <= subject.weight else None


def one_subject(clauses: Sequence[Clause], subject: Subject) -> bool:
    """Whether the clauses speak of one measure: the indicator's, or one that is named in the first and meant in the others."""
    names = [each.case.subject for each in clauses if each.case.kind == "range" and not _MILD.match(each.case.subject)]
    own = [name for name in names if name not in subject.name and subject.name not in name]
    return len(set(own)) <= 1 and (not own or len(own) == len(names))
