"""Why a score is what it is, in Chinese: the formula with its numbers, and what would have kept the points."""
