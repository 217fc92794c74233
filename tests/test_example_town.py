"""The example town: the published figures come out of its rows, and what was rebuilt is marked as rebuilt."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from jiheng import facts, scoring
from jiheng.cli.sheet_view import heading
from jiheng.core.exact import Money, Points
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import measure
from jiheng.facts.rows import TABLES, Row
from jiheng.packs.load import load_pack
from jiheng.scoring.sheet import ScoreSheet

TOWN = Path(__file__).resolve().parents[1] / "examples" / "xinzao-2024"
ENGINES = ("duckdb", "reference", "spark")
BUDGET, SPENT = Money.parse("374972800.00"), Money.parse("356164000.00")

LOSSES = {
    "1.1.1": "0.25",
    "1.1.2": "0.13",
    "1.1.3": "0.25",
    "2.2.1": "0.60",
    "2.3.2": "0.50",
    "2.4.2": "1.00",
    "2.5.4": "0.30",
    "2.5.5": "0.10",
    "2.6.2": "0.20",
    "2.6.6": "0.30",
}


@pytest.fixture(scope="module")
def town() -> DataSet:
    return facts.load(TOWN)


@pytest.fixture(scope="module", params=ENGINES)
def sheet(town: DataSet, request: pytest.FixtureRequest) -> ScoreSheet:
    return scoring.score(town, load_pack(town.unit.pack), engine=request.param)


def rows(town: DataSet) -> list[Row]:
    return [town.unit, *(row for table in TABLES if table != "unit" for row in getattr(town, table))]


def total(amounts: list[Money | None]) -> Money:
    return sum((amount for amount in amounts if amount is not None), Money.zero())


def test_the_town_scores_as_it_published(sheet: ScoreSheet) -> None:
    assert (sheet.line("1").score, sheet.line("2").score) == (Points.parse("49.37"), Points.parse("47"))
    assert (sheet.total, sheet.grade) == (Points.parse("96.37"), "优")


def test_the_losses_are_these_ten_and_nothing_else(sheet: ScoreSheet) -> None:
    leaves = [line for line in sheet.lines if not any(sheet.children(line.code))]
    assert {line.code: line.lost for line in leaves if line.lost} == {
        code: Points.parse(lost) for code, lost in LOSSES.items()
    }


def test_the_losses_add_up_to_what_is_missing_at_every_level(sheet: ScoreSheet) -> None:
    for line in sheet.lines:
        below = list(sheet.children(line.code))
        assert not below or sum((child.lost for child in below), line.rounding) == line.lost
    assert (sheet.line("1").lost, sheet.line("2").lost) == (Points.parse("0.63"), Points.parse("3"))


def test_the_sheet_says_that_its_rules_are_unverified(sheet: ScoreSheet) -> None:
    assert sheet.pack_status == "unverified"
    assert "尚未与财政部门的文件核对" in "\n".join(heading(sheet))


def test_no_score_was_typed(town: DataSet) -> None:
    assert [row.indicator for row in town.results if row.claimed is not None] == []


def test_budget_and_payments_add_up_to_the_published_totals(town: DataSet) -> None:
    assert total([line.adjusted for line in town.budget]) == BUDGET
    assert total([payment.amount for payment in town.payments]) == SPENT


def test_no_line_is_paid_beyond_its_budget(town: DataSet) -> None:
    for line in town.budget:
        paid = total([payment.amount for payment in town.payments if payment.line == line.code])
        assert line.adjusted is not None
        assert paid <= line.adjusted, line.code


def test_the_adjustments_lead_from_the_original_to_the_revised_budget(town: DataSet) -> None:
    for line in town.budget:
        changed = total([each.amount for each in town.adjustments if each.line == line.code])
        assert line.original is not None
        assert line.original + changed == line.adjusted, line.code


def test_running_costs_are_those_of_the_operating_budget_line(town: DataSet) -> None:
    (line,) = (each for each in town.budget if each.category == "公用经费")
    assert total([cost.budget for cost in town.running_costs]) == line.adjusted
    paid = total([payment.amount for payment in town.payments if payment.line == line.code])
    assert total([cost.actual for cost in town.running_costs]) == paid


def test_the_published_ratios_come_out(town: DataSet) -> None:
    measures = measure(town, load_pack(town.unit.pack))
    assert _percent(measures["支出率"].value) == "94.98"
    assert _percent(measures["公用经费控制率"].value) == "-3.67"
    assert _percent(measures["专项资金支出率"].value) == "100.00"
    three_public, planned = measures["三公经费支出数"].value, measures["三公经费预算数"].value
    assert three_public is not None
    assert planned is not None
    assert three_public < planned


def _percent(ratio: Fraction | None) -> str:
    assert ratio is not None
    return Points.rounded(ratio * 100).text(2)


def test_the_special_fund_reached_what_was_published(town: DataSet) -> None:
    (fund,) = town.special_funds
    assert fund.name == "区人大代表专项工作经费"
    assert fund.issued == fund.paid
    reached = {row.indicator: row.actual for row in town.results}
    names = {row.name: reached[row.code] for row in town.indicators if row.project == fund.project}
    assert names["召开镇人民代表大会会议场次"] == 6
    assert names["开展代表联系群众活动场次"] == 99
    assert names["代表参与率"] == 100


@pytest.mark.parametrize("engine", ["duckdb", "reference"])
@pytest.mark.parametrize(
    ("code", "score", "grade"), [("P01", "100", "优"), ("P02", "92.99", "优"), ("P03", "88.60", "良")]
)
def test_three_projects_have_their_own_sheets(town: DataSet, engine: str, code: str, score: str, grade: str) -> None:
    pack = load_pack(load_pack(town.unit.pack).project_pack)
    sheet = scoring.score_project(town, pack, code, engine=engine)
    assert (sheet.total, sheet.grade) == (Points.parse(score), grade)


def test_every_row_says_whether_it_was_published_or_rebuilt(town: DataSet) -> None:
    assert {row.origin for row in rows(town)} == {"原文", "重建"}


def test_only_what_the_published_text_gives_is_marked_as_published(town: DataSet) -> None:
    published = [row for row in rows(town) if row.origin == "原文"]
    chapters = [row.chapter for row in town.narrative if row.origin == "原文"]
    results = [row.indicator for row in town.results if row.origin == "原文"]
    assert chapters == ["1.1", "1.2", "1.3", "1.4", "2", "3"]
    assert results == ["P01-01", "P01-02", "P01-03"]
    assert len(published) == len(chapters) + len(results) + len(town.claims)


def test_the_published_figures_are_kept_as_claims_beside_what_the_rows_give(town: DataSet) -> None:
    stated = {claim.item: claim.stated if claim.stated is not None else claim.text for claim in town.claims}
    assert stated == {
        "全年预算数": BUDGET.exact,
        "全年执行数": SPENT.exact,
        "执行率": Fraction("0.9498"),
        "自评总分": Fraction("96.37"),
        "评价等级": "优",
    }


def test_the_narrative_types_no_figure(town: DataSet) -> None:
    for row in town.narrative:
        if row.origin == "原文":
            typed = "".join(part.split("}}")[-1] for part in row.text.split("{{"))
            assert not any(character.isdigit() for character in typed), row.chapter


def test_every_scored_indicator_has_evidence_and_every_survey_its_sample(town: DataSet) -> None:
    proved = {row.indicator for row in town.evidence}
    leaves = {node.code for node in load_pack(town.unit.pack).nodes() if not node.children}
    assert leaves | {row.code for row in town.indicators} <= proved
    surveys = {row.code for row in town.indicators if row.level_1 == "满意度指标"}
    assert all(row.sample and row.dated for row in town.evidence if row.indicator in surveys)


def test_whatever_lost_points_has_a_reason_and_a_measure(town: DataSet, sheet: ScoreSheet) -> None:
    told = {row.indicator for row in town.results if row.reason and row.measure}
    assert {code for code in LOSSES if sheet.line(code).lost} <= told


def test_saving_the_town_again_changes_no_byte(town: DataSet, tmp_path: Path) -> None:
    facts.save_folder(town, tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {path.name: path.read_bytes() for path in TOWN.iterdir() if path.name != "README.md"} == written
