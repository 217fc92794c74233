"""From an empty folder to a town's published and rectified self-evaluation, by clicks and keys alone.

Nothing is made behind the site's back: accounts, factors, passwords, units, roles and years come from its pages;
the telephone is simulated by the secret that its page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pyotp
from playwright.sync_api import Browser, Page, expect

from tests.e2e import test_hour as hour
from tests.e2e.site import Site
from tests.e2e.visitor import Visitor, visiting

ROOT_CODE, TOWN_CODE, TOWN_NAME = "900000", "900001", "青禾镇人民政府"
TOWN = f"/2024/{TOWN_CODE}"
UNITS = 30
PASSWORD = "Tiancai-Banyun-7431"
"""Typed by each person on the page; nobody knows it before."""
BUREAU = {
    "region": "广东", "code": ROOT_CODE, "name": "青云县财政局",
    "system_admin_name": "陈一", "security_admin_name": "李二", "auditor_name": "王三",
}  # fmt: skip
ADMINISTRATORS = ("system-admin", "security-admin", "auditor")
PROBLEMS = "存在的主要问题"
CHAPTERS = {
    "部门整体支出绩效目标": "2024年养护农村公路42公里，完成6个村的人居环境整治。",
    PROBLEMS: "大桥村汛期受灾，整治没有按期完成，剩余1个村。",
    "下一步改进措施": "大桥村整治工程由村镇建设办负责，2025年5月底前完成，剩余2公里管网同步建成。",
}
"""With digits: some are facts of the data set, some follow from them, some stand in no table."""
MENDED = "大桥村汛期受灾，整治没有按期完成，剩余1个村，工程顺延到2025年5月底。"


@dataclass
class World:
    """The site, the browser, and the slips that were handed out: account → activation code."""

    site: Site
    browser: Browser
    people: ExitStack
    examining: bool
    slips: dict[str, str] = field(default_factory=dict)

    def newcomer(self, **options: object) -> Visitor:
        """A browser of its own."""
        return self.people.enter_context(visiting(self.browser, self.site, examining=self.examining, **options))

    def keep_slips(self, page: Page) -> None:
        """Take the printed slips, as whoever hands them over does."""
        for slip in page.locator(".slip").all():
            account, code = slip.locator("code.secret").all_inner_texts()
            self.slips[account] = code

    def come_in(self, account: str, *, factor: bool = False) -> Visitor:
        """Activate with the slip, log in, set up the second factor if it is demanded, keep the codes on paper."""
        person = self.newcomer()
        page = person.page
        person.go("/activate/")
        for name, text in (
            ("username", account),
            ("code", self.slips[account]),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ):
            page.fill(f"input[name={name}]", text)
        person.press("设置密码并启用账户")
        page.fill("input[name=username]", account)
        page.fill("input[name=password]", PASSWORD)
        person.press("登录")
        if factor:
            self._set_up_factor(person)
        expect(page.locator("summary", has_text="·").first).to_be_visible()
        return person

    def _set_up_factor(self, person: Visitor) -> None:
        page = person.page
        expect(page.get_by_role("heading", name="设置动态口令")).to_have_count(1)
        assert page.locator(".bell").count() == 0
        person.look("/account/factor/")
        page.locator("summary", has_text="手工输入密钥").click()
        secret = page.locator("code.secret").inner_text().replace(" ", "")
        page.fill("input[name=code]", pyotp.TOTP(secret).now())
        person.press("确认设置")
        expect(page.locator(".codes li")).to_have_count(10)
        person.look("/account/recovery/")
        page.get_by_role("link", name="已打印或抄好，继续").click()


@contextmanager
def world(browser: Browser, site: Site, *, examining: bool) -> Iterator[World]:
    """Everybody's browsers, closed at the end; nothing may have gone outside nor have barred anyone."""
    with ExitStack() as people:
        yield World(site, browser, people, examining)


def open_the_site(at: World, start: str) -> None:
    """The installer finds the one-time address, and nothing else answers before it is used."""
    installer = at.newcomer()
    page = installer.page
    page.goto(at.site.address + "/")
    expect(page.locator("h1")).to_have_text("尚未启用")
    page.goto(start)
    installer.look("/start/")
    page.select_option("select[name=region]", BUREAU["region"])
    for name in [name for name in BUREAU if name != "region"]:
        page.fill(f"input[name={name}]", BUREAU[name])
    installer.press("启用本站并生成激活条")
    expect(page.locator(".slip")).to_have_count(3)
    installer.look("/start/ slips")
    at.keep_slips(page)
    assert tuple(at.slips) == ADMINISTRATORS
    page.goto(start)
    expect(page.locator("h1")).to_have_text("启用地址已失效")


