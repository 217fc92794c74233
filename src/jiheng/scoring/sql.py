"""Plan → SQL: one statement scores every row, one adds the rows up. sqlglot writes them for each engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from sqlglot import exp
from sqlglot.dialects import duckdb as _duckdb  # noqa: F401 - sqlglot would load it in the middle of the first run

from jiheng.core.exact import Points
from jiheng.scoring.engines.verdict import ranked_grades
from jiheng.scoring.integer import NARROW, Int, cases, named, number, total
from jiheng.scoring.marks import UNIT, Columns
from jiheng.scoring.method import marks
from jiheng.scoring.plan import Plan, Rule, Sum, units
from jiheng.scoring.rows import COLUMNS, Bounds, State

FINE = 10**12
"""An exact value is carried as whole 1/10 000 points and FINE-ths of one, cut off, with a note that something was."""
MOST_ROWS = 10**5
"""No sum has more rows below it."""
MOST_POINTS = 10**10
"""No sum is larger, in 1/10 000 point."""
TRAIL = ("subject", "item", "number", "rule", "state", "weight", "score")
HANDED = "stake"
"""The weight on its way into the trail, in the type that it came in."""
CARRIED = ("whole", "part", "rest")
ABSENT = {"number": 0, "over": 1, "base": 1, "target": 0, "choice": -1, "state": 0}
"""What a column that a source does not have stands for."""


def trail(plan: Plan, bounds: Bounds, source: exp.Expr, present: Sequence[str] = COLUMNS) -> exp.Select:
    """The statement that scores every row of ``source``: first n ÷ d, the exact score, then its rounding.

    A column that is not ``present`` has the value that means nothing; a present column that is none of the row
    table's is handed through.
    """
    extra = [name for name in present if name not in COLUMNS]
    n, d = _quotient(plan, Columns.of(bounds))
    handed = [exp.column(name) for name in (*TRAIL[:-2], HANDED, *extra)]
    exact = exp.select(*handed, exp.alias_(n.sql, "n"), exp.alias_(d.sql, "d"))
    exact = exact.from_(_typed(source, bounds, present).select(*extra).subquery("typed"))
    n, d = (named(name, each.low, each.high, wide=each.wide) for name, each in (("n", n), ("d", d)))
    score = exp.cast(_score(plan, n, d).sql, "INT")
    named_again = [exp.alias_(each, "weight") if each.name == HANDED else each for each in handed]
    query = exp.select(*named_again, exp.alias_(score, "score"))
    if plan.carries:
        query = query.select(*(exp.alias_(value, name) for name, value in zip(CARRIED, _carry(n, d), strict=True)))
    return query.from_(exact.subquery("exact"))


def _typed(source: exp.Expr, bounds: Bounds, present: Sequence[str]) -> exp.Select:
    widest = {
        "weight": bounds.weight,
        "over": bounds.over,
        "value": max(-bounds.low, bounds.high),
        "base": bounds.base,
        "target": max(-bounds.target_low, bounds.target_high),
    }
    columns = []
    for name in COLUMNS:
        plain: exp.Expr = exp.column(name) if name in present else number(ABSENT[name]).sql
        kind = "INT128" if widest.get(name, 0) > NARROW else "BIGINT"
        columns.append(exp.alias_(exp.cast(plain, kind) if name in widest else plain, name))
    return exp.select(*columns, exp.alias_(exp.column("weight"), HANDED)).from_(source)


def _quotient(plan: Plan, row: Columns) -> tuple[Int, Int]:
    """The exact score of a row as numerator and denominator, by state and rule."""
    state, rule = exp.column("state"), exp.column("rule")
    numerators: list[tuple[exp.Expr, Int | None]] = [
        (state.eq(int(State.KEPT)), row.weight),
        (state.neq(int(State.GIVEN)), number(0)),
    ]
    denominators: list[tuple[exp.Expr, Int | None]] = [
        (state.eq(int(State.KEPT)), row.over),
        (state.neq(int(State.GIVEN)), number(1)),
    ]
    *others, last_rule = plan.rules
    for each in others:
        here = rule.eq(each.number)
        n, d = _of_rule(each, row)
        numerators.append((here, n))
        denominators.append((here, d))
    n, d = _of_rule(last_rule, row)
    return _known(cases(numerators, n)), _known(cases(denominators, d))


def _of_rule(rule: Rule, row: Columns) -> tuple[Int | None, Int | None]:
    *conditional, last = marks(rule, row)
    pairs = [(mark.condition, mark) for mark in conditional if mark.condition is not None]
    numerator = cases([(when, mark.numerator) for when, mark in pairs], last.numerator)
    return numerator, cases([(when, mark.denominator) for when, mark in pairs], last.denominator)


def _known(value: Int | None) -> Int:
    """A value that is there in at least one case, as that of a whole plan is."""
    assert value is not None
    return value


def _score(plan: Plan, n: Int, d: Int) -> Int:
    """Rounded as each rule says; one expression where all say the same."""
    by_step: dict[tuple[str, int], list[int]] = {}
    for rule in plan.rules:
        by_step.setdefault((_how(plan, rule.places), _step(rule.places)), []).append(rule.number)
    *others, most = sorted(by_step, key=lambda way: len(by_step[way]))
    number_ = exp.column("rule")
    found = [(number_.isin(*by_step[how, step]), n.rounded(how, d, step).narrow()) for how, step in others]
    return _known(cases(found, n.rounded(most[0], d, most[1]).narrow()))


def _how(plan: Plan, places: int | None) -> str:
    """How a step rounds; an exact value that is carried on is shown half-up."""
    return "half_up" if places is None else plan.pack.rounding.how


def _carry(n: Int, d: Int) -> Iterator[exp.Expr]:
    """Whole 1/10 000 points, FINE-ths of one, and whether digits were cut off."""
    left = (n % d).narrow() * FINE
    yield _within(n // d, MOST_POINTS).sql
    yield _within(left // d, FINE - 1).sql
    yield exp.Case().when((left % d).compare(">", 0), number(1).sql).else_(number(0).sql)


def _within(value: Int, most: int) -> Int:
    """The value in 64 bits; it is known to be at most ``most``, which its parts do not show."""
    return Int(value.sql, 0, min(value.high, most), value.wide).narrow()


def _step(places: int | None) -> int:
    return 1 if places is None else 10 ** (Points.PLACES - places)


@dataclass(frozen=True, slots=True)
class Carried:
    """A sum on its way up: whole 1/10 000 points, FINE-ths, and how many rows were cut off."""

    whole: Int
    part: Int
    rest: Int

    @property
    def exact(self) -> bool:
        """Whether nothing but whole 1/10 000 points is in it."""
        return self.part.constant == 0 and self.rest.constant == 0

    def plus(self, other: Carried) -> Carried:
        """Add two sums."""
        return Carried(self.whole + other.whole, self.part + other.part, self.rest + other.rest)

    def rounded(self, step: int, grain: int, how: str) -> tuple[Int, exp.Expr | None]:
        """The sum rounded to ``step``, and the condition under which the cut-off digits leave it open.

        What is made of multiples of ``grain`` needs no rounding to a divisor of it.
        """
        if self.exact:
            return (self.whole if grain % step == 0 else self.whole.rounded(how, 1, step)), None
        fine = self.whole * FINE + self.part
        low, high = (each.rounded(how, FINE, step).narrow() for each in (fine, fine + self.rest))
        return low, low.compare("=", high).not_()


def totals(plan: Plan, source: exp.Expr) -> exp.Select:
    """The statement that adds up a trail: one row for each subject.

    Columns: subject, s0 … (``Plan.sums``; s0 before deductions and caps), d0 … deductions, c0 … caps, e0 … bonuses,
    v0 … vetoes, total, undecided, grade.
    """
    query = _bottom(plan, source)
    for depth in sorted({_depth(plan, each) for each in plan.sums}, reverse=True):
        level = [each for each in plan.sums if _depth(plan, each) == depth]
        query = _level(plan, level).from_(query.subquery("below"))
    capped = _final(plan).from_(query.subquery("summed"))
    return _graded(plan).from_(capped.subquery("capped"))


def _depth(plan: Plan, at: Sum) -> int:
    return 0 if at.parent < 0 else 1 + _depth(plan, plan.sums[at.parent])


def _bottom(plan: Plan, source: exp.Expr) -> exp.Select:
    """One pass over the rows: a filtered sum for each place where rows hang."""
    query = exp.select("subject").from_(source).group_by("subject")
    for at in plan.sums:
        if at.first < at.last:
            within = _items(at)
            for name in CARRIED if _hands_on(plan, at) else ("score",):
                query = query.select(exp.alias_(_filtered(exp.Sum, name, within), f"b{at.number}_{name}"))
    adjustments: list[tuple[str, str, type[exp.AggFunc]]] = []
    adjustments += [(f"d{at}", each.code, exp.Sum) for at, each in enumerate(plan.pack.deductions)]
    adjustments += [(f"c{at}", each.code, exp.Min) for at, each in enumerate(plan.pack.caps)]
    adjustments += [(f"e{at}", each.code, exp.Sum) for at, each in enumerate(plan.pack.bonuses)]
    adjustments += [(f"v{at}", each.code, exp.Max) for at, each in enumerate(plan.pack.vetoes)]
    for name, code, kind in adjustments:
        here = exp.column("item").eq(plan.items[code].number)
        query = query.select(exp.alias_(_filtered(kind, "score", here), name))
    return query


def _items(at: Sum) -> exp.Expr:
    item = exp.column("item")
    return item.eq(at.first) if at.last == at.first + 1 else item.between(at.first, at.last - 1)


def _filtered(kind: type[exp.AggFunc], name: str, within: exp.Expr) -> exp.Expr:
    value = exp.Filter(this=kind(this=exp.column(name)), expression=exp.Where(this=within))
    if kind is exp.Sum:
        return exp.cast(exp.func("COALESCE", value, number(0).sql), "BIGINT")
    return value


def _level(plan: Plan, level: list[Sum]) -> exp.Select:
    query = exp.select(exp.Star())
    for at in level:
        carried = _below(plan, at)
        value, open_ = carried.rounded(_step(at.places), _grain(plan, at), _how(plan, at.places))
        query = query.select(exp.alias_(value.narrow().sql, f"s{at.number}"))
        if plan.carries:
            query = query.select(exp.alias_(open_ or exp.false(), f"open{at.number}"))
        if at.places is None and not carried.exact:
            pieces = zip(CARRIED, (carried.whole, carried.part, carried.rest), strict=True)
            query = query.select(*(exp.alias_(piece.sql, f"s{at.number}_{name}") for name, piece in pieces))
    return query


def _points(name: str) -> Int:
    return named(name, 0, MOST_POINTS)


def _carried(prefix: str) -> Carried:
    return Carried(
        _points(f"{prefix}_whole"),
        named(f"{prefix}_part", 0, FINE * MOST_ROWS),
        named(f"{prefix}_rest", 0, MOST_ROWS),
    )


def _below(plan: Plan, at: Sum) -> Carried:
    none = Carried(number(0), number(0), number(0))
    if at.first < at.last:
        exact = Carried(_points(f"b{at.number}_score"), number(0), number(0))
        none = none.plus(_carried(f"b{at.number}") if _hands_on(plan, at) else exact)
    for child in plan.children[at.number]:
        exact = Carried(_points(f"s{child.number}"), number(0), number(0))
        carries = child.places is None and _carries_below(plan, child)
        none = none.plus(_carried(f"s{child.number}") if carries else exact)
    return none


def _grain(plan: Plan, at: Sum) -> int:
    """All that hangs below a sum is a multiple of this."""
    rows = [_step(plan.rules[number].places) for number in _rules_at(plan, at)]
    below = [max(_step(child.places), _grain(plan, child)) for child in plan.children[at.number]]
    return min([*rows, *below])


def _hands_on(plan: Plan, at: Sum) -> bool:
    """Whether rows right below it carry exact values."""
    return any(plan.rules[number].places is None for number in _rules_at(plan, at))


def _rules_at(plan: Plan, at: Sum) -> Iterator[int]:
    for item in plan.items.values():
        if at.first <= item.number < at.last:
            own = plan.nodes[item.code].own is not None
            many = plan.own if own else plan.parts
            yield from [item.rule] if item.rule >= 0 else [rule.number for rule in many.values()]


def _carries_below(plan: Plan, at: Sum) -> bool:
    return _hands_on(plan, at) or any(
        child.places is None and _carries_below(plan, child) for child in plan.children[at.number]
    )


def _final(plan: Plan) -> exp.Select:
    """Deductions, then caps: all columns but the grade."""
    taken = [f"d{at}" for at in range(len(plan.pack.deductions))]
    ceilings = [f"c{at}" for at in range(len(plan.pack.caps))]
    left = _points("s0") - total(_points(name) for name in taken)
    extra = [f"e{at}" for at in range(len(plan.pack.bonuses))]
    left = left.at_least(0)
    if extra:
        most = plan.pack.full_marks if plan.pack.total_at_most is None else plan.pack.total_at_most
        left = (left + total(_points(name) for name in extra)).at_most(units(most))
    capped = left.sql
    if ceilings:
        capped = exp.Least(this=capped, expressions=[exp.column(name) for name in ceilings], ignore_nulls=True)
    vetoes = [f"v{at}" for at in range(len(plan.pack.vetoes))]
    names = ["subject", *(f"s{each.number}" for each in plan.sums), *taken, *ceilings, *extra, *vetoes]
    open_ = [exp.column(f"open{each.number}") for each in plan.sums] if plan.carries else []
    undecided = exp.or_(*open_) if open_ else exp.false()
    return exp.select(*names, exp.alias_(capped, "total"), exp.alias_(undecided, "undecided"))


def _graded(plan: Plan) -> exp.Select:
    grade = exp.Case()
    better = ranked_grades(plan.pack)[:-1]
    for at, each in enumerate(better):
        grade = grade.when(exp.column("total") >= number(ceil(each.at_least * UNIT)).sql, number(at).sql)
    chosen = grade.else_(number(len(better)).sql) if better else number(0).sql
    vetoes = [exp.column(f"v{at}") for at in range(len(plan.pack.vetoes))]
    if vetoes:
        chosen = exp.Greatest(this=chosen, expressions=vetoes, ignore_nulls=True)
    return exp.select(exp.Star(), exp.alias_(chosen, "grade"))


def written(query: exp.Expr, dialect: str) -> str:
    """The statement in a dialect; 128-bit integers are DECIMAL(38,0) where there is no such type."""
    if dialect != "duckdb":
        query = query.transform(_without_int128)
    return query.sql(dialect=dialect, identify=True)


def _without_int128(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.DataType) and node.this == exp.DataType.Type.INT128:
        return exp.DataType.build("DECIMAL(38, 0)")
    return node
