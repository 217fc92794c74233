"""Judging targets before the year: can they be measured, are they more than what was reached, do they match the money?"""

from jiheng.targets.challenge import Challenge, challenge
from jiheng.targets.doubt import Doubt
from jiheng.targets.known import Known, known
from jiheng.targets.measurable import doubts
from jiheng.targets.money import Match, match
from jiheng.targets.portfolio import judged, questions, weight_gaps
from jiheng.targets.remarks import Remark, asked, remarks, score_of

__all__ = [
    "Challenge",
    "Doubt",
    "Known",
    "Match",
    "Remark",
    "asked",
    "challenge",
    "doubts",
    "judged",
    "known",
    "match",
    "questions",
    "remarks",
    "score_of",
    "weight_gaps",
]
