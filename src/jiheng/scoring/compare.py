"""Two packs on one population: who gains, who loses a grade, which indicator decides, whose data are lacking.

The list that is laid beside a new rule before anybody is bound by it. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiheng.core.calendar import Workdays
from jiheng.core.exact import Points
from jiheng.core.fault import Fault, Faults
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import measure
from jiheng.packs.model import Pack
from jiheng.scoring.assemble import assemble
from jiheng.scoring.engines import engine as make_engine
from jiheng.scoring.engines import judge
from jiheng.scoring.engines.verdict import Verdict, ranked_grades
from jiheng.scoring.entry import Assembly, Entry
from jiheng.scoring.plan import Plan, plan_of
from jiheng.scoring.rows import State


@dataclass(frozen=True, slots=True)
class Lack:
    """An indicator that a subject has no data for, and why; it stands at nothing until there are."""

    code: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What one indicator (or own indicator, bonus, deduction, cap) brought to a total; what it took is below 0."""

    name: str
    points: Points


@dataclass(frozen=True, slots=True)
class Side:
    """One subject under one pack; ``brought`` by code, in the order of the tree, deductions and caps last."""

    total: Points
    grade: str
    rank: int
    """The place of the grade, 0 for the best."""
    brought: Mapping[str, Brought]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What one indicator, deduction, bonus or cap changed; ``old`` or ``new`` is None where a pack has none."""

    code: str
    name: str
    old: Points | None
    new: Points | None

    @property
    def gain(self) -> Points:
        """New less old."""
        return (self.new or Points(0)) - (self.old or Points(0))


@dataclass(frozen=True, slots=True)
class Difference:
    """One subject under both packs.

    Example: ``Difference(code="101", name="某局", old=…88.00 良, new=…91.50 优, steps=(1.1 支出率 +3.50,))``
    """

    at: int
    """Its place in the population that was given."""
    code: str
    name: str
    old: Side
    new: Side
    steps: tuple[Step, ...]
    """What changed, the largest first; those that pull the total's way stand before the others."""

    @property
    def gain(self) -> Points:
        """The new total less the old one."""
        return self.new.total - self.old.total

    @property
    def decides(self) -> Step | None:
        """The indicator that moves the total most in the way that it moved; None if only grades or roundings did."""
        first = next(iter(self.steps), None)
        return first if first and first.gain.units * self.gain.units > 0 else None

    @property
    def grades(self) -> int:
        """How many grades it rises (above 0) or falls (below 0), where both packs name the same grades."""
        return self.old.rank - self.new.rank

    @property
    def sound(self) -> bool:
        """Whether no data are lacking on either side, so that the difference is the rules' alone."""
        return not (self.old.lacks or self.new.lacks)

    @property
    def changed(self) -> bool:
        """Whether anything but its data is told: total, grade or points."""
        return bool(self.gain.units or self.old.grade != self.new.grade or self.steps)


