"""Every number that is not checked has its reason."""

from __future__ import annotations

import pytest

from jiheng.checks.finding import Verdict
from jiheng.checks.text import check_plain, unchecked


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("全年培训经费支出12.50万元。", "12.50万元", "是金额"),
        ("水质达到95.20%。", "95.20%", "是比率"),
        ("群众满意度目标为≥90%。", "90%", "是目标值或限额"),
        ("参训人员300至400人。", "400人", "是约数"),
        ("办公费比上年减少3.20万元。", "3.20万元", "是增减额"),
        ("产出指标得分46.5分。", "46.5分", "是得分或分值"),
        ("共举办培训班6期。", "6期", "是数量"),
        ("投诉率上升2个百分点。", "2个百分点", "是增减额"),
    ],
)
def test_the_reason_is_what_the_text_would_have_to_say(text: str, number: str, why: str) -> None:
    answer = check_plain(text)
    *_, found = answer.left
    assert (found.span.text, found.why[: len(why)]) == (number, why)
    assert answer.coverage.not_checked == len(answer.left)


def test_a_checked_number_is_not_among_them() -> None:
    answer = check_plain("预算安排120.00万元，实际支出108.60万元，预算执行率为90.50%。另购设备2.30万元。")
    assert [each.span.text for each in answer.left] == ["2.30万元"]
    assert len(answer.left) == answer.coverage.not_checked


def test_where_a_recomputation_was_tried_its_own_reason_stands() -> None:
    text = "安排补助资金100.00万元，其中：甲村40.00万元，乙村30.00万元等。"
    answer = check_plain(text)
    tried = [relation for relation in answer.relations if relation.verdict is Verdict.UNCHECKED]
    reasons = {each.why for each in answer.left}
    assert {relation.because for relation in tried} <= reasons


def test_of_very_many_only_the_first_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchecked, "MOST", 3)
    answer = check_plain("，".join(f"支出{number}.37万元" for number in range(11, 31)))
    assert len(answer.left) == 3 < answer.coverage.not_checked
