"""R21 日期先后合理"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jiheng.facts.rows import Evidence, Purchase
from tests.checks.form.conftest import Check, grounds, money


def purchase(**dates: Any) -> Purchase:
    return Purchase(code="C1", name="路灯采购", budget=money("500000"), **dates)


def test_dates_in_order_pass(check: Check) -> None:
    row = purchase(intention=date(2024, 1, 5), start=date(2024, 2, 6), award=date(2024, 3, 1), signed=date(2024, 3, 20))
    assert check("R21", purchases=[row]) == []


def test_a_contract_before_its_award_is_found(check: Check) -> None:
    (finding,) = check("R21", purchases=[purchase(award=date(2024, 3, 1), signed=date(2024, 2, 20))])
    assert finding.stated == "中标 2024-03-01 晚于签约 2024-02-20"
    assert finding.cites == ("《政府采购法》第四十六条",)


@pytest.mark.parametrize(
    "dates",
    [
        {"intention": date(2024, 3, 1), "start": date(2024, 2, 20)},
        {"start": date(2024, 3, 1), "award": date(2024, 2, 20)},
        {"award": date(2024, 3, 1), "signed": date(2024, 2, 20)},
        {"signed": date(2024, 3, 1), "filed": date(2024, 2, 20)},
        {"signed": date(2024, 3, 1), "announced": date(2024, 2, 20)},
    ],
)
def test_a_purchase_out_of_order_cites_one_of_the_grounds_of_the_rule(check: Check, dates: dict[str, date]) -> None:
    (finding,) = check("R21", purchases=[purchase(**dates)])
    assert len(finding.cites) == 1
    assert set(finding.cites) <= grounds("R21")


def test_evidence_from_after_the_filing_is_found(check: Check) -> None:
    proof = Evidence(code="E1", indicator="x", title="验收单", dated=date(2025, 7, 1))
    (finding,) = check("R21", evidence=[proof])
    assert "晚于报送日期 2025-03-10" in finding.stated
    assert not any("采购" in cite for cite in finding.cites)
    assert set(finding.cites) <= grounds("R21")
