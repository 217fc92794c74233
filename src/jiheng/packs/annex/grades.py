"""The grades that a notice states in running text: 90分(含)以上为优，80分(含)至90分为良 …."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from jiheng.packs.annex.words import NUMBER, normalised
from jiheng.packs.source import Plain

_NAME = "(?P<name>优秀?|良好?|中等?|合格|一般|及格|较差|差|不合格)"
_CALLED = r"(?:\(不?含[^)]{0,6}\))?(?:的|分)?,?(?:评价)?(?:等级)?(?:为|评定为|评为|确定为|定为|:)?[“\"《]?"
_HIGH = re.compile(
    rf"(?P<low>{NUMBER})分?(?:\(含[^)]{{0,6}}\))?分?(?:以上|及以上|至{NUMBER}分?){_CALLED}{_NAME}(?![\u4e00-\u9fff]{{0,1}}秀)"
)
_ENDS = re.compile(rf"(?P<high>{NUMBER})分?(?:\(不?含[^)]{{0,6}}\))?分?以下{_CALLED}{_NAME}")
NATIONAL: tuple[dict[str, Plain], ...] = (
    {"name": "优", "at_least": "90"},
    {"name": "良", "at_least": "80"},
    {"name": "中", "at_least": "60"},
    {"name": "差", "at_least": "0"},
)
"""财预〔2020〕10号: what stands where the notice names no grades."""


def grades(text: str) -> list[dict[str, Plain]]:
    """The grades from the best; empty where the text does not give a whole scale."""
    plain = normalised(text)
    found = {match["name"]: Fraction(match["low"]) for match in _HIGH.finditer(plain)}
    lowest = _ENDS.search(plain)
    floors = list(found.values())
    falling = len(found) > 1 and all(one > two for one, two in pairwise(floors))
    if not falling or lowest is None or lowest["name"] in found or Fraction(lowest["high"]) != floors[-1]:
        return []
    return [
        *({"name": name, "at_least": str(low)} for name, low in found.items()),
        {"name": lowest["name"], "at_least": "0"},
    ]
