"""Measures computed from the registers: the vocabulary first, then what the pack derives from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from jiheng.core.calendar import Workdays
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import assets, budget, compliance, costs, coverage, procurement
from jiheng.facts.measures.declared import declared
from jiheng.facts.measures.derived import derive
from jiheng.facts.measures.measured import Measured, Unknown
from jiheng.facts.measures.registry import FUNCTIONS, Ground
from jiheng.packs.model import Pack
from jiheng.packs.names import base_unit
from jiheng.packs.vocabulary import VOCABULARY, Term

T = TypeVar("T")

__all__ = ["FUNCTIONS", "Measured", "assets", "budget", "compliance", "costs", "coverage", "measure", "procurement"]


def measure(
    dataset: DataSet, pack: Pack, workdays: Workdays | None = None, names: frozenset[str] | None = None
) -> Mapping[str, Measured]:
    """Compute every measure that the pack can name.

    A name means, in this order, a measure of the pack, an input of the pack, a dated value (in force
    on 31 December of the budget year), a term of the vocabulary. A measure without data is missing
    and says why; it is never 0.

    Args:
        dataset: the unit's data; for one project, ``for_project(dataset, code)``.
        pack: gives derived measures and dated limits.
        workdays: the calendar; the published one if not given.
        names: compute only these, with what they are made of (``packs.closure``); all if not given.
    """
    ground = Ground(dataset, pack, workdays or Workdays())
    known = {name: _vocabulary(term, ground) for name, term in _wanted(VOCABULARY, names)}
    known |= {name: _dated(name, ground) for name, _ in _wanted(pack.values, names)}
    known |= declared(dataset, pack, names)
    return MappingProxyType(derive(dict(_wanted(pack.measures, names)), known, ground.workdays))


def _wanted(every: Mapping[str, T], names: frozenset[str] | None) -> Iterable[tuple[str, T]]:
    return ((name, each) for name, each in every.items() if names is None or name in names)


def _vocabulary(term: Term, ground: Ground) -> Measured:
    try:
        found = FUNCTIONS[term.name](ground)
    except Unknown as unknown:
        return Measured(term.name, term.unit, "missing", why=unknown.why, rows=unknown.rows)
    return Measured(term.name, term.unit, "known", found.value, rows=found.rows, remark=found.remark)


def _dated(name: str, ground: Ground) -> Measured:
    unit = base_unit(ground.pack.values[name].unit)
    value: Fraction | None = ground.pack.value(name, date(ground.dataset.unit.year, 12, 31))
    if value is None:
        return Measured(name, unit, "missing", why=f"规则包中“{name}”在 {ground.dataset.unit.year} 年底未生效或已废止")
    return Measured(name, unit, "known", value)
