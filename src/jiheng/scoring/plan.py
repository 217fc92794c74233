"""Pack → plan: the tree as sums, each leaf as an item, each way of scoring as a numbered rule.

The plan is what engines read. It is frozen, its weights and points are integers (1/10 000 point), and a
pack that cannot be scored exactly is refused here, with every reason in one pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from jiheng.core.exact import Points
from jiheng.core.fault import Faults, Place
from jiheng.packs.borders import borders
from jiheng.packs.closure import closure, measures_of, scored_by
from jiheng.packs.method import Base, Operator, OverCompletion, Proportional, Step, Valued
from jiheng.packs.model import Bonus, Cap, Deduction, Node, Pack

Use = Literal["leaf", "own", "part", "held", "deduction", "cap", "bonus", "veto"]


@dataclass(frozen=True, slots=True)
class Held:
    """One item of a checklist: the row's value is 1 when it holds, otherwise 0."""


@dataclass(frozen=True, slots=True)
class Barred:
    """A veto: when the value lies above ``above``, no better grade than number ``grade`` (from the best down)."""

    above: Fraction
    grade: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of scoring a row.

    ``places`` are the decimals that the row keeps; None carries the exact value on to the sum above.
    """

    number: int
    use: Use
    method: Base | Held | Deduction | Cap | Bonus | Barred
    places: int | None
    operator: Operator = "≥"
    over: OverCompletion | None = None

    @property
    def own(self) -> bool:
        """Whether the row brings its own target."""
        return self.use in ("own", "part")


@dataclass(frozen=True, slots=True)
class Item:
    """A place where rows hang: a leaf, a level of own indicators, a deduction or a cap."""

    number: int
    code: str
    rule: int
    """The rule of its rows; -1 where each row has one by its operator."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Something whose score is the sum of what hangs below it, rounded to ``places``.

    Its own items are numbered from ``first`` up to, not including, ``last``.
    """

    number: int
    code: str
    places: int | None
    parent: int
    first: int
    last: int


@dataclass(frozen=True)
class Plan:
    """A compiled pack. ``sums[0]`` is the total (code ""), and every sum stands behind the one above it."""

    pack: Pack
    nodes: Mapping[str, Node] = field(repr=False)
    """By code, in the order of the tree."""
    weights: Mapping[str, int] = field(repr=False)
    """Of each node, in 1/10 000 point."""
    parents: Mapping[str, str] = field(repr=False)
    sums: tuple[Sum, ...] = field(repr=False)
    items: Mapping[str, Item] = field(repr=False)
    """By the code of the leaf, own level, deduction or cap."""
    rules: tuple[Rule, ...] = field(repr=False)
    own: Mapping[Operator, Rule] = field(repr=False)
    """Rules of the rows of an own level, by operator."""
    parts: Mapping[Operator, Rule] = field(repr=False)
    """Rules of the parts of a completion, by operator."""

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The nodes without children, in the order of the tree."""
        return tuple(node for node in self.nodes.values() if not node.children)

    @cached_property
    def own_levels(self) -> tuple[Node, ...]:
        """The levels that the unit fills with its own indicators."""
        return tuple(node for node in self.leaves if node.own is not None)

    @cached_property
    def stakes(self) -> Mapping[str, int]:
        """The points of each leaf, in the order of the tree, in 1/10 000 point."""
        return {node.code: self.weights[node.code] for node in self.leaves}

    @cached_property
    def conditions(self) -> frozenset[str]:
        """The measures that decide whether something applies."""
        return frozenset(node.not_applicable.when for node in self.nodes.values() if node.not_applicable.when)

    @cached_property
    def measured(self) -> Mapping[str, frozenset[str]]:
        """Measure → the codes of the leaves that are computed from it."""
        found: dict[str, set[str]] = {}
        for node in self.leaves:
            for name in measures_of(node):
                found.setdefault(name, set()).add(node.code)
        return {name: frozenset(codes) for name, codes in found.items()}

    @cached_property
    def borders(self) -> Mapping[str, tuple[Fraction, ...]]:
        """Measure → every value that the pack holds it against."""
        return borders(self.pack)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The measures that scores depend on, with all that they are made of."""
        return closure(self.pack, scored_by(self.pack))

    @property
    def carries(self) -> bool:
        """Whether any row hands its exact value on instead of a rounded one."""
        return any(rule.places is None for rule in self.rules)

    @cached_property
    def above(self) -> Mapping[int, int]:
        """Number of an item → number of the sum that it hangs below; deductions and caps hang below none."""
        return {item: at.number for at in self.sums for item in range(at.first, at.last)}

    @cached_property
    def children(self) -> tuple[tuple[Sum, ...], ...]:
        """The sums right below each sum, by its number."""
        return tuple(tuple(each for each in self.sums if each.parent == at.number) for at in self.sums)


def units(value: Fraction) -> int:
    """Points as integers of 1/10 000 point."""
    return Points.of(value).units


_PLANS: dict[str, Plan] = {}
"""Plans of loaded packs by content hash: packs are few, and each is compiled once."""


def plan_of(pack: Pack) -> Plan:
    """The plan of a pack; a loaded pack's is compiled once in a process.

    Raises:
        Refused: see ``compile_plan``.
    """
    known = _PLANS.get(pack.sha256)
    if known is not None and (known.pack is pack or known.pack == pack):
        return known
    plan = compile_plan(pack)
    if pack.sha256:
        _PLANS[pack.sha256] = plan
    return plan


def compile_plan(pack: Pack) -> Plan:
    """Compile a pack.

    Raises:
        Refused: weights that do not add up or are finer than 1/10 000 point, methods that cannot score.
    """
    faults = Faults()
    for node in pack.nodes():
        _check_node(node, pack, faults)
    _check_totals(pack, faults)
    faults.raise_if_any()
    return _Builder(pack).plan()


class _Builder:
    """Numbers sums, items and rules in the order of the tree."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.sums: list[Sum] = []
        self.items: dict[str, Item] = {}
        self.rules: dict[tuple[object, ...], Rule] = {}
        self.parents: dict[str, str] = {}

    def plan(self) -> Plan:
        top = self.pack.indicators
        self._sum("", self.pack.rounding.total, -1, top)
        for code, adjusts in self._adjustments():
            self._item(code, adjusts)
        return Plan(
            pack=self.pack,
            nodes={node.code: node for node in self.pack.nodes()},
            weights={node.code: units(node.weight) for node in self.pack.nodes()},
            parents=self.parents,
            sums=tuple(self.sums),
            items=self.items,
            own=self._own("own", self.pack.rounding.row, self.pack.own_over),
            parts=self._own("part", None, None),
            rules=tuple(self.rules.values()),
        )

    def _adjustments(self) -> Iterator[tuple[str, Rule]]:
        for deduction in self.pack.deductions:
            places = self.pack.rounding.total
            yield deduction.code, self._rule("deduction", deduction, Points.PLACES if places is None else places)
        for cap in self.pack.caps:
            yield cap.code, self._rule("cap", cap, Points.PLACES)
        for bonus in self.pack.bonuses:
            places = self.pack.rounding.total
            yield bonus.code, self._rule("bonus", bonus, Points.PLACES if places is None else places)
        names = [each.name for each in sorted(self.pack.grades, key=lambda each: each.at_least, reverse=True)]
        for veto in self.pack.vetoes:
            yield veto.code, self._rule("veto", Barred(veto.above, names.index(veto.best)), Points.PLACES)

    def _sum(self, code: str, places: int | None, parent: int, children: tuple[Node, ...]) -> None:
        number, first = len(self.sums), len(self.items)
        simple = [node for node in children if node.method is not None and node.method.ONE_ROW]
        for node in simple:
            self._item(node.code, self._leaf(node))
        self.sums.append(Sum(number, code, places, parent, first, len(self.items)))
        for node in children:
            self.parents[node.code] = code
            if node not in simple:
                self._below(node, number)

    def _below(self, node: Node, parent: int) -> None:
        if node.children:
            self._sum(node.code, self.pack.rounding.level, parent, node.children)
            return
        held = node.method is not None and not node.method.OF_OWN
        places = self.pack.rounding.level if node.own else self.pack.rounding.row
        first = len(self.items)
        self._item(node.code, self._rule("held", Held(), None) if held else None)
        self.sums.append(Sum(len(self.sums), node.code, places, parent, first, first + 1))

    def _leaf(self, node: Node) -> Rule:
        method = node.method
        assert method is not None
        over = method.over if isinstance(method, Proportional) else None
        operator: Operator = "≤" if isinstance(method, Proportional) and method.direction == "反向" else "≥"
        return self._rule("leaf", _bare(method, node.weight), self.pack.rounding.row, operator, over)

    def _own(self, use: Use, places: int | None, over: OverCompletion | None) -> dict[Operator, Rule]:
        needed = any(node.own if use == "own" else node.method and node.method.OF_OWN for node in self.pack.nodes())
        methods = self.pack.own_methods if needed else {}
        return {
            operator: self._rule(use, method, places, operator, over if isinstance(method, Proportional) else None)
            for operator, method in methods.items()
        }

    def _rule(
        self,
        use: Use,
        method: object,
        places: int | None,
        operator: Operator = "≥",
        over: OverCompletion | None = None,
    ) -> Rule:
        key = (use, repr(method), places, operator, over)
        return self.rules.setdefault(key, Rule(len(self.rules), use, method, places, operator, over))  # type: ignore[arg-type]  # methods of several kinds

    def _item(self, code: str, rule: Rule | None) -> None:
        self.items[code] = Item(len(self.items), code, -1 if rule is None else rule.number)


