"""The grid as a clerk meets it: blocks pasted from a workbook, the keyboard, an input method, undoing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.site import Site, serving
from tests.e2e.visitor import Visitor, visiting

PROJECTS = "/2024/900002/data/projects/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("grid") / "home", "town") as served:
        yield served


@pytest.fixture(scope="module")
def clerk(site: Site, browser: Browser) -> Iterator[Visitor]:
    with visiting(browser, site) as visitor:
        visitor.log_in(site.people["neighbour"])
        yield visitor


def test_a_cell_with_a_line_break_stays_one_cell_of_one_row(clerk: Visitor) -> None:
    clerk.page.goto(clerk.site.address + PROJECTS)
    clerk.press("增加一行")
    clerk.paste(clerk.page.locator("#grid td[data-name=code]").last, 'P7\t"东村\r\n村道"\r\nP8\t桥梁加固\r\n')
    clerk.saved()
    clerk.page.reload()
    assert clerk.page.locator("#grid tbody tr").count() == 2
    assert clerk.cell("name", "P7").text_content() == "东村\n村道"
    assert clerk.cell("name", "P8").text_content() == "桥梁加固"
