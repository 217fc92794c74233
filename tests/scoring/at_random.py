"""Packs and rows at random, from a seed: every method, every rounding, and values on the borders."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from random import Random

from jiheng.packs.method import (
    AllOrNothing,
    Band,
    Bands,
    Checklist,
    Choice,
    Completion,
    Item,
    Level,
    Linear,
    Method,
    OneOf,
    Operator,
    OverCompletion,
    Proportional,
    Qualitative,
    Step,
)
from jiheng.packs.model import Bonus, Cap, CapBand, Deduction, Grade, Node, Own, Pack, Rounding, Veto, Years
from jiheng.scoring.plan import Plan
from jiheng.scoring.rows import Row, State

OPERATORS: tuple[Operator, ...] = ("≥", "≤", "=", ">", "<", "定性")
LEVELS = (
    Level(name="高", high=Fraction(1), low=Fraction(4, 5)),
    Level(name="低", high=Fraction(4, 5), low=Fraction(0)),
)


def some_pack(rng: Random) -> Pack:
    """A pack with a tree of two or three levels and up to four of everything else."""
    grades = tuple(Grade(name=str(at), at_least=Fraction(at)) for at in rng.sample(range(1, 100), 3))
    return Pack(
        id="random",
        version="1",
        title="随机",
        region="",
        object="部门整体",
        years=Years(first=2000),
        status="unverified",
        sources=(),
        indicators=_split(rng, Fraction(100), "", 2),
        own_methods={operator: _own_method(rng, operator) for operator in OPERATORS},
        own_over=_over(rng),
        rounding=Rounding(
            row=_places(rng),
            level=_places(rng),
            total=_places(rng),
            how=rng.choice(["half_up", "half_up", "up", "down"]),
        ),
        grades=grades,
        caps=tuple(_cap(rng, f"C{at}") for at in range(rng.randint(0, 2))),
        deductions=tuple(_deduction(rng, f"D{at}") for at in range(rng.randint(0, 2))),
        bonuses=tuple(_bonus(rng, f"B{at}") for at in range(rng.randint(0, 2))),
        vetoes=tuple(_veto(rng, f"V{at}", rng.choice(grades).name) for at in range(rng.randint(0, 2))),
        total_at_most=rng.choice([None, Fraction(103)]),
    )


def _places(rng: Random) -> int | None:
    return rng.choice([2, 2, 2, None, 0, 1, 3, 4])


def _split(rng: Random, weight: Fraction, above: str, depth: int) -> tuple[Node, ...]:
    count = rng.randint(2, 4)
    cuts = sorted(rng.sample(range(1, int(weight * 100)), count - 1))
    borders = [0, *cuts, int(weight * 100)]
    parts = [Fraction(high - low, 100) for low, high in pairwise(borders)]
    return tuple(_node(rng, f"{above}{at}", part, depth) for at, part in enumerate(parts, 1))


def _node(rng: Random, code: str, weight: Fraction, depth: int) -> Node:
    kind = rng.choice(["level", "own", "leaf", "leaf", "leaf"]) if weight > 1 else "leaf"
    base = {"code": code, "name": code, "weight": weight}
    if kind == "level" and depth:
        return Node(**base, children=_split(rng, weight, f"{code}.", depth - 1))
    if kind == "own":
        return Node(**base, own=Own(level_1=code))
    return Node(**base, method=_method(rng, weight))


def _fraction(rng: Random, low: int, high: int) -> Fraction:
    return Fraction(rng.randint(low * 100, high * 100), rng.choice([100, 100, 100, 300, 7]))


def _over(rng: Random) -> OverCompletion | None:
    effect = rng.choice([None, "note", "deduct", "excess"])
    if effect is None:
        return None
    lose = Fraction(rng.randint(0, 300), 100)
    return OverCompletion(
        above=Fraction(rng.randint(100, 200), 100), including=rng.random() < 0.5, effect=effect, lose=lose
    )


def _proportional(rng: Random, over: OverCompletion | None) -> Proportional:
    return Proportional(
        kind="proportional",
        measure="x",
        target=rng.choice([Fraction(1), Fraction(0), _fraction(rng, -2, 3)]),
        direction=rng.choice(["正向", "反向"]),
        pass_at=rng.choice([None, Fraction(3, 5)]),
        over=over,
    )


def _step(rng: Random) -> Step:
    return Step(
        kind="step",
        measure="x",
        operator=rng.choice(["≥", "≤"]),
        target=_fraction(rng, -1, 2),
        per=Fraction(rng.randint(1, 50), rng.choice([1, 100, 30])),
        lose=Fraction(rng.randint(1, 20000), 10000),
        part=rng.choice(["whole", "begun", "proportional"]),
        at_most=rng.choice([None, Fraction(rng.randint(0, 500), 100)]),
        scaled=rng.random() < 0.3,
    )


def _borders(rng: Random) -> dict[str, Fraction]:
    low, high = sorted((_fraction(rng, -1, 2), _fraction(rng, -1, 2)))
    wanted = rng.randint(1, 3)
    lower = {rng.choice(["at_least", "above"]): low} if wanted & 1 else {}
    return lower | ({rng.choice(["at_most", "below"]): high + Fraction(1, 7)} if wanted & 2 else {})


def _two_sided(rng: Random) -> Bands:
    bands = []
    for _ in range(rng.randint(1, 5)):
        borders = _borders(rng)
        to = Fraction(rng.randint(0, 100), 100) if len(borders) == 2 and rng.random() < 0.5 else None
        bands.append(Band(**borders, share=Fraction(rng.randint(0, 100), 100), to_share=to))
    rest = [Band(share=Fraction(rng.randint(0, 100), 300))] if rng.random() < 0.5 else []
    return Bands(kind="bands", measure="x", bands=(*rest, *bands))


def _bands(rng: Random) -> Bands:
    floors = sorted({_fraction(rng, -1, 2) for _ in range(rng.randint(1, 4))})
    bands = [Band(at_least=floor, share=Fraction(rng.randint(0, 100), 100)) for floor in floors]
    rest = [Band(share=Fraction(rng.randint(0, 100), 300))] if rng.random() < 0.5 else []
    return Bands(kind="bands", measure="x", bands=(*bands, *rest))


def _linear(rng: Random) -> Linear:
    zero = _fraction(rng, -2, 2)
    return Linear(
        kind="linear", measure="x", zero_at=zero, full_at=zero + rng.choice([Fraction(1, 3), Fraction(-2), Fraction(1)])
    )


def _method(rng: Random, weight: Fraction) -> Method:
    cut = Fraction(rng.randint(0, int(weight * 100)), 100)
    methods: list[Method] = [
        _proportional(rng, _over(rng)),
        _proportional(rng, None),
        AllOrNothing(
            kind="all_or_nothing", measure="x", operator=rng.choice(OPERATORS[:5]), target=_fraction(rng, -1, 2)
        ),
        _step(rng),
        _step(rng),
        _bands(rng),
        _two_sided(rng),
        _two_sided(rng),
        _linear(rng),
        Qualitative(kind="qualitative", levels=LEVELS),
        Completion(kind="completion"),
        Checklist(
            kind="checklist",
            items=(Item(code="A", name="A", points=cut), Item(code="B", name="B", points=weight - cut)),
        ),
        OneOf(
            kind="one_of", choices=tuple(Choice(code=c, name=c, share=Fraction(rng.randint(0, 9), 9)) for c in "ABC")
        ),
    ]
    return rng.choice(methods)


def _own_method(rng: Random, operator: Operator) -> Method:
    if operator == "定性":
        return Qualitative(kind="qualitative", levels=LEVELS)
    methods: list[Method] = [_proportional(rng, None), _proportional(rng, None), _step(rng), _bands(rng)]
    return rng.choice(methods)


def _cap(rng: Random, code: str) -> Cap:
    bands = tuple(
        CapBand(below=_fraction(rng, 0, 1), at_most=Fraction(rng.randint(0, 10000), 100))
        for _ in range(rng.randint(1, 4))
    )
    return Cap(code=code, name=code, measure="x", bands=bands, cite="")


def _deduction(rng: Random, code: str) -> Deduction:
    per = Fraction(rng.randint(1, 40), 10)
    lose, at_most = Fraction(rng.randint(1, 200), 100), Fraction(rng.randint(0, 1000), 100)
    return Deduction(
        code=code, name=code, measure="x", free=_fraction(rng, 0, 1), per=per, lose=lose, at_most=at_most, cite=""
    )


def _bonus(rng: Random, code: str) -> Bonus:
    per = Fraction(rng.randint(1, 40), 10)
    gain, at_most = Fraction(rng.randint(1, 200), 100), Fraction(rng.randint(0, 500), 100)
    free = _fraction(rng, 0, 1)
    return Bonus(code=code, name=code, measure="x", free=free, per=per, gain=gain, at_most=at_most, cite="")


def _veto(rng: Random, code: str, best: str) -> Veto:
    return Veto(code=code, name=code, measure="x", above=_fraction(rng, 0, 2), best=best, cite="")


def some_rows(plan: Plan, rng: Random, at_least: int) -> list[Row]:
    """Rows of as many whole subjects as it takes, in the order of subjects."""
    rows: list[Row] = []
    subject = 0
    while len(rows) < at_least:
        rows.extend(row for item in plan.items.values() for row in _rows_at(plan, rng, subject, item.code))
        subject += 1
    return rows


def _rows_at(plan: Plan, rng: Random, subject: int, code: str) -> Iterator[Row]:
    node = plan.nodes.get(code)
    if node is None:
        if rng.random() < 0.9:
            yield _row(plan, rng, subject, code, 0, plan.items[code].rule, Fraction(0), given=True)
        return
    weight = Fraction(plan.weights[code])
    if node.own is not None:
        parts = rng.randint(1, 4)
        shares = [int(weight) // parts] * (parts - 1)
        for at, share in enumerate([*shares, int(weight) - sum(shares)]):
            yield _row(plan, rng, subject, code, at, rng.choice(list(plan.own.values())).number, Fraction(share))
    elif isinstance(node.method, Completion):
        shares = [rng.randint(1, 9) for _ in range(rng.randint(1, 5))]
        for at, share in enumerate(shares):
            rule = rng.choice(list(plan.parts.values())).number
            yield _row(plan, rng, subject, code, at, rule, weight * share / sum(shares))
    elif isinstance(node.method, Checklist):
        for at, each in enumerate(node.method.items):
            yield _row(plan, rng, subject, code, at, plan.items[code].rule, each.points * 10**4)
    else:
        yield _row(plan, rng, subject, code, 0, plan.items[code].rule, weight)


def _row(  # noqa: PLR0917 - the columns of a row, in their order
    plan: Plan, rng: Random, subject: int, code: str, number: int, rule: int, weight: Fraction, *, given: bool = False
) -> Row:
    state = State.GIVEN if given else rng.choices(list(State), [90, 4, 3, 3])[0]
    base, value, target = _numbers(rng)
    if isinstance(plan.rules[rule].method, Qualitative):
        value, base = rng.randint(0, 100), 100
    return Row(
        subject=subject,
        item=plan.items[code].number,
        number=number,
        rule=rule,
        weight=weight.numerator,
        over=weight.denominator,
        value=value,
        base=base,
        target=target,
        choice=rng.randint(-1, 2),
        state=int(state),
    )


def _numbers(rng: Random) -> tuple[int, int, int]:
    """Base, value, target: small ones that meet borders, exact hits, zeros, money in 分, negative ones."""
    kind = rng.randint(0, 9)
    if kind < 4:
        return rng.choice([1, 2, 3, 7, 100]), rng.randint(-5, 300), rng.randint(-2, 200)
    if kind < 6:
        target = rng.randint(1, 10**6)
        return rng.choice([1, 100, 10**4]), target, target
    if kind == 6:
        return rng.choice([1, 100]), 0, rng.choice([0, 5])
    budget = rng.randint(1, 10 ** rng.randint(3, 14))
    return budget, rng.randint(-budget // 10, budget * 2), budget
