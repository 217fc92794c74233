"""What the unit should know before it submits."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from jiheng.core.exact import Points
from jiheng.facts.rows import Evidence, Result
from jiheng.packs.method import Completion, Proportional
from jiheng.packs.model import Own, Years
from jiheng.scoring import score
from jiheng.scoring.sheet import Notice, ScoreSheet
from tests.scoring.small import node, over, own, pack, proportional, unit, with_own

RISING = {"≥": Proportional(kind="proportional")}


def codes(sheet: ScoreSheet) -> list[tuple[str, str]]:
    return [(notice.code, notice.indicator) for notice in sheet.notices]


def test_missing_data_is_told() -> None:
    sheet = score(unit(), pack(node("1", 10, proportional())))
    assert codes(sheet) == [("N201", "1")]
    assert "缺少数据" in sheet.notices[0].text


def test_a_reason_and_a_measure_are_asked_for_below_the_share() -> None:
    packed = pack(node("1", 10, proportional(), reason_below=Fraction(9, 10)))
    assert codes(score(unit(9, 10), packed)) == []
    sheet = score(unit(8, 10), packed)
    assert sheet.notices == (
        Notice("N202", "1", "“指标1”未达到 90%，须填写偏差原因和改进措施", "在“完成情况”表中补填"),
    )
    half = score(unit(8, 10, results=(Result(indicator="1", reason="资金晚到"),)), packed)
    assert half.notices[0].text.endswith("须填写改进措施")
    whole = score(unit(8, 10, results=(Result(indicator="1", reason="资金晚到", measure="加快"),)), packed)
    assert whole.notices == ()
    assert (whole.line("1").reason, whole.line("1").measure) == ("资金晚到", "加快")


def test_own_indicators_are_asked_one_by_one() -> None:
    packed = pack(node("1", 10, own=Own(level_1="产出")), own_methods=RISING)
    data = with_own(own("A", 5, "2", "1"), own("B", 5, "2", "1", reason="因", measure="改"))
    assert codes(score(data, packed)) == [("N202", "A")]
    completed = pack(node("1", 10, Completion(kind="completion")), own_methods=RISING)
    assert codes(score(data, completed)) == [("N202", "A")]


def test_the_bound_itself_does_not_reach_a_target_that_is_strictly_above_or_below_it() -> None:
    falling = {"<": Proportional(kind="proportional", direction="反向"), ">": Proportional(kind="proportional")}
    packed = pack(node("1", 10, own=Own(level_1="产出")), own_methods=falling)
    for operator, side in (("<", "低于"), (">", "高于")):
        at_it = with_own(own("A", 10, "1", "1", operator=operator))
        sheet = score(at_it, packed)
        assert sheet.notices[0].text == "“自设A”恰为界限，未达到目标，须填写偏差原因和改进措施"
        assert f"目标{side}" in sheet.line("A").because
        assert "未达到" in sheet.line("A").because
    assert codes(score(with_own(own("A", 10, "1", "2", operator=">")), packed)) == []


def test_nothing_is_asked_of_what_does_not_apply() -> None:
    packed = pack(node("1", 10, proportional(), reason_below=Fraction(1), evidence=("文件",)))
    assert codes(score(unit(1, 10, results=(Result(indicator="1", absent="无"),)), packed)) == []


def test_evidence_that_the_pack_wants_is_asked_for() -> None:
    packed = pack(node("1", 10, proportional(), evidence=("合同", "验收单")))
    sheet = score(unit(1, 1), packed)
    assert sheet.notices == (Notice("N203", "1", "“指标1”没有登记佐证材料", "请登记：合同、验收单"),)
    given = replace(unit(1, 1), evidence=(Evidence(code="1", indicator="1", title="合同"),))
    assert score(given, packed).notices == ()


def test_evidence_that_the_pack_requires_is_demanded_and_a_leaf_that_does_not_apply_needs_none() -> None:
    packed = pack(node("1", 10, proportional(), evidence=("合同",), evidence_required=True))
    demanded = Notice("N205", "1", "“指标1”必须有佐证材料，还没有登记", "请登记：合同")
    assert score(unit(1, 1), packed).notices == (demanded,)
    assert codes(score(unit(1, 10, results=(Result(indicator="1", absent="无"),)), packed)) == []


def test_own_indicators_need_evidence_one_by_one() -> None:
    packed = pack(node("1", 10, own=Own(level_1="产出"), evidence=("合同",)), own_methods=RISING)
    data = with_own(own("A", 5, "2", "2"), own("B", 5, "2", "2"))
    assert codes(score(data, packed)) == [("N203", "A"), ("N203", "B")]
    of_one = replace(data, evidence=(Evidence(code="1", indicator="A", title="合同"),))
    assert codes(score(of_one, packed)) == [("N203", "B")]
    of_level = replace(data, evidence=(Evidence(code="1", indicator="1", title="合同"),))
    assert codes(score(of_level, packed)) == [("N203", "A"), ("N203", "B")]


def test_a_claimed_score_that_the_rule_does_not_give_is_told() -> None:
    packed = pack(node("1", 10, proportional()))
    wrong = score(unit(8, 10, results=(Result(indicator="1", claimed=Points.parse("10")),)), packed)
    assert wrong.notices[0].text == "自评得分 10.00 分，按规则应为 8.00 分"
    right = score(unit(8, 10, results=(Result(indicator="1", claimed=Points.parse("8")),)), packed)
    assert right.notices == ()


def test_over_completion_of_own_indicators_is_noted() -> None:
    packed = pack(node("1", 10, own=Own(level_1="产出")), own_methods=RISING, own_over=over("note"))
    sheet = score(with_own(own("A", 5, "10", "13"), own("B", 5, "10", "14")), packed)
    assert codes(sheet) == [("N301", "B")]
    assert sheet.notices[0].text == "“自设B”完成率 140%，超过 130%"
    including = packed.model_copy(update={"own_over": over("note", including=True)})
    assert codes(score(with_own(own("A", 10, "10", "13")), including)) == [("N301", "A")]


def test_a_pack_for_other_years_scores_for_a_trial_and_says_so() -> None:
    packed = pack(node("1", 10, proportional()), years=Years(first=2026))
    later, past = score(unit(10, 10), packed), packed.model_copy(update={"years": Years(first=2020, last=2023)})
    (told,) = later.notices
    assert told.code == "N401"
    assert told.text == "规则包适用 2026 年起，数据是 2024 年度的：只作试算，期限等数值仍按 2024 年的规定"
    assert score(unit(10, 10), past).notices[0].text.startswith("规则包适用 2020—2023 年")
    fitting = packed.model_copy(update={"years": Years(first=2024, last=2024)})
    assert score(unit(10, 10), fitting).notices == ()
