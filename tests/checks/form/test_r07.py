"""R07 定量指标有数值、单位和方向"""

from __future__ import annotations

from tests.checks.form.conftest import Check, indicator


def test_a_number_with_a_unit_passes(check: Check) -> None:
    assert check("R07", indicators=[indicator()]) == []


def test_a_target_without_a_number_is_found(check: Check) -> None:
    (finding,) = check("R07", indicators=[indicator(target=None)])
    assert finding.expected == "填写数值"


def test_the_word_percent_is_no_unit(check: Check) -> None:
    (finding,) = check("R07", indicators=[indicator(unit="百分比")])
    assert finding.expected == "%"


def test_a_rate_counted_in_persons_is_found(check: Check) -> None:
    (finding,) = check("R07", indicators=[indicator(name="补贴发放及时率", unit="人/年")])
    assert "与指标相配" in finding.expected
