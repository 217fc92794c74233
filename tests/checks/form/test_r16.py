"""R16 效益百分比说明算法和来源"""

from __future__ import annotations

from typing import Any

from tests.checks.form.conftest import Check, indicator

BENEFIT: dict[str, Any] = {"level_1": "效益指标", "level_2": "社会效益指标", "name": "夜间照明覆盖率", "unit": "%"}


def test_a_percentage_out_of_nowhere_is_remarked(check: Check) -> None:
    assert len(check("R16", indicators=[indicator(**BENEFIT)])) == 1


def test_a_percentage_with_its_formula_passes(check: Check) -> None:
    meaning = "有照明的自然村数 ÷ 自然村总数"
    assert check("R16", indicators=[indicator(meaning=meaning, **BENEFIT)]) == []
