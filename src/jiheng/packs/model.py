"""The rule pack as data: what a finance officer reads, copies and changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from jiheng.core.measure_unit import is_money, unit
from jiheng.packs.layout import Form
from jiheng.packs.method import Method, Operator, OverCompletion
from jiheng.packs.typing import Gap, Limit, Marks, Ratio, Share, Strict, exact_number
from jiheng.packs.typing import Own as Quantified

Mark = Literal["V", "V2", "U", "I"]


Object = Literal[
    "项目",
    "部门整体",
    "政策",
    "专项资金",
    "转移支付区域",
    "下级政府",
    "专项债券",
    "政府购买服务",
    "社保基金",
]
"""What is evaluated: one of a unit's projects; or what the data set as a whole speaks of."""


class Source(Strict):
    """Where a rule comes from, and how sure that is (V seen, V2 second-hand, U unverified, I inferred)."""

    key: str
    title: str
    mark: Mark
    note: str = ""


class Dated(Strict):
    """A value from one day on; ``None`` ends the rule."""

    value: Quantified | None
    cite: str


class Value(Strict):
    """A named parameter that changes by law: each value with its first day and its clause."""

    unit: str
    since: dict[date, Dated]


class Measure(Strict):
    """A derived measure: a closed formula over the vocabulary, the pack's values and other measures."""

    unit: str
    formula: str
    range: tuple[Quantified, Quantified] | None = None
    """The smallest and the largest value that make sense, where the formula does not show it."""
    meaning: str = ""
    cite: str = ""


class Input(Strict):
    """A datum that the pack asks for beside the fixed tables (补充数据).

    Money is in 元 once it is read, a share is a share of 1, a date counts days, 是 is 1 and 否 is 0, a level is its
    place in ``options`` from 1, a group counts its members.
    """

    unit: str = ""
    """% or 元, 万元, 个, 天 …; a date, a flag and a level have none."""
    form: Literal["number", "pair", "monthly", "date", "flag", "level", "group"] = "number"
    """pair: numerator and denominator · monthly: a value a month · group: a value for each member of a group of units."""
    per: Literal["unit", "project", "indicator"] = "unit"
    take: Literal["last", "sum", "mean", "max", "min"] = "last"
    """What the name stands for where there are several values: of months, or of projects in a pack for the unit."""
    options: tuple[str, ...] = ()
    """The levels that may be chosen, in order."""
    range: tuple[Quantified, Quantified] | None = None
    """The smallest and the largest value that can be; one beyond is refused."""
    meaning: str = ""
    evidence: str = ""
    required: bool = True
    cite: str = ""


class Guide(Strict):
    """The filling guide beside one cell."""

    meaning: str = ""
    formula: str = ""
    good: str = ""
    bad: str = ""
    returns: tuple[str, ...] = ()
    """Why others had theirs returned."""


class Absent(Strict):
    """What happens to the points of an indicator that does not apply to the unit."""

    rule: Literal["full", "zero", "move"] = "full"
    to: str = ""
    """For ``move``: the code of the level that receives the points, shared among its applicable indicators by weight."""
    when: str = ""
    """A measure: not applicable when it is 0 (e.g. 专项资金数); otherwise the unit declares it with a reason."""


class Own(Strict):
    """A level that the unit fills with its own indicators.

    Their weights add up to the level's, unless the unit moved points between such levels: then all of them together
    add up, a notice says so, and ``least`` and ``most`` bound what one level may weigh.
    """

    level_1: str
    level_2: tuple[str, ...] = ()
    least: Marks | None = None
    most: Marks | None = None

    def takes(self, level_1: str, level_2: str) -> bool:
        """Whether an indicator under these levels belongs here by name."""
        return self.level_1 in {"", level_1} and (not self.level_2 or not level_2 or level_2 in self.level_2)


