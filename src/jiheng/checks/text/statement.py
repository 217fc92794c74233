"""One number of the text with all that is known of it: the statement the relations work on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from jiheng.core.exact import fraction_text, half_up

SCALE = 10**8
"""``Statement.scaled`` counts this many parts of a base unit."""


_LEVEL = re.compile(r"中央|省级|市级|县级|区级|镇级|乡级|自治区|旗县|盟市|上级|本级")
_COMPARED = re.compile(r"(?:比|较|由|从|与)[^,]{0,6}(?:上年|去年|上一年|前年|年初|同期|预算|20\d\d|原来?)[^,]{0,14}$")


def scale(value: Fraction) -> int:
    """Return a value as an integer of 10⁻⁸ base units."""
    return half_up(value.numerator * SCALE, value.denominator)


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A quantity as written: value and precision in base units (元, 1, 分 …), subject, and position.

    ``start`` and ``end`` are offsets of the folded text; ``step`` is one unit of the last digit shown;
    ``bound`` is the operator of a target (``>=``, ``<=``, ``=``) or empty; ``scaled`` is the value in
    10⁻⁸ base units, an integer, for quick comparisons; ``lead`` is the sentence so far; ``entry`` counts
    the entries of lists (sentences, clauses behind ``;``, lines) that begin before, ``brackets`` the
    changes of ``depth``; ``digits``
    counts significant digits; ``half`` is half a unit of the last digit shown (0 for scores, whole
    counts and short whole amounts such as 20万元, which are exact) and ``slack`` the same,
    scaled; ``grain`` is ``step``, scaled.
    """

    index: int
    start: int
    end: int
    value: Fraction
    step: Fraction
    unit: str
    dimension: str
    factor: Fraction
    written: str
    subject: str
    subject_start: int
    tail: str
    text: str = field(repr=False)
    lead_start: int
    lead_end: int
    sentence: int
    entry: int
    paragraph: int
    depth: int
    brackets: int
    bound: str = ""
    rough: bool = False
    change: str = ""
    places: int = 0
    scaled: int = 0
    digits: int = 0
    half: Fraction = Fraction(0)
    slack: int = 0
    grain: int = 0

    @property
    def lead(self) -> str:
        """The sentence so far, its last characters."""
        return self.text[self.lead_start : self.lead_end]

    @property
    def is_money(self) -> bool:
        """Whether the statement is an amount of money (not a price per something)."""
        return self.dimension == "money"

    @property
    def is_whole(self) -> bool:
        """Whether it is a counted number or a score, exact as written."""
        return self.dimension == "points" or (self.places == 0 and self.dimension.startswith("count"))

    @property
    def is_share(self) -> bool:
        """Whether the statement is a percentage."""
        return self.dimension == "share"

    @property
    def is_base(self) -> bool:
        """Whether the subject only names what something is compared with (比上年支出433万元减少)."""
        return bool(_COMPARED.search(self.subject))

    @property
    def level(self) -> str:
        """The level of government that the subject names, for funds of two levels are two facts."""
        match = _LEVEL.search(self.subject)
        return match[0][0] if match else ""

    @property
    def shown(self) -> str:
        """The number and its unit as written, without blanks."""
        return self.text[self.start : self.end].replace(" ", "")

    def write(self, value: Fraction, places: int = 6) -> str:
        """Write a value of the same dimension in this statement's unit."""
        return f"{fraction_text(value / self.factor, places)}{self.unit}"
