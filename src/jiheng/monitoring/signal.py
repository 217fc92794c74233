"""A signal: one thing seen in the ledger or the forecast, with its level, its numbers and its way to green."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """How grave: red 严重, yellow 关注, green 正常, none 无法判断."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    NONE = "none"


SHOWN = {Level.RED: "● 红 严重", Level.YELLOW: "▲ 黄 关注", Level.GREEN: "■ 绿 正常", Level.NONE: "○ 无法判断"}
"""Shape, colour and word: colour alone never carries the level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One signal. A code never changes its meaning and is never used again."""

    code: str
    level: Level
    message: str
    why: str
    """The numbers."""
    until: str = ""
    """What turns it green, and by when; empty if nothing can any more."""
    answer_by: date | None = None
    """The day by which the unit answers; None if the pack sets no limit."""
    cite: str = ""


def overall(signals: Iterable[Signal], *, judged: bool) -> Level:
    """The gravest level; green only when the money could be judged and nothing was found."""
    levels = {signal.level for signal in signals}
    for level in (Level.RED, Level.YELLOW):
        if level in levels:
            return level
    return Level.GREEN if judged else Level.NONE
