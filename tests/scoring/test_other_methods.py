from __future__ import annotations

from fractions import Fraction

import pytest

from jiheng.core.fault import Refused
from jiheng.facts.rows import Answer, Result
from jiheng.packs.method import (
    AllOrNothing,
    Bands,
    Checklist,
    Choice,
    Completion,
    Item,
    Level,
    Linear,
    OneOf,
    Proportional,
    Qualitative,
    Step,
)
from jiheng.scoring import score
from tests.scoring.small import line, node, own, pack, unit, with_own

LEVELS = (
    Level(name="达成预期指标", high=Fraction(1), low=Fraction(4, 5)),
    Level(name="部分达成预期指标并具有一定效果", high=Fraction(4, 5), low=Fraction(3, 5)),
)
QUALITATIVE = Qualitative(kind="qualitative", levels=LEVELS)


def step(**more: object) -> Step:
    base = {"kind": "step", "measure": "比率", "operator": "≥", "target": "95%", "per": "1%", "lose": "0.5"}
    return Step.model_validate(base | more)


@pytest.mark.parametrize(("operator", "full"), [("≥", True), ("≤", True), ("=", True), (">", False), ("<", False)])
def test_all_or_nothing_compares_as_written(operator: str, *, full: bool) -> None:
    method = AllOrNothing.model_validate(
        {"kind": "all_or_nothing", "measure": "差额", "operator": operator, "target": "2"}
    )
    found = line(method, 12, 10)
    assert (found.lost.units == 0) is full
    assert ("不符合要求，计 0 分" in found.because) is not full
    assert (found.regain == "") is full


@pytest.mark.parametrize(
    ("part", "staff", "points"),
    [
        ("whole", 95, "10.0000"),
        ("whole", 94, "9.5000"),
        ("begun", 94, "9.5000"),
        ("proportional", 94, "9.5000"),
        ("whole", 50, "0.0000"),
    ],
)
def test_steps_take_points_off(part: str, staff: int, points: str) -> None:
    assert str(line(step(part=part), staff, 100).score) == points


@pytest.mark.parametrize(("part", "points"), [("whole", "9.5000"), ("begun", "9.0000"), ("proportional", "9.3000")])
def test_a_part_of_a_step_counts_as_the_pack_says(part: str, points: str) -> None:
    found = line(step(part=part), 936, 1000)
    assert str(found.score) == points
    assert "比 95% 低 1.4 个百分点" in found.because
    assert ("（不足一步按一步计）" in found.because) is (part == "begun")


def test_less_than_a_step_takes_nothing() -> None:
    found = line(step(), 945, 1000)
    assert found.lost.units == 0
    assert "未满一步，不扣分" in found.because


def test_the_next_step_is_told_before_the_whole_way() -> None:
    found = line(step(), 92, 100)
    assert found.regain == "比率提高到高于 92%，可多得 0.50 分；在职人数再增加 3 人可达 95%，多得 1.50 分"
    begun = line(step(part="begun"), 925, 1000)
    assert begun.regain.startswith("比率提高到达到 93%，可多得 0.50 分")


def test_whole_things_are_regained_one_by_one() -> None:
    method = step(measure="差额", operator="≤", target="0", per="1", lose="2")
    found = line(method, 13, 10)
    assert str(found.score) == "4.0000"
    assert found.regain == "每减少 1 人多得 2.00 分；全部避免可多得 6.00 分"
    assert found.because == "在职人数 13 人 − 编制数 10 人 = 3 人，每满 1 人扣 2.00 分；10.00 分 − 6.00 分 = 4.00 分"


def test_a_limit_on_what_may_be_lost_is_kept_and_told() -> None:
    found = line(step(at_most="1"), 50, 100)
    assert str(found.score) == "9.0000"
    assert "最多扣 1.00 分" in found.because
    assert found.regain == "在职人数再增加 45 人可达 95%，多得 1.00 分"


def test_all_points_gone_is_said() -> None:
    assert "扣完为止" in line(step(), 10, 100).because


BANDS = Bands.model_validate(
    {
        "kind": "bands",
        "measure": "比率",
        "bands": [{"at_least": "90%", "share": "1"}, {"at_least": "60%", "share": "0.6"}, {"share": "0"}],
    }
)


