"""Back-test of the forecast on generated ledgers, against the baselines that people use.

Every region is one seed: the forecaster learns from the years 2020 to 2023 of all its units and is asked, at
the end of each month of 2024, for the year-end execution rate of every project. Nothing of 2024 is learned from.
Development seeds (1 to 6, and 31 to 46 for small groups) were used to choose the method; the figures in the docs come from
the final seeds, each run once.

    python bench/monitor.py                     final seeds, all baselines, writes monitor_results.json
    python bench/monitor.py --dev --no-ets      a look while developing; writes nothing

AutoETS comes from statsforecast, which is not a dependency of the product: requirements/bench-monitor.lock.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import numpy as np

from jiheng.core.calendar import Month
from jiheng.monitoring.books import Books
from jiheng.monitoring.curves import BASIC, UNIT_KIND, Curve, curves
from jiheng.monitoring.learning import Forecaster
from jiheng.monitoring.report import past_curves

sys.path.insert(0, str(Path(__file__).parent))
import monitor_ledgers

DEV_SEEDS = tuple(range(1, 7))
FINAL_SEEDS = tuple(range(201, 213))
ALONE_SEEDS = tuple(range(301, 341))
"""Regions of a single unit, which has only itself to learn from."""
TEST_YEAR = 2024
MONTHS = tuple(range(1, 12))
BAD_BELOW = 0.8
"""A year that ends below this rate ended badly: from here the score is capped."""
ETS_EVERY = 8
"""AutoETS is asked for every eighth project, from April on: it takes 50 ms a series."""
FIRST_ETS_MONTH = 4
OURS_BESIDE_ETS = "ours, where AutoETS was asked"
RESULTS = Path(__file__).with_name("monitor_results.json")
CHANCES_FILE = Path(__file__).with_name("monitor_chances.json")
"""At which chance of a bad year the forecast warns, by the plain rule it is matched to; from development seeds."""


@dataclass
class Case:
    """One project of the test year at one month's end: the truth, and what each method said."""

    project: str
    shape: str
    month: int
    paid: float
    truth: float
    said: dict[str, float] = field(default_factory=dict)
    low: float = 0.0
    high: float = 1.0
    bad_chance: float = 0.0


def cases_of(seed: int, *, units: int, projects: int, ets: bool, months: Sequence[int] = MONTHS) -> list[Case]:
    """Back-test one region."""
    sets = monitor_ledgers.make(seed, units=units, projects=projects)
    books = [Books.of(each) for each in sets]
    shapes = {
        f"{each.unit.code}/{p.code}": p.note for each in sets if each.unit.year == TEST_YEAR for p in each.projects
    }
    past = past_curves(books, TEST_YEAR)
    now = [each for each in books if each.year == TEST_YEAR]
    truth = {each.owner: each.final for each in all_curves(now, 12)}
    before = by_owner(past)
    found: list[Case] = []
    for month in months:
        forecaster = Forecaster.learn(past, month)
        found += month_cases(forecaster, now, truth=truth, before=before, shapes=shapes, ets=ets)
    return found


def all_curves(books: Sequence[Books], month: int) -> Iterator[Curve]:
    for each in books:
        yield from curves(each, Month(each.year, month))


def by_owner(past: Sequence[Curve]) -> dict[str, list[Curve]]:
    found: defaultdict[str, list[Curve]] = defaultdict(list)
    for curve in sorted(past, key=lambda each: each.year):
        found[curve.owner].append(curve)
    return found


def month_cases(
    forecaster: Forecaster,
    now: Sequence[Books],
    *,
    truth: dict[str, float],
    before: dict[str, list[Curve]],
    shapes: dict[str, str],
    ets: bool,
) -> Iterator[Case]:
    month = forecaster.month
    for books in now:
        every = list(curves(books, Month(books.year, month)))
        parts = [each for each in every if each.kind != UNIT_KIND]
        for curve in parts:
            if not curve.owner.endswith(BASIC):
                yield project_case(forecaster, curve, truth[curve.owner], before.get(curve.owner, []), shapes, ets=ets)
        whole = next(each for each in every if each.kind == UNIT_KIND)
        said = forecaster.unit(parts, whole)
        case = Case(whole.owner, "unit", month, whole.final, truth[whole.owner], {"ours": float(said.rate)})
        case.low, case.high = float(said.low), float(said.high)
        yield case


