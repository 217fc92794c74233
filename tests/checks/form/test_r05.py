"""R05 自评得分与按规则计算的得分一致"""

from __future__ import annotations

from fractions import Fraction

from jiheng.core.exact import Points
from jiheng.facts.rows import Claim
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


def filed(total: str, execution: str | None = "9.05") -> list[Claim]:
    rows = {"自评总分": total, "执行得分": execution}
    return [Claim(project="P1", item=item, stated=Fraction(text)) for item, text in rows.items() if text]


def test_a_total_that_is_the_sum_of_its_rows_passes(check: Check) -> None:
    tables = {"indicators": [indicator()], "results": [result()], "claims": filed("19.05")}
    assert check("R05", scores=(("P1-1", "10"),), **tables) == []


def test_a_total_that_is_not_the_sum_of_its_rows_is_found(check: Check) -> None:
    tables = {"indicators": [indicator()], "results": [result()], "claims": filed("19.06")}
    (finding,) = check("R05", scores=(("P1-1", "10"),), **tables)
    assert (finding.stated, finding.expected) == ("19.06 分", "预算执行得分与各指标得分之和 19.05 分")


def test_a_total_is_left_alone_while_a_row_or_the_execution_score_is_missing(check: Check) -> None:
    own = [indicator(), indicator("P1-2")]
    scores = (("P1-1", "10"),)
    assert check("R05", indicators=own, results=[result()], claims=filed("99"), scores=scores) == []
    assert check("R05", indicators=own[:1], results=[result()], claims=filed("99", None), scores=scores) == []


def test_a_score_that_was_rounded_up_is_not_above_its_weight(check: Check) -> None:
    seventh = indicator(weight=Points.parse("4.2857"))
    whole = {"indicators": [seventh], "scores": (("P1-1", "4.29"),)}
    assert check("R05", results=[result(claimed=Points.parse("4.29"))], **whole) == []
    (finding,) = check("R05", results=[result(claimed=Points.parse("4.30"))], **whole)
    assert finding.expected == "不超过 4.29 分"