@pytest.mark.parametrize(("staff", "points"), [(90, "10.0000"), (8999, "6.0000"), (60, "6.0000"), (59, "0.0000")])
def test_bands_begin_at_their_floor(staff: int, points: str) -> None:
    assert str(line(BANDS, staff, 10000 if staff > 100 else 100).score) == points


def test_the_next_band_up_is_the_way_to_regain() -> None:
    found = line(BANDS, 80, 100)
    assert found.because.endswith("属“60% 及以上、低于 90%”一档，得分值的 60%：10.00 分 × 60% = 6.00 分")
    assert found.regain == "在职人数再增加 10 人可达 90%，多得 4.00 分"


def test_where_less_is_better_the_lower_band_is_the_way() -> None:
    falling = Bands.model_validate(
        {
            "kind": "bands",
            "measure": "比率",
            "bands": [{"at_least": "110%", "share": "0"}, {"at_least": "100%", "share": "0.5"}, {"share": "1"}],
        }
    )
    assert line(falling, 120, 100).regain == "比率在 100% 起的一档，多得 5.00 分"
    assert line(falling, 105, 100).regain == "比率降到 100% 以下，多得 5.00 分"


def test_below_all_bands_is_nothing() -> None:
    only = Bands.model_validate({"kind": "bands", "measure": "比率", "bands": [{"at_least": "90%", "share": "0.5"}]})
    assert line(only, 10, 100).score.units == 0
    assert line(only, 95, 100).regain == ""


@pytest.mark.parametrize(
    ("staff", "points"), [(60, "0.0000"), (95, "10.0000"), (80, "5.7100"), (20, "0.0000"), (99, "10.0000")]
)
def test_between_two_points_the_score_runs_straight(staff: int, points: str) -> None:
    method = Linear.model_validate({"kind": "linear", "measure": "比率", "zero_at": "60%", "full_at": "95%"})
    found = line(method, staff, 100)
    assert str(found.score) == points
    if staff == 80:
        assert "（80% − 60%）÷（95% − 60%）= 57.14%" in found.because
        assert found.regain == "在职人数再增加 15 人可达 95%，多得 4.29 分"


def test_a_line_may_fall() -> None:
    method = Linear.model_validate({"kind": "linear", "measure": "比率", "zero_at": "120%", "full_at": "100%"})
    found = line(method, 110, 100)
    assert str(found.score) == "5.0000"
    assert found.regain == "在职人数减少 10 人可降到 100%，多得 5.00 分"


@pytest.mark.parametrize(
    ("result", "points"),
    [
        (Result(indicator="1", level="达成预期指标"), "10.0000"),
        (Result(indicator="1", level="达成预期指标", coefficient=Fraction(17, 20)), "8.5000"),
        (Result(indicator="1", coefficient=Fraction(1, 2)), "5.0000"),
    ],
)
def test_a_level_gives_its_top_or_the_coefficient_inside_it(result: Result, points: str) -> None:
    found = score(unit(results=(result,)), pack(node("1", 10, QUALITATIVE))).line("1")
    assert str(found.score) == points
    if found.lost:
        assert found.regain


def test_without_a_level_the_row_is_missing() -> None:
    assert score(unit(), pack(node("1", 10, QUALITATIVE))).line("1").state == "missing"


def test_a_coefficient_outside_its_level_and_an_unknown_level_are_refused_together() -> None:
    packed = pack(node("1", 10, QUALITATIVE), node("2", 10, QUALITATIVE))
    rows = (
        Result(indicator="1", level="达成预期指标", coefficient=Fraction(7, 10)),
        Result(indicator="2", level="差不多"),
    )
    with pytest.raises(Refused) as caught:
        score(unit(results=rows), packed)
    told = [fault.text() for fault in caught.value.faults]
    assert len(told) == 2
    assert "80% 至 100%" in told[0]
    assert "现为“差不多”" in told[1]


def test_one_alternative_is_chosen() -> None:
    method = OneOf(
        kind="one_of",
        choices=(Choice(code="A", name="全部", share=Fraction(1)), Choice(code="B", name="部分", share=Fraction(1, 2))),
    )
    packed = pack(node("1", 10, method))
    found = score(unit(results=(Result(indicator="1", choice="B"),)), packed).line("1")
    assert str(found.score) == "5.0000"
    assert found.because == "所选情形为“部分”，得分值的 50%；10.00 分 × 50% = 5.00 分"
    assert found.regain == "符合“全部”时多得 5.00 分"
    assert score(unit(), packed).line("1").state == "missing"
    with pytest.raises(Refused, match="所选情形不在规则包中"):
        score(unit(results=(Result(indicator="1", choice="C"),)), packed)


