"""The reviewed total and 偏离度, exactly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.exact import Points, Ratio, half_up
from jiheng.facts.rows import Review
from jiheng.packs.model import Pack
from jiheng.scoring.engines.verdict import grade_number, ranked_grades
from jiheng.scoring.sheet import NO_GRADE, Line, ScoreSheet


@dataclass(frozen=True, slots=True)
class Rescored:
    """The unit's total beside the reviewer's."""

    own: Points
    reviewed: Points
    grade: str

    @property
    def deviation(self) -> Ratio:
        """偏离度."""
        return deviation(self.own, self.reviewed)


def deviation(own: Points, reviewed: Points) -> Ratio:
    """偏离度 = (自评 − 复核) ÷ 自评; negative where the reviewer gave more, undefined where the unit gave nothing."""
    return Ratio(own.units - reviewed.units, own.units)


def changed(sheet: ScoreSheet, reviews: Iterable[Review]) -> list[tuple[Line, Points, Review]]:
    """Each line of the sheet to which a review gives another score, with that score and the review."""
    lines = {line.code: line for line in sheet.lines}
    return [
        (line, review.score, review)
        for review in reviews
        if (line := lines.get(review.indicator)) and review.score is not None and review.score != line.score
    ]


def kept(weight: Points, percent: Fraction) -> Points:
    """What is left of a weight after a deduction of that share, rounded half-up to 1/100 point."""
    left = weight.exact * (1 - percent) * 100
    return Points(half_up(left.numerator, left.denominator) * 10 ** (Points.PLACES - 2))


def share_taken(weight: Points, score: Points) -> Fraction:
    """The share of the weight that a score lost, rounded half-up to 1/100 of a per cent; 0 without a weight."""
    if weight.units == 0:
        return Fraction(0)
    return Fraction(Points.rounded(Fraction(weight.units - score.units, weight.units)).units, 10**Points.PLACES)


def rescore(sheet: ScoreSheet, reviews: Iterable[Review], pack: Pack) -> Rescored:
    """Put the reviewer's scores in the place of the unit's.

    Each indicator changes the sum by the difference of its scores; deductions from the total stay, and a cap
    that held the total down still does. Reviews of indicators that are not on the sheet change nothing.
    """
    scores = {line.code: line.score for line in sheet.lines}
    given = {review.indicator: review.score for review in reviews if review.score is not None}
    change = sum(score.units - scores[code].units for code, score in given.items() if code in scores)
    caps = {cap.code for cap in pack.caps}
    held = sum(loss.lost.units for loss in sheet.losses if loss.code in caps)
    reviewed = sheet.total.units + held + change
    if held:
        reviewed = min(reviewed, sheet.total.units)
    total = Points(max(reviewed, 0))
    grade = ranked_grades(pack)[grade_number(pack, total.exact)].name
    return Rescored(sheet.total, total, NO_GRADE if sheet.verdict == NO_GRADE else grade)
