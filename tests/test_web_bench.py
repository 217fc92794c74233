"""The page about the web application under load says what was measured, and nothing that was measured is left out."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parents[1] / "bench"


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCH))
    spec = importlib.util.spec_from_file_location("web_report", BENCH / "web_report.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["web_report"] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_tells_the_figures_that_were_kept(report: ModuleType) -> None:
    kept, page = report.FIGURES, report.PAGE.read_text(encoding="utf-8")
    inside = page.partition(report.BEGIN)[2].partition(report.END)[0].strip()
    told = (
        "\n".join(report.lines(json.loads(kept.read_text(encoding="utf-8")))) if kept.exists() else "Not measured yet."
    )
    assert inside == told


def test_a_promise_that_was_not_kept_is_told_as_such(report: ModuleType) -> None:
    page = {"asked": 1, "p50": 1.0, "p95": 151.0, "max": 151.0}
    found = {
        "pages": {"/": page, "bare": page},
        "queries": {"/": 13},
        "import": {"rows": 10_000, "faults": 500, "seconds": 9.9},
        "forms": {"seconds": 4.0, "files": 10},
        "failures": {"/": [500]},
    }
    kept = [ok for _said, _met, ok in report.promises(found)]
    assert kept == [False, False, True, True, False]
