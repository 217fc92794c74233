"""A total with its parts, and whether language says that nothing is left over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jiheng.checks.text.lexicon import has_any
from jiheng.checks.text.ontology import CLOSED_WORDS, OPEN_WORDS, OTHERS, PARTITIONS
from jiheng.checks.text.quantity import Quantity, Told


@dataclass(slots=True)
class PartList:
    """A total and its parts. ``choices`` are other ways to end the list; ``closed`` that it leaves nothing over."""

    total: Quantity
    parts: list[Quantity]
    closed: bool
    behind: bool = False
    choices: list[list[Quantity]] = field(default_factory=list)
    sure: bool = True
    nested: bool = False
    loose: bool = False
    rate: Quantity | None = None


_AND_SO_ON = re.compile(r"(?<![中高初同平])等(?![级次院职学待候式分同])")


def is_open(words: str) -> bool:
    """Whether words say that the list names some parts only."""
    return has_any(words, OPEN_WORDS) or _AND_SO_ON.search(words) is not None


def is_closed(told: Told, head: Quantity, parts: Sequence[Quantity], text: str) -> bool:
    """Whether language says that the list leaves nothing over."""
    last = parts[-1]
    if is_open(text) or last.s.tail.startswith("等"):
        return False
    if has_any(last.lead, OTHERS):
        return True
    before = told.page.text[max(head.s.start - 30, 0) : parts[0].s.start]
    if has_any(before + text, CLOSED_WORDS):
        return True
    leads = [q.lead + q.s.tail for q in parts]
    return any(
        len(parts) == len(division) and all(any(word in lead for lead in leads) for word in division)
        for division in PARTITIONS
    )
