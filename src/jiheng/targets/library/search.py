"""Find indicators by words, by the initials of their pinyin, and by function."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from jiheng.targets.library.entry import Entry
from jiheng.targets.library.load import entries

MOST = 12
NEAR = 72
"""From this likeness (0 to 100) on a name that does not hold the words is shown all the same."""


def find(text: str, function: str = "", level: str = "", most: int = MOST) -> tuple[Entry, ...]:
    """The best matches first; all of a function for an empty text.

    Args:
        text: words of the name or meaning, parted by blanks, or initials of pinyin such as ``xfs``.
        function: 职能, or nothing.
        level: 县 or 乡镇, or nothing.
        most: no more than these.
    """
    fitting = [each for each in entries() if function in {"", each.function} and (not level or level in each.levels)]
    words = text.split()
    if not words:
        return tuple(fitting[:most]) if function else ()
    if re.fullmatch(r"[A-Za-z0-9]+", "".join(words)):
        return _by_initials("".join(words).lower(), fitting)[:most]
    ranked = sorted(((_likeness(words, each), each) for each in fitting), key=lambda pair: -pair[0])
    return tuple(each for likeness, each in ranked[:most] if likeness >= NEAR)


def _by_initials(initials: str, fitting: Iterable[Entry]) -> tuple[Entry, ...]:
    found = (each for each in fitting if initials in each.pinyin)
    return tuple(sorted(found, key=lambda each: (each.pinyin.index(initials), len(each.pinyin))))


def _likeness(words: Sequence[str], entry: Entry) -> float:
    if all(word in entry.name for word in words):
        return 200 - len(entry.name)
    if all(word in entry.name + entry.meaning + entry.function for word in words):
        return 120 - len(entry.name)
    return fuzz.partial_ratio("".join(words), entry.name)
