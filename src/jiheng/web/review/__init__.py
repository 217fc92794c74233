"""复核: the reviewer's queue by doubt × money, re-scoring row by row with rule and reason, the drafted opinion."""