class Node(Strict):
    """One indicator of the tree: a level with children, a level of own indicators, or a leaf with a method."""

    code: str
    name: str
    weight: Marks
    method: Method | None = None
    own: Own | None = None
    children: tuple[Node, ...] = ()
    cite: str = ""
    evidence: tuple[str, ...] = ()
    evidence_required: bool = False
    """Without evidence the self-evaluation may not be submitted; otherwise it is only told."""
    guide: Guide = Guide()
    not_applicable: Absent = Absent()
    words: str = ""
    """The criterion as the notice has it, beside which the rule is proof-read."""
    pending: str = ""
    """Why a person has still to settle the rule (待定); lint refuses the pack until it is gone."""
    reason_below: Share | None = None
    """A reason and a measure are required when score ÷ weight (for execution: the rate) is below this."""

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Rounding(Strict):
    """Decimals kept at each step; ``None`` carries the exact value on. The order changes scores, so it is declared."""

    row: int | None = Field(default=2, ge=0, le=4)
    level: int | None = Field(default=2, ge=0, le=4)
    total: int | None = Field(default=2, ge=0, le=4)
    how: Literal["half_up", "up", "down"] = "half_up"
    """half_up 四舍五入 · up 进一 · down 舍去."""

    WORDS: ClassVar[dict[str, str]] = {"half_up": "四舍五入", "up": "进一", "down": "舍去零头"}


class Grade(Strict):
    """A grade and the lowest total that earns it."""

    name: str
    at_least: Marks
    """In points; a pack may write ``share`` of full marks instead, which is worked out on loading."""
    share: Share | None = None


class CapBand(Strict):
    """Below this value of the measure the total is at most this."""

    below: Limit
    at_most: Marks


class Cap(Strict):
    """A ceiling on the total, told before anything is submitted (得分封顶).

    The lowest ``at_most`` of the bands that the measure is below; a measure without a value caps nothing.
    """

    code: str
    name: str
    measure: str
    bands: tuple[CapBand, ...]
    cite: str


class Deduction(Strict):
    """Points taken off the total: ``lose`` for each full ``per`` of the measure above ``free`` (扣分项).

    Deductions come before caps; the total is never below 0. A measure without a value takes nothing off.
    """

    code: str
    name: str
    measure: str
    free: Limit = Fraction(0)
    per: Gap = Fraction(1)
    lose: Marks
    at_most: Marks
    cite: str


class Bonus(Strict):
    """Points added to the total: ``gain`` for each full ``per`` of the measure above ``free`` (加分项).

    They come after deductions and before caps; the total then stays within ``total_at_most`` (full marks if the pack
    does not say). A measure without a value adds nothing.
    """

    code: str
    name: str
    measure: str
    free: Limit = Fraction(0)
    per: Gap = Fraction(1)
    gain: Marks
    at_most: Marks
    cite: str


class Veto(Strict):
    """A fact that bars the better grades, whatever the total (一票否决、不得评优): the measure lies above ``above``.

    A measure without a value bars nothing, and a notice says that it could not be judged.
    """

    code: str
    name: str
    measure: str
    above: Limit = Fraction(0)
    best: str
    """The best grade that can still be had."""
    cite: str


class MonthFloor(Strict):
    """The execution rate expected by the end of a month."""

    month: int = Field(ge=1, le=12)
    rate: Ratio


class Monitoring(Strict):
    """Thresholds of in-year monitoring (运行监控)."""

    red_below: Ratio | None = None
    """Execution rate ÷ share of the year elapsed."""
    yellow_below: Ratio | None = None
    floors: tuple[MonthFloor, ...] = ()
    divergence: Ratio | None = None
    """Goal progress and execution apart by more than this share."""
    idle_months: int | None = None
    """No payment at all in this many months since spending was due to begin is grave."""
    rush: Ratio | None = None
    """Share of the year's payments that fall in December alone, above which it is a rush (年底突击花钱)."""
    answer_workdays: int | None = None
    cite: str = ""
    cites: dict[Literal["lights", "floors", "divergence", "idle", "rush", "answer"], str] = {}
    """The ground of single thresholds, where it is another than ``cite``."""

    def ground(self, rule: Literal["lights", "floors", "divergence", "idle", "rush", "answer"]) -> str:
        """The ground of one threshold."""
        return self.cites.get(rule, self.cite)


class Use(Strict):
    """How the result of an evaluation is used in the next budget (结果应用): advice to people, never automatic."""

    name: str
    """The grade."""
    advice: str
    cite: str


class Deadline(Strict):
    """A legal time limit counted from an event."""

    code: str
    matter: str
    days: int
    """Days after the event by which the matter must be done; negative: so many days before it."""
    working: bool = False
    after: str
    cite: str


