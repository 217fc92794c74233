"""The formula of each line with its numbers in it, method by method."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from jiheng.packs.expression import Binary, Choose, Name, Negative, Number, Term
from jiheng.packs.method import (
    AllOrNothing,
    Bands,
    Completion,
    Linear,
    OneOf,
    Proportional,
    Qualitative,
    Step,
)
from jiheng.scoring.explain import words
from jiheng.scoring.explain.reach import Reach, is_full, reach
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.rows import State


def because(subject: Subject, leaf: Leaf) -> str:
    """Why the leaf scored what it did."""
    told = _because(subject, leaf)
    if leaf.lost and is_full(leaf):
        return f"{told}（分值 {words.points(leaf.weight)}，得分按规则四舍五入保留 {subject.places} 位小数）"
    return told


def _because(subject: Subject, leaf: Leaf) -> str:
    if leaf.of_rows is not None:
        return _OF_ROWS[leaf.of_rows](subject, leaf)
    if leaf.entry.state != State.GIVEN:
        return _without_value(subject, leaf)
    method = leaf.entry.rule.method
    return _BY_METHOD[type(method)](subject, leaf, method)


def _one_of(_: Subject, leaf: Leaf, method: OneOf) -> str:
    choice = method.choices[leaf.entry.choice]
    product = f"{words.points(leaf.weight)} × {words.share(choice.share)} = {words.points(leaf.score)}"
    return f"所选情形为“{choice.name}”，得分值的 {words.share(choice.share)}；{product}"


def _without_value(subject: Subject, leaf: Leaf) -> str:
    entry = leaf.entry
    if entry.state == State.MISSING:
        return f"缺少数据：{entry.why}。未填不等于零，补齐之前计 0 分"
    if entry.state == State.KEPT:
        return f"不适用（{entry.why}），按规则保留 {words.points(leaf.weight)}"
    if leaf.node.not_applicable.rule == "zero" or leaf.weight:
        return f"不适用（{entry.why}），按规则计 0 分"
    to = next((node.name for node in subject.pack.nodes() if node.code == moved_to(subject, leaf)), "")
    return f"不适用（{entry.why}），分值已移入“{to}”"


def moved_to(subject: Subject, leaf: Leaf) -> str:
    """The code of the level that received the points of a leaf."""
    chain = [node for node in subject.pack.nodes() if leaf.node.code in {each.code for each in node.walk()}]
    return next((node.not_applicable.to for node in chain if node.not_applicable.rule == "move"), "")


def value(subject: Subject, leaf: Leaf) -> str:
    """The actual value with what it was computed from: ``支出数 … ÷ 调整后预算数 … = 94.98%``."""
    entry = leaf.entry
    assert entry.actual is not None
    if entry.measured is None:
        return f"{leaf.name} {leaf.value_text(entry.actual)}"
    formula = subject.formula(entry.measured.name)
    result = leaf.value_text(entry.actual)
    if formula is None:
        return f"{entry.measured.name} {result}"
    return f"{_written(subject, formula.root)} = {result}"


def _written(subject: Subject, term: Term) -> str:
    """A formula with the value beside each name."""
    match term:
        case Name(name=name):
            return subject.figure(name)
        case Number(written=written):
            return written
        case Negative(operand=operand):
            return f"−{_bracketed(subject, operand, inside='*', right=True)}"
        case Choose(which=which, terms=terms):
            return f"{which}（{'，'.join(_written(subject, each) for each in terms)}）"
        case Binary(sign=sign, left=left, right=right):
            signs = {"+": "＋", "-": "−", "*": "×", "/": "÷"}
            first = _bracketed(subject, left, inside=sign, right=False)
            return f"{first} {signs[sign]} {_bracketed(subject, right, inside=sign, right=True)}"
    raise AssertionError(term)


def _bracketed(subject: Subject, term: Term, *, inside: str, right: bool) -> str:
    """The operand of a sign, in brackets where it would be read wrongly without them."""
    text = _written(subject, term)
    if not isinstance(term, Binary):
        return text
    looser = term.sign in "+-" and (inside in "*/" or (right and inside == "-"))
    return f"（{text}）" if looser or (right and inside == "/") else text


def _product(subject: Subject, leaf: Leaf, portion: Fraction) -> str:
    told = words.telling(Fraction(leaf.weight), portion, subject.places)
    return f"{words.points(leaf.weight)} × {told} = {words.points(leaf.score)}"


def _proportional(subject: Subject, leaf: Leaf, method: Proportional) -> str:
    found = reach(leaf.entry)
    told, goal = value(subject, leaf), leaf.value_text(found.target)
    if found.completion is None:
        return f"{told}，目标{_side(found)} {goal}，{_verdict(leaf, reached=found.reached)}"
    if found.failed:
        return f"{told}，完成率 {words.share(found.completion)} 低于及格线 {words.share(method.pass_at or Fraction(0))}，计 0 分"
    if found.completion < 0:
        return f"{told}，为负数，计 0 分"
    if found.over:
        return f"{told}，为目标 {goal} 的 {words.share(found.completion)}，{_over(subject, leaf, found)}"
    if found.completion >= 1:
        return f"{told}，达到目标 {goal}，得满分 {words.points(leaf.score)}"
    return f"{told}{_quotient(leaf, found, goal)}；{_product(subject, leaf, found.completion)}"


def _side(found: Reach) -> str:
    return {"≥": "不低于", "≤": "不高于", "=": "等于", ">": "高于", "<": "低于"}.get(found.operator, "")


def _verdict(leaf: Leaf, *, reached: bool) -> str:
    return f"已达到，得满分 {words.points(leaf.weight)}" if reached else "未达到，计 0 分"


def _quotient(leaf: Leaf, found: Reach, goal: str) -> str:
    """Nothing for a measure that is a share of 1 itself; otherwise the division by or of the target."""
    assert found.completion is not None
    actual = leaf.entry.actual
    if found.target == 1 and not found.inverse:
        return "" if leaf.unit == "%" else f" ÷ 目标 {goal} = {words.share(found.completion)}"
    if found.inverse:
        return f"；目标 {goal} ÷ 实际 {leaf.value_text(actual or Fraction(0))} = {words.share(found.completion)}"
    return (
        f" ÷ 目标 {goal} = {words.share(found.completion)}"
        if leaf.entry.measured is None
        else (f"；÷ 目标 {goal} = {words.share(found.completion)}")
    )


def _over(subject: Subject, leaf: Leaf, found: Reach) -> str:
    over = leaf.entry.rule.over
    assert over is not None
    assert found.completion is not None
    above = f"{'达到' if over.including else '超过'} {words.share(over.above)}"
    if over.effect == "deduct":
        full = f"{words.points(leaf.weight)} − {words.points(over.lose * 10**4)}"
        return f"{above}，扣 {words.points(over.lose * 10**4)}：{full} = {words.points(leaf.score)}"
    beyond = words.share(found.completion - over.above)
    return f"{above}的部分 {beyond} 从得分比例中扣除：{_product(subject, leaf, Fraction(leaf.score, leaf.weight or 1))}"


_HOLDS = {"≥": "不低于", "≤": "不超过", "=": "等于", ">": "高于", "<": "低于"}
_FAILS = {"≥": "低于", "≤": "超过", "=": "不等于", ">": "不高于", "<": "不低于"}


def _all_or_nothing(subject: Subject, leaf: Leaf, method: AllOrNothing) -> str:
    target = (leaf.entry.target if leaf.entry.rule.own else method.target) or Fraction(0)
    told, goal = value(subject, leaf), leaf.value_text(target)
    if leaf.score:
        return f"{told}，{_HOLDS[method.operator]} {goal}，符合要求，得满分 {words.points(leaf.score)}"
    return f"{told}，{_FAILS[method.operator]} {goal}，不符合要求，计 0 分"


def _step(subject: Subject, leaf: Leaf, method: Step) -> str:
    actual = leaf.entry.actual or Fraction(0)
    target = (leaf.entry.target if leaf.entry.rule.own else method.target) or Fraction(0)
    short = target - actual if method.operator == "≥" else actual - target
    goal, told = leaf.value_text(target), value(subject, leaf)
    if short <= 0:
        return (
            f"{told}，{'不低于' if method.operator == '≥' else '不超过'} {goal}，不扣分，得 {words.points(leaf.score)}"
        )
    side = "低" if method.operator == "≥" else "高"
    compared = f"，比 {goal} {side} {leaf.gap_text(short)}" if target else ""
    counted = {"whole": "每满", "begun": "每", "proportional": "按比例，每"}[method.part]
    rate = f"{counted} {leaf.gap_text(method.per)}扣 {words.points(method.lose * 10**4)}"
    begun = "（不足一步按一步计）" if method.part == "begun" else ""
    if not leaf.lost:
        return f"{told}{compared}，{rate}，未满一步，不扣分，得 {words.points(leaf.score)}"
    limit = "，扣完为止" if not leaf.score else ""
    if method.at_most is not None and leaf.lost >= method.at_most * 10**4:
        limit = f"，最多扣 {words.points(method.at_most * 10**4)}"
    return (
        f"{told}{compared}，{rate}{begun}{limit}；"
        f"{words.points(leaf.weight)} − {words.points(leaf.lost)} = {words.points(leaf.score)}"
    )


def _bands(subject: Subject, leaf: Leaf, method: Bands) -> str:
    floors = sorted((band.at_least, band.share) for band in method.bands if band.at_least is not None)
    actual = leaf.entry.actual or Fraction(0)
    above = next((floor for floor, _ in floors if floor > actual), None)
    below = next((floor for floor, _ in reversed(floors) if floor <= actual), None)
    low = f"{leaf.value_text(below)} 及以上" if below is not None else ""
    high = f"低于 {leaf.value_text(above)}" if above is not None else ""
    band = "、".join(part for part in (low, high) if part)
    portion = next((share for floor, share in reversed(floors) if floor <= actual), None)
    if portion is None:
        portion = next((each.share for each in method.bands if each.at_least is None), Fraction(0))
    return (
        f"{value(subject, leaf)}，属“{band}”一档，得分值的 {words.share(portion)}：{_product(subject, leaf, portion)}"
    )


def _linear(subject: Subject, leaf: Leaf, method: Linear) -> str:
    actual = leaf.entry.actual or Fraction(0)
    portion = (actual - method.zero_at) / (method.full_at - method.zero_at)
    zero, full = leaf.value_text(method.zero_at), leaf.value_text(method.full_at)
    told = value(subject, leaf)
    if portion >= 1:
        return f"{told}，达到满分点 {full}，得满分 {words.points(leaf.score)}"
    if portion <= 0:
        return f"{told}，未优于零分点 {zero}，计 0 分"
    way = f"（{leaf.value_text(actual)} − {zero}）÷（{full} − {zero}）= {words.share(portion)}"
    return f"{told}；{zero} 计 0 分、{full} 计满分，按直线计算：{way}；{_product(subject, leaf, portion)}"


def _qualitative(_: Subject, leaf: Leaf, method: Qualitative) -> str:
    coefficient = leaf.entry.actual or Fraction(0)
    told = f"系数 {words.share(coefficient)}"
    if leaf.entry.choice >= 0:
        level = method.levels[leaf.entry.choice]
        told = f"等级“{level.name}”（{words.share(level.low)} 至 {words.share(level.high)}），取{told}"
    return f"{told}；{words.points(leaf.weight)} × {words.share(coefficient)} = {words.points(leaf.score)}"


def _checklist(_: Subject, leaf: Leaf) -> str:
    marks: dict[str, list[str]] = {}
    for entry in leaf.entries:
        assert entry.check is not None
        marks.setdefault(_answer(entry.state, entry.actual), []).append(
            f"“{entry.check.name}”{words.points(entry.weight)}"
        )
    whole = len(leaf.entries)
    if len(marks.get("符合", ())) == whole:
        return f"{whole} 项全部符合，得满分 {words.points(leaf.score)}"
    told = "；".join(f"{mark}：{words.listed(items)}" for mark, items in marks.items() if mark != "符合")
    return f"{whole} 项中 {len(marks.get('符合', ()))} 项符合；{told}；得 {words.points(leaf.score)}"


def _answer(state: State, holds: Fraction | None) -> str:
    if state == State.GIVEN:
        return "符合" if holds else "不符合"
    return "不适用（保留分值）" if state == State.KEPT else "未作答（计 0 分）"


def _completion(subject: Subject, leaf: Leaf) -> str:
    shares = [reach(entry).share for entry in leaf.entries]
    mean = sum((each.share * share for each, share in zip(leaf.entries, shares, strict=True)), Fraction(0))
    method = leaf.node.method
    assert isinstance(method, Completion)
    way = {"plain": "平均", "weight": "按权重加权平均", "amount": "按金额加权平均"}[method.weighting]
    short = [
        f"{entry.indicator.name} {_missing_or(entry.state, share)}"
        for entry, share in zip(leaf.entries, shares, strict=True)
        if share < 1 and entry.indicator is not None
    ]
    count = len(leaf.entries)
    if not short:
        return f"{count} 项指标全部完成，得满分 {words.points(leaf.score)}"
    told = f"{count} 项指标{way}完成 {words.telling(Fraction(leaf.weight), mean, subject.places)}，未全部完成的有：{words.listed(short)}"
    return f"{told}；{_product(subject, leaf, mean)}"


def _missing_or(state: State, share: Fraction) -> str:
    return "未填（计 0）" if state == State.MISSING else words.share(share)


_OF_ROWS: dict[str, Callable[[Subject, Leaf], str]] = {"checklist": _checklist, "completion": _completion}
_BY_METHOD: dict[type, Callable[[Subject, Leaf, Any], str]] = {
    Proportional: _proportional,
    AllOrNothing: _all_or_nothing,
    Step: _step,
    Bands: _bands,
    Linear: _linear,
    Qualitative: _qualitative,
    OneOf: _one_of,
}
