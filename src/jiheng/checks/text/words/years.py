"""Another year's name in a report: a head or a reason left over from the report of the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page

_SUBJECT = (
    r"(?:部门)?整体支出|(?:项目|财政)支出|部门预算|部门决算|单位决算|转移支付|专项资金|绩效自评|绩效评价|自评报告|"
    r"绩效目标完成|\"?三公\"?经费[\u4e00-\u9fff]{0,6}决算"
)
_OF_A_YEAR = re.compile(
    rf"(?P<year>20[0-3]\d)年度?(?P<about>[\u4e00-\u9fff\"]{{0,14}}?(?:{_SUBJECT})[\u4e00-\u9fff\"]{{0,8}})"
)
_REASON = re.compile(
    r"(?:^|[。\n])(?P<year>20[0-3]\d)年[^。\n\d]{0,40}(?:下降|减少|增加|增长|上升|节约)的?(?:主要)?原因(?:主要)?(?:是|为|:)"
)
_TITLE_LENGTH = 160
_TITLE = re.compile(
    r"(?P<year>20[0-3]\d)年?度?\)?[^。;]{0,40}?(?:自评|评价|决算|三公|整体支出|项目支出)[^。;\n]{0,20}(?:报告|情况|说明|表|公开|决算数?|预算数?)"
)
_DOCUMENT = re.compile(r"《[^》\n]{0,120}》|〔[^〕\n]{0,40}〕")
_SEVERAL_YEARS = re.compile(r"20\d\d年?(?:[-~—至到、和及]20\d\d年?)+|近[两三四五]年|三年行动")
_COMPARED = re.compile(
    r"较|(?<!同)比|同期|上年|去年|上一年|以前年度|往年|结转|历年|此前|根据|按照|依据|通知|编报|启动|提前下达"
)
_CLAUSE = 40
_LIKE = 4
_END = re.compile(r"[。;\n]")


def find(page: Page) -> Iterator[Finding]:
    """Say where a report of one year speaks of itself as of another."""
    text = _DOCUMENT.sub(lambda match: "·" * len(match[0]), page.text)
    title = _TITLE.search(text, 0, _TITLE_LENGTH)
    if title is None or "。" in text[: title.start()] or _SEVERAL_YEARS.search(text[: title.end()]):
        return
    own = title["year"]
    said = [(match, match["about"]) for match in _OF_A_YEAR.finditer(text)]
    mine = {about[:_LIKE] for match, about in said if match["year"] == own}
    odd = [match for match, about in said if match["year"] != own and about[:_LIKE] in mine]
    reasons = [match for match in _REASON.finditer(text) if int(match["year"]) == int(own) - 1]
    for match in (*odd, *reasons):
        if not _speaks_of_both(text, match, own):
            start = match.start("year")
            span = page.span(start, match.end())
            spans = (page.span(title.start(), title.end()), span)
            message = f"本文是{own}年的，这里写成“{span.text.strip()}”"
            yield report("T304", message, spans, stated=f"{match['year']}年", expected=f"{own}年")


def _speaks_of_both(text: str, match: re.Match[str], own: str) -> bool:
    """Whether the sentence sets the years against each other, or speaks of the past on purpose."""
    start = match.start("year")
    begin = max(
        (end.end() for end in _END.finditer(text, max(start - _CLAUSE, 0), start)), default=max(start - _CLAUSE, 0)
    )
    stop = _END.search(text, match.end())
    sentence = text[begin : stop.start() if stop else len(text)]
    head = sentence[: match.end() - begin]
    return own in sentence or bool(_COMPARED.search(head)) or bool(_SEVERAL_YEARS.search(sentence))
