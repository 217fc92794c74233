"""Reading one number that a person typed: full-width digits, separators, blanks."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

MAX_DIGITS = 30
"""More digits than any public budget needs; longer input is a slip or an attack."""

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


def normalise(text: str) -> str:
    """Fold full-width digits, signs and separators to their plain forms and drop blanks."""
    folded = unicodedata.normalize("NFKC", text).replace("−", "-").replace("，", ",")
    return "".join(folded.split())


def read_number(text: str) -> Fraction:
    """Read one decimal number exactly, e.g. ``３７,４９７.２８`` or ``-3.67``.

    Raises:
        ValueError: not one plain decimal number, or longer than MAX_DIGITS digits.
    """
    plain = normalise(text)
    if sum(map(str.isdigit, plain)) > MAX_DIGITS:
        msg = f"数字超过 {MAX_DIGITS} 位"
        raise ValueError(msg)
    if not (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)):
        msg = f"不是数字：{text.strip()[:40]}"
        raise ValueError(msg)
    return Fraction(plain.replace(",", ""))
