"""The whole cycle of the example town, as its people go through it in their browsers."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.paper import words_of
from tests.e2e.site import Site
from tests.e2e.stage import held_back
from tests.e2e.visitor import ROW, Visitor, visiting

TOWN = "/2024/900001"
BUILD_MS = 300_000
BLOCK = ("line", "month", "amount")


def go_the_whole_cycle(site: Site, browser: Browser, folder: Path, *, examining: bool = True) -> None:
    """Fill in, submit, return, mend, approve, evaluate, review, publish, rectify; the neighbour sees nothing of it."""
    with ExitStack() as people:
        filler, head, finance, neighbour = (
            people.enter_context(visiting(browser, site, examining=examining)) for _ in range(4)
        )
        for person, role in ((filler, "filler"), (head, "head"), (finance, "finance"), (neighbour, "neighbour")):
            person.log_in(site.people[role])
        _fill_in(filler)
        _targets_go_back_once(filler, head, finance)
        _evaluate(filler)
        _download_forms(filler, folder)
        _pass(head, f"{TOWN}/evaluation/")
        _review(finance)
        _mend(filler, head)
        _accept(finance)
        _publish(head)
        _rectify(filler, finance)
        _see_nothing_of_it(neighbour, filler)
    with visiting(browser, site, examining=examining) as citizen:
        _read_what_is_public(citizen, folder)


def _fill_in(filler: Visitor) -> None:
    """One figure typed, one block pasted; both are there after the page is opened again."""
    filler.look("/")
    filler.go(f"{TOWN}/data/running_costs/")
    filler.type_cell(filler.cell("actual", "F01"), "1703500")
    filler.go(f"{TOWN}/data/payments/")
    filler.press("增加一行")
    rows = held_back()
    filler.paste_here(_block(rows))
    filler.press(f"写入这 {len(rows)} 行")
    filler.saved()
    filler.go(f"{TOWN}/data/payments/")
    filler.select(filler.cell("code" if "code" in BLOCK else BLOCK[0], ""))
    filler.page.keyboard.press("Control+End")
    last = filler.page.locator(ROW).last
    for name, text in (rows[-1] | {"amount": f"{Decimal(rows[-1]['amount']):,}"}).items():
        if name in BLOCK:
            expect(last.locator(f"[data-name={name}]")).to_have_text(text)


def _block(rows: list[dict[str, str]]) -> str:
    return "".join("\t".join(row[name] for name in BLOCK) + "\r\n" for row in rows)


def _targets_go_back_once(filler: Visitor, head: Visitor, finance: Visitor) -> None:
    """The head returns a target that is no more than last year's; it is mended, and passes."""
    page = f"{TOWN}/targets/"
    filler.go(page)
    expect(filler.page.get_by_role("button", name="提交审核")).to_be_disabled()
    filler.type_cell(filler.cell("text_target", "P03-06"), "12月底前完成门诊流程优化并通过验收")
    filler.go(page)
    filler.press("提交审核")
    filler.told("已提交审核")
    head.go(page)
    head.page.locator("summary.btn", has_text="审核").click()
    head.page.select_option("select[name=reason]", "too_easy")
    head.page.fill("textarea[name=text]", "整治河涌条数与上年持平，请按年度计划填写。")
    head.look()
    head.press("退回修改")
    head.told("已退回修改")
    filler.go("/")
    filler.go(page)
    expect(filler.page.locator(".note-warning")).to_contain_text("请按年度计划填写")
    filler.type_cell(filler.cell("target", "Z04"), "12")
    filler.go(page)
    filler.press("提交审核")
    filler.told("已提交审核")
    for reviewer in (head, finance):
        _pass(reviewer, page)


def _pass(reviewer: Visitor, page: str) -> None:
    reviewer.go("/")
    reviewer.go(page)
    reviewer.page.locator("summary.btn", has_text="审核").click()
    reviewer.press("审核通过")
    reviewer.told("已审核通过")


def _evaluate(filler: Visitor) -> None:
    """Points are lost, so a reason and a measure are owed before the form may go."""
    page = f"{TOWN}/evaluation/"
    filler.go(page)
    expect(filler.page.locator(".total-number")).to_have_text("96.37")
    expect(filler.page.get_by_role("button", name="提交审核")).to_be_disabled()
    _give_reason(filler, "两项产出因资金到位较晚未按期完成。")
    filler.go(page)
    filler.press("提交审核")
    filler.told("已提交审核")


def _give_reason(filler: Visitor, reason: str) -> None:
    """The drawer asks at the indicator that fell short and saves by itself; what it holds as saved is what was typed."""
    typed = {"reason:Z01": reason, "measure:Z01": "按项目倒排工期，资金与进度按月对账。"}
    filler.page.locator(".row-open", has_text="1.1.1").click()
    for name, text in typed.items():
        filler.page.fill(f"#drawer textarea[name='{name}']", text)
    filler.page.keyboard.press("Tab")
    for name, text in typed.items():
        expect(filler.page.locator(f"#drawer input[name='before:{name}']")).to_have_value(text)
    filler.look("evaluation: drawer")


