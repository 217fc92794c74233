"""What the words of a report say: goals, names, template residue, likely misprints."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.checks.finding import Finding
from jiheng.checks.text.page import Page
from jiheng.checks.text.words import contradiction, misprint, names, structure, template, vague, years


def find(page: Page) -> Iterator[Finding]:
    """Look at the words of one page."""
    for module in (misprint, structure, template, vague, names, years, contradiction):
        yield from module.find(page)
