"""Which words of a lexicon stand in a short text: one pass, longest word first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from jiheng.checks.text.ontology import DOWN, ROLES, UP


class Lexicon:
    """Words with what they mean; :meth:`read` finds them in a text in time that grows with it."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        """Take meaning → words parted by blanks."""
        by_word: dict[str, list[str]] = defaultdict(list)
        for meaning, words in meanings.items():
            for word in words.split():
                by_word[word].append(meaning)
        self._first: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for word in sorted(by_word, key=len, reverse=True):
            self._first[word[0]].append((word, tuple(by_word[word])))

    def read(self, text: str) -> list[tuple[int, str, tuple[str, ...]]]:
        """Offset, word and meanings of every word found, left to right, none inside another."""
        found = []
        at, end, first = 0, len(text), self._first
        while at < end:
            for word, meanings in first.get(text[at], ()):
                if text.startswith(word, at):
                    found.append((at, word, meanings))
                    at += len(word)
                    break
            else:
                at += 1
        return found


LEXICON = Lexicon({**ROLES, "up": UP, "down": DOWN})
"""The roles of the ontology and the words of change."""


@lru_cache(maxsize=65536)
def roles_in(text: str) -> frozenset[str]:
    """All roles that the words of a short text show."""
    return frozenset(role for _, _, roles in LEXICON.read(text) for role in roles)


def has_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in the text."""
    return any(word in text for word in words)
