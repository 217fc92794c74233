"""Running the scenario tests of a pack: all cases of a pack in one batch through the compiled plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from jiheng.core.exact import Money, Points
from jiheng.core.fault import Faults, Refused
from jiheng.core.measure_unit import unit as unit_of
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import Measured
from jiheng.facts.measures.declared import declared
from jiheng.facts.measures.derived import derive
from jiheng.facts.rows import Answer, DeclaredValue, Indicator, Result, SpecialFund, Unit
from jiheng.packs.closure import closure
from jiheng.packs.method import Valued
from jiheng.packs.model import Pack
from jiheng.packs.names import units
from jiheng.packs.scenario import Amount, Case, Given
from jiheng.scoring.assemble import assemble
from jiheng.scoring.engines import engine as make_engine
from jiheng.scoring.engines import judge
from jiheng.scoring.engines.verdict import Verdict, ranked_grades
from jiheng.scoring.entry import Assembly, Entry
from jiheng.scoring.plan import Plan, plan_of
from jiheng.scoring.rows import State

MONEY = "元"


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that came out otherwise than the case says."""

    what: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case; ``tried`` is None when it could not be scored."""

    case: Case
    failures: tuple[Failure, ...]
    tried: Tried | None = None

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.failures

    @property
    def scores(self) -> Mapping[str, Points]:
        """What came out, by the code of each leaf, level and own indicator."""
        return {} if self.tried is None else self.tried.scores()

    @property
    def total(self) -> Points | None:
        """The total."""
        return None if self.tried is None else Points(self.tried.verdict.total)

    @property
    def grade(self) -> str:
        """The grade."""
        return "" if self.tried is None else self.tried.grade


@dataclass(frozen=True, slots=True)
class Tried:
    """A case that was scored."""

    plan: Plan
    assembly: Assembly
    verdict: Verdict

    @property
    def grade(self) -> str:
        """The name of the grade."""
        return ranked_grades(self.plan.pack)[self.verdict.grade].name

    def scores(self) -> dict[str, Points]:
        """All scores by code."""
        codes = dict.fromkeys((*self.plan.nodes, *(entry.code for entry in self.assembly.entries)))
        found = {code: self.score(code) for code in codes}
        return {code: Points(score) for code, score in found.items() if score is not None}

    def score(self, code: str) -> int | None:
        """The score of one leaf, level or own indicator; None if there is none."""
        for each in self.plan.sums:
            if each.code == code:
                return self.verdict.sums[each.number]
        scores = zip(_with_value(self.assembly).entries, self.verdict.scores, strict=True)
        known = any(entry.code == code for entry in self.assembly.entries)
        return next((score for entry, score in scores if entry.code == code), 0 if known else None)

    def weight(self, code: str) -> int:
        """The points at stake there."""
        weights, node = self.assembly.weights, self.plan.nodes.get(code)
        if node is None or not (node.own or node.children):
            return weights[code]
        if node.own is not None:
            return sum(weights[entry.code] for entry in self.assembly.entries if entry.item.code == code)
        return sum(self.weight(child.code) for child in node.children)

    def state(self, code: str) -> str:
        """Whether it was scored, is missing or does not apply."""
        if code in self.assembly.absent:
            return "not_applicable"
        item = self.plan.items.get(code)
        here = -1 if item is None else item.number
        entries = self.assembly.entries
        states = {entry.state for entry in entries if entry.code == code or entry.item.number == here}
        if states <= {State.KEPT, State.NONE} and states:
            return "not_applicable"
        return "missing" if states == {State.MISSING} else "scored"


SMALL = 5_000
"""Up to so many cases of one pack the oracle is done before SQL is compiled; the digits are the same."""


def run(pack: Pack, cases: Sequence[Case], *, engine: str = "") -> tuple[Outcome, ...]:
    """Run the cases, in their order; without an engine the one that is quicker for so many.

    A case whose input cannot be scored (weights of own indicators that do not add up, say) fails with that reason.

    Raises:
        Refused: the pack itself cannot be scored.
    """
    plan = plan_of(pack)
    known = _Declared(plan)
    blank: dict[str, tuple[Entry, ...]] = {}
    prepared = [_prepare(plan, known, case, blank) for case in cases]
    ready = [_with_value(assembly) for assembly in prepared if isinstance(assembly, Assembly)]
    rows = [row for subject, assembly in enumerate(ready) for row in assembly.rows(subject)]
    chosen = engine or ("reference" if len(cases) <= SMALL else "duckdb")
    verdicts = judge(make_engine(chosen), plan, rows) if rows else iter(())
    return tuple(_outcome(plan, case, each, verdicts) for case, each in zip(cases, prepared, strict=True))


def _outcome(plan: Plan, case: Case, prepared: Assembly | tuple[Failure, ...], verdicts: Iterator[Verdict]) -> Outcome:
    if not isinstance(prepared, Assembly):
        return Outcome(case, prepared)
    tried = Tried(plan, prepared, next(verdicts))
    return Outcome(case, tuple(_failures(case, tried)), tried)


def _with_value(assembly: Assembly) -> Assembly:
    """Without the rows that score nothing, which are most of a case; one row stays in any case."""
    kept = tuple(entry for entry in assembly.entries if entry.state in (State.GIVEN, State.KEPT))
    return replace(assembly, entries=kept or assembly.entries[:1])


def _prepare(
    plan: Plan, known: _Declared, case: Case, blank: dict[str, tuple[Entry, ...]]
) -> Assembly | tuple[Failure, ...]:
    faults = Faults()
    assembly = assemble(plan, _dataset(plan.pack, case), known.measures(case), faults, blank=blank)
    try:
        faults.raise_if_any()
    except Refused as refused:
        return tuple(Failure("输入", "可以计分", fault.text()) for fault in refused.faults)
    return assembly


class _Declared:
    """The measures that the pack's scores depend on."""

    def __init__(self, plan: Plan) -> None:
        self.pack = pack = plan.pack
        self.made_of = {name: closure(pack, [name]) for name in plan.needed}
        self.needed = {name: measure for name, measure in pack.measures.items() if name in plan.needed}
        self.units = units(pack)
        self.dated = tuple(name for name in pack.values if name in plan.needed)

    def measures(self, case: Case) -> Mapping[str, Measured]:
        """What the case gives, the dated values of its day, and what the pack derives from them."""
        known = {n: self._given(n, amount) for n, amount in case.measures.items() if n not in self.pack.inputs}
        for name in self.dated:
            value = self.pack.value(name, case.day)
            if name not in known and value is not None:
                known[name] = Measured(name, self.units[name], "known", value)
        known |= {
            name: each
            for name, each in declared(_typed_inputs(self.pack, case), self.pack).items()
            if each.value is not None or name in case.measures
        }
        derived = {
            name: each
            for name, each in self.needed.items()
            if name not in known and not self.made_of[name].isdisjoint(case.measures)
        }
        return derive(derived, known)

    def _given(self, name: str, amount: Amount) -> Measured:
        unit = self.units.get(name, "")
        if amount.value is None:
            why = "分母为 0，无法计算" if amount.denominator == 0 else "情形中留空"
            return Measured(name, unit, "missing", why=why)
        if amount.numerator is None or amount.denominator is None:
            return Measured(name, unit, "known", amount.value)
        return Measured(name, unit, "known", amount.numerator, amount.denominator)


