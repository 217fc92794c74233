"""Claim: the grade is the one that the score earns under the bands in force (96.37分，评价等级为“优”)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.bands import GradeBands
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement
from jiheng.core.exact import fraction_text

_GRADE = re.compile(
    r"(?:等级|等次|结论|级别|档次|评定|评价|自评|结果|评为|定为|属于|达到)[^,。;\n\d]{0,8}?(?:为|是|:)?[\"'(]?"
    r"(?P<grade>优秀|良好|中等|较差|不合格|优|良|中|低|差)(?=[\"',。;:)\n级等档]|$)"
)
_DIRECT = re.compile(
    r"[,(|]?(?:为|属于?|评为|达到)?[\"'(]?(?P<grade>优秀|良好|中等|较差|优|良|差)(?=[\"',。;:)\n|级等档]|$)"
)
_SCORE = re.compile(r"考核|得分|评分|总分|综合|自评|分数|评价|合计|绩效|分为$|$")
_DECLARED = re.compile(
    r"(?P<floor>\d{2,3})分?(?:\(含\d*分?\))?(?:及?以上|[-~—至]\d{2,3}分?)(?:\([^)]{1,12}\))?的?(?:,)?(?:为|是|评为|定为)[\"']?(?P<grade>优|良|中|低|差)"
)
_GRADE_CELL = re.compile(r"[ \n]?\|[ \n]?(?:优|良|中|差)[秀好等]?[ \n]?(?:\||$)")
_TOTAL_ROW = re.compile(r"(?:总分|总得分|合计|总计)[ \n]?\|[ \n]?$")
_AFTER = frozenset("\"',。;:)\n|级等档")
_BEFORE = re.compile(
    r"(?:定为|评为|等级为|等次为|结论为)[\"']?(?P<grade>优秀|良好|中等|较差|优|良|中|差)[\"']?(?:等次|等级|级|等|档)?\((?:考核|得分|评分|自评|综合|总分|评价|得)[\u4e00-\u9fff]{0,6}$"
)
_BACK = 24
_NAMES = {"优秀": "优", "良好": "良", "中等": "中", "较差": "差", "不合格": "差"}
_REACH = 60


def find(page: Page, bands: GradeBands) -> Iterator[Relation | Finding]:
    """Compare every stated grade with the score before it."""
    bands = _declared(page.text) or bands
    for score in page.statements:
        if (
            not (score.dimension == "points" or _in_total_row(page, score))
            or not 0 <= score.value <= 100
            or score.rough
            or not _SCORE.search(score.subject)
        ):
            continue
        match = _grade_of(page, score) or _grade_before(page, score)
        if match is not None:
            yield from _judge(page, score, match, bands)


def _grade_of(page: Page, score: Statement) -> re.Match[str] | None:
    text = page.text
    stop = min(score.end + _REACH, len(text))
    following = score.index + 1
    if following < len(page.statements):
        stop = min(stop, page.statements[following].start)
    sentence = text.find("\n", score.end, stop)
    stop = stop if sentence < 0 else sentence
    match = _DIRECT.match(text, score.end) or _GRADE.search(text, score.end, min(stop + 2, len(text)))
    return match if match and match.end() <= stop and _ends(text, match.end()) else None


def _grade_before(page: Page, score: Statement) -> re.Match[str] | None:
    """The grade that stands before its score (定为良好等次（考核 93.8 分）)."""
    return _BEFORE.search(page.text, max(score.start - _BACK, 0), score.start)


def _in_total_row(page: Page, score: Statement) -> bool:
    """Whether a bare number is the score of a table's last row, with the grade in the next cell (总分 | 100 | 96 | 优)."""
    if score.dimension or not score.index or not _GRADE_CELL.match(page.text, score.end):
        return False
    full = page.statements[score.index - 1]
    return _TOTAL_ROW.search(page.text, max(full.start - 12, 0), full.start) is not None and full.value >= score.value


def _ends(text: str, end: int) -> bool:
    """Whether the grade is a word of its own, not the beginning of another."""
    return end == len(text) or text[end] in _AFTER


def _declared(text: str) -> GradeBands | None:
    """Bands that the text itself writes down, if it writes at least three."""
    found = {match["grade"]: Fraction(match["floor"]) for match in _DECLARED.finditer(text)}
    if len(found) < 3:
        return None
    ordered = sorted(found.items(), key=lambda item: -item[1])
    floors = (
        [*ordered, ("差", Fraction(0))]
        if "差" not in found
        else [(n, f if n != "差" else Fraction(0)) for n, f in ordered]
    )
    return GradeBands(tuple(floors))


def _judge(page: Page, score: Statement, match: re.Match[str], bands: GradeBands) -> Iterator[Relation | Finding]:
    stated = _NAMES.get(match["grade"], match["grade"])
    earned = bands.grade(score.value)
    known = {name for name, _ in bands.floors}
    spans = (*page.spans([score]), page.span(match.start("grade"), match.end("grade")))
    because = "、".join(f"{name}≥{fraction_text(floor, 2)}" for name, floor in bands.floors if floor)
    if stated not in known:
        yield Relation(Kind.GRADE, Verdict.UNCHECKED, spans, stated, "", f"等级区间（{because}）里没有这一等级")
        return
    verdict = Verdict.OK if stated == earned else Verdict.WRONG
    yield Relation(Kind.GRADE, verdict, spans, stated, earned, because)
    if stated != earned:
        message = f"{score.shown}按{because}应为“{earned}”，文中写“{match['grade']}”"
        yield report("T151", message, spans, stated=stated, expected=earned)