def _people() -> Iterator[tuple[str, str, str, str, str]]:
    """Two of each unit, and the finance office's own."""
    yield "caizheng", "赵财", "020-66660000", ROOT_CODE, "财政绩效股"
    for number in range(1, UNITS + 1):
        code = f"{900000 + number}"
        yield f"tb{code}", f"填{number}", "", code, "填报人"
        yield f"sh{code}", f"审{number}", "", code, "单位审核"


def _workbook(template: Path, folder: Path, units: int) -> Path:
    book = openpyxl.load_workbook(template)
    for number in range(1, units + 1):
        name = TOWN_NAME if number == 1 else f"第{number}镇人民政府"
        book["单位"].append([f"{900000 + number}", name, "乡镇", ""])
    for row in _people():
        book["人员"].append(row)
    path = folder / f"名单{units}.xlsx"
    book.save(path)
    return path


def bring_units_and_people(admin: Visitor, at: World, folder: Path) -> None:
    """A list that lacks a unit is refused whole; the mended one makes 30 units and 61 accounts."""
    page = admin.page
    admin.go("/")
    expect(page.locator(".week")).to_contain_text("用一个工作簿导入全部单位和人员")
    page.locator(".week").get_by_role("link", name="去导入").click()
    admin.look()
    template = admin.download(page.get_by_role("link", name="下载模板"), folder)
    page.set_input_files("input[name=file]", _workbook(template, folder, UNITS - 1))
    admin.press("导入单位和人员")
    expect(page.locator("main .note-error")).to_contain_text(f"“{900000 + UNITS}”既不在“单位”表")
    admin.look("/manage/units/import/ refused")
    page.set_input_files("input[name=file]", _workbook(template, folder, UNITS))
    admin.press("导入单位和人员")
    expect(page.locator(".slip")).to_have_count(2 * UNITS + 1)
    admin.look("/manage/units/import/ slips")
    at.keep_slips(page)


def grant_the_roles(admin: Visitor) -> None:
    """All at once, after a look at the list."""
    admin.go("/")
    admin.page.get_by_role("link", name="去授予").first.click()
    expect(admin.page.locator("tbody tr")).to_have_count(2 * UNITS + 1)
    admin.look()
    admin.press("授予勾选的角色")
    admin.told(f"已授予 {2 * UNITS + 1} 项角色")


def open_a_year(finance: Visitor) -> None:
    """The empty desk leads there; the pack of the site's region is offered and named before anything is opened."""
    page = finance.page
    finance.look("/ empty desk of finance")
    page.locator(".next").get_by_role("link", name="去开放年度").click()
    page.fill("input[name=year]", "2024")
    finance.press("新增年度")
    page.locator("label", has_text="全选").locator("input").check()
    expect(page.locator("select[name=open-pack]")).to_have_value("cn/guangdong/department")
    due = f"{datetime.now(UTC) + timedelta(days=20):%Y-%m-%d}"
    for stage in ("targets", "evaluation"):
        page.fill(f"input[name=open-{stage}]", due)
    finance.look()
    finance.press("下一步：核对后开放填报")
    expect(page.locator("main")).to_contain_text("广东省")
    finance.look("/manage/years/2024/ confirm")
    finance.press(f"向 {UNITS + 1} 个单位开放填报")
    finance.told(f"已向 {UNITS + 1} 个单位开放填报")


def begin(at: World, start: str, folder: Path) -> Visitor:
    """All that stands between an empty folder and the first unit's desk; the finance office's person goes on."""
    open_the_site(at, start)
    system, security, _auditor = (at.come_in(account, factor=True) for account in ADMINISTRATORS)
    bring_units_and_people(system, at, folder)
    grant_the_roles(security)
    finance = at.come_in("caizheng", factor=True)
    open_a_year(finance)
    return finance


def go_on(at: World, finance: Visitor) -> None:
    """The town fills in and submits; it is returned, mended, approved, reviewed, published and rectified."""
    filler, head = at.come_in(f"tb{TOWN_CODE}"), at.come_in(f"sh{TOWN_CODE}")
    _settle_targets(filler, head, finance)
    hour._fill_the_tables(filler)
    filler.go(f"{TOWN}/evaluation/")
    expect(filler.page.locator(".total-number")).to_have_text("98.02")
    for title, text in CHAPTERS.items():
        _write(filler, title, text)
    _submit(filler)
    _return_and_mend(filler, head)
    _accept(finance)
    _publish(head)
    _read(at)
    _rectify(filler, finance)


