"""Formulas that the text writes out: operators between numbers, with words or units in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.text.claims.claim import Bound, Claim, claim
from jiheng.checks.text.equation import Given, Number, Op, Term, numbers
from jiheng.checks.text.page import Page
from jiheng.checks.text.quantity import Told
from jiheng.checks.text.statement import Statement

_SIGNS = {"×": "×", "*": "×", "✕": "×", "÷": "÷", "/": "÷", "+": "+", "-": "-", "–": "-"}
_OPERATOR = re.compile(r"[×*✕÷/+\-–()=≈]")
_WORDS = re.compile(r"[\u4e00-\u9fff、A-Za-z\"]{0,16}$")
_PLUS_CHAIN = re.compile(r"\([\d.,+\u4e00-\u9fff%]{3,120}\)")
_STOP = re.compile(r"[。;:!?\n|]")
_COMMA = re.compile(r",(?!\d{3})")
_LONGEST = 300
_WEIGHT_DIGITS = 2
_HUNDRED = Given(Fraction(1), "100%")


@dataclass(frozen=True, slots=True)
class _Token:
    """A sign or a number of a formula."""

    sign: str
    of: Statement | None = None


def claims(told: Told) -> Iterator[Claim]:
    """Every formula with its result."""
    page = told.page
    for at in _equals(page.text):
        yield from _equation(told, at)
    yield from _chains(told)


def _equals(text: str) -> Iterator[int]:
    at = -1
    for char in "=≈":
        at = text.find(char)
        while at >= 0:
            yield at
            at = text.find(char, at + 1)


def _equation(told: Told, at: int) -> Iterator[Claim]:
    page = told.page
    result = _result(page, at)
    if result is None:
        return
    start = _start(page.text, at)
    tokens = _tokens(page, start, at)
    term = _parse(tokens) if tokens else None
    if term is None or not isinstance(term, Op):
        return
    yield _named(result, term)


def _named(result: Statement, term: Op) -> Claim:
    """File the formula under what it makes: a rate, points, or an amount."""
    if result.dimension == "points":
        return claim("scores", result, (term,), Bound.WRITTEN)
    if term.sign == "+" and not result.is_share:
        return claim("sum", result, (_scaled(term, result),), Bound.WRITTEN)
    return claim("formula", result, (_scaled(term, result),), Bound.WRITTEN)


def _result(page: Page, at: int) -> Statement | None:
    following = page.first_from(at + 1)
    for k in (following - 1, following):
        if 0 <= k < len(page.statements):
            statement = page.statements[k]
            if (
                statement.start <= at + 2
                and statement.end > at + 1
                and page.text[at + 1 : statement.start].strip("()约为-= ") == ""
            ):
                return statement
    return None


def _start(text: str, at: int) -> int:
    """Where the formula before an equals sign begins: behind the last equals sign or the end of a clause."""
    floor = max(at - _LONGEST, 0)
    begin = max(text.rfind("=", floor, at), text.rfind("≈", floor, at), floor - 1) + 1
    for match in _STOP.finditer(text, begin, at):
        begin = match.end()
    for comma in _COMMA.finditer(text, begin, at):
        begin = comma.end()
    return begin


def _tokens(page: Page, start: int, end: int) -> list[_Token]:
    """Signs and numbers; empty where anything else than a formula stands there."""
    tokens: list[_Token] = []
    at = start
    k = page.first_from(start)
    while at < end:
        statement = page.statements[k] if k < len(page.statements) else None
        if statement is not None and statement.start <= at < statement.end:
            signed = statement.value < 0 or statement.written.startswith("+")
            if signed and tokens and tokens[-1].sign in ("n", ")"):
                tokens.append(_Token("+"))
            tokens.append(_Token("n", statement))
            at = statement.end
            k += 1
            continue
        char = page.text[at]
        if char in _SIGNS:
            tokens.append(_Token(_SIGNS[char]))
        elif char in "()":
            tokens.append(_Token(char))
        elif char.isdigit():
            return []
        at += 1
        while k < len(page.statements) and page.statements[k].end <= at:
            k += 1
    return _trimmed(tokens)


def _trimmed(tokens: list[_Token]) -> list[_Token]:
    """Leave out the signs before the first number that open nothing."""
    while tokens and tokens[0].sign in "×÷+-)":
        tokens = tokens[1:]
    while tokens and tokens[-1].sign in "×÷+-(":
        tokens = tokens[:-1]
    numbers = sum(token.sign == "n" for token in tokens)
    signs = sum(token.sign in "×÷+-" for token in tokens)
    return tokens if numbers > 1 and signs == numbers - 1 else []


class _Parser:
    """Precedence climbing over the tokens of one formula."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at].sign if self.at < len(self.tokens) else ""

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def expression(self) -> Term | None:
        term = self.product()
        while term is not None and self.peek() in ("+", "-"):
            sign = self.take().sign
            other = self.product()
            if other is None:
                return None
            term = (
                Op("+", (*term.terms, other))
                if sign == "+" and isinstance(term, Op) and term.sign == "+"
                else Op(sign, (term, other))
            )
        return term

    def product(self) -> Term | None:
        term = self.atom()
        while term is not None and self.peek() in ("×", "÷"):
            sign = self.take().sign
            other = self.atom()
            if other is None:
                return None
            term = Op(sign, (term, other))
        return term

    def atom(self) -> Term | None:
        sign = self.peek()
        if sign == "(":
            self.take()
            inner = self.expression()
            if self.peek() != ")":
                return None
            self.take()
            return inner
        if sign != "n":
            return None
        of = self.take().of
        if of is not None and of.is_share and of.value == 1:
            return _HUNDRED
        if of is not None and not of.dimension and 0 < of.value <= 1 and of.digits <= _WEIGHT_DIGITS:
            return Given(of.value, of.shown)  # a weight is exact
        return Number(of) if of is not None else None


