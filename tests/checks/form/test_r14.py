"""R14 三级指标不重复"""

from __future__ import annotations

from tests.checks.form.conftest import Check, indicator


def test_different_names_pass(check: Check) -> None:
    assert check("R14", indicators=[indicator("a"), indicator("b", name="维修路灯数量")]) == []


def test_the_same_name_under_output_and_benefit_is_found(check: Check) -> None:
    twice = [indicator("a"), indicator("b", level_1="效益指标", name="新建 路灯数量")]
    (finding,) = check("R14", indicators=twice)
    assert "产出指标、效益指标" in finding.stated


def test_two_projects_may_use_the_same_name(check: Check) -> None:
    assert check("R14", indicators=[indicator("a"), indicator("b", project="P2")]) == []