def project_case(
    forecaster: Forecaster, curve: Curve, truth: float, own: list[Curve], shapes: dict[str, str], *, ets: bool
) -> Case:
    said = forecaster.project(curve)
    case = Case(curve.owner, shapes[curve.owner], curve.known, curve.final, truth)
    case.said = {"ours": float(said.rate)} | baselines(curve, own)
    if ets and curve.known >= FIRST_ETS_MONTH and int(curve.owner[-3:]) % ETS_EVERY == 0:
        case.said |= {"AutoETS": auto_ets(curve, own), OURS_BESIDE_ETS: case.said["ours"]}
    case.low, case.high = float(said.low), float(said.high)
    case.bad_chance = bad_chance(forecaster, curve)
    return case


def bad_chance(forecaster: Forecaster, curve: Curve) -> float:
    """The share of the neighbours with which this project would end below BAD_BELOW."""
    assert forecaster.group is not None
    sample = forecaster.group.sample(curve)
    ended = curve.final + sample.members
    return float(sample.weights[ended < BAD_BELOW].sum() / sample.weights.sum())


def baselines(curve: Curve, own: list[Curve]) -> dict[str, float]:
    """What is done without statistics; none may say more than the whole budget, which only helps them."""
    month, paid = curve.known, curve.final
    last_step = paid - (curve.rates[-2] if month > 1 else 0.0)
    last_year = [each for each in own if each.year == curve.year - 1]
    straight = paid * 12 / month
    said = {
        "nothing more": paid,
        "naive": paid + (12 - month) * last_step,
        "straight line": straight,
        "seasonal naive": paid + last_year[0].final - last_year[0].rates[month - 1] if last_year else straight,
    }
    return {name: capped(value, paid) for name, value in said.items()}


def capped(value: float, paid: float) -> float:
    return max(min(value, 1.0), min(paid, value))


def auto_ets(curve: Curve, own: list[Curve]) -> float:
    """AutoETS on the monthly payments of all years so far; too short a series falls back to its mean."""
    from statsforecast.models import AutoETS

    series = np.concatenate([np.diff(np.r_[0.0, each.rates]) for each in (*own, curve)])
    steps = 12 - curve.known
    try:
        ahead = AutoETS(season_length=12).forecast(series, h=steps)["mean"]
    except NotImplementedError:
        ahead = np.full(steps, series.mean())
    return capped(curve.final + float(np.sum(ahead)), curve.final)


def errors_by_month(cases: Sequence[Case]) -> dict[str, dict[str, list[float | None]]]:
    """Median and mean absolute error in percentage points, by method, January to November; null: not asked."""
    methods = dict.fromkeys(name for case in cases for name in case.said)
    table: dict[str, dict[str, list[float | None]]] = {"median": {}, "mean": {}}
    for name in methods:
        by_month = [
            [abs(c.said[name] - c.truth) * 100 for c in cases if c.month == m and name in c.said] for m in MONTHS
        ]
        table["median"][name] = [round(float(np.median(each)), 2) if each else None for each in by_month]
        table["mean"][name] = [round(float(np.mean(each)), 2) if each else None for each in by_month]
    return table


def coverage_by_month(cases: Sequence[Case]) -> dict[str, list[float]]:
    """How often the 80 % interval held the truth, and how wide it was (percentage points)."""
    rows = [[c for c in cases if c.month == m] for m in MONTHS]
    return {
        "coverage": [round(float(np.mean([inside(c) for c in each])) * 100, 2) for each in rows],
        "median width": [round(float(np.median([c.high - c.low for c in each])) * 100, 2) for each in rows],
    }


