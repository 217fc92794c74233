"""The speed promises, as measured by ``make bench`` and kept in bench/results.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
RESULTS = ROOT / "bench" / "results.json"


def test_the_measured_run_kept_its_promises() -> None:
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    bounds = results["bounds"]
    assert bounds["rows"] == 30_000_000
    assert bounds["times_hand_written"] <= 1.5
    assert bounds["peak_mib"] <= 1024
    assert bounds["mismatches"] == 0
    assert bounds["times_openfisca"] >= 4
    assert bounds["times_pandas"] >= 3


def test_the_figures_of_the_docs_are_those_of_the_run() -> None:
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for size in results["sizes"]:
        assert f"{size['peers']['compiled']['seconds']:.2f}" in page
    assert f"{results['sizes'][-1]['peers']['compiled']['rows_per_second']:,}" in page


def told(bench: str) -> Any:
    return json.loads((ROOT / "bench" / bench).read_text(encoding="utf-8"))


def test_a_unit_costs_at_most_five_milliseconds_whatever_the_number_and_a_kill_changes_nothing() -> None:
    sizes = told("many_units.json")["sizes"]
    page = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
    for size in sizes:
        assert size["cpu_ms_per_unit"] <= 5
        assert size["same_after_kill"]
        assert size["checked_alone"] == 200
        assert f"| {size['units']:,} | {size['cpu_ms_per_unit']:.2f} |" in page
    assert sizes[0]["units"] >= 20_000
    assert sizes[-1]["cpu_ms_per_unit"] <= 1.3 * sizes[0]["cpu_ms_per_unit"]


def test_two_thousand_scenarios_a_second_are_tested() -> None:
    found = told("packs.json")
    assert found["cases"] >= 5_000
    assert found["cases_a_cpu_second"] >= 2_000
    page = (ROOT / "docs" / "writing-a-rule-pack.md").read_text(encoding="utf-8")
    assert f"{found['cases_a_cpu_second']:,} cases a second of processor time" in page