def _download_forms(filler: Visitor, folder: Path) -> None:
    """Report and checks are read, all official forms are built by the background worker and carry the result."""
    for tab in ("narrative", "checks", "forms"):
        filler.go(f"{TOWN}/evaluation/{tab}/")
    filler.press("生成全部表单")
    links = filler.page.locator("main a.break")
    expect(links.first).to_be_visible(timeout=BUILD_MS)
    filler.look("evaluation: forms to download")
    for ending in (".xlsx", ".docx", ".json"):
        found = filler.page.locator(f"main a.break[href$='{ending}']")
        files = [filler.download(found.nth(n), folder) for n in range(found.count())]
        told = [words_of(file) for file in files]
        assert any("96.37" in each and "优" in each for each in told), ending


def _review(finance: Visitor) -> None:
    """The bureau finds it in the queue, tries another score on one row, takes that back, and returns the form."""
    finance.go("/2024/review/")
    finance.page.get_by_role("link", name="开始复核").click()
    finance.page.wait_for_url(f"**{TOWN}/review/")
    finance.look("review")
    finance.press("受理审核")
    finance.told("已受理")
    deviation = finance.page.locator("#ground .facts dd").nth(2)
    expect(deviation).to_have_text("0.00%")
    finance.page.locator(".row-open", has_text="1.1.1").click()
    finance.page.get_by_label("复核得分").fill("9")
    finance.page.get_by_label("扣分理由").fill("佐证材料与完成值不一致。")
    finance.look("review: drawer")
    finance.press("保存改分")
    expect(deviation).not_to_have_text("0.00%")
    finance.press("撤销改分")
    expect(deviation).to_have_text("0.00%")
    finance.page.locator("#drawer [data-close-drawer]").click()
    finance.page.get_by_label("退回原因").select_option("no_evidence")
    finance.page.get_by_label("复核意见").fill("1.1.1 请补充说明资金到位时间。")
    finance.press("退回修改")
    finance.told("已退回修改")


def _mend(filler: Visitor, head: Visitor) -> None:
    """The unit reads why it came back, says more, and sends it again."""
    page = f"{TOWN}/evaluation/"
    filler.go("/")
    filler.go(page)
    expect(filler.page.locator(".note-warning", has_text="请补充说明资金到位时间")).to_be_visible()
    _give_reason(filler, "两项产出因资金11月才到位，未按期完成。")
    filler.go(page)
    filler.press("提交审核")
    filler.told("已提交审核")
    _pass(head, page)


def _accept(finance: Visitor) -> None:
    """With the keys alone: a, and a again."""
    finance.go(f"{TOWN}/review/")
    finance.page.keyboard.press("a")
    expect(finance.page.locator("#decision")).to_contain_text("再按一次 a")
    finance.page.keyboard.press("a")
    finance.told("已审核通过")


def _publish(head: Visitor) -> None:
    head.go(f"{TOWN}/disclosure/")
    head.press("公开当前版本")
    head.told("已公开第 1 版")
    head.look()


def _see_nothing_of_it(neighbour: Visitor, filler: Visitor) -> None:
    """Whatever the town's clerk opened, the clerk next door is told that it is not there; his own desk names it nowhere."""
    neighbour.go("/")
    assert "新造" not in neighbour.page.locator("body").inner_text()
    for path in sorted(each for each in filler.looked_at if each.startswith(TOWN)):
        answer = neighbour.page.goto(neighbour.site.address + path)
        assert answer is not None
        assert answer.status == 404, path
        assert "新造" not in neighbour.page.locator("body").inner_text()
    neighbour.look("/404")


def _read_what_is_public(citizen: Visitor, folder: Path) -> None:
    """Without a log-in: the page says what the data say, and so do its files."""
    citizen.go("/public/")
    citizen.page.get_by_role("link", name="新造镇").first.click()
    citizen.look()
    text = citizen.page.locator("article").inner_text()
    assert "96.37" in text
    assert "优" in text
    files = [
        citizen.download(citizen.page.locator(f"a[href$='{ending}']").first, folder) for ending in (".json", ".xlsx")
    ]
    assert all("96.37" in words_of(file) and "优" in words_of(file) for file in files)
    citizen.page.set_viewport_size({"width": 390, "height": 844})
    citizen.look("public page on a phone")
    assert citizen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _rectify(filler: Visitor, finance: Visitor) -> None:
    """A lost point becomes an item; it is answered, confirmed, and the result is put to use by a person."""
    page = f"{TOWN}/rectification/"
    finance.go(page)
    finance.page.locator("summary", has_text="增加整改事项").click()
    finance.page.fill("textarea[name=problem]", "雨污分流管网改造未按期完成")
    finance.page.fill("input[name=owner]", "规划建设办负责人")
    finance.page.fill("input[name=due]", f"{datetime.now(UTC) + timedelta(days=90):%Y-%m-%d}")
    finance.look()
    finance.press("下达整改事项")
    finance.told("已下达整改事项")
    filler.go(page)
    filler.page.fill("textarea[name=measure]", "按周调度用款和进度")
    filler.page.fill("textarea[name=feedback]", "剩余3公里已完工并通过闭水试验")
    filler.press("反馈整改情况")
    filler.told("已反馈整改情况")
    finance.go(page)
    finance.press("确认完成")
    finance.told("已确认整改")
    finance.press("按等级提出建议")
    finance.told("已提出结果应用建议")
    finance.page.fill("textarea[name=reason]", "同意，列入下年度预算安排依据。")
    finance.press("记录决定")
    finance.told("已决定结果应用")
    finance.go("/2024/proposals/")
