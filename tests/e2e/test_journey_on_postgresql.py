"""The example town goes the whole cycle on a real PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.journey import go_the_whole_cycle
from tests.e2e.site import ROOT, serving


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a server of its own, with an empty database."""
    tell = "import os; print(os.environ['JIHENG_DATABASE'], flush=True); input()"
    command = [sys.executable, str(ROOT / "tools/on_postgres.py"), sys.executable, "-c", tell]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.stdin.write("\n")
        server.stdin.flush()


@pytest.mark.nightly
def test_a_town_goes_the_whole_cycle_on_postgresql(browser: Browser, tmp_path: Path) -> None:
    with postgresql() as address, serving(tmp_path / "home", "town", address) as site:
        assert address.startswith("postgres://")
        go_the_whole_cycle(site, browser, tmp_path, examining=False)
