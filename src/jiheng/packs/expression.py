"""The formulas of derived measures: a closed grammar of numbers, names, + - × ÷ and a few functions.

There is nothing else: no calls, no conditions, no access to anything but named exact values::

    formula = term {("+" | "-") term}
    term    = factor {("*" | "/") factor}
    factor  = "-" factor | number ["%"] | name | function "(" formula {"," formula} ")" | "(" formula ")"

The functions are 最小, 最大, 平均, 绝对值, 向上取整, 向下取整, 工作日数(起, 止), 名次(数, 组) and 升序名次(数, 组).

Names are Chinese words and need no quotes; × ÷ and full-width signs are read like * / and half-width ones.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil, floor
from operator import gt, lt
from typing import Literal, NamedTuple, Protocol

MAX_LENGTH = 1000
MAX_DEPTH = 30
MAX_TOKENS = 200

Sign = Literal["+", "-", "*", "/"]
Extreme = Literal["最小", "最大"]
Function = Literal["平均", "绝对值", "向上取整", "向下取整", "工作日数", "名次", "升序名次"]


class Around(Protocol):
    """What functions ask beside the values: the calendar, the members of a group."""

    def workdays(self, start: Fraction, end: Fraction) -> Fraction:
        """Working days after ``start`` up to ``end``, both as counted days."""

    def members(self, group: str) -> tuple[Fraction, ...]:
        """The values of the members of a group."""


class FormulaError(ValueError):
    """The text is not a formula; ``column`` counts characters from 1."""

    def __init__(self, problem: str, column: int) -> None:
        self.problem = problem
        self.column = column
        super().__init__(f"第 {column} 个字符处：{problem}")


class Undefined(ArithmeticError):  # noqa: N818 - the value is undefined, which is a result and not an error
    """The formula has no value because ``divisor`` is 0."""

    def __init__(self, divisor: str) -> None:
        self.divisor = divisor
        super().__init__(f"除数“{divisor}”为 0")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as written: ``95%`` is 0.95."""

    value: Fraction
    written: str

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True, slots=True)
class Name:
    """A measure or a dated value of the pack."""

    name: str

    def __str__(self) -> str:
        return self.name if _BARE.fullmatch(self.name) else f"“{self.name}”"


@dataclass(frozen=True, slots=True)
class Negative:
    """−x."""

    operand: Term

    def __str__(self) -> str:
        return f"-{self.operand}" if isinstance(self.operand, Number | Name | Choose | Call) else f"-({self.operand})"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two terms joined by a sign."""

    sign: Sign
    left: Term
    right: Term

    def __str__(self) -> str:
        rank = _rank(self)
        left = f"({self.left})" if _rank(self.left) < rank else str(self.left)
        right = f"({self.right})" if _rank(self.right) <= rank else _bracketed(self.right)
        return f"{left} {_SHOWN[self.sign]} {right}"


@dataclass(frozen=True, slots=True)
class Choose:
    """The smallest or the largest of several terms."""

    which: Extreme
    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return f"{self.which}({', '.join(map(str, self.terms))})"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of several terms that is no extreme."""

    function: Function
    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.terms))})"


Term = Number | Name | Negative | Binary | Choose | Call

_SHOWN: dict[Sign, str] = {"+": "+", "-": "-", "*": "×", "/": "÷"}


_BARE = re.compile(r"[^\W\d]\w*")


def _rank(term: Term) -> int:
    """How tightly a term binds: sums 1, products 2, all else 3."""
    if isinstance(term, Binary):
        return 1 if term.sign in "+-" else 2
    return 3


