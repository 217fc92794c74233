"""Goals that cannot be measured: a goal passage without any value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement

_INLINE = re.compile(
    r"(?:绩效|总体|具体|年度|整体|项目|长期|中期|阶段性?|预期|工作|实施|支出)目标(?:任务)?(?:情况)?(?::|(?:主要)?(?:是|为)(?![否导中依,、]|了(?:规范|加强))|如下:)|目标\d[:]"
)
_HEADING = re.compile(r"(?:^|\n)[(（一二三四五六七八九十\d.、)）]*(?P<title>[\u4e00-\u9fff\"、]{0,16}目标)[。:]?(?=\n)")
_NO_GOAL = re.compile(r"完成|情况|下达|分解|管理|设[置立定]|调整|对比|偏离|申报|实现|评价|自评|审核")
_NEXT_HEADING = re.compile(
    r"\n(?:[(（]?[一二三四五六七八九十]{1,3}[)）、]|第[一二三四五六七八九十]|[二三四五六七八九][级]指标)"
)
_LIST_LINE = re.compile(r"\n?(?:\d{1,2}|\(\d{1,2}\))[.、)]?[\u4e00-\u9fff]")
_VAGUE = re.compile(
    r"提[升高]|保障|确保|改善|促进|推[动进]|加[强快大]|完[善成]|增强|做好|努力|实现|优化|维护|健全|落实|有效|切实|显著|全面|进一步|稳定|使|发挥|规范|顺利|正常|满足|用于|助力|打造|巩固"
)
_DEFERRED = re.compile(r"指标[^,。;\n]{0,4}(?:达到|完成)[^,。;\n]{0,14}(?:目标值|考核(?:目标)?要求|规定要求)")
_ONE_GOAL = re.compile(r"。|目标\d:")
_SENTENCE = re.compile(r"[^。!?\n]+[。!?]?")
_MOST_CHARACTERS = 380
_LONGEST = 900
_NO_VALUES = frozenset({"count:日", "count:年", "count:天", "count:字"})
_MAX_FINDINGS = 12


def find(page: Page) -> Iterator[Finding]:
    """One finding for each goal passage that holds no value."""
    done = -1
    count = 0
    for start, end in _passages(page.text):
        if start < done or count >= _MAX_FINDINGS:
            continue
        done = end
        if _measured(page, start, end) or not _VAGUE.search(page.text, start, end):
            continue
        count += 1
        yield _finding(page, start, end)
    for match in _DEFERRED.finditer(page.text):
        yield report("T401", f"“{match[0]}”没有写出目标值", (page.span(*match.span()),), stated=match[0])


def _passages(text: str) -> list[tuple[int, int]]:
    found = [
        (match.start(), _inline_end(text, match.end())) for match in _INLINE.finditer(text) if not _refers(text, match)
    ]
    headings = (match for match in _HEADING.finditer(text) if not _NO_GOAL.search(match["title"]))
    return sorted([*found, *((match.end(), _section_end(text, match.end())) for match in headings)])


def _refers(text: str, match: re.Match[str]) -> bool:
    """Whether the words speak of goals in general (绩效目标为导向) instead of stating one."""
    return bool(
        re.match(
            r"[^。\n]{0,6}(?:导向|依据|引领|基础|核心|合理|明确|无|科学|准则)", text[match.end() : match.end() + 10]
        )
    )


def _inline_end(text: str, start: int) -> int:
    """To the end of the line, and over the numbered lines that follow if the line is only an opening."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    if text[start - 2].isdigit():
        stop = _ONE_GOAL.search(text, start, end)
        return stop.start() if stop else end
    if end - start > 12:
        return min(end, start + _LONGEST)
    while (line := _LIST_LINE.match(text, end)) and end - start < _LONGEST:
        following = text.find("\n", line.end())
        end = len(text) if following < 0 else following
    return end


def _section_end(text: str, start: int) -> int:
    heading = _NEXT_HEADING.search(text, start + 1, start + _LONGEST)
    return heading.start() if heading else min(len(text), start + _LONGEST)


def _measured(page: Page, start: int, end: int) -> bool:
    first = page.first_from(start)
    return any(
        s.start < end and s.written[0].isdigit() and (_is_value(s) or _in_a_cell(page, s))
        for s in page.statements[first : first + 40]
    )


def _in_a_cell(page: Page, statement: Statement) -> bool:
    """Whether a bare number of some digits fills a line or cell of its own: a goal told as a figure."""
    alone = (
        page.text[statement.start - 1 : statement.start] in "\n|"
        and page.text[statement.end : statement.end + 1] in "\n|"
    )
    return alone and statement.digits > 1 and not statement.dimension


def _is_value(statement: Statement) -> bool:
    return bool(statement.dimension or statement.bound) and statement.dimension not in _NO_VALUES


def _finding(page: Page, start: int, end: int) -> Finding:
    spans = []
    room = _MOST_CHARACTERS
    for sentence in _SENTENCE.finditer(page.text, start, end):
        span = page.span(sentence.start(), min(sentence.end(), sentence.start() + room))
        if len(span.text.strip()) < 4 or len(span.text) > room:
            continue
        spans.append(span)
        room -= len(span.text)
        if room < 20:
            break
    first = spans[0].text.strip()[:30] if spans else ""
    return report("T401", f"“{first}…”没有可衡量的数值、单位和时限", tuple(spans), stated=first)
