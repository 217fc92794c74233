"""Everything that a person can reach by following links, one page of each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from tests.e2e.visitor import Visitor

KINDS = (
    (re.compile(r"/data/[^/]+/"), "/data/*/"),
    (re.compile(r"/(projects|packs|units|files|forms|preview)/.+"), r"/\1/*/"),
    (re.compile(r"\d+(-\d+)?"), "N"),
)
"""Pages that differ only by what they tell of: rows of tables, projects, packs, units, numbers."""


def kind(path: str) -> str:
    """What is the same for pages of one kind."""
    bare = urlsplit(path).path
    for pattern, same in KINDS:
        bare = pattern.sub(same, bare)
    return bare


def walk(visitor: Visitor, begin: str = "/") -> Iterator[str]:
    """Open one page of each kind that links lead to, and give its path while it is open; files are not opened."""
    seen, coming = {kind(begin)}, [begin]
    while coming:
        path = coming.pop(0)
        if not _is_page(visitor, path):
            continue
        visitor.page.goto(visitor.site.address + path, wait_until="load")
        links = _links(visitor)
        yield path
        for link in links:
            if kind(link) not in seen:
                seen.add(kind(link))
                coming.append(link)


def _is_page(visitor: Visitor, path: str) -> bool:
    answer = visitor.context.request.get(visitor.site.address + path)
    assert answer.ok, f"{path}: {answer.status}"
    return (
        "attachment" not in answer.headers.get("content-disposition", "") and "html" in answer.headers["content-type"]
    )


def _links(visitor: Visitor) -> list[str]:
    found: list[str] = visitor.page.evaluate(
        "[...document.querySelectorAll('a[href]')].map((each) => each.getAttribute('href'))"
    )
    here = urlsplit(visitor.page.url).path
    return [link if link.startswith("/") else here + link for link in found if not link.startswith("#")]


def with_drawers(visitor: Visitor, look: Callable[[str], None]) -> None:
    """Look at the page, and once more with the first row's drawer open."""
    path = urlsplit(visitor.page.url).path
    look(path)
    row = visitor.page.locator(".row-open").first
    if row.count():
        row.click()
        visitor.page.locator("#drawer h2").wait_for()
        look(f"{path} drawer")
