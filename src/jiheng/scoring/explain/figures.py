"""What reasons and ways share: a value with its formula, a product, how to come to a threshold."""

from __future__ import annotations

from fractions import Fraction

from jiheng.core.exact import Points, half_up
from jiheng.packs.expression import Binary, Call, Choose, Name, Negative, Number, Term
from jiheng.scoring.explain import words
from jiheng.scoring.explain.losses import more_of
from jiheng.scoring.explain.subject import Leaf, Subject


def value(subject: Subject, leaf: Leaf) -> str:
    """The actual value with what it was computed from: ``支出数 … ÷ 调整后预算数 … = 94.98%``."""
    entry = leaf.entry
    assert entry.actual is not None
    if entry.measured is None:
        return f"{leaf.name} {leaf.value_text(entry.actual)}"
    told = _of_measure(subject, leaf, entry.measured.name, entry.actual)
    if entry.other is None or entry.other.value is None:
        return told
    other = _of_measure(subject, leaf, entry.other.name, entry.other.value)
    return f"{told}（与“{entry.other.name}”比较后采用；{other}）"


def _of_measure(subject: Subject, leaf: Leaf, name: str, actual: Fraction) -> str:
    formula = subject.formula(name)
    result = leaf.value_text(actual)
    return f"{name} {result}" if formula is None else f"{_written(subject, formula.root)} = {result}"


def _written(subject: Subject, term: Term) -> str:
    """A formula with the value beside each name."""
    match term:
        case Name(name=name):
            return subject.figure(name)
        case Number(written=written):
            return written
        case Negative(operand=operand):
            return f"−{_bracketed(subject, operand, inside='*', right=True)}"
        case Choose(which=which, terms=terms) | Call(function=which, terms=terms):
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


def product(subject: Subject, leaf: Leaf, portion: Fraction) -> str:
    """Weight times share, as a reader would check it."""
    told = words.telling(Fraction(leaf.weight), portion, subject.places)
    return f"{words.points(leaf.weight)} × {told} = {words.points(leaf.score)}"


def target(leaf: Leaf, of_pack: Fraction) -> Fraction:
    """The row's own target, or the pack's."""
    return (leaf.entry.target or Fraction(0)) if leaf.entry.rule.own else of_pack


def gain(subject: Subject, leaf: Leaf, portion: Fraction) -> int:
    """Points more than now at a share of the weight."""
    exact: Fraction = leaf.weight * portion
    step: int = 10 ** (Points.PLACES - subject.places)
    return half_up(exact.numerator, exact.denominator * step) * step - leaf.score


def towards(subject: Subject, leaf: Leaf, goal: Fraction, operator: str, more: int) -> str:
    """What has to change for the value to hold ``operator goal``, which brings ``more`` points."""
    actual = leaf.entry.actual
    assert actual is not None
    told, gained = leaf.value_text(goal), f"多得 {words.points(more)}"
    pair = subject.pair(leaf.entry.measured.name) if leaf.entry.measured else None
    if pair and operator in ("≥", ">") and goal > actual:
        return f"{more_of(subject, pair, goal)}可达 {told}，{gained}"
    if pair and operator in ("≤", "<") and goal < actual:
        return f"{_less_of(subject, pair, goal)}可降到 {told}，{gained}"
    verb = "提高" if goal > actual else "降低"
    name = _named(leaf)
    bound = {">": f"高于 {told}", "<": f"低于 {told}"}.get(operator, f"达到 {told}")
    if goal == actual:
        return f"{name}须{bound}，{gained}"
    return f"{name}再{verb} {leaf.gap_text(abs(goal - actual))}，{bound}，{gained}"


def _named(leaf: Leaf) -> str:
    if leaf.entry.measured:
        return leaf.name
    return f"“{leaf.entry.indicator.name if leaf.entry.indicator else leaf.node.name}”"


def _less_of(subject: Subject, pair: tuple[str, str], goal: Fraction) -> str:
    upper, lower = (subject.measures[name] for name in pair)
    excess = (upper.value or Fraction(0)) - goal * (lower.value or 0)
    return f"{upper.name}减少 {words.spoken(words.ceiling(excess, upper.unit), upper.unit)}"
