"""Whatever side of a bound a sentence puts a figure on, the figure that it prints stands there."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.core import beside
from jiheng.core.exact import Money, Ratio
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import BudgetLine, Payment, Unit
from jiheng.packs.method import AllOrNothing, Band, Bands, Linear, Method, Proportional, Step
from jiheng.packs.model import Cap, CapBand, Deduction, Measure
from jiheng.scoring import score
from jiheng.scoring.sheet import ScoreSheet
from tests.scoring.small import node, over, own, pack, with_own
from tests.sides import assert_true, number

MEASURES = {"支出率": Measure(unit="%", formula="支出数 / 调整后预算数")}
BORDERS = [Fraction(each, 1000) for each in (500, 600, 666, 675, 800, 900, 950, 1000, 1300)]
budgets = st.integers(10**4, 10**13)
distances = st.integers(-3, 3) | st.integers(-(10**6), 10**6)


@st.composite
def near(draw: st.DrawFn) -> tuple[Fraction, Money, Money]:
    """A border, a budget, and payments a few 分 beside it."""
    border, budget = draw(st.sampled_from(BORDERS)), draw(budgets)
    paid = budget * border.numerator // border.denominator + draw(distances)
    return border, Money(budget), Money(max(paid, 0))


def spent(budget: Money, paid: Money) -> DataSet:
    line = BudgetLine(code="1", category="项目支出", source="一般公共预算", original=budget, adjusted=budget)
    return DataSet(
        unit=Unit(code="1", name="某镇", year=2024, pack="small"),
        budget=(line,),
        payments=(Payment(line="1", amount=paid),),
    )


def told(sheet: ScoreSheet) -> Iterator[str]:
    yield from (line.because for line in sheet.lines)
    yield from (loss.because for loss in sheet.losses)
    yield from (notice.text for notice in sheet.notices)


def methods(border: Fraction) -> list[Method]:
    bands = (Band(at_least=border, share=Fraction(1)), Band(share=Fraction(1, 2)))
    return [
        AllOrNothing(kind="all_or_nothing", measure="支出率", operator="≥", target=border),
        AllOrNothing(kind="all_or_nothing", measure="支出率", operator="<", target=border),
        Bands(kind="bands", measure="支出率", bands=bands),
        Step(kind="step", measure="支出率", target=border, per=Fraction(1, 100), lose=Fraction(1, 5)),
        Step(kind="step", measure="支出率", operator="≤", target=border, per=Fraction(1, 100), lose=Fraction(1, 5)),
        Linear(kind="linear", measure="支出率", zero_at=border / 2, full_at=border),
        Proportional(kind="proportional", measure="支出率", target=border * 2, pass_at=Fraction(1, 2)),
        Proportional(kind="proportional", measure="支出率", target=border, over=over("deduct", "1", "2")),
    ]


@pytest.mark.parametrize("which", range(8))
@given(near())
@settings(max_examples=60, deadline=None)
def test_a_reason_prints_its_figure_on_the_side_that_it_names(which: int, case: tuple[Fraction, Money, Money]) -> None:
    border, budget, paid = case
    sheet = score(spent(budget, paid), pack(node("1", 10, methods(border)[which]), measures=MEASURES))
    assert_true(*told(sheet))


@given(near())
@settings(max_examples=120, deadline=None)
def test_a_cap_and_its_warning_print_the_digits_that_decide(case: tuple[Fraction, Money, Money]) -> None:
    border, budget, paid = case
    cap = Cap(
        code="C", name="封顶", measure="支出率", bands=(CapBand(below=border, at_most=Fraction(60)),), cite="口径"
    )
    free = Deduction(
        code="D",
        name="超支",
        measure="支出率",
        free=border,
        per=Fraction(1, 10**6),
        lose=Fraction(1, 10),
        at_most=Fraction(5),
        cite="口径",
    )
    sheet = score(spent(budget, paid), pack(caps=(cap,), deductions=(free,), measures=MEASURES))
    count = assert_true(*told(sheet))
    assert count > 0 or Fraction(paid.units, budget.units) >= border


@given(st.sampled_from(["≥", "≤", "=", ">", "<"]), st.integers(-3, 3), st.integers(1, 10**6))
@settings(max_examples=80, deadline=None)
def test_an_own_indicator_that_misses_by_a_hair_does_not_read_as_reached(sign: str, away: int, target: int) -> None:
    actual = f"{target}" if not away else f"{Fraction(target) + Fraction(away, 10**6)}"
    data = with_own(own("Z1", 100, str(target), actual, operator=sign, unit="公里"))
    by_hand = {each: AllOrNothing(kind="all_or_nothing", operator=each) for each in ("≥", "≤", "=", ">", "<")}
    sheet = score(data, pack(node("1", 100, own={"level_1": "产出"}), own_methods=by_hand))
    line = sheet.line("Z1")
    assert (line.actual == line.target) == (away == 0)
    assert_true(line.because)


def test_the_amount_still_to_be_paid_is_enough() -> None:
    cap = Cap(
        code="C",
        name="封顶",
        measure="支出率",
        bands=(CapBand(below=Fraction(4, 5), at_most=Fraction(60)),),
        cite="口径",
    )
    made = pack(caps=(cap,), measures=MEASURES)
    (loss,) = score(spent(Money.parse("123456.78"), Money.parse("40000.11")), made).losses
    assert loss.regain.startswith("还需支出 58,765.32 元可达 80%")
    again = score(spent(Money.parse("123456.78"), Money.parse("98765.43")), made)
    assert again.losses == ()


def test_a_rate_that_is_no_whole_per_cent_never_reads_as_one() -> None:
    assert Ratio(79996, 100000).percent() == "79.996%"
    assert Ratio(999999, 1000000).percent() == "99.9999%"
    assert Ratio(4, 5).percent() == "80.00%"
    assert beside.short_percent(Fraction(987, 1000)) == "98.70%"


@given(st.fractions(min_value=-2, max_value=2), st.fractions(min_value=-2, max_value=2))
def test_two_shares_print_in_their_order(one: Fraction, other: Fraction) -> None:
    printed = (number(beside.percent(one, other)[:-1], "%"), number(beside.short_percent(other, one)[:-1], "%"))
    assert (printed[0] < printed[1], printed[0] > printed[1]) == (one < other, one > other)


@given(st.integers(-(10**12), 10**12), st.integers(-(10**4), 10**4))
def test_two_amounts_print_in_their_order(units: int, away: int) -> None:
    one, other = Money(units), Money(units + away)
    printed = [number(*beside.amount(each, beside_it).split(" ")) for each, beside_it in ((one, other), (other, one))]
    assert (printed[0] < printed[1], printed[0] > printed[1]) == (one < other, one > other)
