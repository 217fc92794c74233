"""What the site knows beside a unit's targets: its own earlier years, similar units' targets, and what all units reached."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from jiheng.core.numeral import read_number
from jiheng.facts.rows import CARRIED
from jiheng.targets import Known, known
from jiheng.targets.challenge import ENOUGH_PEERS
from jiheng.targets.known import Kind
from jiheng.targets.past import LOWER
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.dataset import draft_of
from jiheng.web.records.models import Record

YEARS = 5
"""Earlier years that are looked at."""
ALIKE = 3
"""A unit with up to this many times the money of another, or this part of it, is of comparable size."""
STATES = 1024
"""Dossiers whose targets are held in memory."""
GROUPS = 8
Values = Mapping[Kind, tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one dossier: the money of its projects in 元, its targets and its results by kind of indicator."""

    money: Fraction
    targets: Mapping[Kind, Fraction]
    results: Mapping[Kind, Fraction]


def known_of(dossier: Dossier) -> Known:
    """Everything that the dossier's targets are held against."""
    own = Dossier.objects.select_related("year", "unit").filter(unit=dossier.unit)
    year = dossier.year.year
    past = own.filter(year__year__lt=year, year__year__gte=year - YEARS).order_by("year__year")
    before = [draft_of(each).dataset for each in past]
    return known(draft_of(dossier).dataset, before, _peers(dossier), _measured(dossier))


def _peers(dossier: Dossier) -> Values:
    """Targets of units of the same level and comparable size in the same year, the unit's own left out."""
    alike = Dossier.objects.filter(year=dossier.year, unit__level=dossier.unit.level)
    found = _figures(tuple(alike.order_by("pk").values_list("pk", "stamp")))
    own = found.get(dossier.pk)
    others = [each for pk, each in found.items() if pk != dossier.pk and (own is None or _comparable(own, each))]
    return _gathered(each.targets for each in others)


def _comparable(own: Figures, other: Figures) -> bool:
    if not own.money or not other.money:
        return True
    return other.money / ALIKE <= own.money <= other.money * ALIKE


def _measured(dossier: Dossier) -> Values:
    """What other units reached the year before."""
    others = Dossier.objects.filter(year__year=dossier.year.year - 1).exclude(unit=dossier.unit)
    return _gathered(
        each.results for each in _figures(tuple(others.order_by("pk").values_list("pk", "stamp"))).values()
    )


def _gathered(found: Iterable[Mapping[Kind, Fraction]]) -> Values:
    """By kind, where enough units have it; fewer would tell what a single one has."""
    by_kind: defaultdict[Kind, list[Fraction]] = defaultdict(list)
    for values in found:
        for kind, value in values.items():
            by_kind[kind].append(value)
    return {kind: tuple(values) for kind, values in by_kind.items() if len(values) >= ENOUGH_PEERS}


@lru_cache(maxsize=GROUPS)
def _figures(states: tuple[tuple[int, str], ...]) -> Mapping[int, Figures]:
    """By dossier, read at once for those that are not in memory in their present state."""
    missing = [state for state in states if state not in _HELD]
    rows: defaultdict[int, defaultdict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    found = Record.objects.filter(dossier__in=[pk for pk, _ in missing], table__in=("indicators", "results", "budget"))
    for pk, table, written in found.values_list("dossier", "table", "written"):
        cells = json.loads(written)
        if cells.get("origin") != CARRIED:
            rows[pk][table].append(cells)
    for pk, stamp in missing:
        _HELD[pk, stamp] = _of(rows[pk])
    made = {pk: _HELD[pk, stamp] for pk, stamp in states}
    while len(_HELD) > STATES:
        _HELD.pop(next(iter(_HELD)))
    return made


_HELD: dict[tuple[int, str], Figures] = {}


def _of(rows: Mapping[str, list[dict[str, str]]]) -> Figures:
    kinds, targets, results = {}, {}, {}
    for cells in rows["indicators"]:
        kind = (cells.get("name", ""), cells.get("unit", ""), cells.get("operator") in LOWER)
        kinds[cells.get("code", "")] = kind
        if (target := _number(cells.get("target", ""))) is not None:
            targets[kind] = target
    for cells in rows["results"]:
        actual = _number(cells.get("actual", ""))
        if actual is not None and cells.get("indicator", "") in kinds:
            results[kinds[cells["indicator"]]] = actual
    money = sum(
        (_number(cells.get("adjusted") or cells.get("original", "")) or Fraction(0) for cells in rows["budget"]),
        Fraction(0),
    )
    return Figures(money, targets, results)


def _number(text: str) -> Fraction | None:
    with suppress(ValueError, ZeroDivisionError):
        return Fraction(read_number(text))
    return None
