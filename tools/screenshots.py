"""Take pictures of the pages of the demonstration county.

``python tools/screenshots.py`` makes the two that the README shows;
``python tools/screenshots.py FOLDER [ROLE …]`` makes one of every page of every role, on a desk's screen and on a telephone's.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.e2e.chromium import options  # noqa: E402 - found only now
from tests.e2e.site import Site, serving  # noqa: E402
from tests.e2e.visitor import Visitor, visiting  # noqa: E402
from tests.e2e.walk import kind, walk, with_drawers  # noqa: E402

SIZES: dict[str, ViewportSize] = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
COLOURS = 256


def picture(page: Page, target: Path) -> None:
    """Take what is on the screen, in few colours and so in few bytes."""
    page.screenshot(path=target, animations="disabled")
    with Image.open(target) as taken:
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


def shown(browser: Browser, site: Site) -> None:
    """The README's pictures: why a point was lost, and a form under review."""
    with looking(browser, site, "filler") as visitor:
        visitor.page.goto(f"{site.address}/2024/900001/evaluation/", wait_until="networkidle")
        visitor.page.locator(".row-open", has_text="1.1.1").click()
        visitor.page.locator("#drawer h2").wait_for()
        visitor.page.evaluate("scrollTo(0, 0)")
        picture(visitor.page, ROOT / "docs/evaluation.png")
    with looking(browser, site, "finance") as visitor:
        visitor.page.goto(f"{site.address}/2024/review/")
        while visitor.page.get_by_role("button", name="份未分析的材料").count():
            visitor.page.wait_for_timeout(1000)  # the background is still looking through what came in
            visitor.page.reload()
        visitor.page.get_by_role("link", name="开始复核").click()
        visitor.page.wait_for_load_state("networkidle")
        picture(visitor.page, ROOT / "docs/review.png")


def everything(browser: Browser, site: Site, folder: Path, roles: list[str]) -> None:
    """Every page of every role, and the pages that need no log-in."""
    for role in roles or [*site.people, ""]:
        with looking(browser, site, role) as visitor:
            for path in walk(visitor, "/" if role else "/public/"):
                with_drawers(visitor, lambda name, v=visitor, r=role: _both(v, folder / (r or "citizen"), name))  # type: ignore[misc]
                print(role, path, flush=True)


def _both(visitor: Visitor, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for size, pixels in SIZES.items():
        visitor.page.set_viewport_size(pixels)
        picture(visitor.page, folder / f"{kind(name).strip('/').replace('/', '_') or 'home'}.{size}.png")
    visitor.page.set_viewport_size(SIZES["desk"])


@contextmanager
def looking(browser: Browser, site: Site, role: str) -> Iterator[Visitor]:
    """One person's browser, logged in if he has a role."""
    with visiting(browser, site) as visitor:
        if role:
            visitor.log_in(site.people[role])
        yield visitor


def main(arguments: list[str]) -> int:
    """Serve the county, take the pictures."""
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home), "county") as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**options())
        if arguments:
            everything(browser, site, Path(arguments[0]), arguments[1:])
        else:
            shown(browser, site)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
