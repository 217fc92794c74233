"""The closed grammar of formulas."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.packs.expression import (
    MAX_DEPTH,
    MAX_LENGTH,
    Binary,
    Choose,
    Expression,
    FormulaError,
    Name,
    Negative,
    Number,
    Term,
    Undefined,
    parse,
)

VALUES = {"支出数": Fraction(3561640), "预算数": Fraction(3749728), "零": Fraction(0)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("8 / 2 / 2", 2),
        ("8 - 2 - 2", 4),
        ("-2 * -3", 6),
        ("1 - -1", 2),
        ("95%", Fraction(19, 20)),
        ("12.5% × 8", 1),
        ("最小(3, 1, 2)", 1),
        ("最大(1, 最小(5, 2))", 2),
        ("（１＋２）×３÷９", 1),
        ("支出数 ÷ 预算数", Fraction(3561640, 3749728)),
        ("最小（支出数 ÷ 预算数，100%）", Fraction(3561640, 3749728)),
        ("“支出数” − 支出数", 0),
    ],
)
def test_it_computes_exactly(text: str, value: Fraction) -> None:
    assert parse(text).evaluate(VALUES) == value


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("", 1, "公式不完整"),
        ("1 +", 4, "公式不完整"),
        ("支出数 预算数", 5, "“预算数”前缺少运算符"),
        ("(1 + 2", 7, "“(”之后缺少“)”"),
        ("1 + )", 5, "“)”前缺少数字或名称"),
        ("3 ^ 2", 3, "不认识“^”"),
        ("a.b", 2, "不认识“.”"),
        ("最小(1)", 1, "至少要有两项"),
        ("最大 1", 4, "“最大”之后缺少“(”"),
        ("1, 2", 2, "“,”前缺少运算符"),
        ("__import__('os')", 11, "“(”前缺少运算符"),
        ("“没有收尾", 1, "不认识““”"),
        ("(" * 40 + "1" + ")" * 40, MAX_DEPTH + 1, "超过 30 层"),
        ("1" + " + 1" * 150, 400, "超过 200 个名称和符号"),
    ],
)
def test_it_says_at_which_character_the_formula_goes_wrong(text: str, column: int, problem: str) -> None:
    with pytest.raises(FormulaError) as error:
        parse(text)
    assert problem in error.value.problem
    assert error.value.column == pytest.approx(column, abs=2 if "200" in problem else 0)


def test_a_formula_as_long_as_a_page_is_refused() -> None:
    with pytest.raises(FormulaError, match="超过 1000 个字符"):
        parse("1" * (MAX_LENGTH + 1))


def test_names_are_told_once_in_reading_order() -> None:
    text = "最小(乙 ÷ 甲, -丙) + 甲 × 95%"
    assert parse(text).names() == ("乙", "甲", "丙")


def test_dividing_by_zero_has_no_value_and_says_which_divisor_is_zero() -> None:
    with pytest.raises(Undefined) as undefined:
        parse("支出数 ÷ (预算数 × 零)").evaluate(VALUES)
    assert undefined.value.divisor == "预算数 × 零"
    assert str(undefined.value) == "除数“预算数 × 零”为 0"


def test_a_name_without_a_value_is_told() -> None:
    with pytest.raises(KeyError, match="没有"):
        parse("没有 + 1").evaluate(VALUES)


def test_a_single_division_shows_its_two_sides() -> None:
    assert parse("甲 ÷ (乙 + 1)").ratio() == (Name("甲"), Binary("+", Name("乙"), Number(Fraction(1), "1")))
    assert parse("甲 ÷ 乙 + 1").ratio() is None
    assert parse("甲").ratio() is None


@pytest.mark.parametrize(
    "text",
    [
        "甲 × 乙 ÷ 丙",
        "甲 - (乙 - 丙)",
        "甲 ÷ (乙 × 丙)",
        "(甲 + 乙) × 95%",
        "-(甲 + 乙)",
        "最大(甲, -1)",
        "甲 × (-乙)",
        "“两 词” + 1",
    ],
)
def test_a_formula_is_written_with_no_more_brackets_than_it_needs(text: str) -> None:
    assert str(parse(text)) == text


NUMBERS = st.builds(
    lambda units, places: f"{units / 10**places:.{places}f}", st.integers(0, 999), st.integers(0, 2)
).map(lambda text: Number(Fraction(text), text))
NAMES = st.sampled_from(["支出数", "预算数", "零", "两 词"]).map(Name)
TERMS: st.SearchStrategy[Term] = st.recursive(
    NUMBERS | NAMES,
    lambda below: st.one_of(
        st.builds(Negative, below),
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), below, below),
        st.builds(Choose, st.sampled_from(["最小", "最大"]), st.lists(below, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=12,
)


@given(TERMS)
def test_a_written_formula_is_parsed_back_to_itself(term: Term) -> None:
    assert parse(str(term)).root == term


@given(TERMS)
def test_the_value_of_the_written_formula_is_that_of_python_s_fractions(term: Term) -> None:
    values = VALUES | {"两 词": Fraction(7, 3)}
    try:
        value = Expression(term).evaluate(values)
    except Undefined:
        return
    assert value == _oracle(term, values)


def _oracle(term: Term, values: dict[str, Fraction]) -> Fraction:
    if isinstance(term, Number):
        return term.value
    if isinstance(term, Name):
        return values[term.name]
    if isinstance(term, Negative):
        return 0 - _oracle(term.operand, values)
    if isinstance(term, Choose):
        found = sorted(_oracle(each, values) for each in term.terms)
        return found[0] if term.which == "最小" else found[-1]
    assert isinstance(term, Binary)
    left, right = _oracle(term.left, values), _oracle(term.right, values)
    return {"+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right}.get(
        term.sign, lambda: left / right
    )()


@given(st.text(alphabet="支出数 0123456789.%()+-*/,最小大“”×÷（）abc\n", max_size=60))
def test_any_text_is_a_formula_or_a_fault_with_a_column(text: str) -> None:
    assert 0 <= _fault_column(text) <= len(text) + 1


def _fault_column(text: str) -> int:
    try:
        parse(text)
    except FormulaError as error:
        return error.column
    return 0
