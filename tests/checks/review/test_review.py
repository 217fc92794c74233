"""Re-checking: deviation, reviewed totals, doubt and its order, the even hand, the drafted opinion."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng import facts
from jiheng.checks.finding import Finding, Kind, Severity
from jiheng.checks.review import (
    Ground,
    check_reviews,
    claimed_grounds,
    deviation,
    draft,
    finding_grounds,
    kept,
    rank,
    reasons,
    rescore,
    score_of,
    share_taken,
    spread,
)
from jiheng.core.exact import Money, Points
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Result, Review
from jiheng.packs.load import load_pack
from jiheng.packs.model import Cap, Pack
from jiheng.scoring import score
from jiheng.scoring.sheet import Loss, ScoreSheet

PACK = "cn/guangdong/department"


@pytest.fixture(scope="module")
def dataset() -> DataSet:
    return facts.load(Path(__file__).parents[3] / "examples/xinzao-2024")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(PACK)


@pytest.fixture(scope="module")
def sheet(dataset: DataSet, pack: Pack) -> ScoreSheet:
    return score(dataset, pack, engine="reference")


def ground(code: str = "R12", weight: int = 5, text: str = "缺少佐证。") -> Ground:
    return Ground(code, "error", text, "口径第 1 条", "0 件", weight)


def review(code: str = "2.5.4", points: str = "2.40", **columns: object) -> Review:
    return replace(Review(indicator=code, score=Points.parse(points)), **columns)  # type: ignore[arg-type] # test shorthand


@pytest.mark.parametrize(
    ("own", "reviewed", "shown"),
    [("96.37", "94.37", "2.08%"), ("80", "90", "-12.50%"), ("100", "100", "0.00%"), ("0", "10", "—")],
)
def test_deviation_is_the_difference_over_the_units_own_score(own: str, reviewed: str, shown: str) -> None:
    assert deviation(Points.parse(own), Points.parse(reviewed)).percent() == shown


def test_a_half_of_the_last_digit_is_rounded_up() -> None:
    assert deviation(Points.parse("80"), Points.parse("79.9960")).percent() == "0.01%"


@given(st.integers(1, 10**6), st.integers(0, 10**4))
def test_what_is_kept_and_what_is_taken_belong_together(weight: int, hundredths: int) -> None:
    full, share = Points(weight * 100), Fraction(hundredths, 10**4)
    left = kept(full, share)
    assert Points.zero() <= left <= full
    assert abs(share_taken(full, left) - share) <= Fraction(50, full.units) + Fraction(1, 20000)


def test_a_review_changes_the_total_by_its_difference(sheet: ScoreSheet, pack: Pack) -> None:
    result = rescore(sheet, [review()], pack)
    assert (result.own.shown(), result.reviewed.shown(), result.grade) == ("96.37", "96.07", "优")


def test_a_review_can_cost_the_grade(sheet: ScoreSheet, pack: Pack) -> None:
    rows = [review("1.1.1", "0"), review("1.2.1", "18")]
    assert rescore(sheet, rows, pack).grade == "良"


def test_a_review_of_something_else_changes_nothing(sheet: ScoreSheet, pack: Pack) -> None:
    assert rescore(sheet, [review("P01-01", "0")], pack).reviewed == sheet.total


def test_a_cap_goes_on_holding_the_total_down(sheet: ScoreSheet, pack: Pack) -> None:
    capped = replace(
        sheet,
        total=Points.parse("89"),
        losses=(Loss("cap", "封顶", Points.parse("7.37"), "执行率低于 80%", "", "口径"),),
    )
    cap = pack.model_copy(update={"caps": (Cap(code="cap", name="封顶", measure="支出率", bands=(), cite="口径"),)})
    assert rescore(capped, [review("1.2.1", "16")], cap).reviewed.shown() == "89.00"
    assert rescore(capped, [review("1.2.1", "10")], cap).reviewed.shown() == "86.37"


def test_a_stated_total_that_the_data_do_not_give_is_a_ground(dataset: DataSet, sheet: ScoreSheet) -> None:
    assert list(claimed_grounds(dataset, sheet)) == []
    claims = tuple(replace(c, stated=Fraction(98)) if c.item == "自评总分" else c for c in dataset.claims)
    (found,) = claimed_grounds(replace(dataset, claims=claims), sheet)
    assert found.text == "自评总分填报 98 分，按规则计算为 96.37 分。"


def test_a_stated_score_that_the_data_do_not_give_is_a_ground(dataset: DataSet, sheet: ScoreSheet) -> None:
    code, line = next((line.code, line) for line in sheet.lines if line.code == "2.5.4")
    stated = Result(indicator=code, claimed=Points.parse("1.11"))
    (found,) = claimed_grounds(replace(dataset, results=(stated,), claims=()), sheet)
    assert f"“{line.name}”自评得分填报 1.11" in found.text


def test_what_weighs_nothing_loses_nothing() -> None:
    assert share_taken(Points.parse("0"), Points.parse("0")) == 0


def test_without_a_review_there_is_nothing_to_check(dataset: DataSet, pack: Pack, sheet: ScoreSheet) -> None:
    assert check_reviews(replace(dataset, reviews=()), pack, load_pack("cn/project"), sheet) == ()


def test_a_finding_keeps_its_clause_and_its_figures() -> None:
    finding = Finding("R25", Kind.FORM, Severity.ERROR, "备案用了 9 个工作日", stated="9", expected="7")
    (found,) = finding_grounds([finding], {"R25": "采购期限"})
    assert (found.text, found.clause, found.figure) == ("备案用了 9 个工作日。", "采购期限", "9，应为7")


def test_the_same_fault_counts_five_times_at_most() -> None:
    assert score_of([ground()] * 100) == 25
    assert score_of([ground(), ground("R15", 2)]) == 7


def test_money_weighs_as_much_as_doubt() -> None:
    assert rank(10, Money.parse("100")) == rank(1, Money.parse("1000"))


def test_the_heaviest_kinds_are_told_first_with_their_count() -> None:
    told = reasons([ground("R15", 2, "措辞笼统。"), ground(), ground(), ground("I", 0, "提示。")])
    assert told == ["缺少佐证（共 2 处）", "措辞笼统"]


def test_like_cases_with_unlike_deductions_come_first() -> None:
    cases = [("无数据来源", Fraction(n, 10), f"单位{n}") for n in (0, 3, 10)]
    first, second = spread([("逾期", Fraction(3, 10), "甲"), *cases])
    assert (first.category, first.uneven, first.middle, first.highest) == (
        "无数据来源",
        True,
        Fraction(3, 10),
        "单位10",
    )
    assert not second.uneven


def test_a_deduction_on_a_line_of_the_pack_needs_rule_share_and_reason(
    dataset: DataSet, pack: Pack, sheet: ScoreSheet
) -> None:
    project_pack = load_pack(pack.project_pack)
    bare = replace(dataset, reviews=(review(),))
    (finding,) = check_reviews(bare, pack, project_pack, sheet)
    assert (finding.code, finding.expected) == ("R27", "写明扣分依据的条款")
    whole = review(rule="口径第 7 条", reason="另有 1 份逾期", percent=Fraction(1, 5))
    assert check_reviews(replace(dataset, reviews=(whole,)), pack, project_pack, sheet) == ()


def test_every_sentence_of_the_draft_rests_on_a_clause_or_a_figure(sheet: ScoreSheet, pack: Pack) -> None:
    rows = [review(rule="口径第 7 条", reason="另有 1 份逾期", percent=Fraction(1, 5))]
    grounds = [ground(f"R{n:02d}") for n in range(15)]
    sentences = draft(sheet, grounds, rows, rescore(sheet, rows, pack))
    assert all(sentence.clause or sentence.figure for sentence in sentences)
    text = "".join(sentence.text for sentence in sentences)
    assert "由 2.70 分改为 2.40 分，依据口径第 7 条，扣分比例 20%：另有 1 份逾期。" in text
    assert "其余同类问题 3 项见核查清单" in text
    assert "复核得分 96.07 分，等级为“优”，偏离度 0.31%。" in text


def test_nothing_found_is_said_with_its_figure(sheet: ScoreSheet, pack: Pack) -> None:
    sentences = draft(sheet, [], [], rescore(sheet, [], pack))
    assert "未发现错误和疑点（0 项）" in sentences[1].text
