"""The grid as a clerk meets it: blocks pasted from a workbook, the keyboard, an input method, undoing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.site import Site, serving
from tests.e2e.visitor import ROW, Visitor, visiting

PROJECTS = "/2024/900002/data/projects/"
SPECIAL = "/2024/900002/data/running_costs/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("grid") / "home", "town") as served:
        yield served


@pytest.fixture(scope="module")
def visitor(site: Site, browser: Browser) -> Iterator[Visitor]:
    with visiting(browser, site) as visitor:
        visitor.log_in(site.people["neighbour"])
        yield visitor


@pytest.fixture
def clerk(visitor: Visitor) -> Visitor:
    """The clerk before a table of three projects."""
    page = visitor.page
    page.goto(visitor.site.address + PROJECTS)
    page.locator("#grid .tabulator").wait_for()
    while page.locator(ROW).count():
        for box in page.locator(f"{ROW} input[type=checkbox]").all():
            box.check()
        visitor.press("删除所选行")
        page.locator("#grid-ask button[value=yes]").click()
        expect(page.locator("#grid-ask")).to_be_hidden()
        expect(page.locator("#grid-status")).to_contain_text("已删除")
    visitor.press("增加一行")
    visitor.paste_here("P1\t路灯\nP2\t桥梁\nP3\t绿化\n")
    visitor.press("写入这 3 行")
    visitor.saved()
    return visitor


def kept(visitor: Visitor, *names: str) -> list[list[str]]:
    """What the table holds once it is opened anew."""
    visitor.page.goto(visitor.site.address + PROJECTS)
    visitor.page.locator(ROW).first.wait_for()
    rows = visitor.page.locator(ROW).all()
    return [[row.locator(f"[data-name={name}]").text_content() or "" for name in names] for row in rows]


def copied(page: Page) -> str:
    """What Ctrl+C puts on the clipboard."""
    text: str = page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          document.activeElement.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
          return clipboardData.getData("text/plain");
        }"""
    )
    return text


def test_a_cell_with_a_line_break_stays_one_cell_of_one_row(clerk: Visitor) -> None:
    clerk.press("增加一行")
    clerk.paste_here('P7\t"东村\r\n村道"\r\nP8\t桥梁"加固"\r\n')
    clerk.press("写入这 2 行")
    clerk.saved()
    assert kept(clerk, "code", "name")[3:] == [["P7", "东村\n村道"], ["P8", '桥梁"加固"']]


def test_one_cell_is_saved_at_once_and_more_rows_are_shown_first(clerk: Visitor) -> None:
    clerk.paste(clerk.cell("name", "P1"), "路灯改造")
    clerk.saved()
    expect(clerk.page.locator("#grid-ask")).to_be_hidden()
    clerk.paste(clerk.cell("name", "P1"), "路灯一\n桥梁一\n")
    dialog = clerk.page.locator("#grid-ask")
    expect(dialog).to_contain_text("将被改写")
    expect(dialog.locator("del").first).to_have_text("路灯改造")
    clerk.look("a block that waits for assent")
    clerk.press("取消，什么也不改")
    assert kept(clerk, "name") == [["路灯改造"], ["桥梁"], ["绿化"]]


def test_a_heading_row_tells_the_columns_and_is_no_row(clerk: Visitor) -> None:
    clerk.press("增加一行")
    clerk.paste_here("项目名称\t备忘\t项目编码\n水库\t甲\tP9\n")
    dialog = clerk.page.locator("#grid-ask")
    expect(dialog).to_contain_text("第一行是列名")
    expect(dialog).to_contain_text("没有位置，不写入：备忘")
    clerk.press("写入这 1 行")
    clerk.saved()
    assert kept(clerk, "code", "name")[3:] == [["P9", "水库"]]


def test_typing_pasting_and_deleting_are_taken_back_and_done_again(clerk: Visitor) -> None:
    page = clerk.page
    clerk.type_cell(clerk.cell("name", "P2"), "大桥")
    clerk.paste(clerk.cell("name", "P3"), "绿化二\n新增\n")
    clerk.press("写入这 2 行")
    clerk.saved()
    page.locator(ROW, has_text="P1").locator("input").check()
    clerk.press("删除所选行")
    expect(page.locator("#grid-ask")).to_contain_text("P1 路灯")
    clerk.press("删除这 1 行")
    expect(page.locator("#grid-status")).to_contain_text("已删除")
    for left in (4, 3, 3):
        clerk.press("撤销")
        expect(page.locator("#grid-status")).to_contain_text("已撤销")
        expect(page.locator(ROW)).to_have_count(left)
        page.locator("#grid-status").evaluate("(each) => { each.textContent = ''; }")
    assert page.locator(f"{ROW} [data-name=name]").all_text_contents() == ["路灯", "桥梁", "绿化"]
    for left in (3, 4, 3):
        clerk.press("重做")
        expect(page.locator("#grid-status")).to_contain_text("已重做")
        expect(page.locator(ROW)).to_have_count(left)
        page.locator("#grid-status").evaluate("(each) => { each.textContent = ''; }")
    assert kept(clerk, "name") == [["大桥"], ["绿化二"], ["新增"]]


