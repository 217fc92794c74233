"""Judging targets before the year: can they be measured, and are they more than last year's result?"""

from jiheng.targets.challenge import Challenge, challenge
from jiheng.targets.doubt import Doubt
from jiheng.targets.measurable import doubts
from jiheng.targets.portfolio import questions, weight_gaps

__all__ = ["Challenge", "Doubt", "challenge", "doubts", "questions", "weight_gaps"]
