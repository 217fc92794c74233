"""The language of lists: how a text opens a list of parts, names a total, and leaves a list open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.finding import Kind
from jiheng.checks.text.statement import Statement

OPENS = re.compile(r"其中|包括|包含|分别|具体|[,(:]即|即[::]|如下|构成|组成|含|用于|分为|主要|为|由|[:(]")
"""Any word or sign that may stand between a total and its parts."""

PLAINLY = re.compile(r"其中|包括|包含|分别(?!于)|具体为|具体是|具体如下|[,(:]即|构成|组成|(?<!得)分为")
"""Words that can mean nothing but a list of parts."""

IN_FULL = re.compile(r"分别(?!于)|具体为|具体是|具体如下|[,(:]即|构成|组成|(?<!得)分为|合计")
"""Words that promise that the list is complete."""

TOTAL = re.compile(r"(?<!公)共|合计|总|全部|累计|计|整体")
CLOSING_TOTAL = re.compile(
    r"合计|共计|总计|总共|总额|累计|总支出|总收入|总投入|综合得分|总得分|总分|自评得分|(?<!公)共"
)
"""Words of a total that stands behind its parts."""

_EARNED = re.compile(r"得")


@dataclass(frozen=True, slots=True)
class Added:
    """A total and the parts that give it."""

    total: Statement
    parts: list[Statement]


def kind_of(total: Statement) -> Kind:
    """Return what a sum of this dimension is called."""
    if total.dimension == "points":
        return Kind.SCORE_SUM
    return Kind.COUNT if total.dimension.startswith("count") else Kind.SUM


def sum_of(parts: Sequence[Statement]) -> Fraction:
    """Add exactly, in base units."""
    return sum((part.value for part in parts), Fraction(0))


def addition(parts: Sequence[Statement]) -> str:
    """Write the addition as a reader would check it; long ones are cut."""
    shown = " + ".join(part.shown for part in parts[:12])
    return shown + (" + …" if len(parts) > 12 else "")


def earned(parts: Sequence[Statement]) -> list[Statement]:
    """Of weights and scores told by turns (分值10分，得分9分), only the scores."""
    scores = [part for part in parts if part.dimension == "points" and _EARNED.search(part.subject)]
    return scores if 1 < len(scores) < len(parts) else []


def uneven(total: Statement, parts: Sequence[Statement]) -> bool:
    """Whether a sum is off by what rounding may explain, though the total is written as finely as its parts."""
    return sum_of(parts) != total.value and total.step <= min(part.step for part in parts)