@dataclass(frozen=True, slots=True)
class Unscored:
    """A subject that one of the packs refuses, with the reasons (e.g. weights of own indicators that do not add up)."""

    at: int
    code: str
    name: str
    under: Pack
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All subjects that both packs score, in the order given, and those that one refuses."""

    subjects: tuple[Difference, ...]
    unscored: tuple[Unscored, ...]

    @property
    def changed(self) -> tuple[Difference, ...]:
        """The difference list: the largest loss first, then the gains."""
        return tuple(sorted((each for each in self.subjects if each.changed), key=lambda each: each.gain.units))

    @property
    def rising(self) -> tuple[Difference, ...]:
        """Who rises a grade."""
        return tuple(each for each in self.subjects if each.grades > 0)

    @property
    def falling(self) -> tuple[Difference, ...]:
        """Who falls a grade."""
        return tuple(each for each in self.subjects if each.grades < 0)

    @property
    def lacking(self) -> tuple[Difference, ...]:
        """Who lacks data that the new pack asks for."""
        return tuple(each for each in self.subjects if each.new.lacks)

    @property
    def deciding(self) -> Mapping[str, int]:
        """Code of an indicator → at how many subjects it decides, the most frequent first."""
        counted: dict[str, int] = {}
        for step in (each.decides for each in self.subjects):
            if step is not None:
                counted[step.code] = counted.get(step.code, 0) + 1
        return dict(sorted(counted.items(), key=lambda pair: -pair[1]))


def compare(old: Pack, new: Pack, population: Iterable[DataSet], *, workdays: Workdays | None = None) -> Comparison:
    """Score every subject by both packs.

    Args:
        old: the pack in force.
        new: the pack on trial.
        population: the data of the subjects; for projects ``facts.for_project`` of each, read once.
        workdays: the calendar; the published one if not given.

    Raises:
        Refused: a pack that cannot be scored exactly. What is wrong with one subject's data is told in ``unscored``.

    Example::

        found = compare(read_pack("cn/guangdong/department").pack, read_pack("示例县").pack, units)
        [(each.name, each.gain.shown(), each.decides) for each in found.changed]
    """
    sets, calendar = tuple(population), workdays or Workdays()
    (before, no), (after, neither) = (_sides(pack, sets, calendar) for pack in (old, new))
    both = sorted(before.keys() & after.keys())
    subjects = tuple(_difference(at, sets[at], before[at], after[at]) for at in both)
    return Comparison(subjects, tuple(sorted((*no, *neither), key=lambda each: each.at)))


def _sides(pack: Pack, sets: Sequence[DataSet], calendar: Workdays) -> tuple[dict[int, Side], list[Unscored]]:
    """All subjects under one pack, scored in one go; by their place in the population."""
    plan = plan_of(pack)
    made: dict[int, Assembly] = {}
    unscored: list[Unscored] = []
    for at, dataset in enumerate(sets):
        faults = Faults()
        found = assemble(plan, dataset, measure(dataset, pack, calendar, plan.needed), faults)
        if faults:
            unscored.append(Unscored(at, dataset.unit.code, dataset.unit.name, pack, tuple(faults.found)))
        else:
            made[at] = found
    rows = [row for at, assembly in made.items() for row in assembly.rows(at)]
    verdicts = judge(make_engine("duckdb"), plan, rows) if rows else iter(())
    return {verdict.subject: _side(plan, made[verdict.subject], verdict) for verdict in verdicts}, unscored


def _side(plan: Plan, assembly: Assembly, verdict: Verdict) -> Side:
    lacks = {each.code: each for each in assembly.entries if each.state is State.MISSING}
    return Side(
        total=Points(verdict.total),
        grade=ranked_grades(plan.pack)[verdict.grade].name,
        rank=verdict.grade,
        brought={code: Brought(name, Points(units)) for code, name, units in _brought(plan, assembly, verdict)},
        lacks=tuple(Lack(code, _name(plan, each), each.why) for code, each in lacks.items()),
    )


def _brought(plan: Plan, assembly: Assembly, verdict: Verdict) -> Iterator[tuple[str, str, int]]:
    """Code, name and 1/10 000 points; what is made of several rows as the sum that was rounded."""
    summed = {at.code: verdict.sums[at.number] for at in plan.sums}
    for entry, score in zip(assembly.entries, verdict.scores, strict=True):
        if entry.item.code in plan.nodes:
            yield entry.code, _name(plan, entry), summed.get(entry.code, score or 0)
    adjusted = (*verdict.bonuses, *(-each for each in verdict.deductions))
    pack = plan.pack
    named = [*((each.code, each.name) for each in pack.bonuses), *((each.code, each.name) for each in pack.deductions)]
    for (code, name), units in zip(named, adjusted, strict=True):
        yield code, name, units
    ceilings = [each for each in verdict.ceilings if each is not None]
    if ceilings and min(ceilings) == verdict.total:
        cap = pack.caps[verdict.ceilings.index(min(ceilings))]
        yield (
            cap.code,
            cap.name,
            verdict.total - max(verdict.sums[0] - sum(verdict.deductions), 0) - sum(verdict.bonuses),
        )


def _name(plan: Plan, entry: Entry) -> str:
    return entry.indicator.name if entry.indicator and entry.code != entry.item.code else plan.nodes[entry.code].name


def _difference(at: int, dataset: DataSet, old: Side, new: Side) -> Difference:
    way = 1 if new.total.units >= old.total.units else -1
    steps = sorted(_steps(old.brought, new.brought), key=lambda step: -way * step.gain.units)
    return Difference(at, dataset.unit.code, dataset.unit.name, old, new, tuple(steps))


def _steps(old: Mapping[str, Brought], new: Mapping[str, Brought]) -> Iterator[Step]:
    """Indicators are the same by their codes; one that keeps its points is no step."""
    for code in dict.fromkeys((*new, *old)):
        before, after = old.get(code), new.get(code)
        step = Step(code, (after or before or _NOTHING).name, _points(before), _points(after))
        if step.gain.units:
            yield step


def _points(brought: Brought | None) -> Points | None:
    return brought.points if brought else None


_NOTHING = Brought("", Points(0))
