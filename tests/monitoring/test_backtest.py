"""A small run of bench/monitor.py is held to bounds wider than those of the full run, for it is a small sample."""

from __future__ import annotations

import importlib
import json
from functools import cache
from typing import Any

import numpy as np

bench: Any = importlib.import_module("monitor")
RESULTS = json.loads(bench.RESULTS.read_text())


@cache
def cases() -> tuple[Any, ...]:
    found = bench.backtest((901, 902), units=10, projects=12, months=(4, 8, 11))
    return tuple(each for each in found if each.shape != "unit")


def test_a_small_run_covers_about_four_in_five() -> None:
    assert 0.72 <= np.mean([bench.inside(each) for each in cases()]) <= 0.88


def test_a_small_run_beats_every_baseline_in_april_august_and_november() -> None:
    for month in (4, 8, 11):
        of_month = [each for each in cases() if each.month == month]
        errors = {
            name: np.median([abs(each.said[name] - each.truth) for each in of_month]) for name in of_month[0].said
        }
        assert min(errors, key=lambda name: errors[name]) == "ours"


def test_the_published_interval_covers_76_to_84_percent() -> None:
    assert 76 <= RESULTS["interval"]["coverage of all"] <= 84
    assert all(76 <= each <= 84 for each in RESULTS["interval"]["coverage"])


def test_the_published_median_error_beats_every_baseline_from_april_on() -> None:
    median = RESULTS["absolute error"]["median"]
    everywhere = {"nothing more", "naive", "seasonal naive", "straight line"}
    assert all(median["ours"][at] < min(median[name][at] for name in everywhere) for at in range(3, 11))
    assert all(median[bench.OURS_BESIDE_ETS][at] < median["AutoETS"][at] for at in range(3, 11))


def test_the_published_warnings_come_earlier_at_the_same_false_alarms() -> None:
    for row in RESULTS["warnings"]["same false alarms"]:
        light, ours = row["light, line moved"], row["forecast, chance moved"]
        assert ours["false alarms %"] <= max(row["limit %"], light["false alarms %"])
        assert ours["months before the year's end"] > light["months before the year's end"]


def test_no_final_seed_was_a_development_seed() -> None:
    assert not set(RESULTS["seeds"]) & set(bench.DEV_SEEDS)
