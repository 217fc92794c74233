"""Re-checking a self-evaluation: what is doubtful, the deviation of scores, the even hand, the drafted opinion."""

from jiheng.checks.review.deviation import Rescored, changed, deviation, kept, rescore, share_taken
from jiheng.checks.review.doubt import Ground, claimed_grounds, finding_grounds, rank, reasons, score_of
from jiheng.checks.review.opinion import Sentence, draft
from jiheng.checks.review.rows import check_reviews
from jiheng.checks.review.spread import Spread, spread

__all__ = [
    "Ground",
    "Rescored",
    "Sentence",
    "Spread",
    "changed",
    "check_reviews",
    "claimed_grounds",
    "deviation",
    "draft",
    "finding_grounds",
    "kept",
    "rank",
    "reasons",
    "rescore",
    "score_of",
    "share_taken",
    "spread",
]
