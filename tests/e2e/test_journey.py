"""The example town goes the whole cycle on SQLite."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.journey import go_the_whole_cycle
from tests.e2e.site import serving


@pytest.mark.nightly
def test_a_town_goes_the_whole_cycle(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "home", "town") as site:
        go_the_whole_cycle(site, browser, tmp_path)
