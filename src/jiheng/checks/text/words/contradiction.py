"""Full completion claimed in one place, goals not met in time admitted in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page

_FULL = re.compile(
    r"(?:目标|任务|指标)[^,。;\n]{0,12}(?:完成情况(?:良好|较好)|(?:全面|全部|圆满|均已?)(?:完成|达成|实现)|达到预期)|(?:全面|全部|圆满)完成[^,。;\n]{0,10}(?:目标|任务|指标)"
)
_MISSED = re.compile(
    r"(?:目标|任务|指标|项目)[^,。;\n]{0,8}未(?:能)?(?:按[时期])?(?:达成|完成|实现|达到)(?!原因|的原因|情况|值)"
)


def find(page: Page) -> Iterator[Finding]:
    """Report the first of each, once for a text."""
    full, missed = _FULL.search(page.text), _MISSED.search(page.text)
    if full and missed:
        spans = (page.span(*full.span()), page.span(*missed.span()))
        yield report("T403", f"一处写“{full[0]}”，一处写“{missed[0]}”", spans, stated=missed[0])
