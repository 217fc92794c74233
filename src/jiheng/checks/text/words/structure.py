"""Misprints of form: doubled words, dates that cannot be, document numbers without brackets, foreign matter."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page

_YEAR = len("2024")
_TWICE = ["进行", "按照", "根据", "以及", "通过", "为了", "我镇", "我局", "我县", "我市", "我区", "进一步", "严格"]
# Each way begins with a letter of its own, so that the search passes over all others at once.
_DOUBLED = re.compile(
    r"年(?<=\d{4}年)(?:年(?=\d)|今年|本年度?|去年)"
    r"|的的|了了(?!解)|在(?<!存在)在|和和(?!睦|气)|及及(?!时)|为(?<!作为)为|万万元|元元(?!素)|、、|,,|;;|"
    + "|".join(word * 2 for word in _TWICE)
)
_GLUED_DATE = re.compile(
    r"(?P<date>(?:19|20)\d\d年年?\d{3,4}日|\d{0,1}20[012]\d[01]\d[0-3]\d日|(?<!\d)20[012]\d\d{2,3}日)"
)
_DAY = re.compile(r"月(?P<day>\d{1,2})日")
_UP_TO_MONTH = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?(?<!\d)(?P<month>\d{1,2})$")
_LONGEST = len("2024年12")
_MONTH = re.compile(r"年(?<=(?:19|20)\d\d年)(?P<month>\d{1,2})月")
_BROKEN_NUMBER = re.compile(
    r"(?:(?<=[\u4e00-\u9fff])(?:〔\d{5,}号?|〔\d{4,}(?=[\s)万]|$)|〔\d{4}号)|(?<=[发办字财预社教建综环指资农函政评监行])20[012]\d\d{1,4}(?=[号)]))"
)
_RESIDUE = re.compile(
    # each way begins with a letter of its own: the search then passes over all others at once
    r"400\d{7}(?!\d)"
    r"|一条龙服务|足球比分|免费阅读(?:已|编辑剩下)[^,。\n]{0,8}|阅读(?:已|编辑剩下)[^,。\n]{0,8}|下载文档|赏杯茶钱[^\n]{0,10}|加微信|博彩|娱乐城|时时彩|六合彩|棋牌|点击下载|扫码关注|在线客服|整理文档很辛苦"
)
_HEADLESS = re.compile(r"(?:总计|合计|共计|总额|金额|支出|收入|为|达)(?P<number>,\d{3}(?:\.\d+)?万?元)")
_CALL = 8
_CALLING = re.compile(r"电话|热线|联系|咨询|客服|传真|方式")


def find(page: Page) -> Iterator[Finding]:
    """Look for each kind in turn."""
    yield from _doubled(page)
    yield from _dates(page)
    yield from _numbers(page)
    yield from _foreign(page)
    yield from _headless(page)


def _headless(page: Page) -> Iterator[Finding]:
    """A number that begins with its thousands separator has lost its head (总计,867.48万元)."""
    for match in _HEADLESS.finditer(page.text):
        start, end = match.span("number")
        yield report("T502", f"“{match['number']}”前面似缺数字", (page.span(start, end),), stated=match["number"])


def _doubled(page: Page) -> Iterator[Finding]:
    for match in _DOUBLED.finditer(page.text):
        start = match.start() - _YEAR * match[0].startswith("年")
        shown = page.text[start : match.end()]
        yield report("T502", f"“{shown}”似有重复", (page.span(start, match.end()),), stated=shown)


def _dates(page: Page) -> Iterator[Finding]:
    for match in _GLUED_DATE.finditer(page.text):
        yield report("T504", f"“{match[0]}”似丢了“月”或“日”", (page.span(*match.span()),), stated=match[0])
    for day in _DAY.finditer(page.text):
        month = _UP_TO_MONTH.search(page.text, max(day.start() - _LONGEST, 0), day.start())
        if month and not _possible(month["year"], int(month["month"]), int(day["day"])):
            yield _no_date(page, month.start(), day.end(), "这一天")
    for match in _MONTH.finditer(page.text):
        if not 1 <= int(match["month"]) <= 12:
            yield _no_date(page, match.start() - _YEAR, match.end())


def _no_date(page: Page, start: int, end: int, what: str = "") -> Finding:
    shown = page.text[start:end]
    return report("T504", f"没有“{shown}”{what}", (page.span(start, end),), stated=shown)


def _possible(year: str | None, month: int, day: int) -> bool:
    if not 1 <= month <= 12:
        return False
    return 1 <= day <= calendar.monthrange(int(year) if year else 2024, month)[1]


def _numbers(page: Page) -> Iterator[Finding]:
    for match in _BROKEN_NUMBER.finditer(page.text):
        start = _word_start(page.text, match.start(), 8)
        shown = page.text[start : match.end()]
        yield report("T503", f"“{shown}”的括号或序号不完整", (page.span(start, match.end()),), stated=shown)


def _word_start(text: str, end: int, reach: int) -> int:
    """Where the run of Chinese characters before ``end`` begins, at most ``reach`` back."""
    start = end
    while start > 0 and end - start < reach and "\u4e00" <= text[start - 1] <= "\u9fff":
        start -= 1
    return start


def _foreign(page: Page) -> Iterator[Finding]:
    for match in _RESIDUE.finditer(page.text):
        start = match.start()
        if match[0].isdigit():
            before = page.text[max(start - _CALL, 0) : start]
            if before[-1:].isdigit() or (_CALLING.search(before) and "一条龙" not in before):
                continue
            start = _word_start(page.text, start, 12)
        shown = page.text[start : match.end()]
        yield report("T505", f"“{shown}”", (page.span(start, match.end()),), stated=shown)