def _settle_targets(filler: Visitor, head: Visitor, finance: Visitor) -> None:
    hour._set_targets(filler)
    filler.press("提交审核")
    filler.told("已提交审核")
    for reviewer in (head, finance):
        _pass(reviewer, "/targets/")


def _pass(reviewer: Visitor, place: str) -> None:
    """From the desk's button to the approval."""
    reviewer.go("/")
    reviewer.page.locator(".next").get_by_role("link", name="去审核").click()
    reviewer.page.wait_for_url(f"**{TOWN}{place}")
    reviewer.page.locator("summary.btn", has_text="审核").click()
    reviewer.press("审核通过")
    reviewer.told("已审核通过")


def _write(filler: Visitor, title: str, text: str) -> None:
    filler.go(f"{TOWN}/evaluation/narrative/")
    chapter = filler.page.locator("section.chapter", has=filler.page.get_by_role("heading", name=title))
    chapter.locator("textarea").fill(text)
    filler.page.keyboard.press("Tab")
    expect(chapter.locator(".said")).to_contain_text("已保存")


def _submit(filler: Visitor) -> None:
    filler.go(f"{TOWN}/evaluation/")
    filler.press("提交审核")
    filler.told("已提交审核")


def _return_and_mend(filler: Visitor, head: Visitor) -> None:
    """What came back stands first on the desk, with the words of whoever returned it."""
    head.go("/")
    head.page.locator(".next").get_by_role("link", name="去审核").click()
    head.page.locator("summary.btn", has_text="审核").click()
    head.page.select_option("select[name=reason]", "no_reason")
    head.page.fill("textarea[name=text]", "请写明工程顺延到什么时候。")
    head.press("退回修改")
    head.told("已退回修改")
    filler.go("/")
    expect(filler.page.locator(".next").first).to_contain_text("被退回")
    filler.page.get_by_role("link", name="去修改").click()
    expect(filler.page.locator(".note-warning").first).to_contain_text("顺延到什么时候")
    _write(filler, PROBLEMS, MENDED)
    _submit(filler)
    _pass(head, "/evaluation/")


def _accept(finance: Visitor) -> None:
    finance.go("/")
    finance.page.locator(".next").get_by_role("link", name="去审核").click()
    finance.page.wait_for_url(f"**{TOWN}/review/")
    finance.look("review")
    finance.page.keyboard.press("a")
    expect(finance.page.locator("#decision")).to_contain_text("再按一次 a")
    finance.page.keyboard.press("a")
    finance.told("已审核通过")


def _publish(head: Visitor) -> None:
    """The desk asks for it; what is seen before is what is confirmed."""
    head.go("/")
    head.page.locator(".next").get_by_role("link", name="去公开").click()
    head.page.get_by_role("link", name="预览并公开").click()
    head.look("publishing: preview")
    head.press("确认公开第 1 版")
    head.told("已公开第 1 版")


def _read(at: World) -> None:
    citizen = at.newcomer()
    citizen.go("/public/")
    citizen.page.get_by_role("link", name=TOWN_NAME).first.click()
    expect(citizen.page.locator("article")).to_contain_text("98.02")
    citizen.look()


def _rectify(filler: Visitor, finance: Visitor) -> None:
    """Set down by the bureau; asked for on the unit's desk; confirmed from the bureau's."""
    finance.go(f"{TOWN}/rectification/")
    finance.page.locator("summary", has_text="增加整改事项").click()
    for name, text in _item().items():
        finance.page.locator(f"[name={name}]").fill(text)
    finance.press("下达整改事项")
    finance.told("已下达整改事项")
    filler.go("/")
    filler.page.get_by_role("link", name=re.compile("大桥村整治工程未按期完成")).first.click()
    filler.page.fill("textarea[name=measure]", "按周调度")
    filler.page.fill("textarea[name=feedback]", "已完工并验收")
    filler.press("反馈整改情况")
    filler.told("已反馈整改情况")
    finance.go("/")
    finance.page.get_by_role("link", name=re.compile("请确认：大桥村")).first.click()
    finance.press("确认完成")
    finance.told("已确认整改")


def _item() -> Mapping[str, str]:
    due = f"{datetime.now(UTC) + timedelta(days=90):%Y-%m-%d}"
    return {"problem": "大桥村整治工程未按期完成", "owner": "村镇建设办负责人", "due": due}
