from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "fuzz" / "fuzz_checking.py"
needs_atheris = pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")


@needs_atheris
def test_a_short_search_among_the_words_of_reports_finds_no_crash(tmp_path: Path) -> None:
    # no limit of memory: libFuzzer takes the peak of the process that starts it for its own
    options = ("-runs=1200", "-max_total_time=6", "-rss_limit_mb=0", "-seed=11", "-max_len=200")
    result = subprocess.run(
        [sys.executable, str(SCRIPT), *options], capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120
    )
    assert result.returncode == 0, result.stderr[-3000:]
    assert list(tmp_path.glob("crash-*")) == []
