"""Likely misprints of domain terms: a known phrase with one character replaced by one that looks or sounds alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from jiheng.checks.finding import Finding
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.words.lexicon import NEVER_WORDS, PHRASES, SOUND_AS_WELL
from jiheng.checks.text.words.lookalikes import LOOKALIKES

_LEAST = 4
_CONTEXT = 2
_MOST = 20


def find(page: Page) -> Iterator[Finding]:
    """Suggest what was meant, each place once."""
    said: set[int] = set()
    for start, end, meant in sorted([*_never(page.text), *_variants(page.text)], key=lambda hit: hit[0] - hit[1]):
        if not said.isdisjoint(range(start, end)) or len(said) > _MOST * _LEAST:
            continue
        said.update(range(start, end))
        written = page.text[start:end]
        yield report("T501", f"“{written}”似应为“{meant}”", (page.span(start, end),), stated=written, expected=meant)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(NEVER_WORDS, key=len, reverse=True))))


def _never(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _pattern().finditer(text):
        yield match.start(), match.end(), NEVER_WORDS[match[0]]


@cache
def _table() -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """Misprinted phrases and what was meant; and for the two characters they begin with, their lengths."""
    sound = _parts({len(phrase) for phrase in PHRASES}) | SOUND_AS_WELL
    meant: dict[str, str] = {}
    for phrase in PHRASES:
        if len(phrase) >= _LEAST:
            for variant in _misprints(phrase):
                if variant not in sound:
                    meant.setdefault(variant, phrase)
    heads: dict[str, set[int]] = defaultdict(set)
    for variant in meant:
        heads[variant[:2]].add(len(variant))
    return meant, {head: tuple(sorted(lengths, reverse=True)) for head, lengths in heads.items()}


@cache
def _firsts() -> frozenset[str]:
    """What a misprinted phrase may begin with: most letters of a text do not, and need no look at two."""
    return frozenset(head[0] for head in _table()[1])


def _parts(lengths: set[int]) -> set[str]:
    """Every run of characters of these lengths that stands in a sound phrase."""
    return {phrase[at : at + n] for n in lengths for phrase in PHRASES for at in range(len(phrase) - n + 1)}


def _misprints(phrase: str) -> Iterator[str]:
    for at, right in enumerate(phrase):
        for wrong in LOOKALIKES.get(right, ""):
            yield phrase[:at] + wrong + phrase[at + 1 :]
    if "整治" in phrase:
        yield phrase.replace("整治", "整理")


def _variants(text: str) -> Iterator[tuple[int, int, str]]:
    meant, heads = _table()
    firsts = _firsts()
    for at in [at for at, letter in enumerate(text) if letter in firsts and text[at : at + 2] in heads]:
        for length in heads[text[at : at + 2]]:
            right = meant.get(text[at : at + length])
            if right is not None and len(text) >= at + length:
                yield at, at + length, right
                break
