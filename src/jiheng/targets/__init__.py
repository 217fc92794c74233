"""Judging targets before the year: can they be measured, are they more than what was reached, do they match the money?"""

from jiheng.targets.challenge import Challenge, challenge
from jiheng.targets.doubt import Doubt
from jiheng.targets.measurable import doubts
from jiheng.targets.money import Match, match
from jiheng.targets.portfolio import judged, questions, weight_gaps

__all__ = ["Challenge", "Doubt", "Match", "challenge", "doubts", "judged", "match", "questions", "weight_gaps"]
