"""The scoring methods: a closed set, each with one exact meaning.

``w`` is the weight of the indicator, ``x`` the actual value of its measure, ``t`` the target.
A value that is *missing* scores 0 and says so; *not applicable* follows the indicator's
``not_applicable`` rule; zero is a value like any other.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from jiheng.packs.typing import Exact, Strict

Direction = Literal["正向", "反向"]
Operator = Literal["≥", "≤", "=", ">", "<", "定性"]


class OverCompletion(Strict):
    """What completing far more than the target does (超额完成).

    It speaks of a ratio, so it is silent where there is none: a target of 0 or below, or 反向 with x ≤ 0.
    """

    above: Exact
    """Completion ratio beyond which the rule speaks, e.g. 130 %."""
    including: bool = False
    """Whether a ratio of exactly ``above`` is already too much."""
    effect: Literal["note", "deduct", "excess"] = "note"
    """note: only remarked · deduct: lose ``lose`` points · excess: the share above ``above`` is taken off."""
    lose: Exact = Fraction(0)
    cite: str = ""


class Proportional(Strict):
    """按完成比例: 正向 w·min(x ÷ t, 1), 反向 w·min(t ÷ x, 1); never below 0.

    Towards a target of 0 or below there is no ratio: 正向 is full when x ≥ t, 反向 when x ≤ t, otherwise 0.
    Above it, 反向 with x ≤ 0 is full.
    """

    kind: Literal["proportional"]
    measure: str = ""
    target: Exact = Fraction(1)
    direction: Direction = "正向"
    pass_at: Exact | None = None
    """Completion ratio below which nothing is scored (及格门槛)."""
    over: OverCompletion | None = None


class AllOrNothing(Strict):
    """直接赋分: full when ``x operator t`` holds, otherwise 0."""

    kind: Literal["all_or_nothing"]
    measure: str = ""
    operator: Literal["≥", "≤", "=", ">", "<"] = "≥"
    target: Exact = Fraction(1)


class Step(Strict):
    """按步扣分: for each ``per`` that x falls short of (≥) or exceeds (≤) t, ``lose`` points go."""

    kind: Literal["step"]
    measure: str
    operator: Literal["≥", "≤"] = "≥"
    target: Exact
    per: Exact
    lose: Exact
    part: Literal["whole", "begun", "proportional"] = "whole"
    """whole: only full steps count (每低满) · begun: a begun step counts · proportional: by fraction."""
    at_most: Exact | None = None
    """The most that may be lost; the weight if not given. The score is never below 0."""


class Band(Strict):
    """One band: x from ``at_least`` (included) up to the next band scores ``share`` of the weight."""

    at_least: Exact | None = None
    """None: everything below the other bands."""
    share: Exact


class Bands(Strict):
    """分档赋分: the first band from the top whose ``at_least`` x reaches; 0 below all of them."""

    kind: Literal["bands"]
    measure: str
    bands: tuple[Band, ...] = Field(min_length=1)


class Item(Strict):
    """One item of a checklist and the points it carries."""

    code: str
    name: str
    points: Exact
    measure: str = ""
    """If given, the item holds when this measure is > 0; otherwise the unit answers 是 / 否 / 不适用."""


class Checklist(Strict):
    """逐项核对: the sum of the points of the items that hold; 不适用 keeps its points.

    An item without an answer does not hold. The items' points add up to the weight; if the weight of the
    indicator grew (see ``Absent``), they grow in proportion.
    """

    kind: Literal["checklist"]
    items: tuple[Item, ...] = Field(min_length=1)


class Linear(Strict):
    """线性插值: 0 at ``zero_at``, w at ``full_at``, straight between, capped outside."""

    kind: Literal["linear"]
    measure: str
    zero_at: Exact
    full_at: Exact


class Level(Strict):
    """A qualitative level and the shares of the weight that it may give: (low, high], or [0, high]."""

    name: str
    high: Exact
    low: Exact


class Qualitative(Strict):
    """定性分级: the unit picks a level and, inside its band, a coefficient (the band's top if not given)."""

    kind: Literal["qualitative"]
    levels: tuple[Level, ...] = Field(min_length=2)


class Completion(Strict):
    """指标完成情况: w × mean completion of a set of the unit's own indicators, each capped at 100 %.

    The completion of one indicator is the share that its own method gives; over-completion is only noted. One
    that does not apply is left out, one without a value counts as 0. ``weighting``: plain, each the same ·
    weight, by the indicator's weight · amount, by the money of its project, shared evenly among its indicators
    (a special fund: what was issued to it; a project: its adjusted budget).
    """

    kind: Literal["completion"]
    owner: Literal["unit", "special_funds", "projects"] = "unit"
    level_1: tuple[str, ...] = ()
    """Only indicators under these level-1 names; empty: all."""
    weighting: Literal["plain", "weight", "amount"] = "plain"


class Choice(Strict):
    """One alternative of a one-of indicator."""

    code: str
    name: str
    share: Exact


class OneOf(Strict):
    """择一赋分: exactly one alternative is chosen; it gives its share of the weight."""

    kind: Literal["one_of"]
    choices: tuple[Choice, ...] = Field(min_length=2)


Method = Annotated[
    Proportional | AllOrNothing | Step | Bands | Checklist | Linear | Qualitative | Completion | OneOf,
    Field(discriminator="kind"),
]
