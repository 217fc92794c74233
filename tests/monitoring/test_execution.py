from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.core.fault import Refused
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Payment, Project, SpecialFund
from jiheng.monitoring import monitor
from jiheng.monitoring.books import Books
from jiheng.monitoring.execution import Execution, fund_execution, project_execution, unit_execution
from tests.monitoring.build import YEAR, cut, line, pack, paid, unit, yuan

AUGUST = Month(YEAR, 8)


def execution(dataset: DataSet, month: int = 8) -> Execution:
    return project_execution(Books.of(dataset), dataset.projects[0], Month(YEAR, month))


def test_the_rate_is_paid_by_the_month_over_the_adjusted_budget() -> None:
    found = execution(unit(line("A", 1200), payments=paid("A-1", *[50] * 12)))
    assert (found.paid, found.rate, found.expected) == (yuan(400), Fraction(1, 3), Fraction(2, 3))
    assert found.rate_text() == "400.00 元 ÷ 1,200.00 元 = 33.33%"


@given(st.lists(st.integers(min_value=-(10**13), max_value=10**15), min_size=12, max_size=12))
def test_the_unit_is_the_sum_of_its_projects_to_the_fen(amounts: list[int]) -> None:
    rows = [
        Payment(line=f"{'AB'[at % 2]}-1", month=Month(YEAR, at + 1), amount=Money(each))
        for at, each in enumerate(amounts)
    ]
    dataset = unit(line("A"), line("B"), payments=rows)
    books = Books.of(dataset)
    parts = [project_execution(books, each, AUGUST).paid for each in dataset.projects]
    assert sum(each.units for each in parts) == unit_execution(books, AUGUST).paid.units == sum(amounts[:8])


def test_a_cut_later_in_the_year_is_not_known_yet() -> None:
    dataset = unit(line("A", original=yuan(1200), adjusted=yuan(900)), adjustments=(cut("A", date(YEAR, 10, 9), -300),))
    assert (execution(dataset, 9).budget, execution(dataset, 10).budget) == (yuan(1200), yuan(900))


def test_a_line_without_an_adjusted_figure_counts_the_original_and_the_adjustments_so_far() -> None:
    dataset = unit(line("A", original=yuan(1000), adjusted=None), adjustments=(cut("A", date(YEAR, 5, 9), -100),))
    assert (execution(dataset, 4).budget, execution(dataset, 5).budget) == (yuan(1000), yuan(900))


def test_one_line_without_any_figure_leaves_the_budget_unknown() -> None:
    dataset = unit(line("A", None), line("B", 10))
    assert execution(dataset).budget is None
    assert execution(dataset).rate is None


def test_a_project_that_begins_and_ends_in_the_year_counts_its_own_months() -> None:
    project = Project(code="A", name="甲", start=date(YEAR, 7, 3), end=date(YEAR, 10, 20))
    dataset = unit(line("A"), projects=[project])
    assert [execution(dataset, month).expected for month in (6, 7, 8, 10, 12)] == [
        0,
        Fraction(1, 4),
        Fraction(1, 2),
        1,
        1,
    ]


def test_a_project_that_entered_the_budget_in_august_is_due_from_august() -> None:
    dataset = unit(line("A", original=yuan(0), adjusted=yuan(500)), adjustments=(cut("A", date(YEAR, 8, 1), 500),))
    assert execution(dataset).expected == Fraction(1, 5)


def test_what_lies_outside_is_told_apart() -> None:
    rows = (
        *paid("A-1", 100, -30, 0, 0, 0, 0, 0, 20, 7),
        Payment(line="A-1", month=Month(YEAR - 1, 12), amount=yuan(5)),
        Payment(line="A-1", month=Month(YEAR + 1, 1), amount=yuan(9)),
        Payment(line="A-1", month=None, amount=yuan(1)),
    )
    found = execution(unit(line("A"), payments=rows))
    out = found.outside
    assert found.paid == yuan(90)
    assert (out.before, out.later, out.beyond, out.refunds, out.incomplete) == (yuan(5), yuan(7), yuan(9), yuan(-30), 1)


def test_a_special_fund_is_measured_against_what_was_issued() -> None:
    dataset = unit(line("A", 1200), payments=paid("A-1", 300))
    fund = SpecialFund(code="S", name="专项", project="A", issued=yuan(600), paid=yuan(300))
    found = fund_execution(Books.of(dataset), fund, AUGUST)
    assert found is not None
    assert found.rate == Fraction(1, 2)


def test_a_special_fund_without_its_project_has_no_execution() -> None:
    fund = SpecialFund(code="S", name="专项", project="Z", issued=yuan(600), paid=yuan(300))
    assert fund_execution(Books.of(unit(line("A"))), fund, AUGUST) is None


def test_the_same_ledger_twice_is_refused_row_by_row() -> None:
    twice = unit(line("A"), payments=(*paid("A-1", 10, 20), *paid("A-1", 10, 20)))
    with pytest.raises(Refused, match="疑为同一份台账导入两次") as refused:
        monitor(twice, pack(), AUGUST)
    assert len(refused.value.faults) == 2


def test_a_payment_on_an_unknown_line_is_refused() -> None:
    with pytest.raises(Refused, match="支付指向不存在的预算项"):
        monitor(unit(line("A"), payments=paid("Z-9", 10)), pack(), AUGUST)


def test_a_month_of_another_year_is_refused() -> None:
    with pytest.raises(Refused, match="不在数据集的预算年度内"):
        monitor(unit(line("A")), pack(), Month(2023, 8))


def test_the_same_other_data_given_twice_is_refused() -> None:
    dataset = unit(line("A"))
    with pytest.raises(Refused, match="给了两次"):
        monitor(dataset, pack(), AUGUST, [dataset])
