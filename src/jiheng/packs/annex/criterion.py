"""A criterion read by the closed grammar: a scoring method with its datum, or the reason why it stays 待定."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from jiheng.packs.annex import forms, twins
from jiheng.packs.annex.asides import Stripped, stripped
from jiheng.packs.annex.cases import case
from jiheng.packs.annex.results import earned, segments
from jiheng.packs.annex.said import Clause
from jiheng.packs.annex.subject import Subject
from jiheng.packs.annex.words import normalised
from jiheng.packs.source import Plain


@dataclass(frozen=True, slots=True)
class Reading:
    """What a criterion was read as. ``pending`` says why nothing, or not all, was read."""

    method: dict[str, Plain] = field(default_factory=dict)
    inputs: dict[str, dict[str, Plain]] = field(default_factory=dict)
    absent: dict[str, Plain] = field(default_factory=dict)
    pending: str = ""


def read_criterion(words: str, weight: Fraction, name: str, *, points_of: str = "", target: str = "") -> Reading:
    """Read a criterion.

    Args:
        words: 评分标准, as the notice has it.
        weight: the points of the indicator.
        name: the indicator.
        points_of: 评价要点, whose numbered items the criterion may count.
        target: 目标值 of the table, if it has one.
    """
    if not words.strip():
        return Reading(pending="通知没有写评分标准")
    left = stripped(normalised(words), weight)
    if left.contrary:
        return Reading(pending=left.contrary)
    left.text, twin = twins.taken(left.text)
    subject = Subject(name, weight, left.aside, words.strip(), target, normalised(points_of), left.defined)
    made = forms.whole(left.text, subject) or _by_clauses(left, subject)
    if isinstance(made, forms.Made) and twin is not None:
        made = twins.joined(made, twin) or Reading(pending="两个数据择一，但计分方法不看一个数值")
    return made if isinstance(made, Reading) else _reading(made, subject)


def _by_clauses(left: Stripped, subject: Subject) -> Reading | forms.Made:
    clauses = []
    for before, found in segments(left.text):
        spoken = case(before)
        got = earned(found, subject.weight) if found is not None else None
        if spoken is None or got is None:
            return Reading(pending=f"没有读懂“{(before + (found[0] if found else '')).strip(',;。')[:60]}”")
        clauses.append(Clause(spoken, got))
    return forms.of_clauses(clauses, subject) or Reading(pending="各句读得懂，合起来不是一种已有的计分方法")


def _reading(made: forms.Made, subject: Subject) -> Reading:
    absent: dict[str, Plain] = {"rule": "full"} if subject.aside.absent == "full" else {}
    pending = "通知写明可以不适用，没有写分值归何处" if subject.aside.absent == "unsaid" else ""
    return Reading(made.method, made.inputs, absent, pending)
