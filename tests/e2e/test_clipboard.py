"""Blocks of cells as office programs put them on the clipboard, read by the page's own script in a real browser."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.e2e.site import ROOT

SCRIPT = ROOT / "src/jiheng/web/static/js/clipboard.js"
TEXTS = st.text(st.sampled_from("镇路12,.\"'\n\t ")).map(str.strip)
TITLES = {"code": "项目编码", "name": "项目名称", "budget": "年初预算数", "note": "备注"}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    opened.add_script_tag(path=str(SCRIPT))
    yield opened
    opened.close()


def read(page: Page, block: str) -> list[list[str]]:
    rows: list[list[str]] = page.evaluate("(text) => clipboard.read(text)", block)
    return rows


@pytest.mark.parametrize(
    ("block", "rows"),
    [
        ("P7\t村道\r\nP8\t桥梁\r\n", [["P7", "村道"], ["P8", "桥梁"]]),
        ('P7\t"东村\r\n西村"\t新增\r\nP8\t桥\t延续\r\n', [["P7", "东村\n西村", "新增"], ["P8", "桥", "延续"]]),
        ('"一\t二"\t三', [["一\t二", "三"]]),
        ('"称""样板""的路\n段"\t5', [['称"样板"的路\n段', "5"]]),
        ('村道"改造"\t5', [['村道"改造"', "5"]]),
        ('"三清三拆"行动\t5\nP8\t6', [['"三清三拆"行动', "5"], ["P8", "6"]]),
        ('"没有收尾\t5\nP8\t6', [['"没有收尾', "5"], ["P8", "6"]]),
        ("a\t\t\n\tb\n\n", [["a", "", ""], ["", "b"], [""]]),
        ("12", [["12"]]),
        ("", [[""]]),
    ],
)
def test_each_cell_comes_out_as_it_stood_in_the_workbook(page: Page, block: str, rows: list[list[str]]) -> None:
    assert read(page, block) == rows


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_csv_writer_quotes_comes_back_whole(page: Page, rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    assert read(page, written.getvalue()) == rows


@given(st.lists(st.lists(TEXTS.map(lambda text: text or "-"), min_size=2, max_size=2), min_size=1))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_copied_out_of_the_page_pastes_back_the_same(page: Page, rows: list[list[str]]) -> None:
    assert read(page, page.evaluate("(rows) => clipboard.write(rows)", rows)) == rows


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (["项目名称", "项目编码 *", "年初预算数（元）"], ["name", "code", "budget"]),
        (["项目 编码", "主管领导"], ["code", ""]),
        (["P1", "项目名称"], ["", "name"]),
        (["P1", "村道", "300"], None),
        (["", ""], None),
    ],
)
def test_a_heading_row_is_told_from_a_row_of_data(page: Page, row: list[str], named: list[str] | None) -> None:
    assert page.evaluate("([row, titles]) => clipboard.heading(row, titles)", [row, TITLES]) == named
