"""A treasury ledger is checked whole before anything of it is accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import BudgetLine, Payment, Unit
from jiheng.monitoring.treasury import Entry, reconcile


def line(code: str, adjusted: str) -> BudgetLine:
    amount = Money.parse(adjusted)
    return BudgetLine(code=code, category="项目支出", source="一般公共预算", original=amount, adjusted=amount)


TOWN = DataSet(unit=Unit(code="1", name="青禾镇", year=2024, pack="x"), budget=(line("B1", "1000"), line("B2", "500")))


def entry(voucher: str, day: str, amount: str, code: str = "B1") -> Entry:
    return Entry(voucher, date.fromisoformat(day), code, Money.parse(amount))


def test_entries_add_up_by_line_and_month() -> None:
    found = reconcile(
        [entry("1", "2024-03-01", "10"), entry("2", "2024-03-31", "20.50"), entry("3", "2024-04-01", "5")], TOWN
    )
    assert [(p.month, p.amount) for p in found.payments] == [
        (Month(2024, 3), Money.parse("30.50")),
        (Month(2024, 4), Money.parse("5")),
    ]


def test_the_same_voucher_twice_counts_once_and_is_shown() -> None:
    found = reconcile([entry("1", "2024-03-01", "10")] * 2, TOWN)
    assert found.total == Money.parse("10")
    assert len(found.duplicates) == 1
    assert found.set_aside == Money.parse("10")


def test_two_equal_payments_without_voucher_numbers_both_count() -> None:
    assert reconcile([entry("", "2024-03-01", "10")] * 2, TOWN).total == Money.parse("20")


def test_a_reversal_is_paired_with_its_payment_and_nets_to_nothing() -> None:
    found = reconcile([entry("1", "2024-03-01", "10"), entry("2", "2024-05-01", "-10")], TOWN)
    ((paid, back),) = found.reversals
    assert (paid.voucher, back.voucher) == ("1", "2")
    assert found.total == Money(0)


def test_a_refund_without_a_matching_payment_stays_a_refund() -> None:
    found = reconcile([entry("1", "2024-03-01", "10"), entry("2", "2024-05-01", "-4")], TOWN)
    assert found.reversals == ()
    assert found.total == Money.parse("6")


@pytest.mark.parametrize(
    ("bad", "said"),
    [(entry("1", "2023-12-31", "1"), "不在预算年度内"), (entry("1", "2024-01-01", "1", "ZZ"), "没有登记")],
)
def test_what_does_not_belong_is_a_fault_and_is_not_added_up(bad: Entry, said: str) -> None:
    found = reconcile([bad, entry("2", "2024-02-01", "7")], TOWN)
    assert said in found.faults[0].problem
    assert found.total == Money.parse("7")


def test_more_than_the_budget_is_shown_before_it_is_accepted() -> None:
    (over,) = reconcile([entry("1", "2024-03-01", "500.01", "B2")], TOWN).overspent
    assert (over.line, over.budget, over.paid) == ("B2", Money.parse("500"), Money.parse("500.01"))


@pytest.mark.parametrize(
    ("held", "ledger", "fate", "after"),
    [("", "10", "新增", "10"), ("10", "10", "不变", "10"), ("8", "10", "改为", "10"), ("8", "", "保留", "8")],
)
def test_every_month_of_a_line_says_what_accepting_does_to_it(held: str, ledger: str, fate: str, after: str) -> None:
    before = Payment(line="B1", month=Month(2024, 3), amount=Money.parse(held or "0"), origin="手工")
    town = replace(TOWN, payments=(before,) if held else ())
    (posting,) = reconcile([entry("1", "2024-03-01", ledger)] if ledger else [], town).postings
    assert (posting.fate, posting.after, posting.typed) == (fate, Money.parse(after), bool(held))


@pytest.mark.parametrize(
    ("amount", "noticed"),
    [("0.01", "odd"), ("0.19", "odd"), ("0.20", ""), ("1000", ""), ("5000000", ""), ("5000000.01", "odd"), ("-1", "")],
)
def test_a_ledger_in_another_unit_than_the_budget_is_noticed(amount: str, noticed: str) -> None:
    assert reconcile([entry("1", "2024-03-01", amount)], TOWN).odd_scale is bool(noticed)


def test_the_same_file_a_second_time_changes_nothing() -> None:
    entries = [entry("1", "2024-03-01", "10")]
    first = reconcile(entries, TOWN)
    assert not first.unchanged
    assert reconcile(entries, replace(TOWN, payments=first.payments)).unchanged


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(1, 12), st.integers(-1000, 1000), st.sampled_from(["B1", "B2", "ZZ"]))
    )
)
def test_nothing_is_lost_accepted_and_set_aside_add_up_to_the_ledger(rows: list[tuple[int, int, int, str]]) -> None:
    entries = [Entry(str(v), date(2024, m, 1), code, Money(fen)) for v, m, fen, code in rows]
    found = reconcile(entries, TOWN)
    assert sum(p.amount.units for p in found.payments if p.amount) == found.total.units
    assert found.total + found.set_aside == Money(sum(e.amount.units for e in entries))
