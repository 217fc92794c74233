"""A pack that asks for data of its own: from the table 补充数据 to the score, its reason and its notices."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jiheng.core.calendar import Month
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import DeclaredValue, Result, Unit
from jiheng.facts.verification import verify
from jiheng.packs.method import AllOrNothing, Band, Bands, Linear, Proportional, Step
from jiheng.packs.model import Bonus, Grade, Input, Measure, Pack, Veto
from jiheng.scoring import score
from tests.scoring.small import node, pack


def asking(method: object, inputs: dict[str, Input], **more: object) -> Pack:
    return pack(node("1", 10, method), inputs=inputs, **more)  # type: ignore[arg-type]  # a method


def filled(**values: str | tuple[str, ...]) -> DataSet:
    rows = [
        DeclaredValue(name=name, value=text, project=str(at) if len(texts) > 1 else "")
        for name, given in values.items()
        for texts in [given if isinstance(given, tuple) else (given,)]
        for at, text in enumerate(texts)
    ]
    return DataSet(unit=Unit(code="1", name="某镇", year=2024, pack="small", staff=1, posts=1), inputs=tuple(rows))


RATE = Linear(kind="linear", measure="达标率", zero_at=Fraction(0), full_at=Fraction(1))


@pytest.mark.parametrize(("typed", "points"), [("60", "6.00"), ("60%", "6.00"), ("100", "10.00"), ("0", "0.00")])
def test_a_share_is_read_in_per_cent(typed: str, points: str) -> None:
    sheet = score(filled(达标率=typed), asking(RATE, {"达标率": Input(unit="%")}))
    assert sheet.line("1").score.shown() == points


def test_a_share_that_may_mean_two_things_is_missing_and_a_fault() -> None:
    asks = asking(RATE, {"达标率": Input(unit="%")})
    line = score(filled(达标率="0.6"), asks).line("1")
    assert line.state == "missing"
    assert "写法不明确" in line.because
    (fault,) = verify(filled(达标率="0.6"), asks)
    assert "写法不明确" in fault.problem


def test_numerator_and_denominator_stand_for_their_share() -> None:
    row = DeclaredValue(name="达标率", numerator=Fraction(3), denominator=Fraction(4))
    data = DataSet(unit=Unit(code="1", name="某镇", year=2024, pack="small"), inputs=(row,))
    assert score(data, asking(RATE, {"达标率": Input(unit="%", form="pair")})).line("1").score.shown() == "7.50"


def test_money_is_read_in_its_unit_and_computed_in_yuan() -> None:
    limit = AllOrNothing(kind="all_or_nothing", measure="投入", operator="≥", target=Fraction(50_000))
    line = score(filled(投入="5"), asking(limit, {"投入": Input(unit="万元")})).line("1")
    assert line.score.shown() == "10.00"
    assert "投入 5.00 万元" in line.because


def test_days_between_two_dates_are_counted_in_working_days() -> None:
    asks = asking(
        Step(kind="step", measure="用时", operator="≤", target=Fraction(2), per=Fraction(1), lose=Fraction(1)),
        {"收文": Input(form="date"), "下达": Input(form="date")},
        measures={"用时": Measure(unit="个工作日", formula="工作日数(收文, 下达)")},
    )
    assert score(filled(收文="2024-03-01", 下达="2024-03-07"), asks).line("1").score.shown() == "8.00"


def test_a_rank_within_a_group_is_a_number_like_any_other() -> None:
    asks = asking(
        Step(kind="step", measure="排位", operator="≤", target=Fraction(1), per=Fraction(1), lose=Fraction(1, 4)),
        {"本县": Input(unit="%"), "各县": Input(unit="%", form="group")},
        measures={"排位": Measure(unit="位", formula="名次(本县, 各县)")},
    )
    assert score(filled(本县="80%", 各县=("90%", "85%", "80%", "70%")), asks).line("1").score.shown() == "9.50"
    assert score(filled(本县="80%"), asks).line("1").state == "missing"


def test_the_value_of_a_month_has_a_name_of_its_own() -> None:
    rows = tuple(DeclaredValue(name="进度", value=f"{month * 8}%", month=Month(2024, month)) for month in (3, 6, 12))
    data = DataSet(unit=Unit(code="1", name="某镇", year=2024, pack="small"), inputs=rows)
    half_year = Linear(kind="linear", measure="六月末进度", zero_at=Fraction(0), full_at=Fraction(48, 100))
    assert score(data, asking(half_year, {"进度": Input(unit="%", form="monthly")})).line("1").score.shown() == "10.00"


def test_the_better_of_two_data_is_taken_and_both_are_shown() -> None:
    inputs = {"甲": Input(unit="%"), "乙": Input(unit="%")}
    better = Proportional(kind="proportional", measure="甲", versus="乙")
    line = score(filled(甲="60", 乙="80"), asking(better, inputs)).line("1")
    assert line.score.shown() == "8.00"
    assert "乙 80%" in line.because
    assert "甲 60%" in line.because
    worse = better.model_copy(update={"take": "worse"})
    assert score(filled(甲="60", 乙="80"), asking(worse, inputs)).line("1").score.shown() == "6.00"


def test_a_band_may_have_two_borders_and_a_share_that_moves_between_them() -> None:
    bands = Bands(
        kind="bands",
        measure="达标率",
        bands=(
            Band(at_most=Fraction(7, 10), share=Fraction(0)),
            Band(above=Fraction(7, 10), below=Fraction(9, 10), share=Fraction(1, 5), to_share=Fraction(1)),
            Band(at_least=Fraction(9, 10), share=Fraction(1)),
        ),
    )
    asks = asking(bands, {"达标率": Input(unit="%")})
    found = [score(filled(达标率=value), asks).line("1").score.shown() for value in ("70", "80", "90")]
    assert found == ["0.00", "6.00", "10.00"]


def test_bonus_points_explain_the_difference_and_stay_within_the_limit() -> None:
    bonus = Bonus(code="B", name="获奖", measure="奖项", gain=Fraction(2), at_most=Fraction(3), cite="表")
    asks = asking(RATE, {"达标率": Input(unit="%"), "奖项": Input(unit="项")}, bonuses=(bonus,))
    sheet = score(filled(达标率="50", 奖项="5"), asks)
    assert (sheet.before_losses.shown(), sheet.total.shown()) == ("95.00", "98.00")
    assert (
        sheet.lost
        == sheet.rounding + sum((line.lost for line in sheet.children("")), start=sheet.rounding) + sheet.losses[0].lost
    )
    beyond = score(filled(达标率="100", 奖项="5"), asks.model_copy(update={"total_at_most": Fraction(103)}))
    assert beyond.total.shown() == "103.00"


def test_a_veto_bars_the_better_grades_and_says_so() -> None:
    veto = Veto(code="V", name="严重问题不得评优", measure="问题", best="良", cite="表")
    grades = tuple(Grade(name=name, at_least=Fraction(at)) for name, at in (("优", 90), ("良", 80), ("差", 0)))
    inputs = {"达标率": Input(unit="%"), "问题": Input(unit="个")}
    asks = asking(RATE, inputs, vetoes=(veto,), grades=grades)
    barred = score(filled(达标率="100", 问题="1"), asks)
    assert (barred.total.shown(), barred.grade) == ("100.00", "良")
    assert any(notice.code == "N104" for notice in barred.notices)
    assert score(filled(达标率="100", 问题="0"), asks).grade == "优"
    assert any(notice.code == "N103" for notice in score(filled(达标率="100"), asks).notices)


def test_a_level_and_a_flag_are_numbers_of_their_place() -> None:
    inputs = {"类别": Input(form="level", options=("东部", "中部", "西部")), "合规": Input(form="flag")}
    west = AllOrNothing(kind="all_or_nothing", measure="类别", operator="=", target=Fraction(3))
    assert score(filled(类别="西部"), asking(west, inputs)).line("1").score.shown() == "10.00"
    (fault,) = verify(filled(类别="北部"), asking(west, inputs))
    assert "东部、中部、西部" in fault.expected


def test_a_name_that_no_pack_asks_for_is_a_fault_with_the_nearest_one() -> None:
    (fault,) = verify(filled(达标绿="60"), asking(RATE, {"达标率": Input(unit="%")}))
    assert "是否想写“达标率”？" in fault.fix


def test_a_value_that_was_typed_in_vain_is_told() -> None:
    data = filled(达标率="60")
    asks = asking(RATE, {"达标率": Input(unit="%")})
    typed = DataSet(unit=data.unit, inputs=data.inputs, results=(Result(indicator="1", actual=Fraction(12)),))
    assert [notice.code for notice in score(typed, asks).notices if notice.code == "N206"] == ["N206"]


def test_a_value_typed_by_hand_is_in_the_unit_of_its_threshold() -> None:
    by_hand = AllOrNothing(kind="all_or_nothing", hand_unit="%", target=Fraction(95, 100))
    for typed, points in ((60, "0.00"), (95, "10.00")):
        data = DataSet(
            unit=Unit(code="1", name="某镇", year=2024, pack="small"),
            results=(Result(indicator="1", actual=Fraction(typed)),),
        )
        assert score(data, pack(node("1", 10, by_hand))).line("1").score.shown() == points
