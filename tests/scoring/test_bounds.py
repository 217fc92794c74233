"""The speed promises, as measured by ``make bench`` and kept in bench/results.json."""

from __future__ import annotations

import json
from pathlib import Path

RESULTS = Path(__file__).resolve().parent.parent.parent / "bench" / "results.json"


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
    page = (RESULTS.parent.parent / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for size in results["sizes"]:
        assert f"{size['peers']['compiled']['seconds']:.2f}" in page
    assert f"{results['sizes'][-1]['peers']['compiled']['rows_per_second']:,}" in page
