"""An empty folder, a printed address, and people with a browser each: nothing else makes the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.from_nothing import TOWN_CODE, begin, go_on, world
from tests.e2e.site import serving_nothing
from tests.e2e.test_journey_on_postgresql import postgresql


def test_an_empty_folder_becomes_a_site_with_an_open_year(browser: Browser, tmp_path: Path) -> None:
    with serving_nothing(tmp_path / "home") as (site, start), world(browser, site, examining=True) as at:
        begin(at, start, tmp_path)
        filler = at.come_in(f"tb{TOWN_CODE}")
        filler.look("/ first desk of a unit")
        expect(filler.page.locator(".next").first).to_contain_text("请填报2024年度绩效目标")
        expect(filler.page.locator(".week")).to_contain_text("第一周要做的事")


@pytest.mark.nightly
def test_an_empty_folder_becomes_a_published_and_rectified_self_evaluation(browser: Browser, tmp_path: Path) -> None:
    with serving_nothing(tmp_path / "home") as (site, start), world(browser, site, examining=True) as at:
        go_on(at, begin(at, start, tmp_path))


@pytest.mark.nightly
def test_the_same_on_postgresql(browser: Browser, tmp_path: Path) -> None:
    with (
        postgresql() as address,
        serving_nothing(tmp_path / "home", address) as (site, start),
        world(browser, site, examining=False) as at,
    ):
        assert address.startswith("postgres://")
        go_on(at, begin(at, start, tmp_path))
