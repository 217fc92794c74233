"""The page says what the benchmarks measured, and what they measured holds what was promised."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "checking-text.md").read_text(encoding="utf-8")


def program(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "bench" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_of_the_page_are_those_of_the_measured_figures() -> None:
    for name, block in program("check_docs").blocks().items():
        assert f"<!-- {name}: begin -->\n\n{block}\n\n<!-- {name}: end -->" in PAGE


def test_asking_for_help_starts_no_benchmark() -> None:
    command = [sys.executable, str(ROOT / "bench" / "run.py"), "--help"]
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    assert "form_checks" in result.stdout
    assert "==" not in result.stdout


def test_every_benchmark_that_is_run_is_there() -> None:
    assert all((ROOT / "bench" / f"{name}.py").is_file() for name in program("run").PROGRAMS)
