"""A scripted person in a real browser."""
