import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parents[3] / "bench" / "check.py"


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_check", BENCH)
    assert spec is not None
    assert spec.loader is not None
    monkeypatch.syspath_prepend(str(BENCH.parent))
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "bench_check", module)
    spec.loader.exec_module(module)
    return module


def test_planted_faults_are_found_and_sound_sentences_left_alone(planted: ModuleType) -> None:
    tallies, misses, _ = planted.run(rounds=250, seed=7)
    assert set(tallies) == {"altered copy", "changed digit", "dropped part", "swapped unit", "wrong growth base"}
    for fault, tally in tallies.items():
        assert tally.recall >= 0.95, (fault, misses)
        assert tally.precision >= 0.98, (fault, misses)
