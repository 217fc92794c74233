"""Misprints of form: doubled words, dates that cannot be, document numbers without brackets, foreign matter."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page

_DOUBLED = re.compile(
    r"(?P<year>\d{4}年年)(?=\d)|(?P<again>\d{4}年(?:今年|本年度?|去年))|(?P<word>的的|了了(?!解)|(?<!存)在在|和和(?!睦|气)|及及(?!时)|(?<!作)为为|万万元|元元(?!素)|、、|,,|;;)"
    r"|(?P<phrase>(进行|按照|根据|以及|通过|为了|我镇|我局|我县|我市|我区|进一步|严格)\5)"
)
_GLUED_DATE = re.compile(
    r"(?P<date>(?:19|20)\d\d年年?\d{3,4}日|\d{0,1}20[012]\d[01]\d[0-3]\d日|(?<!\d)20[012]\d\d{2,3}日)"
)
_DATE = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_MONTH = re.compile(r"(?:19|20)\d\d年(?P<month>\d{1,2})月")
_BROKEN_NUMBER = re.compile(
    r"(?:(?<=[\u4e00-\u9fff])(?:〔\d{5,}号?|〔\d{4,}(?=[\s)万]|$)|〔\d{4}号)|(?<=[发办字财预社教建综环指资农函政评监行])20[012]\d\d{1,4}(?=[号)]))"
)
_RESIDUE = re.compile(
    r"(?P<phone>(?<!\d)400\d{7}(?!\d))"
    r"|一条龙服务|足球比分|(?:免费)?阅读(?:已|编辑剩下)[^,。\n]{0,8}|下载文档|赏杯茶钱[^\n]{0,10}|加微信|博彩|娱乐城|时时彩|六合彩|棋牌|点击下载|扫码关注|在线客服|整理文档很辛苦"
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
        yield report("T502", f"“{match[0]}”似有重复", (page.span(*match.span()),), stated=match[0])


def _dates(page: Page) -> Iterator[Finding]:
    for match in _GLUED_DATE.finditer(page.text):
        yield report("T504", f"“{match[0]}”似丢了“月”或“日”", (page.span(*match.span()),), stated=match[0])
    for match in _DATE.finditer(page.text):
        if not _possible(match["year"], int(match["month"]), int(match["day"])):
            yield report("T504", f"没有“{match[0]}”这一天", (page.span(*match.span()),), stated=match[0])
    for match in _MONTH.finditer(page.text):
        if not 1 <= int(match["month"]) <= 12:
            yield report("T504", f"没有“{match[0]}”", (page.span(*match.span()),), stated=match[0])


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
        start = _word_start(page.text, match.start(), 12) if match["phone"] else match.start()
        before = page.text[max(match.start() - _CALL, 0) : match.start()]
        if match["phone"] and _CALLING.search(before) and "一条龙" not in before:
            continue
        shown = page.text[start : match.end()]
        yield report("T505", f"“{shown}”", (page.span(start, match.end()),), stated=shown)
