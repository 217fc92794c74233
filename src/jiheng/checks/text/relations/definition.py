"""Claim: a ratio whose name has several definitions says which one it means (公用经费控制率)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page

_NAMED = re.compile(r"公用经费控制率")
_DEFINED = re.compile(r"÷|/|公式|口径|除以|=|实际支出公用经费总额")
_NEAR = 40


def find(page: Page) -> Iterator[Finding]:
    """Ask for the definition of every such ratio that stands without one."""
    for rate in page.statements:
        if not rate.is_share or rate.bound or not _NAMED.search(rate.subject):
            continue
        around = page.text[rate.subject_start : rate.start] + page.text[rate.end : rate.end + _NEAR].split("。")[0]
        if not _DEFINED.search(around):
            spans = page.spans([rate])
            negative = "；负值不会出自“实际÷预算”的口径" if rate.value < 0 else ""
            yield report("T402", f"公用经费控制率为{rate.shown}，没有写明计算口径{negative}", spans, stated=rate.shown)
