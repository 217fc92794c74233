"""From pack and data to scores: plan, SQL, engines, the trail of every row, explanations."""

from jiheng.scoring.door import score, score_project

__all__ = ["score", "score_project"]