def inside(case: Case) -> bool:
    return case.low - 1e-4 <= case.truth <= case.high + 1e-4


def coverage_by_shape(cases: Sequence[Case]) -> dict[str, float]:
    return {
        shape: round(float(np.mean([inside(c) for c in cases if c.shape == shape])) * 100, 2)
        for shape in monitor_ledgers.SHAPES
    }


@dataclass(frozen=True)
class Alarm:
    """A rule that warns: how often it warns in vain, how often and how early rightly."""

    false_share: float
    found_share: float
    lead: float

    def row(self) -> dict[str, float]:
        return {
            "false alarms %": round(self.false_share * 100, 2),
            "found %": round(self.found_share * 100, 2),
            "months before the year's end": round(self.lead, 2),
        }


def alarm(cases: Sequence[Case], warned: Sequence[bool]) -> Alarm:
    """Judge a rule by the first month (to October) in which it warned.

    false share: of projects that ended well, how many were ever warned of; lead: mean months from the first
    warning to the year's end over projects that ended badly, 0 where none came.
    """
    first: dict[str, int] = {}
    bad: dict[str, bool] = {}
    for case, warns in zip(cases, warned, strict=True):
        bad[case.project] = case.truth < BAD_BELOW
        if warns and case.month <= 10:
            first[case.project] = min(first.get(case.project, 13), case.month)
    ended_badly = [project for project, is_bad in bad.items() if is_bad]
    ended_well = [project for project, is_bad in bad.items() if not is_bad]
    return Alarm(
        float(np.mean([project in first for project in ended_well])),
        float(np.mean([project in first for project in ended_badly])),
        float(np.mean([12 - first.get(project, 12) for project in ended_badly])),
    )


FLOORS = {4: 0.25, 6: 0.40, 8: 0.60, 10: 0.80}


def below_floor(case: Case) -> bool:
    return case.month in FLOORS and case.paid < FLOORS[case.month]


def light(case: Case) -> float:
    return case.paid / (case.month / 12)


CHANCES = np.arange(0.02, 1.0, 0.01)
LINES = np.arange(0.02, 1.2, 0.01)


def strictest(
    rules: Iterator[tuple[float, Sequence[bool]]], cases: Sequence[Case], limit: float
) -> tuple[float, Alarm]:
    """Of rules that warn ever more often, the last whose share of false alarms stays within the limit."""
    best: tuple[float, Alarm] | None = None
    for line, warned in rules:
        found = alarm(cases, warned)
        if best is not None and found.false_share > limit:
            break
        best = (line, found)
    assert best is not None
    return best


def forecast_rules(cases: Sequence[Case]) -> Iterator[tuple[float, Sequence[bool]]]:
    """Warn when the chance of a bad year reaches a line, from sure to bold."""
    return ((float(chance), [c.bad_chance >= chance for c in cases]) for chance in CHANCES[::-1])


def light_rules(cases: Sequence[Case]) -> Iterator[tuple[float, Sequence[bool]]]:
    """The time-proportional light with its line moved from low to high."""
    return ((float(line), [light(c) < line for c in cases]) for line in LINES)


def plain_rules(cases: Sequence[Case]) -> dict[str, Sequence[bool]]:
    """The thresholds that are in use."""
    return {
        "light red (< 60 %)": [light(c) < 0.6 for c in cases],
        "light yellow (< 80 %)": [light(c) < 0.8 for c in cases],
        "floors 25/40/60/80": [below_floor(c) for c in cases],
    }


def chances_matched(cases: Sequence[Case]) -> dict[str, float]:
    """The chance at which the forecast warns in vain as often as each plain rule does (development seeds)."""
    return {
        name: strictest(forecast_rules(cases), cases, alarm(cases, warned).false_share)[0]
        for name, warned in plain_rules(cases).items()
    }


