"""Known facts of a data set: scores, measures, projects' money, indicators' results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from jiheng.checks.against.names import FUND_NAMES, LEVEL_NAMES, MEASURE_NAMES, TOTAL_NAMES
from jiheng.checks.text.known_facts import KnownFact, KnownFacts
from jiheng.core.exact import Money
from jiheng.core.fault import Place
from jiheng.core.measure_unit import unit as unit_of
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import Measured, measure
from jiheng.facts.rows import Indicator, Project
from jiheng.packs.model import Pack
from jiheng.scoring.sheet import Line, ScoreSheet

Scored = tuple[Pack, Sequence[ScoreSheet]]
"""A pack with the sheets scored by it."""

NOWHERE = Place()
_MOST_PLACES = 2
_WHOLE = 100


def known_facts(dataset: DataSet, scored: Iterable[Scored]) -> KnownFacts:
    """Every figure of the data that a text may state by a name of its own.

    Args:
        dataset: the unit's data.
        scored: its packs with the sheets scored by them: of the unit, of its projects.
    """
    packs = list(scored)
    return KnownFacts(
        (
            *(fact for pack, sheets in packs for sheet in sheets for fact in _scores(dataset, pack, sheet)),
            *(fact for pack, _ in packs if pack.of_whole for fact in _measures(dataset, pack)),
            *(fact for project in dataset.projects for fact in _funds(dataset, project)),
            *_indicators(dataset),
        )
    )


def where(places: Iterable[Place]) -> str:
    """The first files and rows, and how many there are."""
    told = [place for place in dict.fromkeys(places) if place != NOWHERE]
    rest = f"等 {len(told)} 处" if len(told) > _MOST_PLACES else ""
    return "、".join(place.text() for place in told[:_MOST_PLACES]) + rest


def _scores(dataset: DataSet, pack: Pack, sheet: ScoreSheet) -> Iterator[KnownFact]:
    about = next((row.name for row in dataset.projects if row.code == sheet.subject), "")
    source = f"按“{pack.title}”计算"
    year = dataset.unit.year
    yield KnownFact(TOTAL_NAMES, sheet.total.exact, "分", f"{about}自评总分", source, about, year)
    own = {indicator.code for indicator in dataset.indicators}
    for line in sheet.lines:
        if line.code not in own:
            names = tuple(form.format(line.name) for form in LEVEL_NAMES)
            yield KnownFact(names, line.score.exact, "分", f"“{line.name}”得分", _ground(line, source), about, year)


def _ground(line: Line, source: str) -> str:
    rows = where(place for each in line.inputs for place in each.places)
    return f"{source}，依据 {rows}" if rows else source


def _measures(dataset: DataSet, pack: Pack) -> Iterator[KnownFact]:
    """Measures of the vocabulary and of the pack; dated limits of the pack are no facts of the unit."""
    for name, measured in measure(dataset, pack).items():
        if measured.value is not None and name not in pack.values:
            names = (name, *MEASURE_NAMES.get(name, ()))
            yield KnownFact(names, *_sized(measured), name, _rows(measured), year=dataset.unit.year)


def _sized(measured: Measured) -> tuple[Fraction, str]:
    assert measured.value is not None
    return measured.value, measured.unit


def _rows(measured: Measured) -> str:
    return where(measured.places) or "按规则包计算"


def _funds(dataset: DataSet, project: Project) -> Iterator[KnownFact]:
    """A project's budget, payments and rate; a column is left out when one of its amounts is missing."""
    lines = [line for line in dataset.budget if line.project == project.code]
    codes = {line.code for line in lines}
    paid = [payment for payment in dataset.payments if payment.line in codes]
    budgeted, disbursed = [line.place for line in lines], [payment.place for payment in paid]
    original, adjusted = _sum(line.original for line in lines), _sum(line.adjusted for line in lines)
    spent = _sum(payment.amount for payment in paid)
    amounts: Mapping[str, tuple[Fraction | None, str, list[Place]]] = {
        "年初预算数": (original, "元", budgeted),
        "全年预算数": (adjusted, "元", budgeted),
        "全年执行数": (spent, "元", disbursed),
        "执行率": (spent / adjusted if adjusted and spent is not None else None, "%", [*budgeted, *disbursed]),
    }
    for name, (value, unit, places) in amounts.items():
        if lines and value is not None:
            what = f"“{project.name}”{name}"
            yield KnownFact(FUND_NAMES[name], value, unit, what, where(places), project.name, dataset.unit.year)


def _sum(amounts: Iterable[Money | None]) -> Fraction | None:
    held = list(amounts)
    if not held or any(amount is None for amount in held):
        return None
    return sum((amount.exact for amount in held if amount is not None), Fraction(0))


def _indicators(dataset: DataSet) -> Iterator[KnownFact]:
    """What was reached on the unit's own indicators; targets carry an operator and are no such statements."""
    results = {row.indicator: row for row in dataset.results}
    projects = {project.code: project.name for project in dataset.projects}
    for indicator in dataset.indicators:
        result = results.get(indicator.code)
        if result is None or result.actual is None:
            continue
        names = (indicator.name, f"完成{indicator.name}")
        what = f"“{indicator.name}”完成值"
        for about in dict.fromkeys(["", projects.get(indicator.project, "")]):
            value = _base(indicator, result.actual)
            yield KnownFact(names, *value, what, result.place.text(), about, dataset.unit.year)


def _base(indicator: Indicator, actual: Fraction) -> tuple[Fraction, str]:
    """The value in the base unit of its dimension: 17 公里 is 17,000 米."""
    unit = unit_of(indicator.unit)
    return actual * unit.factor, unit.name or "个"
