"""Template residue: filling notes and placeholders that were left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding, Span
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page

_RESIDUE = re.compile(
    r"\(?\d{2,4}字(?:以内|左右|以下|之内)\)?"
    r"|(?:目标|指标|问题|措施)\d[:](?=\s*(?:\n|……|…|$|(?:目标|指标)\d))"
    r"|[Xx×]{2,}(?:年|月|日|单位|项目|局|镇|乡|市|县|区|万元|元|个|%)|20[1-2][Xx×]年?|[Xx×]年[Xx×]+月"
    r"|-年-月-日|此处填写|请填写|请在此|填表说明|(?:\(|\n)注:请[^。\n]{0,20}|待补充|\(示例\)|【[^】\n]{0,12}(?:填写|示例)[^】\n]{0,8}】"
)

_NOTE = re.compile(r"(?:^|[\t|])\s*注:[^\t|]*$")
"""A note below a table that an official form prints itself: what it asks for is no residue."""
_MASK = re.compile(r"[Xx×]+")
_MOST = 20


def find(page: Page) -> Iterator[Finding]:
    """Report every kind of leftover once, with all its places."""
    places: dict[str, list[Span]] = {}
    for match in _RESIDUE.finditer(page.text):
        start, end = match.span()
        if _NOTE.search(page.text[page.text.rfind("\n", 0, start) + 1 : start]):
            continue
        while start < end and page.text[start] in " \n,;、|":
            start += 1
        if start < end:
            places.setdefault(_MASK.sub("X", page.text[start:end]), []).append(page.span(start, end))
    for spans in places.values():
        times = f"，共{len(spans)}处" if len(spans) > 1 else ""
        yield report("T511", f"“{spans[0].text}”{times}", tuple(spans[:_MOST]), stated=spans[0].text)
