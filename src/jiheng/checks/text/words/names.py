"""Another unit's name in a sentence that the report otherwise writes of itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from jiheng.checks.finding import Finding
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page

_KINDS = "人民政府|街道办事处|委员会|镇|乡|局|委|办公室|中心|学校|医院|中学|小学|幼儿园|厅|队|馆|站|所|院"
_NAMED = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{{2,14}}?(?P<kind>{_KINDS}))(?P<frame>20\d\d年度?[\u4e00-\u9fff]{{2,6}})"
)
_SELF = re.compile(
    rf"(?:^|[\n。:、)])(?:现将|关于)?(?P<name>[\u4e00-\u9fff]{{2,14}}?(?P<kind>{_KINDS}))(?:20\d\d年度?)?"
    r"(?:部门)?(?:整体支出|项目支出)?(?:绩效自评|绩效评价|整体支出绩效)"
)
_DOCUMENT = re.compile(r"《[^》\n]{0,120}》")
_SHARED = 2
_TITLE_LENGTH = 60
_GOVERNS = re.compile(r"财政|审计|下属|所属|各|等")


def find(page: Page) -> Iterator[Finding]:
    """Look for other names in the frames of sentences, and for a report that calls itself another's."""
    said = set()
    for own, mine, other, theirs in (*_in_frames(page.text), *_in_heads(page.text)):
        if theirs.start("name") not in said:
            said.add(theirs.start("name"))
            spans = (page.span(*mine.span("name")), page.span(*theirs.span("name")))
            yield report("T303", f"本文写的是“{own}”，这里写成“{other}”", spans, stated=other, expected=own)


Pair = tuple[str, re.Match[str], str, re.Match[str]]


def _in_frames(text: str) -> Iterator[Pair]:
    """Two names of one kind in the same frame: the rarer one is likely left over from another report."""
    frames: dict[tuple[str, str], dict[str, list[re.Match[str]]]] = defaultdict(lambda: defaultdict(list))
    for match in _NAMED.finditer(text):
        frames[match["kind"], match["frame"][:8]][match["name"]].append(match)
    for names in frames.values():
        ordered = sorted(names.items(), key=lambda item: -len(item[1]))
        if len(ordered) == _SHARED and len(ordered[0][1]) > len(ordered[1][1]):
            (own, mine), (other, theirs) = ordered
            if _apart(own, other) and own[:_SHARED] == other[:_SHARED]:
                yield own, mine[0], other, theirs[0]


def _in_heads(text: str) -> Iterator[Pair]:
    """The title names one unit, a later head or opening another of the same kind."""
    bare = _DOCUMENT.sub(lambda match: "·" * len(match[0]), text)
    heads = list(_SELF.finditer(bare))
    if not heads or heads[0].start() > _TITLE_LENGTH:
        return
    mine = heads[0]
    for theirs in heads[1:]:
        own, other = mine["name"], theirs["name"]
        if mine["kind"] == theirs["kind"] and _apart(own, other) and not _GOVERNS.search(other):
            yield own, mine, other, theirs


def _apart(own: str, other: str) -> bool:
    """Whether neither name is a longer or shorter form of the other."""
    return own != other and own not in other and other not in own