def _typed_inputs(pack: Pack, case: Case) -> DataSet:
    """The case's data as a unit would hand them in, so that a case passes only if units get the same."""
    rows = tuple(
        row for name, amount in case.measures.items() if name in pack.inputs for row in _input_rows(name, amount)
    )
    return DataSet(unit=Unit(code="0", name=case.name, year=case.budget_year, pack=pack.id), inputs=rows)


def _input_rows(name: str, amount: Amount) -> Iterator[DeclaredValue]:
    if amount.numerator is not None:
        yield DeclaredValue(name=name, numerator=amount.numerator, denominator=amount.denominator)
        return
    yield from (DeclaredValue(name=name, value=text) for text in amount.texts)


def _typed_actual(pack: Pack, code: str, given: Given) -> Fraction | None:
    """The value as it stands in 全年完成值, in the unit that the pack asks for."""
    node = next((each for each in pack.nodes() if each.code == code), None) if not given.own else None
    if given.actual is None or node is None or not isinstance(node.method, Valued):
        return given.actual
    known = unit_of(node.method.hand_unit)
    return given.actual / known.factor if known.dimension in ("share", "money") else given.actual


def _dataset(pack: Pack, case: Case) -> DataSet:
    own = {code: given for code, given in case.indicators.items() if given.own}
    money = {given.project: given.amount for given in own.values() if given.amount is not None}
    return DataSet(
        unit=Unit(code="0", name=case.name, year=case.budget_year, pack=pack.id),
        indicators=tuple(_indicator(code, given) for code, given in own.items()),
        results=tuple(
            _result(code, given, _typed_actual(pack, code, given)) for code, given in case.indicators.items()
        ),
        inputs=_typed_inputs(pack, case).inputs,
        answers=tuple(
            Answer(indicator=code, item=item, answer=answer)
            for code, given in case.indicators.items()
            for item, answer in given.answers.items()
        ),
        special_funds=tuple(
            SpecialFund(code=project, name=project, project=project, issued=Money.of(amount), paid=Money.of(amount))
            for project, amount in money.items()
        ),
    )


def _indicator(code: str, given: Given) -> Indicator:
    return Indicator(
        code=code,
        project=given.project,
        level_1=given.level_1,
        level_2=given.level_2,
        name=given.name or code,
        operator=given.operator,
        target=given.target,
        weight=None if given.weight is None else Points.of(given.weight),
    )


def _result(code: str, given: Given, actual: Fraction | None) -> Result:
    return Result(
        indicator=code,
        actual=actual,
        level=given.level,
        coefficient=given.coefficient,
        choice=given.choice,
        absent=given.absent,
    )


def _failures(case: Case, tried: Tried) -> Iterator[Failure]:
    expect = case.expect
    for code, wanted in expect.score.items():
        yield from _compared(f"{code} 得分", wanted, tried.score(code))
    for code, wanted in expect.lost.items():
        score = tried.score(code)
        yield from _compared(f"{code} 扣分", wanted, None if score is None else tried.weight(code) - score)
    for code, state in expect.state.items():
        if tried.state(code) != state:
            yield Failure(f"{code} 状态", state, tried.state(code))
    if expect.total is not None:
        yield from _compared("总分", expect.total, tried.verdict.total)
    if expect.grade and expect.grade != tried.grade:
        yield Failure("等级", expect.grade, tried.grade)


def _compared(what: str, wanted: Fraction, got: int | None) -> Iterator[Failure]:
    if got is None or wanted * 10**Points.PLACES != got:
        shown = Points.rounded(wanted).shown()
        yield Failure(what, f"{shown} 分", "没有这一行" if got is None else f"{Points(got).shown()} 分")
