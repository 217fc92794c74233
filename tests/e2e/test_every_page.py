"""Every page that every role can reach: nothing bars anyone, nothing points outside, nothing is wider than a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.e2e.site import Site, serving
from tests.e2e.visitor import Visitor, visiting
from tests.e2e.walk import walk, with_drawers

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1366, "height": 768}
OUTSIDE = re.compile(r"(?:href|src|action|data-[a-z-]+)=[\"'](?:https?:)?//([^/\"']+)")
REACHED = {"filler": 20, "finance": 28, "system_admin": 10, "security_admin": 5, "auditor": 4}
"""How many kinds of pages each role reaches at least."""
ALSO_REACHED = {"head": 20, "department": 22, "finance_desk": 24, "expert": 20}
"""Roles that meet the same pages with fewer buttons."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("county") / "home", "county") as served:
        yield served


@pytest.mark.parametrize("role", [*REACHED, *(pytest.param(role, marks=pytest.mark.nightly) for role in ALSO_REACHED)])
def test_every_page_of_a_role_is_open_to_everyone_and_to_nobody_outside(
    site: Site, browser: Browser, role: str
) -> None:
    with visiting(browser, site) as visitor:
        visitor.log_in(site.people[role])
        pages = _visit(visitor, "/")
    assert len(pages) >= (REACHED | ALSO_REACHED)[role], pages


def test_so_is_every_page_that_needs_no_log_in(site: Site, browser: Browser) -> None:
    with visiting(browser, site) as visitor:
        assert _visit(visitor, "/public/")
        visitor.page.goto(site.address + "/public/2024/999999/")
        visitor.look("not found")


def _visit(visitor: Visitor, begin: str) -> list[str]:
    pages = []
    for path in walk(visitor, begin):
        pages.append(path)
        with_drawers(visitor, visitor.look)
        _examine(visitor, path)
    return pages


def _examine(visitor: Visitor, path: str) -> None:
    page = visitor.page
    text = page.content()
    assert [host for host in OUTSIDE.findall(text) if not visitor.site.address.endswith(host)] == [], path
    assert page.locator("h1").count() == 1, path
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.set_viewport_size(DESK)
    assert wide <= 0, f"{path}: {wide} px wider than a phone"
