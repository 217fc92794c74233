"""A warning from its first sight to its end: the finance office sees it and sends the note, the unit answers, the office closes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, expect

from tests.e2e.site import Site, serving
from tests.e2e.visitor import Visitor, visiting

UNIT = "/2024/900001/monitoring"
MONTH = "?month=2024-08"
PROJECT = "新造医院旧院区改造工程"
MESSAGE = "支出进度慢"
STORY = ("办结预警", "答复预警", "发出催办函", "评估预算执行")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path / "home", "town") as served:
        yield served


@pytest.mark.nightly
def test_a_warning_is_seen_reminded_of_answered_and_closed(site: Site, browser: Browser, tmp_path: Path) -> None:
    with ExitStack() as people:
        finance, filler, auditor = (people.enter_context(visiting(browser, site)) for _ in range(3))
        for person, role in ((finance, "finance"), (filler, "filler"), (auditor, "auditor")):
            person.log_in(site.people[role])
        _see_and_remind(finance)
        _answer(filler, tmp_path)
        _close(finance)
        _read_the_log(auditor)


def _see_and_remind(finance: Visitor) -> None:
    finance.go(f"{UNIT}/{MONTH}")
    finance.press("立即评估并发出预警")
    finance.told("已评估预算执行")
    expect(finance.page.locator("article", has_text=PROJECT).first).to_contain_text(MESSAGE)
    finance.go(f"{UNIT}/cases/{MONTH}")
    finance.press("发出催办函")
    finance.told("已发出催办函")
    finance.look("cases after the note")


def _answer(filler: Visitor, folder: Path) -> None:
    filler.go(f"{UNIT}/cases/")
    note = filler.download(filler.page.locator("a", has_text=".docx").first, folder)
    assert any(PROJECT in cell.text for row in Document(str(note)).tables[0].rows for cell in row.cells)
    filler.go(f"{UNIT}/projects/P03/{MONTH}")
    expect(filler.page.locator("#curve canvas, #curve svg").first).to_be_visible()
    filler.go(f"{UNIT}/cases/")
    case = filler.page.locator("article", has_text=PROJECT).filter(has_text=MESSAGE).first
    if not case.get_by_role("button", name="提交答复").is_visible():
        case.locator("summary", has_text="答复").click()
    case.get_by_label("继续执行").check()
    case.get_by_label("原因", exact=True).fill("汛期停工，施工进度后延")
    case.get_by_label("措施、责任人和完成时间").fill("十月起增加班组，由规划建设办负责，11月底前完成")
    filler.look("answer")
    case.get_by_role("button", name="提交答复").click()
    filler.told("已答复预警")


def _close(finance: Visitor) -> None:
    finance.go(f"{UNIT}/cases/")
    case = finance.page.locator("article", has_text=PROJECT).filter(has_text="已答复").first
    case.locator("summary", has_text="办结").click()
    case.get_by_label("办结情形").select_option("属实")
    case.get_by_label("依据", exact=True).fill("已按措施调整施工计划")
    case.get_by_role("button", name="办结预警").click()
    finance.told("已办结预警")
    finance.go("/2024/monitoring/")
    expect(finance.page.locator("main")).to_contain_text("属实 1 件")
    finance.page.set_viewport_size({"width": 1920, "height": 1080})
    finance.go("/2024/monitoring/wall/")
    assert finance.page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def _read_the_log(auditor: Visitor) -> None:
    """Newest first."""
    auditor.go("/")
    auditor.page.goto(auditor.site.address + "/audit/")
    text = auditor.page.locator("main").inner_text()
    places = [text.index(deed) for deed in STORY]
    assert places == sorted(places)
    assert "汛期停工" in text