def _bare(method: Base, weight: Fraction) -> Base:
    """The method without what it is fed by, so that leaves that are scored alike share a rule."""
    fed: dict[str, object] = (
        {"measure": "", "versus": "", "take": "better", "hand_unit": ""} if isinstance(method, Valued) else {}
    )
    if isinstance(method, Step) and method.scaled:
        most = None if method.at_most is None else method.at_most / weight
        fed |= {"lose": method.lose / weight, "at_most": most}
    return method.model_copy(update=fed) if fed else method


def _check_node(node: Node, pack: Pack, faults: Faults) -> None:
    place = Place(path=f"规则包 {pack.id} 指标 {node.code}")
    if sum((bool(node.method), bool(node.own), bool(node.children))) != 1:
        faults.add(place, "指标应有下级指标、自设指标或计分方法之一", fix="只保留 children、own、method 中的一项。")
    if node.children and sum(child.weight for child in node.children) != node.weight:
        below = sum(child.weight for child in node.children)
        faults.add(place, f"下级指标分值合计 {below} 分", expected=f"{node.weight} 分", fix="请调整下级指标的分值。")
    if (node.weight * 10**Points.PLACES).denominator != 1:
        faults.add(place, "分值超过 4 位小数", value=str(node.weight), fix="分值最多保留 4 位小数。")
    if node.not_applicable.rule == "move":
        _check_move(node, pack, place, faults)
    if node.method is not None:
        for flaw in node.method.flaws(node.weight):
            faults.add(place, flaw.problem, value=flaw.value, expected=flaw.expected, fix=flaw.fix)