def _parse(tokens: list[_Token]) -> Term | None:
    parser = _Parser(tokens)
    term = parser.expression()
    return term if parser.at == len(tokens) else None


def _chains(told: Told) -> Iterator[Claim]:
    """A total before a bracket that only adds: 1,260.50吨（820.30+315.20+125.00）; and a bare fraction behind a rate."""
    page = told.page
    for statement in page.statements[:-2]:
        if page.text[statement.end : statement.end + 1] != "(":
            continue
        close = page.text.find(")", statement.end, statement.end + _LONGEST)
        if close < 0 or not _has_sign(page.text, statement.end, close):
            continue
        tokens = _tokens(page, statement.end + 1, close)
        term = _parse(tokens) if tokens else None
        if isinstance(term, Op) and "=" not in page.text[statement.end : close]:
            only_adds = {token.sign for token in tokens} <= {"n", "+"}
            if only_adds or (statement.is_share and term.sign == "÷"):
                unit_free = all(
                    token.of is None or not token.of.dimension or token.of.dimension == statement.dimension
                    for token in tokens
                )
                if only_adds and not unit_free:
                    continue
                yield claim("sum" if only_adds else "formula", statement, (_scaled(term, statement),), Bound.WRITTEN)


def _has_sign(text: str, start: int, end: int) -> bool:
    return any(
        char in _SIGNS
        and text[at - 1 : at].strip()
        and (text[at + 1 : at + 2].isdigit() or "\u4e00" <= text[at + 1 : at + 2] <= "\u9fff")
        for at, char in enumerate(text[start:end], start)
    )


def _scaled(term: Op, statement: Statement) -> Term:
    """Bare numbers count in the unit of their total."""
    bare = all(not number.dimension for number in numbers(term))
    if statement.factor == 1 or not bare or statement.is_share:
        return term
    return Op("×", (term, Given(statement.factor, statement.unit)))
