"""A person at a browser: logs in, fills in, and every page met is examined on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyotp
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from tests.e2e.site import ROOT, Account, Site

AXE = ROOT / "node_modules/axe-core/axe.min.js"
ROW = "#grid .tabulator-row"
"""The rows of a grid that are in sight."""
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PATIENCE_MS = 60_000
"""How long a busy machine may take for anything; nothing waits longer than it must."""
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Visitor:
    """One person's browser."""

    site: Site
    context: BrowserContext
    page: Page
    examining: bool = True
    """Whether pages are examined by axe; once is enough where the same pages are met twice."""
    outside: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    def note(self, request: Request) -> None:
        """Remember a request that leaves the site."""
        if not request.url.startswith((self.site.address, "data:", "blob:")):
            self.outside.append(request.url)

    def hear(self, message: ConsoleMessage) -> None:
        """Remember what the browser complains of: broken scripts, refused styles; a failed request is the site's answer."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> None:
        """Open a page of the site; the first time, look at it."""
        answer = self.page.goto(self.site.address + path, wait_until="load")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        if path not in self.looked_at:
            self.look(path)

    def look(self, name: str = "") -> None:
        """Run axe over the page as it stands, under the site's own content policy."""
        name = name or self.page.url.removeprefix(self.site.address)
        self.looked_at.add(name)
        if not self.examining:
            return
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate(
            "(levels) => axe.run({ runOnly: { type: 'tag', values: levels } })", LEVELS
        )
        for each in found["violations"]:
            places = "; ".join(node["html"][:160] + " " + node["failureSummary"][:200] for node in each["nodes"][:3])
            self.violations.append(f"{name}: {each['id']} ×{len(each['nodes'])}: {places}")

    def log_in(self, account: Account, begin: str = "/") -> None:
        """Give account, password and, where it is asked for, the code from the telephone."""
        self.page.goto(self.site.address + begin)
        self.give_password(account)

    def give_password(self, account: Account) -> None:
        """Fill in the log-in page that stands before the person."""
        self.look("/login/")
        self.page.fill("input[name=username]", account.username)
        self.page.fill("input[name=password]", account.password)
        self.page.get_by_role("button", name="登录", exact=True).click()
        if account.secret:
            self.look("/login/code/")
            self.page.fill("input[name=code]", pyotp.TOTP(account.secret).now())
            self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.page.locator("summary", has_text="·").first).to_be_visible()

    def cell(self, name: str, row: str) -> Locator:
        """The cell of a grid: attribute, and a text that only its row has."""
        rows = self.page.locator(ROW, has=self.page.locator("[data-name]", has_text=row))
        return rows.first.locator(f"[data-name={name}]")

    def type_cell(self, cell: Locator, text: str) -> None:
        """Type over a cell and leave it downwards."""
        self.select(cell)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.saved()

    def saved(self) -> None:
        """Wait until the grid says that all is saved."""
        expect(self.page.locator("#grid-status")).to_contain_text("已保存")

    def select(self, cell: Locator) -> None:
        """Select a cell as a click does."""
        cell.click()
        expect(cell).to_have_class(re.compile("active"))

    def paste(self, cell: Locator, block: str) -> None:
        """Paste a block of cells as WPS puts it on the clipboard."""
        self.select(cell)
        self.paste_here(block)

    def paste_here(self, block: str) -> None:
        """Paste where the focus is."""
        self.page.evaluate(
            """(text) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", text);
              document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            }""",
            block,
        )

    def press(self, name: str) -> None:
        """Press the button of that name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def told(self, text: str) -> None:
        """The page says so in a message on top."""
        expect(self.page.locator("main .note", has_text=text).first).to_be_visible()

    def download(self, link: Locator, folder: Path) -> Path:
        """Follow a link to a file and keep it."""
        with self.page.expect_download() as coming:
            link.click()
        path = folder / coming.value.suggested_filename
        coming.value.save_as(path)
        return path


@contextmanager
def visiting(browser: Browser, site: Site, *, examining: bool = True, **options: Any) -> Iterator[Visitor]:
    """Open a browser of its own for one person; at the end, nothing may have gone outside nor have barred anyone."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", reduced_motion="reduce", **options
    )
    context.set_default_timeout(PATIENCE_MS)
    visitor = Visitor(site, context, context.new_page(), examining)
    context.on("request", visitor.note)
    context.on("console", visitor.hear)
    try:
        yield visitor
    finally:
        context.close()
    assert visitor.outside == [], "\n".join(visitor.outside)
    assert visitor.complaints == [], "\n".join(visitor.complaints)
    assert visitor.violations == [], "\n".join(visitor.violations)
