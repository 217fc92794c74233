"""Claim: one document grants one amount, wherever it is cited (财农〔2023〕41号…下达资金5万元)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement

_NUMBER = re.compile(r"(?P<code>[\u4e00-\u9fff]{2,3}[〔\[【(]20\d\d[〕\]】)]第?\d{1,4})号")
_GRANTS = re.compile(r"下达|安排|拨付|收到")
_END = re.compile(r"[。;\n]")
_SENTENCE = 160
_MOST = 4
_IN_GENERAL = re.compile(r"(?:20\d\d年度?|省级|中央|自治区|市级|县级|专项|补助|财政|预算|资金|共计?|合计|总额|为)+$")
_TITLE = re.compile(r"《[^》]{4,80}》")


def find(page: Page) -> Iterator[Relation | Finding]:
    """Compare the amounts of sentences that cite one document and hold one amount each."""
    cited: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for match in _NUMBER.finditer(page.text):
        end = _END.search(page.text, match.end(), match.end() + _SENTENCE)
        stop = end.start() if end else match.end()
        first = page.first_from(match.end())
        amounts = [s for s in page.statements[first : first + 3] if s.start < stop]
        if len(amounts) == 1 and amounts[0].is_money and _GRANTS.search(page.text, match.end(), amounts[0].start):
            title = _TITLE.search(page.text, match.end(), stop)
            cited[match["code"], title[0] if title else ""].append(amounts[0])
    for (code, name), same in cited.items():
        for first_said, then in combinations(same[:_MOST], 2):
            yield from _compare(page, f"{code}号", first_said, then, titled=bool(name))


def _compare(page: Page, code: str, first: Statement, then: Statement, *, titled: bool) -> Iterator[Relation | Finding]:
    spans = page.spans([first, then])
    if first.scaled == then.scaled:
        yield Relation(Kind.CONFLICT, Verdict.OK, spans, then.shown, first.shown, f"{code}两次引用，金额一致")
    elif titled and _exceeds_its_whole(first, then):
        yield Relation(Kind.CONFLICT, Verdict.WRONG, spans, then.shown, first.shown, f"{code}两次引用")
        message = f"{code}一处写下达{first.shown}，一处写{then.shown}"
        yield report("T302", message, spans, stated=then.shown, expected=first.shown)


def _exceeds_its_whole(first: Statement, then: Statement) -> bool:
    """Whether one amount is what the document grants in all, and the other is larger."""
    whole = min(first, then, key=lambda s: s.scaled)
    return bool(_IN_GENERAL.search(whole.subject))
