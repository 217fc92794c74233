"""Template tags of the grids."""
