"""The frame with the keyboard alone: another unit, another page by its name, what happened; open lists bar nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.e2e.site import Site, serving
from tests.e2e.visitor import Visitor, visiting

PHONE: ViewportSize = {"width": 390, "height": 844}
HOME = "/2024/900001/targets/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("frame") / "home", "town") as served:
        yield served


def test_another_unit_and_a_page_by_name_are_reached_from_the_keyboard(site: Site, browser: Browser) -> None:
    with visiting(browser, site) as visitor:
        visitor.log_in(site.people["finance"])
        visitor.go(HOME)
        _to_the_neighbour(visitor)
        _to_purchases(visitor)


def _to_the_neighbour(visitor: Visitor) -> None:
    page = visitor.page
    page.locator(".switch summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#unit-words")).to_be_focused()
    expect(page.locator("#unit-choices a")).to_have_count(2)
    visitor.look("units open")
    page.keyboard.press("Escape")
    expect(page.locator("#unit-choices")).to_be_hidden()
    expect(page.locator(".switch summary").first).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#unit-words").fill("白石")
    expect(page.locator("#unit-choices a")).to_have_count(1)
    page.locator("#unit-words").press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".switch summary").first).to_contain_text("白石镇人民政府")
    assert page.url.endswith("/2024/900002/targets/")


def _to_purchases(visitor: Visitor) -> None:
    page = visitor.page
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#search-words")).to_be_focused()
    page.keyboard.type("采购登记")
    expect(page.locator("#search-hits a").first).to_contain_text("采购登记")
    visitor.look("hits open")
    page.keyboard.press("Escape")
    expect(page.locator("#search-hits")).to_be_hidden()
    page.locator("#search-words").fill("采购登")
    expect(page.locator("#search-hits")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("政府采购")
    assert page.url.endswith("/2024/900002/data/purchases/")


def test_a_slash_that_is_typed_stays_where_it_is_typed(site: Site, browser: Browser) -> None:
    with visiting(browser, site, examining=False) as visitor:
        visitor.log_in(site.people["filler"])
        visitor.go("/2024/900001/data/projects/")
        visitor.select(visitor.cell("name", "P05"))
        visitor.page.keyboard.press("/")
        expect(visitor.page.locator("#search-words")).not_to_be_focused()
        expect(visitor.page.locator("#grid-field")).to_have_value("/")


def test_on_a_telephone_everything_is_there_and_nothing_is_too_wide(site: Site, browser: Browser) -> None:
    with visiting(browser, site) as visitor:
        visitor.log_in(site.people["filler"])
        page = visitor.page
        page.set_viewport_size(PHONE)
        for path in (HOME, "/search/?q=养护", "/notices/"):
            visitor.go(path)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
            expect(page.get_by_role("link", name="搜索").first).to_be_visible()
            expect(page.locator(".bell")).to_be_visible()
