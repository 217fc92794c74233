"""From pack and data to scores: plan, SQL, engines, the trail of every row, explanations."""
