"""R12 得分有佐证材料"""

from __future__ import annotations

from datetime import date
from typing import Any

from jiheng.facts.rows import Evidence
from tests.checks.form.conftest import Check, indicator, result

SURVEY: dict[str, Any] = {"level_1": "满意度指标", "name": "群众满意度", "unit": "%"}


def test_one_piece_of_evidence_is_enough(check: Check) -> None:
    proof = Evidence(code="E1", indicator="P1-1", title="验收单")
    assert check("R12", indicators=[indicator()], results=[result()], evidence=[proof]) == []


def test_a_score_without_evidence_is_found(check: Check) -> None:
    (finding,) = check("R12", indicators=[indicator()], results=[result()])
    assert finding.stated == "无佐证材料"


def test_satisfaction_needs_a_sample_and_a_date(check: Check) -> None:
    proof = Evidence(code="E1", indicator="P1-1", title="满意度情况说明")
    (finding,) = check("R12", indicators=[indicator(**SURVEY)], results=[result()], evidence=[proof])
    assert "样本数" in finding.stated


def test_a_survey_with_sample_and_date_passes(check: Check) -> None:
    proof = Evidence(code="E1", indicator="P1-1", title="问卷汇总", sample=120, dated=date(2024, 11, 20))
    assert check("R12", indicators=[indicator(**SURVEY)], results=[result()], evidence=[proof]) == []
