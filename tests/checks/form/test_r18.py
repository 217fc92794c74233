"""R18 没有模板残留"""

from __future__ import annotations

from jiheng.facts.rows import Project
from tests.checks.form.conftest import Check, indicator


def test_the_hint_of_a_form_left_in_a_goal_is_found(check: Check) -> None:
    row = Project(code="P1", name="路灯", goal="对照年度目标，说明完成情况（100字以内）")
    (finding,) = check("R18", projects=[row])
    assert "字以内" in finding.stated


def test_a_numbered_blank_indicator_is_found(check: Check) -> None:
    assert len(check("R18", indicators=[indicator(name="指标1：")])) == 1


def test_real_content_passes(check: Check) -> None:
    row = Project(code="P1", name="路灯", goal="新建路灯 60 盏，覆盖 5 个自然村")
    assert check("R18", projects=[row], indicators=[indicator()]) == []
