"""What is known beside a unit's own targets: its earlier years, similar units, and what the library has measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from jiheng.facts.dataset import DataSet
from jiheng.facts.lineage import Lineage
from jiheng.facts.rows import Indicator
from jiheng.targets.challenge import Challenge, challenge
from jiheng.targets.past import LOWER, earlier_of, earlier_results

Kind = tuple[str, str, bool]
"""Name, unit, and whether less is better: two indicators that agree in these are held against each other."""
Years = Mapping[str, tuple[Fraction, ...]]
"""Code of an indicator → results of the years before, oldest first."""


def kind_of(indicator: Indicator) -> Kind:
    """By what an indicator finds its like in other units."""
    return indicator.name, indicator.unit, indicator.operator in LOWER


@dataclass(frozen=True, slots=True)
class Known:
    """Figures to hold targets against. Peers are this year's targets of similar units, measured what units reached."""

    earlier: Years = field(default_factory=dict)
    peers: Mapping[Kind, tuple[Fraction, ...]] = field(default_factory=dict)
    measured: Mapping[Kind, tuple[Fraction, ...]] = field(default_factory=dict)
    last: DataSet | None = None
    """The unit's data set of the year before."""

    def challenge(self, indicator: Indicator) -> Challenge:
        """How much a target asks, held against all that is known."""
        kind = kind_of(indicator)
        own = self.earlier.get(indicator.code, ())
        return challenge(indicator, own, self.peers.get(kind, ()), self.measured.get(kind, ()))


def known(
    dataset: DataSet,
    past: Sequence[DataSet] = (),
    peers: Mapping[Kind, tuple[Fraction, ...]] | None = None,
    measured: Mapping[Kind, tuple[Fraction, ...]] | None = None,
) -> Known:
    """Gather what is known.

    Args:
        dataset: the year whose targets are judged; its 历史数据 serves where earlier data sets are not at hand.
        past: the unit's data sets of earlier years; codes are followed through 沿革.
        peers: this year's targets of similar units.
        measured: last year's results of all units.
    """
    told = earlier_results(dataset)
    results = chain(dataset, past)
    earlier = {each.code: results.get(each.code) or earlier_of(each, told) for each in dataset.indicators}
    last = next((each for each in past if each.unit.year == dataset.unit.year - 1), None)
    return Known(earlier, peers or {}, measured or {}, last)


def chain(dataset: DataSet, past: Sequence[DataSet]) -> Years:
    """Results of the same indicators in earlier years, oldest first, as far as they are one and the same.

    Last year's is left out where the indicator's own row tells it; a result in another unit ends the chain.
    """
    if not past:
        return {}
    lineage = Lineage.of(row for each in (*past, dataset) for row in each.lineage)
    years = {each.unit.year: _reached(each) for each in past}
    return {each.code: tuple(_back(each, dataset.unit.year, lineage, years)) for each in dataset.indicators}


_Reached = Mapping[str, tuple[str, Fraction | None]]


def _reached(dataset: DataSet) -> _Reached:
    actuals = {each.indicator: each.actual for each in dataset.results}
    return {each.code: (each.unit, actuals.get(each.code)) for each in dataset.indicators}


def _back(indicator: Indicator, year: int, lineage: Lineage, years: Mapping[int, _Reached]) -> Iterable[Fraction]:
    found: list[Fraction] = []
    for before, code in lineage.chain("指标", indicator.code, year, min(years)):
        unit, actual = years.get(before, {}).get(code, (indicator.unit, None))
        if unit != indicator.unit:
            break
        told_by_row = before == year - 1 and indicator.last_actual is not None
        if actual is not None and not told_by_row:
            found.append(actual)
    return reversed(found)
