"""Claim: the same fact stated again has the same number, in whatever form or unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import one_slip
from jiheng.checks.text.statement import Statement

_NOISE = re.compile(
    r"(?:19|20)\d\d年?度?|年度|本年|全年|当年|我[省市县区镇乡局院校委部州盟旗办厅所站队]|我单位|我部门|本[单位部门镇乡县局]{1,2}|"
    r"指标|自评|评价|补助|其中|共计|合计|总计|金额|数额|(?<=[\u4e00-\u9fff])(?:为|是|达到?|共|约|了|计|总)+$|[^\u4e00-\u9fff]|的"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_GENERIC = re.compile(
    r"^(?:[0-9一二三四五六七八九十]*|项目|资金|预算|支出|收入|决算|执行|财政|拨款|经费|安排|下达|实际|完成|数|年初|调整|总|得分|分|"
    r"综合|整体|部门|单位|本级|上级|专项|绩效|到位|使用|拨付|支付|中央|省级|市级|县级|区级|投入|投资|项|为|计划|全部)+$"
)
_MINIMUM = 6
_APART = 60
_PART = re.compile(r"其中|包括|分别|具体为")
_OTHER_TIME = re.compile(r"年初|追加|调整|新增|上年|结转|剩余|第.批|首批|累计|预计|计划")
_SUPPOSED = re.compile(r"为例|例如|如果|假设|假如|若|原则上|最高|上限|预计|拟")
_SCORED = re.compile(r"得分|评分|总分|分数")
_FEW = 4
_TENTH = 10
_MANY = 8
_LONG = 5
_SHORTEST = 4


def find(page: Page, relations: Sequence[Relation]) -> Iterator[Relation | Finding]:
    """Group statements of the same fact; ``relations`` tell which of two numbers fits the others."""
    yield from _agreeing(page)
    yield from _in_tables(page)
    yield from _disagreeing(page, relations)


def _agreeing(page: Page) -> Iterator[Relation]:
    groups: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    for statement in page.statements:
        if (
            statement.dimension
            and statement.written[-1].isdigit()
            and statement.scaled
            and not statement.bound
            and not statement.rough
        ):
            groups[statement.dimension, statement.scaled].append(statement)
    for same in groups.values():
        kept = _alike(same)
        if len(kept) > 1:
            shown = kept[0].shown
            yield Relation(Kind.CONFLICT, Verdict.OK, page.spans(kept[:_MANY]), shown, shown, f"{len(kept)}处一致")


def _in_tables(page: Page) -> Iterator[Relation]:
    """A long amount of the running text that stands in a table without its unit."""
    bare: dict[Fraction, list[Statement]] = defaultdict(list)
    for cell in page.statements:
        if not cell.dimension and not cell.bound and cell.digits >= _FEW and cell.places:
            bare[cell.value].append(cell)
    for said in page.statements if bare else ():
        cells = bare.get(said.value / said.factor, []) if said.is_money and said.digits >= _FEW else []
        if cells:
            spans = page.spans([said, *cells[:_MANY]])
            yield Relation(Kind.CONFLICT, Verdict.OK, spans, said.shown, said.shown, "与表中的数一致")


def _alike(same: list[Statement]) -> list[Statement]:
    """Statements of one value that speak of one thing: many digits, or a common noun."""
    if len(same) < 2:
        return []
    first = same[0]
    long = first.digits >= (4 if first.is_money else 3) and not first.is_share
    kept = [first]
    nouns = _pairs(_key(first))
    for other in same[1:]:
        common = nouns & _pairs(_key(other))
        if other.level and first.level and other.level != first.level:
            continue
        if long or len(common) >= (4 if other.is_share or other.digits < 2 else 2):
            kept.append(other)
    return kept if any(a.sentence != b.sentence or a.digits > 2 for a, b in pairwise(kept)) else []


def _key(statement: Statement) -> str:
    return _NOISE.sub("", statement.subject[-30:]) + ("" if statement.is_money else statement.tail[:4])


def _pairs(key: str) -> set[str]:
    return {key[k : k + 2] for k in range(len(key) - 1)}


def _disagreeing(page: Page, relations: Sequence[Relation]) -> Iterator[Relation | Finding]:
    groups: dict[tuple[str, str], list[tuple[str, Statement]]] = defaultdict(list)
    for statement in page.statements:
        key = _fact_key(statement)
        if key:
            groups[statement.dimension, key[-_MINIMUM:]].append((key, statement))
    for alike in groups.values():
        for noun, group in _same_noun(alike):
            if len({statement.scaled for statement in group}) == 2 and len(group) <= _FEW:
                yield from _compare(page, noun, group, relations)


def _same_noun(alike: list[tuple[str, Statement]]) -> Iterator[tuple[str, list[Statement]]]:
    """Split statements whose nouns end alike into those where one whole noun ends the others."""
    rest = alike
    while rest:
        noun = min((key for key, _ in rest), key=len)
        yield noun, [s for key, s in rest if key.endswith(noun) and not _OTHER_TIME.search(key.removesuffix(noun))]
        rest = [(key, s) for key, s in rest if not key.endswith(noun)]


def _miscopied(page: Page) -> Iterator[Relation | Finding]:
    """Two long amounts one slip apart, said in the same words: a copying slip."""
    long = [
        s
        for s in page.statements
        if s.digits >= _LONG and len(s.subject) > 2 and s.is_money and not (s.change or s.bound or s.rough)
    ]
    by_words: dict[str, list[Statement]] = defaultdict(list)
    for statement in long:
        words = re.sub(r"[^\u4e00-\u9fff]", "", statement.subject)[-4:]
        if len(words) > 2:
            by_words[words].append(statement)
    for group in by_words.values():
        for first, second in pairwise(group[:_MANY]):
            apart = (
                second.start - first.end >= _APART
                and not _years_differ(page, first, second)
                and not _both_parts(first, second)
            )
            if (
                first.scaled != second.scaled
                and apart
                and first.level == second.level
                and one_slip(first, second.value)
            ):
                yield from _slip(page, first, second)


def _slip(page: Page, first: Statement, second: Statement) -> Iterator[Relation | Finding]:
    spans = page.spans([first, second])
    yield Relation(Kind.CONFLICT, Verdict.WRONG, spans, second.shown, first.shown, "两处只差一个数字")
    message = f"一处写{first.shown}，一处写{second.shown}，只差一处数字"
    yield report("T302", message, spans, stated=second.shown, expected=first.shown)


def _fact_key(statement: Statement) -> str:
    """The noun of a fact that a report states once and then repeats; empty if it is too general."""
    if not (statement.is_money or statement.dimension == "points") or not statement.scaled:
        return ""
    if len(statement.subject) < _SHORTEST:
        return ""
    if statement.change or statement.bound or statement.rough or statement.depth or _SUPPOSED.search(statement.lead):
        return ""
    key = _NOISE.sub("", statement.subject)
    key = re.sub(
        r"^.*(?:下达|安排|收到|获得|人民政府|局|投入|实施|包含|用于)|^(?:年|为|在|和|及|与|于|共|对)+", "", key
    )
    if statement.dimension == "points" and not _SCORED.search(key):
        return ""
    least = 4 if statement.dimension == "points" else _MINIMUM
    return "" if len(key) < least or _GENERIC.match(key) else key


def _compare(
    page: Page, key: str, group: list[Statement], relations: Sequence[Relation]
) -> Iterator[Relation | Finding]:
    first = group[0]
    second = next(statement for statement in group if statement.scaled != first.scaled)
    if (
        _both_parts(first, second)
        or second.start - first.end < _APART
        or _years_differ(page, first, second)
        or _listed_apart(page, first, second)
    ):
        return
    fits = [statement for statement in (first, second) if _supported(page, statement, relations)]
    if len(fits) == 2:
        return
    spans = page.spans([first, second])
    gravity = Severity.INFO if _far_apart(first, second) else None
    yield Relation(Kind.CONFLICT, Verdict.WRONG, spans, second.shown, first.shown, f"“{key}”两处不一致")
    if len(fits) == 1:
        right, wrong = fits[0], second if fits[0] is first else first
        message = f"“{key}”一处写{first.shown}，一处写{second.shown}；{right.shown}与文中其他数字相符"
        yield report("T301", message, spans, stated=wrong.shown, expected=right.shown, severity=gravity)
        return
    message = f"“{key}”一处写{first.shown}，一处写{second.shown}"
    yield report("T302", message, spans, stated=second.shown, expected=first.shown, severity=gravity)


def _far_apart(first: Statement, second: Statement) -> bool:
    """Whether two amounts differ so much that they are likelier of two things than one miswritten."""
    gap = abs(first.value - second.value)
    return first.is_money and gap * _TENTH > max(first.value, second.value) and not one_slip(first, second.value)


def _both_parts(first: Statement, second: Statement) -> bool:
    """Whether each stands in a list of parts: parts of two totals may bear one name."""
    return bool(_PART.search(first.lead) and _PART.search(second.lead))


def _years_differ(page: Page, first: Statement, second: Statement) -> bool:
    a, b = _year(page, first), _year(page, second)
    return bool(a and b and a != b)


def _year(page: Page, statement: Statement) -> str:
    window = page.text[max(statement.start - 80, 0) : statement.start]
    found = _YEAR.findall(window[max(window.rfind("。"), window.rfind("\n")) + 1 :])
    return str(found[-1]) if found else ""


def _listed_apart(page: Page, first: Statement, second: Statement) -> bool:
    """Whether the two stand under different numbered entries of one list, that is of two projects."""
    window = page.text[first.end : second.start]
    return len(re.findall(r"\n(?:\d{1,2}[.、]|\(\d{1,2}\))|项目名称|单位名称", window)) > 2


def _supported(page: Page, statement: Statement, relations: Sequence[Relation]) -> bool:
    at = page.folded.origin(statement.start)
    return any(
        relation.verdict is Verdict.OK
        and relation.kind in (Kind.SUM, Kind.SCORE_SUM, Kind.RATIO, Kind.GROWTH)
        and any(span.start <= at < span.end for span in relation.spans)
        for relation in relations
    )
