"""Another unit's name in a sentence that the report otherwise writes of itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from jiheng.checks.finding import Finding
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page

_NAMED = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{2,14}?(?P<kind>人民政府|街道办事处|委员会|镇|乡|局|委|办公室|中心|学校|医院|中学|小学|幼儿园|厅|队|馆|站|所|院))"
    r"(?P<frame>20\d\d年度?[\u4e00-\u9fff]{2,6})"
)
_SHARED = 2


def find(page: Page) -> Iterator[Finding]:
    """Two names of one kind in the same frame: the rarer one is likely left over from another report."""
    frames: dict[tuple[str, str], dict[str, list[re.Match[str]]]] = defaultdict(lambda: defaultdict(list))
    for match in _NAMED.finditer(page.text):
        frames[match["kind"], match["frame"][:8]][match["name"]].append(match)
    for names in frames.values():
        ordered = sorted(names.items(), key=lambda item: -len(item[1]))
        if len(ordered) == 2 and len(ordered[0][1]) > len(ordered[1][1]):
            (own, mine), (other, theirs) = ordered
            if own not in other and other not in own and own[:_SHARED] == other[:_SHARED]:
                spans = (page.span(*mine[0].span()), page.span(*theirs[0].span()))
                yield report("T303", f"本文写的是“{own}”，这里写成“{other}”", spans, stated=other, expected=own)