def _check_move(node: Node, pack: Pack, place: Place, faults: Faults) -> None:
    to, inside = node.not_applicable.to, {each.code for each in node.walk()}
    target = next((each for each in pack.nodes() if each.code == to), None)
    if target is None or to in inside or target.children == (node,):
        faults.add(
            place,
            "不适用时分值无处可移",
            value=to,
            expected="本指标以外的一个上级指标编码",
            fix="请改写 not_applicable.to。",
        )


def _check_totals(pack: Pack, faults: Faults) -> None:
    place = Place(path=f"规则包 {pack.id}")
    top = sum(node.weight for node in pack.indicators)
    if top != pack.full_marks:
        faults.add(place, f"一级指标分值合计 {top} 分", expected=f"{pack.full_marks} 分", fix="请调整一级指标的分值。")
    for operator, method in pack.own_methods.items():
        if not method.OWN:
            faults.add(
                place,
                f"自设指标“{operator}”不能用这种计分方法",
                value=method.kind,
                fix="请改用按比例、直接赋分、分档、按步、线性或定性方法。",
            )
    for veto in pack.vetoes:
        if veto.best not in {grade.name for grade in pack.grades}:
            faults.add(place, f"否决项 {veto.code} 的等级不存在", value=veto.best, fix="请改写 best。")
    stepped: tuple[Deduction | Bonus, ...] = (*pack.deductions, *pack.bonuses)
    for deduction in stepped:
        if deduction.per <= 0:
            faults.add(place, f"扣分项 {deduction.code} 的步长应大于 0", value=str(deduction.per), fix="请改写 per。")