def _bracketed(term: Term) -> str:
    return f"({term})" if isinstance(term, Negative) else str(term)


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed formula."""

    root: Term

    def names(self) -> tuple[str, ...]:
        """The names in it, each once, in reading order."""
        return tuple(dict.fromkeys(_names(self.root)))

    def evaluate(self, values: Mapping[str, Fraction], around: Around | None = None) -> Fraction:
        """Compute the exact value; ``around`` is asked by the functions that need more than values.

        Raises:
            KeyError: a name has no value.
            Undefined: a divisor is 0.
        """
        return _value(self.root, values, around)

    def ratio(self) -> tuple[Term, Term] | None:
        """Numerator and denominator, when the whole formula is one division."""
        if isinstance(self.root, Binary) and self.root.sign == "/":
            return self.root.left, self.root.right
        return None

    def __str__(self) -> str:
        return str(self.root)


def _names(term: Term) -> Iterator[str]:
    match term:
        case Name(name):
            yield name
        case Negative(operand):
            yield from _names(operand)
        case Binary(_, left, right):
            yield from _names(left)
            yield from _names(right)
        case Choose(_, terms) | Call(_, terms):
            for each in terms:
                yield from _names(each)
        case Number():
            return


_ADDING: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def _value(term: Term, values: Mapping[str, Fraction], around: Around | None) -> Fraction:  # noqa: PLR0911 - one case for each kind of term
    match term:
        case Number(value):
            return value
        case Name(name):
            return values[name]
        case Negative(operand):
            return -_value(operand, values, around)
        case Choose(which, terms):
            found = [_value(each, values, around) for each in terms]
            return min(found) if which == "最小" else max(found)
        case Call(function, terms):
            return _called(function, terms, [_value(each, values, around) for each in terms], around)
        case Binary("/", left, right):
            return _quotient(_value(left, values, around), _value(right, values, around), right)
        case Binary(sign, left, right):
            return _ADDING[sign](_value(left, values, around), _value(right, values, around))


_CALLS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "平均": lambda found: sum(found, Fraction(0)) / len(found),
    "绝对值": lambda found: abs(found[0]),
    "向上取整": lambda found: Fraction(ceil(found[0])),
    "向下取整": lambda found: Fraction(floor(found[0])),
}


def _called(function: Function, terms: tuple[Term, ...], found: list[Fraction], around: Around | None) -> Fraction:
    if function in _CALLS:
        return _CALLS[function](found)
    if around is None:
        raise KeyError(function)
    if function == "工作日数":
        return around.workdays(found[0], found[1])
    group = terms[1]
    assert isinstance(group, Name)
    beaten = gt if function == "名次" else lt
    return Fraction(1 + sum(beaten(each, found[0]) for each in around.members(group.name)))


def _quotient(numerator: Fraction, denominator: Fraction, divisor: Term) -> Fraction:
    if denominator == 0:
        raise Undefined(str(divisor))
    return numerator / denominator


class _Token(NamedTuple):
    kind: Literal["number", "name", "sign", "end"]
    text: str
    column: int


_PLAIN_SIGNS = str.maketrans("＋－−×＊÷／（），％．０１２３４５６７８９", "+--**//(),%.0123456789")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?%?)|[“\"](?P<quoted>[^“”\"]+)[”\"]|(?P<name>[^\W\d]\w*)|(?P<sign>[-+*/(),]))"
)
_FUNCTIONS = {
    "最小": (2, 0),
    "最大": (2, 0),
    "平均": (2, 0),
    "绝对值": (1, 1),
    "向上取整": (1, 1),
    "向下取整": (1, 1),
    "工作日数": (2, 2),
    "名次": (2, 2),
    "升序名次": (2, 2),
}
"""Function → fewest and most terms; 0: as many as one likes."""
FUNCTIONS = tuple(_FUNCTIONS)


def _tokens(text: str) -> Iterator[_Token]:
    plain = text.translate(_PLAIN_SIGNS).rstrip()
    at = 0
    while at < len(plain):
        found = _TOKEN.match(plain, at)
        if found is None:
            column = at + len(plain[at:]) - len(plain[at:].lstrip()) + 1
            raise FormulaError(
                f"不认识“{plain[column - 1]}”，只能用数字、名称、+ - × ÷、括号和 最小、最大、平均 等函数", column
            )
        kind = found.lastgroup or ""
        column = found.start(kind) + 1
        at = found.end()
        yield _Token("name" if kind == "quoted" else kind, found[kind], column)  # type: ignore[arg-type]  # groups are named as kinds
    yield _Token("end", "", len(plain) + 1)


class _Parser:
    """Recursive descent over the tokens."""

    def __init__(self, text: str) -> None:
        self.rest = _tokens(text)
        self.token = next(self.rest)
        self.depth = 0
        self.taken = 0

    def whole(self) -> Term:
        """The formula, and nothing after it."""
        term = self.sum()
        if self.token.kind != "end":
            raise FormulaError(f"“{self.token.text}”前缺少运算符", self.token.column)
        return term

    def sum(self) -> Term:
        term = self.product()
        while self.token.text in ("+", "-"):
            sign = self._take().text
            term = Binary(sign, term, self.product())  # type: ignore[arg-type]  # a sign, as just looked at
        return term

    def product(self) -> Term:
        term = self.factor()
        while self.token.text in ("*", "/"):
            sign = self._take().text
            term = Binary(sign, term, self.factor())  # type: ignore[arg-type]  # a sign, as just looked at
        return term

    def factor(self) -> Term:
        token = self._take()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(f"括号或负号超过 {MAX_DEPTH} 层", token.column)
        term = self._factor(token)
        self.depth -= 1
        return term

    def _factor(self, token: _Token) -> Term:
        if token.kind == "number":
            return Number(_number(token.text), token.text)
        if token.kind == "name":
            return self._named(token)
        if token.text == "-":
            return Negative(self.factor())
        if token.text == "(":
            term = self.sum()
            self._expect(")", token)
            return term
        raise FormulaError("公式不完整" if token.kind == "end" else f"“{token.text}”前缺少数字或名称", token.column)

    def _named(self, token: _Token) -> Term:
        if token.text not in _FUNCTIONS:
            return Name(token.text)
        opened = self._expect("(", token)
        terms = [self.sum()]
        while self.token.text == ",":
            self._take()
            terms.append(self.sum())
        self._expect(")", opened)
        least, most = _FUNCTIONS[token.text]
        if len(terms) < least or (most and len(terms) > most):
            wanted = f"要有 {least} 项" if most else f"至少要有{'两' if least == 2 else '一'}项"
            raise FormulaError(f"{token.text}(…) 里{wanted}，用逗号隔开", token.column)
        if "名次" in token.text and not isinstance(terms[1], Name):
            raise FormulaError(f"{token.text}(…) 的第二项应是一组单位的数据名称", token.column)
        if token.text in ("最小", "最大"):
            return Choose(token.text, tuple(terms))  # type: ignore[arg-type]  # one of the two
        return Call(token.text, tuple(terms))  # type: ignore[arg-type]  # one of _FUNCTIONS

    def _take(self) -> _Token:
        taken = self.token
        self.taken += 1
        if self.taken > MAX_TOKENS:
            raise FormulaError(f"公式超过 {MAX_TOKENS} 个名称和符号", taken.column)
        self.token = next(self.rest, taken)
        return taken

    def _expect(self, text: str, after: _Token) -> _Token:
        if self.token.text != text:
            raise FormulaError(f"“{after.text}”之后缺少“{text}”", self.token.column)
        return self._take()


def _number(text: str) -> Fraction:
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


@cache
def parse(text: str) -> Expression:
    """Parse a formula.

    Raises:
        FormulaError: what is wrong, and at which character.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"公式超过 {MAX_LENGTH} 个字符", MAX_LENGTH + 1)
    return Expression(_Parser(text).whole())
