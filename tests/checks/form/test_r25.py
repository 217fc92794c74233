"""R25 在法定期限内办理"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jiheng.facts.rows import Disclosure, Purchase
from tests.checks.form.conftest import Check, grounds, money


def purchase(**dates: Any) -> Purchase:
    return Purchase(code="C1", name="路灯采购", budget=money("500000"), **dates)


def test_a_contract_signed_on_the_thirtieth_day_passes(check: Check) -> None:
    assert check("R25", purchases=[purchase(award=date(2024, 3, 1), signed=date(2024, 3, 31))]) == []


def test_a_contract_signed_on_the_thirty_first_day_is_found(check: Check) -> None:
    (finding,) = check("R25", purchases=[purchase(award=date(2024, 3, 1), signed=date(2024, 4, 1))])
    assert (finding.stated, finding.expected) == ("用了 31 天", "不超过 30 天")


def test_filing_across_the_national_holiday_counts_working_days_only(check: Check) -> None:
    assert check("R25", purchases=[purchase(signed=date(2024, 9, 30), filed=date(2024, 10, 15))]) == []


def test_filing_on_the_eighth_working_day_is_found(check: Check) -> None:
    (finding,) = check("R25", purchases=[purchase(signed=date(2024, 9, 30), filed=date(2024, 10, 16))])
    assert finding.stated == "用了 8 个工作日"


def test_an_intention_published_22_days_ahead_is_found(check: Check) -> None:
    (finding,) = check("R25", purchases=[purchase(intention=date(2024, 1, 18), start=date(2024, 2, 9))])
    assert (finding.stated, finding.expected) == ("提前 22 天", "至少提前 30 天")


@pytest.mark.parametrize(
    ("dates", "clause"),
    [
        ({"award": date(2024, 3, 1), "signed": date(2024, 4, 1)}, "《政府采购法》第四十六条"),
        ({"signed": date(2024, 9, 30), "filed": date(2024, 10, 16)}, "《政府采购法》第四十七条"),
        ({"signed": date(2024, 9, 2), "announced": date(2024, 9, 5)}, "《政府采购法实施条例》第五十条"),
        ({"intention": date(2024, 1, 18), "start": date(2024, 2, 9)}, "财库〔2020〕10号"),
    ],
)
def test_a_late_purchase_cites_the_clause_of_its_own_time_limit_alone(
    check: Check, dates: dict[str, date], clause: str
) -> None:
    assert [finding.cites for finding in check("R25", purchases=[purchase(**dates)])] == [(clause,)]
    assert clause in grounds("R25")


def test_a_late_disclosure_cites_the_budget_law_and_not_the_law_on_procurement(check: Check) -> None:
    row = Disclosure(code="D1", matter="部门决算", approved=date(2024, 8, 1), published=date(2024, 9, 22))
    (finding,) = check("R25", disclosures=[row])
    assert finding.cites == ("《预算法》第十四条",)
    assert set(finding.cites) <= grounds("R25")


def test_a_budget_published_on_the_twenty_first_day_is_found(check: Check) -> None:
    row = Disclosure(code="D1", matter="部门预算", approved=date(2024, 2, 1), published=date(2024, 2, 22))
    assert len(check("R25", disclosures=[row])) == 1
