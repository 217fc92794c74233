"""What reasons and ways share: a value with its formula, a product, how to come to a threshold."""

from __future__ import annotations

from dataclasses import dataclass
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
    if formula is None:
        return f"{name} {result}"
    decided_below_two = result.endswith("%") and len(result.partition(".")[2]) > len("00%")
    return f"{_Formula(subject, whole=decided_below_two).written(formula.root)} = {result}"


@dataclass(frozen=True, slots=True)
class _Formula:
    """A formula with the value beside each name; ``whole``: amounts to the 分, because rounded ones give another rate."""

    subject: Subject
    whole: bool

    def written(self, term: Term) -> str:
        """The term with its values."""
        match term:
            case Name(name=name):
                return self.subject.figure(name, whole=self.whole)
            case Number(written=written):
                return written
            case Negative(operand=operand):
                return f"−{self._bracketed(operand, inside='*', right=True)}"
            case Choose(which=which, terms=terms) | Call(function=which, terms=terms):
                return f"{which}（{'，'.join(self.written(each) for each in terms)}）"
            case Binary(sign=sign, left=left, right=right):
                signs = {"+": "＋", "-": "−", "*": "×", "/": "÷"}
                first = self._bracketed(left, inside=sign, right=False)
                return f"{first} {signs[sign]} {self._bracketed(right, inside=sign, right=True)}"
        raise AssertionError(term)

    def _bracketed(self, term: Term, *, inside: str, right: bool) -> str:
        """The operand of a sign, in brackets where it would be read wrongly without them."""
        text = self.written(term)
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
    return f"{name}再{verb} {leaf.gap_text(abs(goal - actual), Fraction(0))}，{bound}，{gained}"


def _named(leaf: Leaf) -> str:
    if leaf.entry.measured:
        return leaf.name
    return f"“{leaf.entry.indicator.name if leaf.entry.indicator else leaf.node.name}”"


def _less_of(subject: Subject, pair: tuple[str, str], goal: Fraction) -> str:
    upper, lower = (subject.measures[name] for name in pair)
    excess = (upper.value or Fraction(0)) - goal * (lower.value or 0)
    return f"{upper.name}减少 {words.needed(excess, upper.unit)}"
