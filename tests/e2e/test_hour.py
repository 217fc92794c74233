"""One hour of a clerk who has never done this: from an empty town to a printed self-evaluation, with nothing but what the pages say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.desk_papers import NIL, PAPERS, block
from tests.e2e.paper import words_of
from tests.e2e.site import Site, serving
from tests.e2e.visitor import ROW, Visitor, visiting

TOWN = "/2024/900001"
BUILD_MS = 300_000
TYPED = "unit"
"""The table that she types cell by cell; she pastes the others from her own sheets."""
CHAPTERS = {
    "部门整体支出绩效目标": "本镇年初批复的目标是办好农村公路养护和村庄环境整治两件事。",
    "存在的主要问题": "大桥村的环境整治没有按期完成，原因是汛期受灾，工程顺延。",
    "下一步改进措施": "大桥村整治工程由村镇建设办负责，按周调度，汛前完工。",
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path / "home", "hour") as served:
        yield served


def test_a_stranger_fills_in_and_prints_the_self_evaluation_of_a_small_town(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    with visiting(browser, site) as clerk:
        clerk.log_in(site.people["filler"])
        _set_targets(clerk)
        _fill_the_tables(clerk)
        _explain_what_was_lost(clerk)
        _write_the_report(clerk)
        _print(clerk, tmp_path)
        _hand_in(clerk)


def _set_targets(clerk: Visitor) -> None:
    """The desk names the first thing; the page tells of every target whether it can be measured."""
    clerk.look("/")
    clerk.page.get_by_role("link", name="去填报").click()
    expect(clerk.page.locator("h1")).to_have_text("绩效目标")
    clerk.look(f"{TOWN}/targets/ empty")
    _paste(clerk, "indicators")
    expect(clerk.page.locator("#judgement")).to_contain_text("群众满意度")
    clerk.go(f"{TOWN}/targets/")
    expect(clerk.page.get_by_role("button", name="提交审核")).to_be_enabled()


def _fill_the_tables(clerk: Visitor) -> None:
    """From table to table by the button that names the next one, until none is left."""
    clerk.page.get_by_role("link", name="预算与执行").click()
    clerk.page.get_by_role("link", name="单位基本情况").click()
    clerk.look()
    done = 0
    while True:
        table = clerk.page.url.rstrip("/").rsplit("/", 1)[-1]
        _fill(clerk, table)
        clerk.page.reload()
        done += 1
        following = clerk.page.get_by_role("link", name="下一张：")
        if not following.count():
            break
        following.click()
    assert done == len(PAPERS) + len(NIL) - 1


def _fill(clerk: Visitor, table: str) -> None:
    if table in NIL:
        clerk.press("本年度没有此项（零填报）")
        expect(clerk.page.locator("#grid")).to_contain_text("已声明本年度没有此项")
        return
    laid = clerk.page.get_by_role("button", name="列出应填的行")
    if laid.count():
        laid.click()
        expect(laid).to_have_count(0)
    if table == TYPED:
        _type(clerk, table)
    else:
        _paste(clerk, table)


def _paste(clerk: Visitor, table: str) -> None:
    names = clerk.page.locator("#grid [data-help]").evaluate_all("(heads) => heads.map((each) => each.dataset.help)")
    if not clerk.page.locator(ROW).count():
        clerk.page.locator("[data-grid-add]").click()
    clerk.paste(clerk.page.locator(f"{ROW} [data-name]").first, block(table, names))
    clerk.page.locator("#grid-ask[open] button[value=yes], #grid-status:has-text('已保存')").first.wait_for()
    if clerk.page.locator("#grid-ask[open]").count():
        clerk.page.locator("#grid-ask button[value=yes]").click()
    clerk.saved()


def _type(clerk: Visitor, table: str) -> None:
    names, written = PAPERS[table]
    clerk.press("增加一行")
    for name, text in zip(names.split(), written.split(), strict=True):
        clerk.select(clerk.page.locator(f"{ROW} [data-name={name}]"))
        clerk.page.keyboard.insert_text(text)
        clerk.page.keyboard.press("Tab")
    clerk.saved()


def _explain_what_was_lost(clerk: Visitor) -> None:
    """The page says which row still owes a reason; its drawer asks for it at the indicator that fell short."""
    page = f"{TOWN}/evaluation/"
    clerk.go(page)
    expect(clerk.page.locator(".total-number")).to_have_text("98.02")
    expect(clerk.page.locator(".next").first).to_contain_text("一章还没有内容")
    expect(clerk.page.locator("main")).to_contain_text(
        "部门整体绩效目标产出指标完成情况”失分，请填写偏差原因和改进措施"
    )
    clerk.page.locator(".row-open", has_text="1.1.1").click()
    for name, text in (("reason:Z02", "大桥村汛期受灾，工程顺延。"), ("measure:Z02", "村镇建设办负责，汛前完工。")):
        clerk.page.fill(f"#drawer textarea[name='{name}']", text)
        clerk.page.keyboard.press("Tab")
        expect(clerk.page.locator(f"#drawer input[name='before:{name}']")).to_have_value(text)


def _write_the_report(clerk: Visitor) -> None:
    page = f"{TOWN}/evaluation/narrative/"
    clerk.go(page)
    for title, text in CHAPTERS.items():
        chapter = clerk.page.locator("section.chapter", has=clerk.page.get_by_role("heading", name=title))
        chapter.locator("textarea").fill(text)
        clerk.page.keyboard.press("Tab")
        expect(chapter.locator(".said")).to_contain_text("已保存")


def _print(clerk: Visitor, folder: Path) -> None:
    clerk.go(f"{TOWN}/evaluation/checks/")
    clerk.go(f"{TOWN}/evaluation/forms/")
    clerk.press("生成全部表单")
    files = clerk.page.locator("main a.break")
    expect(files.first).to_be_visible(timeout=BUILD_MS)
    for ending, told in ((".docx", ("98.02", "优", "大桥村")), (".xlsx", ("98.02", "优"))):
        found = clerk.page.locator(f"main a.break[href$='{ending}']")
        papers = [words_of(clerk.download(found.nth(n), folder)) for n in range(found.count())]
        assert any(all(text in paper for text in told) for paper in papers), ending


def _hand_in(clerk: Visitor) -> None:
    clerk.go(f"{TOWN}/evaluation/")
    clerk.press("提交审核")
    clerk.told("已提交审核")
    clerk.page.goto(clerk.site.address + "/")
    expect(clerk.page.locator("section", has_text="我在等")).to_contain_text("绩效自评")
