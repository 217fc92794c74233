from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from jiheng.core.calendar import Workdays
from jiheng.core.exact import Money
from jiheng.facts.measures import Measured, measure
from jiheng.facts.rows import Purchase
from tests.facts.sample import LIMITS, dated, pack, town

START = date(2024, 5, 6)
AWARD = date(2024, 4, 1)


def purchase(code: str = "C1", **fields: Any) -> Purchase:
    given: dict[str, Any] = {"code": code, "name": "养护", "budget": Money.parse("100")}
    return Purchase(**(given | fields))


def measured(name: str, *purchases: Purchase, **values: Any) -> Measured:
    return measure(town(purchases=purchases), pack(values=LIMITS | values))[name]


def value(name: str, *purchases: Purchase, **values: Any) -> Fraction | None:
    return measured(name, *purchases, **values).value


@pytest.mark.parametrize(("days", "counted"), [(0, 1), (29, 1), (30, 1), (31, 0), (-1, 0)])
def test_a_contract_is_in_time_up_to_the_30th_day_after_the_award(days: int, counted: int) -> None:
    signed = purchase(award=AWARD, signed=AWARD + timedelta(days=days))
    assert value("按期签订合同数", signed) == counted
    assert value("采购合同数", signed) == 1


def test_an_award_without_a_contract_is_due_but_not_in_time() -> None:
    assert value("采购合同数", purchase(award=AWARD)) == 1
    assert value("按期签订合同数", purchase(award=AWARD)) == 0
    assert value("已签合同数", purchase(award=AWARD)) == 0


def test_a_contract_without_an_award_is_signed_but_not_due() -> None:
    direct = purchase(signed=AWARD, amount=Money.parse("90"))
    assert value("采购合同数", direct) == 0
    assert value("按期签订合同数", direct) == 0
    assert value("已签合同数", direct) == 1


@pytest.mark.parametrize(("days", "counted"), [(29, 0), (30, 1), (31, 1)])
def test_an_intention_is_in_time_from_30_days_before_the_start(days: int, counted: int) -> None:
    begun = purchase(start=START, intention=START - timedelta(days=days))
    assert value("按期公开意向项目数", begun) == counted
    assert value("已公开意向项目数", begun) == 1


def test_a_purchase_not_begun_owes_no_intention() -> None:
    assert value("应公开意向项目数", purchase(intention=START), purchase("C2", start=START)) == 1
    assert value("已公开意向项目数", purchase(intention=START), purchase("C2", start=START)) == 0
    assert value("按期公开意向项目数", purchase(intention=START)) == 0


@pytest.mark.parametrize(
    ("filed", "counted"),
    [
        (date(2024, 4, 25), 0),
        (date(2024, 4, 26), 1),
        (date(2024, 4, 28), 1),
        (date(2024, 5, 9), 1),
        (date(2024, 5, 10), 0),
        (None, 0),
    ],
)
def test_filing_counts_working_days_across_a_holiday_with_make_up_days(filed: date | None, counted: int) -> None:
    """Signed on Friday 26 April 2024: Sunday 28 April is worked, 1 to 5 May are free, 9 May is the seventh day."""
    assert value("按期备案合同数", purchase(signed=date(2024, 4, 26), filed=filed)) == counted


def test_an_administrator_may_correct_the_calendar() -> None:
    late = town(purchases=(purchase(signed=date(2024, 4, 26), filed=date(2024, 5, 10)),))
    calendar = Workdays({date(2024, 4, 28): False})
    assert measure(late, pack(values=LIMITS), calendar)["按期备案合同数"].value == 1


@pytest.mark.parametrize(
    ("announced", "counted"), [(date(2024, 6, 11), 1), (date(2024, 6, 12), 1), (date(2024, 6, 13), 0)]
)
def test_a_contract_is_announced_within_two_working_days(announced: date, counted: int) -> None:
    """Signed on Friday 7 June; 8 to 10 June 2024 are the Dragon Boat holiday."""
    assert value("按期公告合同数", purchase(signed=date(2024, 6, 7), announced=announced)) == counted


def test_the_limit_is_the_one_in_force_on_the_day_of_the_event() -> None:
    limit = dated("天", d20200101="30", d20240601="15")
    old = purchase("C1", award=date(2024, 5, 31), signed=date(2024, 6, 25))
    new = purchase("C2", award=date(2024, 6, 1), signed=date(2024, 6, 25))
    assert measured("按期签订合同数", old, new, 合同签订期限=limit).value == 1


def test_without_a_limit_the_measure_is_missing_and_says_so() -> None:
    none = measure(town(purchases=(purchase(award=AWARD, signed=AWARD),)), pack())["按期签订合同数"]
    assert (none.state, none.value) == ("missing", None)
    assert none.why == "规则包没有规定 2024-04-01 适用的“合同签订期限”"
    ended = measured("按期签订合同数", purchase(award=AWARD, signed=AWARD), 合同签订期限=dated("天", d20240101=""))
    assert ended.state == "missing"


def test_amounts_are_those_of_signed_contracts() -> None:
    signed = purchase("C1", signed=AWARD, amount=Money.parse("90"), small_business=True, upheld_complaint=True)
    other = purchase("C2", signed=AWARD, amount=Money.parse("5"))
    unsigned = purchase("C3", amount=Money.parse("7"), small_business=True)
    assert value("采购合同金额", signed, other, unsigned) == 95
    assert value("中小企业采购金额", signed, other, unsigned) == 90
    assert value("采购预算数", signed, other, unsigned) == 300
    assert value("采购项目数", signed, other, unsigned) == 3
    assert value("成立投诉数", signed, other, unsigned) == 1


def test_a_signed_contract_without_an_amount_makes_the_sum_missing() -> None:
    assert measured("采购合同金额", purchase(signed=AWARD)).why == "有 1 行未填“合同金额”"
