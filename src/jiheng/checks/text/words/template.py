"""Template residue: filling notes and placeholders that were left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page

_RESIDUE = re.compile(
    r"\(?\d{2,4}字(?:以内|左右|以下|之内)\)?"
    r"|(?:目标|指标|问题|措施)\d[:](?=\s*(?:\n|……|…|$|(?:目标|指标)\d))"
    r"|[Xx×]{2,}(?:年|月|日|单位|项目|局|镇|乡|市|县|区|万元|元|个|%)|20[1-2][Xx×]年?|[Xx×]年[Xx×]+月"
    r"|-年-月-日|此处填写|请填写|请在此|填表说明|(?:\(|\n)注:请[^。\n]{0,20}|待补充|\(示例\)|【[^】\n]{0,12}(?:填写|示例)[^】\n]{0,8}】"
)


def find(page: Page) -> Iterator[Finding]:
    """Report every leftover, each once."""
    for match in _RESIDUE.finditer(page.text):
        start, end = match.span()
        while start < end and page.text[start] in " \n,;、|":
            start += 1
        if start < end:
            yield report("T511", f"“{page.text[start:end]}”", (page.span(start, end),), stated=page.text[start:end])