def test_what_another_has_changed_since_is_not_taken_back(clerk: Visitor) -> None:
    clerk.type_cell(clerk.cell("name", "P2"), "大桥")
    other = clerk.context.new_page()
    other.goto(clerk.site.address + PROJECTS)
    other.locator(ROW, has_text="P2").locator("[data-name=name]").click()
    other.keyboard.type("石桥")
    other.keyboard.press("Enter")
    expect(other.locator("#grid-status")).to_contain_text("已保存")
    other.close()
    clerk.press("撤销")
    expect(clerk.page.locator("#grid-status")).to_contain_text("改为“石桥”，没有执行")
    assert kept(clerk, "name")[1] == ["石桥"]


def test_a_block_is_selected_copied_filled_and_cleared_from_the_keyboard(clerk: Visitor) -> None:
    page = clerk.page
    clerk.select(clerk.cell("code", "P1"))
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(f"{ROW} .chosen")).to_have_count(4)
    assert copied(page) == "P1\t路灯\nP2\t桥梁"
    clerk.select(clerk.cell("name", "P1"))
    page.keyboard.press("Shift+Control+ArrowDown")
    page.keyboard.press("Control+d")
    clerk.saved()
    assert kept(clerk, "name") == [["路灯"]] * 3
    clerk.select(clerk.cell("name", "P2"))
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Delete")
    clerk.press("撤销")
    expect(page.locator("#grid-status")).to_contain_text("已撤销")
    assert kept(clerk, "name") == [["路灯"]] * 3


def test_home_end_and_the_page_keys_go_where_they_say(clerk: Visitor) -> None:
    page = clerk.page
    clerk.press("增加一行")
    clerk.paste_here("".join(f"N{n:03d}\t第{n}项\n" for n in range(300)))
    clerk.press("写入这 300 行")
    clerk.saved()
    active = page.locator(f"{ROW} .active")
    clerk.select(
        clerk.cell("name", "P1") if clerk.cell("name", "P1").count() else page.locator(f"{ROW} [data-name=name]").first
    )
    page.keyboard.press("Control+Home")
    expect(active).to_have_text("P1")
    page.keyboard.press("End")
    assert active.get_attribute("data-name") != "code"
    page.keyboard.press("Home")
    expect(active).to_have_text("P1")
    page.keyboard.press("PageDown")
    expect(active).not_to_have_text("P1")
    page.keyboard.press("Control+End")
    page.keyboard.press("Home")
    expect(active).to_have_text("N299")
    assert page.locator("#grid *").count() < 6000
    page.keyboard.press("PageUp")
    expect(active).not_to_have_text("N299")
    clerk.press("撤销")
    expect(page.locator("#grid-status")).to_contain_text("已撤销")
    assert len(kept(clerk, "code")) == 3


def test_an_input_method_composes_over_a_selected_cell_and_escape_leaves_it_as_it_was(clerk: Visitor) -> None:
    page, method = clerk.page, clerk.context.new_cdp_session(clerk.page)
    clerk.select(clerk.cell("name", "P3"))
    method.send("Input.imeSetComposition", {"text": "lv hua", "selectionStart": 6, "selectionEnd": 6})
    expect(page.locator("#grid-field")).to_have_class("open")
    method.send("Input.insertText", {"text": "绿化带"})
    page.keyboard.press("Enter")
    clerk.saved()
    clerk.select(clerk.cell("name", "P2"))
    method.send("Input.imeSetComposition", {"text": "qiao", "selectionStart": 4, "selectionEnd": 4})
    page.keyboard.press("Escape")
    assert kept(clerk, "name") == [["路灯"], ["桥梁"], ["绿化带"]]


def test_a_reader_of_the_screen_is_told_place_and_content_and_can_leave_the_grid(clerk: Visitor) -> None:
    page = clerk.page
    clerk.select(clerk.cell("name", "P2"))
    expect(page.locator("#grid-field")).to_have_attribute("aria-label", "第 2 行 项目名称")
    expect(page.locator("#grid-said")).to_contain_text("桥梁")
    clerk.look("a grid with a selected cell")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "grid-field"


def test_the_total_stands_below_in_yuan_and_in_wan_and_follows_what_is_typed(clerk: Visitor) -> None:
    page = clerk.page
    page.goto(clerk.site.address + SPECIAL)
    clerk.press("增加一行")
    clerk.paste_here("费用编码\t本年预算数\nF1\t1234567.89\nF2\t0.01\n")
    clerk.press("写入这 2 行")
    clerk.saved()
    expect(page.locator("#grid-totals")).to_contain_text("本年预算数 1,234,567.90 元（123.46 万元）")
    expect(clerk.cell("budget", "F1")).to_have_text("1,234,567.89")


def test_columns_that_nobody_fills_in_are_hidden_until_asked_for(clerk: Visitor) -> None:
    notes = clerk.page.locator("[data-help=note]")
    expect(notes).to_have_count(0)
    clerk.press("显示全部列")
    expect(notes).to_have_count(1)
    clerk.press("只看要填的列")
    expect(notes).to_have_count(0)


def test_on_paper_every_row_stands(clerk: Visitor) -> None:
    clerk.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert clerk.page.locator(".grid-paper tbody tr").count() == 3
    clerk.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert clerk.page.locator(".grid-paper").count() == 0
