"""How Chinese names are spelled: one spelling for sorting and searching, the same on every machine and database."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import Any

_PLACES = {
    "长治": "cháng zhì",
    "长葛": "cháng gě",
    "单县": "shàn xiàn",
    "单州": "shàn zhōu",
    "单城": "shàn chéng",
    "涡阳": "guō yáng",
    "涡河": "guō hé",
    "洪洞": "hóng tóng",
    "浚县": "xùn xiàn",
    "荥经": "yíng jīng",
    "筠连": "jūn lián",
    "什邡": "shí fāng",
    "繁峙": "fán shì",
    "大城县": "dài chéng xiàn",
    "解州": "hài zhōu",
    "穆棱": "mù líng",
    "伽师": "jiā shī",
    "丰都": "fēng dū",
}
"""Place names in force whose own reading the dictionary in use does not know (pypinyin 0.55)."""


@cache
def _dictionary() -> Any:
    import pypinyin  # noqa: PLC0415 - its tables take a moment, and few processes spell

    pypinyin.load_phrases_dict({name: [[part] for part in read.split()] for name, read in _PLACES.items()})
    return pypinyin


def syllables(text: str) -> list[str]:
    """One syllable a character, without tones and in small letters; what is not Chinese stays together."""
    return [part.lower() for part in _dictionary().lazy_pinyin(text)]


def whole(text: str) -> str:
    """``青禾镇`` → ``qinghezhen``."""
    return "".join(syllables(text))


def initials(text: str) -> str:
    """``青禾镇`` → ``qhz``; letters and digits stay."""
    style = _dictionary().Style.FIRST_LETTER
    return "".join(_dictionary().lazy_pinyin(text, style=style)).lower()


def key(text: str) -> str:
    """What names are ordered and found by: ``青禾镇`` → ``qing he zhen qinghezhen qhz``.

    The syllables come first, so that plain comparison of letters orders by them one after another
    whatever the database holds for the order of Chinese characters; equal ones are told apart by the text itself.
    """
    return " ".join(chain(syllables(text), (whole(text), initials(text), text)))
