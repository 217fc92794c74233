"""Run one of the fuzzers beside this file for a short while."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="atheris exists for Linux only")

HERE = Path(__file__).parent
APART = ("sh", "-c", '"$@"; exit $?', "sh")
"""libFuzzer takes the highest memory of the process that started it for its own; a shell between has none."""


def search(script: str, folder: Path, *options: str) -> None:
    """Search in ``folder`` for a crash; whatever is found is shown."""
    command = [*APART, sys.executable, str(HERE / script), *options, "-max_total_time=6"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "DONE" in done.stderr
    assert list(folder.glob("crash-*")) == []