def warnings(cases: Sequence[Case], chances: dict[str, float]) -> dict[str, object]:
    """The plain rules, and the forecast at the same share of false alarms; ``chances`` from development seeds."""
    table: dict[str, object] = {
        name: {
            "plain": alarm(cases, warned).row(),
            "forecast": {"chance": round(chances[name], 2)}
            | alarm(cases, [c.bad_chance >= chances[name] for c in cases]).row(),
        }
        for name, warned in plain_rules(cases).items()
    }
    table["product: forecast below 80 %"] = alarm(cases, [c.said["ours"] < BAD_BELOW for c in cases]).row()
    table["product: whole interval below 80 %"] = alarm(cases, [c.high < BAD_BELOW for c in cases]).row()
    table["same false alarms"] = [
        {
            "limit %": limit,
            "light, line moved": strictest(light_rules(cases), cases, limit / 100)[1].row(),
            "forecast, chance moved": strictest(forecast_rules(cases), cases, limit / 100)[1].row(),
        }
        for limit in (5, 10, 20, 30, 40, 60)
    ]
    return table


def backtest(
    seeds: Sequence[int],
    *,
    units: int = 20,
    projects: int = 20,
    ets: bool = False,
    workers: int = 1,
    months: Sequence[int] = MONTHS,
) -> list[Case]:
    """All cases of all seeds."""
    region = partial(cases_of, units=units, projects=projects, ets=ets, months=months)
    if workers == 1:
        return [case for seed in seeds for case in region(seed)]
    with ProcessPoolExecutor(workers) as pool:
        return [case for found in pool.map(region, seeds) for case in found]


def summary(cases: Sequence[Case], chances: dict[str, float]) -> dict[str, object]:
    """Everything that the docs show."""
    of_projects = [case for case in cases if case.shape != "unit"]
    of_units = [case for case in cases if case.shape == "unit"]
    return {
        "projects": len({case.project for case in of_projects}),
        "ended below 80 %": round(100 * float(np.mean([c.truth < BAD_BELOW for c in of_projects if c.month == 1])), 2),
        "absolute error": errors_by_month(of_projects),
        "interval": coverage_by_month(of_projects)
        | {"coverage of all": round(100 * float(np.mean([inside(c) for c in of_projects])), 2)}
        | {"coverage by shape": coverage_by_shape(of_projects)},
        "unit totals": coverage_by_month(of_units) | {"median error": errors_by_month(of_units)["median"]["ours"]},
        "warnings": warnings(of_projects, chances),
    }


def alone(cases: Sequence[Case]) -> dict[str, object]:
    """A unit that learns from nothing but its own four years."""
    of_projects = [case for case in cases if case.shape != "unit"]
    errors, interval = errors_by_month(of_projects)["median"], coverage_by_month(of_projects)
    return {"projects": len({case.project for case in of_projects}), "median error": errors} | interval


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dev", action="store_true", help="development seeds; settles the chances, writes them only")
    parser.add_argument("--no-ets", action="store_true")
    parser.add_argument("--seeds", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    start = perf_counter()
    seeds = (DEV_SEEDS if options.dev else FINAL_SEEDS)[: options.seeds or None]
    ets = not options.no_ets and find_spec("statsforecast") is not None
    cases = backtest(seeds, ets=ets, workers=options.workers)
    if options.dev:
        chances = chances_matched([case for case in cases if case.shape != "unit"])
        CHANCES_FILE.write_text(json.dumps(chances, ensure_ascii=False, indent=1) + "\n")
    else:
        chances = json.loads(CHANCES_FILE.read_text())
    found = {"seeds": list(seeds), "learned from": "2020-2023", "test year": TEST_YEAR} | summary(cases, chances)
    if not options.dev:
        found["one unit alone"] = alone(backtest(ALONE_SEEDS, units=1, workers=options.workers))
    text = json.dumps(found, ensure_ascii=False, indent=1)
    print(text)
    print(f"{perf_counter() - start:.0f} s", file=sys.stderr)
    if ets and not options.dev:
        RESULTS.write_text(text + "\n")
    elif not options.dev:
        print("without statsforecast nothing is written: see requirements/bench-monitor.lock", file=sys.stderr)


if __name__ == "__main__":
    main()
