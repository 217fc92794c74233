"""What goes wrong at a desk: no mouse, an ended log-in, two tabs, the back button, two clicks; nothing is lost, nothing happens twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.site import Site, serving
from tests.e2e.visitor import ROW, Visitor, visiting

GRID = "/2024/900001/data/running_costs/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("desk") / "home", "town") as served:
        yield served


@pytest.fixture
def filler(site: Site, browser: Browser) -> Iterator[Visitor]:
    with visiting(browser, site) as visitor:
        visitor.log_in(site.people["filler"])
        yield visitor
        # at most three log-ins of a person may be open
        visitor.page.goto(f"{site.address}/")
        end_session(visitor.page)


def end_session(page: Page) -> None:
    page.locator("summary", has_text="·").first.click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.locator("input[name=username]")).to_be_visible()


def text_of(visitor: Visitor, name: str, row: str) -> str:
    visitor.page.goto(visitor.site.address + GRID)
    return visitor.cell(name, row).inner_text()


def test_axe_sees_what_bars_people(filler: Visitor) -> None:
    filler.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    filler.look("a page that is spoiled on purpose")
    assert any("image-alt" in each for each in filler.violations)
    filler.violations.clear()


def test_a_cell_is_edited_without_a_mouse(filler: Visitor) -> None:
    page = filler.page
    page.goto(filler.site.address + GRID)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    reached = "document.activeElement.id === 'grid-field'"
    for _ in range(200):
        if page.evaluate(reached):
            break
        page.keyboard.press("Tab")
    assert page.evaluate(reached)
    active = page.locator(f"{ROW} .active")
    before, name = active.inner_text(), active.get_attribute("data-name")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    page.keyboard.press("End")
    page.keyboard.type("（含党建）")
    page.keyboard.press("Enter")
    filler.saved()
    assert name == "code"
    assert text_of(filler, "name", before).endswith("（含党建）")


def test_chinese_is_typed_with_an_input_method_without_opening_the_cell(filler: Visitor) -> None:
    page = filler.page
    page.goto(filler.site.address + GRID)
    filler.select(filler.cell("name", "F03"))
    method = filler.context.new_cdp_session(page)
    composing = {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Process", "code": "KeyS"}
    method.send("Input.dispatchKeyEvent", composing)
    method.send("Input.imeSetComposition", {"text": "shui dian", "selectionStart": 9, "selectionEnd": 9})
    method.send("Input.insertText", {"text": "水费和电费"})
    page.keyboard.press("Enter")
    filler.saved()
    assert text_of(filler, "name", "F03") == "水费和电费"
    filler.select(filler.cell("name", "F04"))
    method.send("Input.imeSetComposition", {"text": "you", "selectionStart": 3, "selectionEnd": 3})
    page.keyboard.press("Escape")
    assert text_of(filler, "name", "F04") == "邮电费"


def test_what_was_typed_when_the_log_in_had_ended_is_there_after_the_next(filler: Visitor) -> None:
    page = filler.page
    page.goto(filler.site.address + GRID)
    other = filler.context.new_page()
    other.goto(filler.site.address + "/")
    end_session(other)
    filler.select(filler.cell("budget", "F02"))
    page.keyboard.type("301000")
    page.keyboard.press("Enter")
    expect(page.locator("#grid-status")).to_contain_text("保存失败")
    page.goto(filler.site.address + GRID)
    filler.give_password(filler.site.people["filler"])
    page.wait_for_url(f"**{GRID}")
    filler.saved()
    assert text_of(filler, "budget", "F02") == "301,000"


def test_two_tabs_change_one_cell_and_both_texts_are_shown(filler: Visitor) -> None:
    first, second = filler.page, filler.context.new_page()
    for page in (first, second):
        page.goto(filler.site.address + GRID)
    for page, text in ((first, "1760001"), (second, "1760002")):
        page.locator(ROW, has_text="F01").locator("[data-name=budget]").click()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.locator("#grid-status")).to_contain_text("已保存")
    conflict = second.locator("#grid-conflicts li")
    expect(conflict).to_contain_text("1760001")
    expect(conflict).to_contain_text("1760002")
    conflict.get_by_role("button", name="用我的").click()
    expect(conflict).to_have_count(0)
    expect(second.locator("#grid-status")).to_contain_text("已保存")
    assert text_of(filler, "budget", "F01") == "1,760,002"


def test_the_back_button_and_a_second_click_change_nothing(filler: Visitor) -> None:
    page = filler.page
    page.goto(filler.site.address + GRID)
    filler.press("增加一行")
    row = page.locator(ROW).last
    filler.type_cell(row.locator("[data-name=code]"), "F99")
    rows = page.locator(ROW, has_text="F99")
    page.goto(filler.site.address + "/")
    page.go_back()
    expect(rows).to_have_count(1)
    page.goto(filler.site.address + "/2024/900001/disclosure/")
    page.goto(filler.site.address + "/2024/900001/targets/")
    filler.type_cell(filler.cell("text_target", "P03-06"), "12月底前完成门诊流程优化并通过验收")
    page.reload()
    page.get_by_role("button", name="提交审核").dblclick()
    expect(page.locator("main .note").first).to_be_visible()
    page.goto(filler.site.address + "/2024/900001/targets/")
    expect(page.get_by_role("button", name="撤回")).to_be_visible()
    expect(page.locator("main .note-error")).to_have_count(0)
