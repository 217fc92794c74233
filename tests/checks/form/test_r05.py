"""R05 自评得分与按规则计算的得分一致"""

from __future__ import annotations

from jiheng.core.exact import Points
from tests.checks.form.conftest import Check, indicator, result


def test_a_claim_equal_to_the_computed_score_passes(check: Check) -> None:
    assert check("R05", indicators=[indicator()], results=[result()], scores=(("P1-1", "10"),)) == []


def test_a_claim_above_the_weight_is_found_even_with_a_reason(check: Check) -> None:
    row = result(claimed=Points.parse("10.5"), reason="工作成效显著")
    (finding,) = check("R05", indicators=[indicator()], results=[row], scores=(("P1-1", "10"),))
    assert finding.expected == "不超过 10.00 分"


def test_a_changed_score_without_a_reason_is_found(check: Check) -> None:
    row = result(claimed=Points.parse("9"))
    (finding,) = check("R05", indicators=[indicator()], results=[row], scores=(("P1-1", "10"),))
    assert (finding.stated, "10.00 分" in finding.expected) == ("9.00 分", True)


def test_a_changed_score_with_a_reason_passes(check: Check) -> None:
    row = result(claimed=Points.parse("9"), reason="两处路灯返修，按质量主动扣 1 分")
    assert check("R05", indicators=[indicator()], results=[row], scores=(("P1-1", "10"),)) == []
