"""Checks of forms and texts: the catalogue, the findings, and the coverage of each answer."""