def test_the_worst_alternative_of_a_pack_without_better_ones_has_no_way_back() -> None:
    method = OneOf(
        kind="one_of",
        choices=(Choice(code="A", name="甲", share=Fraction(1, 2)), Choice(code="B", name="乙", share=Fraction(1, 4))),
    )
    assert score(unit(results=(Result(indicator="1", choice="A"),)), pack(node("1", 10, method))).line("1").regain == ""


def test_a_checklist_adds_up_what_holds() -> None:
    method = Checklist(
        kind="checklist",
        items=(
            Item(code="A", name="甲项", points=Fraction(4)),
            Item(code="B", name="乙项", points=Fraction(3)),
            Item(code="C", name="丙项", points=Fraction(2)),
            Item(code="D", name="有人", points=Fraction(1), measure="在职人数"),
        ),
    )
    said = (("A", "是"), ("B", "否"), ("C", "不适用"))
    answers = tuple(Answer(indicator="1", item=item, answer=answer) for item, answer in said)
    found = score(unit(5, 5, answers=answers), pack(node("1", 10, method))).line("1")
    assert str(found.score) == "7.0000"
    assert "4 项中 2 项符合；不符合：“乙项”3.00 分；不适用（保留分值）：“丙项”2.00 分" in found.because
    assert found.regain == "做到“乙项”可得 3.00 分"
    assert [each.name for each in found.inputs] == ["甲项", "乙项", "丙项", "在职人数"]
    unanswered = score(unit(0, 5), pack(node("1", 10, method))).line("1")
    assert unanswered.score.units == 0
    assert "补充作答“甲项”可得 4.00 分" in unanswered.regain


def test_a_checklist_that_holds_everywhere_is_full() -> None:
    method = Checklist(kind="checklist", items=(Item(code="A", name="有人", points=Fraction(10), measure="在职人数"),))
    assert line(method, 1, 1).because == "1 项全部符合，得满分 10.00 分"


COMPLETION = Completion(kind="completion")
RISING = {"≥": Proportional(kind="proportional"), "定性": QUALITATIVE}


def test_completion_is_the_mean_of_the_own_indicators() -> None:
    packed = pack(node("1", 10, COMPLETION), own_methods=RISING)
    data = with_own(
        own("A", 1, "10", "20"),
        own("B", 1, "3", "1"),
        own("C", 1, "3", None),
        own("D", 1, "3", "1", absent="没有这项工作"),
        own("E", 1, None, None, operator="定性", level="部分达成预期指标并具有一定效果"),
    )
    found = score(data, packed).line("1")
    assert str(found.score) == "5.3300"  # (1 + 1/3 + 0 + 0.8) ÷ 4 = 53.33 %
    assert "4 项指标平均完成 53.33%" in found.because
    assert "自设C 未填（计 0）" in found.because
    assert "补填“自设C”的完成值，多得约 2.50 分" in found.regain
    assert "“自设E”达到更高等级，" in found.regain


def test_completion_may_weigh_by_weight() -> None:
    packed = pack(node("1", 10, Completion(kind="completion", weighting="weight")), own_methods=RISING)
    found = score(with_own(own("A", 3, "1", "1"), own("B", 1, "1", "0")), packed).line("1")
    assert str(found.score) == "7.5000"
    assert "按权重加权平均" in found.because


def test_completion_may_be_limited_to_some_level_1_indicators() -> None:
    packed = pack(node("1", 10, Completion(kind="completion", level_1=("产出",))), own_methods=RISING)
    found = score(with_own(own("A", 1, "1", "1"), own("B", 1, "1", "0", level_1="效益")), packed).line("1")
    assert found.because == "1 项指标全部完成，得满分 10.00 分"


def test_completion_of_nothing_is_missing() -> None:
    packed = pack(node("1", 10, COMPLETION), own_methods=RISING)
    found = score(unit(), packed).line("1")
    assert found.state == "missing"
    assert "没有可以计算完成情况的指标" in found.because