class Years(Strict):
    """Budget years that the pack is for, both included; ``last`` empty: until further notice."""

    first: int = Field(ge=1949, le=2200)
    last: int | None = Field(default=None, ge=1949, le=2200)


class Pack(Strict):
    """One rule pack, complete: overlays are already applied."""

    id: str
    version: str
    title: str
    region: str
    object: Object
    years: Years
    project_pack: str = ""
    """For a whole-of-department pack: the id of the pack that scores the unit's projects."""
    status: Literal["verified", "unverified"]
    sources: tuple[Source, ...]
    pending: tuple[str, ...] = ()
    """What of the pack as a whole a person has still to settle (待定)."""
    values: dict[str, Value] = {}
    inputs: dict[str, Input] = {}
    """Data that the pack asks for, by name."""
    measures: dict[str, Measure] = {}
    indicators: tuple[Node, ...]
    own_methods: dict[Operator, Method] = {}
    """How the unit's own indicators are scored, by operator; the target and value are the indicator's."""
    own_over: OverCompletion | None = None
    own_reason_below: Share = Fraction(1)
    full_marks: Marks = Fraction(100)
    rounding: Rounding = Rounding()
    grades: tuple[Grade, ...]
    uses: tuple[Use, ...] = ()
    caps: tuple[Cap, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    total_at_most: Marks | None = None
    """The most that a total may be with bonuses; full marks if not given."""
    monitoring: Monitoring = Monitoring()
    deadlines: tuple[Deadline, ...] = ()
    forms: tuple[Form, ...] = ()
    sha256: str = ""
    """Hash of the canonical content after overlays; set by the loader."""

    @model_validator(mode="before")
    @classmethod
    def _grades_in_points(cls, written: Any) -> Any:
        """Work out grades that are written as shares of full marks."""
        if not isinstance(written, dict) or not isinstance(written.get("grades"), list | tuple):
            return written
        return written | {"grades": [_in_points(each, written.get("full_marks", 100)) for each in written["grades"]]}

    def nodes(self) -> Iterator[Node]:
        """Every indicator of the tree, parents before children."""
        for top in self.indicators:
            yield from top.walk()

    def value(self, name: str, on: date) -> Fraction | None:
        """The parameter's value in force on that day, money in 元; None before it begins or after it ends.

        Raises:
            KeyError: the pack has no such parameter.
        """
        declared = self.values[name]
        begun = [day for day in declared.since if day <= on]
        value = declared.since[max(begun)].value if begun else None
        return value if value is None or not is_money(declared.unit) else value * unit(declared.unit).factor

    def grade(self, total: Fraction) -> str:
        """The highest grade whose floor the total reaches; the last grade if none does."""
        ranked = sorted(self.grades, key=lambda grade: grade.at_least, reverse=True)
        return next((grade.name for grade in ranked if total >= grade.at_least), ranked[-1].name)

    @property
    def of_whole(self) -> bool:
        """Whether it scores what a data set as a whole speaks of (a unit, a region, a policy), not its projects."""
        return self.object != "项目"

    @property
    def caution(self) -> str:
        """What a page says once of a pack that nobody vouches for; empty for one that is verified."""
        if self.status == "verified":
            return ""
        return f"“{self.title}”尚未与财政部门的文件核对，分值和标准以财政部门当年通知为准。"

    @property
    def label(self) -> str:
        """How the pack is named in lists of packs; an unverified one says so."""
        return self.title if self.status == "verified" else f"{self.title}（示例口径，未核实）"


def _in_points(grade: Any, full: Any) -> Any:
    if not isinstance(grade, dict) or "share" not in grade or "at_least" in grade:
        return grade
    try:
        return grade | {"at_least": exact_number(grade["share"]) * exact_number(full)}
    except ValueError:
        return grade


def home(levels: Sequence[Node], level_1: str, level_2: str) -> Node | None:
    """Which level of own indicators one belongs to; 满意度指标 is taken for 服务对象满意度指标 where that is the only way."""
    fitting = next((node for node in levels if node.own and node.own.takes(level_1, level_2)), None)
    if fitting is not None:
        return fitting
    alike = [node for node in levels if node.own and _is_near(node.own, level_1, level_2)]
    return alike[0] if len(alike) == 1 else None


def _is_near(own: Own, level_1: str, level_2: str) -> bool:
    return own.level_1 == level_1 and any(level_2 in each or each in level_2 for each in own.level_2)
