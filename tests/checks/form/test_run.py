"""Running the catalogue on a data set, on many units, and on tables that lack what a rule needs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from jiheng import facts
from jiheng.checks.finding import Kind, Severity
from jiheng.checks.form import catalogue, check_dataset, check_parquet
from jiheng.core.exact import Points
from jiheng.core.fault import Refused
from jiheng.facts.dataset import DataSet
from jiheng.facts.parquet import save_many
from jiheng.facts.rows import Claim
from jiheng.packs.load import load_pack
from jiheng.packs.model import Pack
from jiheng.scoring import score_project
from tests.checks.form.conftest import UNIT, indicator, result

EXAMPLE = Path(__file__).parents[3] / "examples" / "xinzao-2024"
YEARS = range(2023, 2026)


@pytest.fixture(scope="module")
def packs() -> tuple[Pack, Pack]:
    return load_pack("cn/guangdong/department"), load_pack("cn/project")


def test_the_example_town_has_the_two_late_contracts_it_tells_of_and_no_false_alarm(packs: tuple[Pack, Pack]) -> None:
    town = facts.load(EXAMPLE)
    sheets = [score_project(town, packs[1], code) for code in ("P01", "P02", "P03")]
    answer = check_dataset(town, *packs, sheets)
    assert [(found.code, found.place and found.place.text()) for found in answer.findings] == [
        ("R25", "purchases.csv 第 9 行"),
        ("R25", "purchases.csv 第 11 行"),
    ]
    assert answer.not_checked == {"R27": "缺少数据：复核", "R28": "缺少数据：复核"}
    assert set(answer.checked) | set(answer.not_checked) == {rule.code for rule in catalogue()}


def test_a_finding_says_what_where_which_value_and_what_to_do(packs: tuple[Pack, Pack]) -> None:
    late = check_dataset(facts.load(EXAMPLE), *packs).findings[0]
    assert (late.kind, late.severity) == (Kind.FORM, Severity.ERROR)
    assert "采购 CG08 合同备案，用了 9 个工作日；要求：不超过 7 个工作日" in late.message
    assert late.fix
    assert late.why
    assert late.cites


def test_without_sheets_a_claimed_score_is_not_checked_and_the_reason_is_told(packs: tuple[Pack, Pack]) -> None:
    data = DataSet(unit=UNIT, indicators=(indicator(),), results=(result(),))
    assert check_dataset(data, *packs).not_checked["R05"] == "缺少数据：计算得分"


def test_with_sheets_a_claimed_score_is_held_against_the_computed_one(packs: tuple[Pack, Pack]) -> None:
    town = facts.load(EXAMPLE)
    sheet = score_project(town, packs[1], "P02")
    changed = tuple(
        replace(row, claimed=Points.parse("1"), reason="") if row.indicator == "P02-01" else row for row in town.results
    )
    answer = check_dataset(
        replace(town, results=changed), *packs, [sheet], rules=[r for r in catalogue() if r.code == "R05"]
    )
    assert [found.stated for found in answer.findings] == ["1.00 分"]


def test_a_rule_is_not_applied_to_years_before_it(packs: tuple[Pack, Pack]) -> None:
    wrong = DataSet(unit=UNIT, claims=(Claim(item="自评总分", stated=Fraction(95)), Claim(item="评价等级", text="差")))
    old = replace(wrong, unit=replace(UNIT, year=2019))
    (grade,) = [rule for rule in catalogue() if rule.code == "R29"]
    assert [len(check_dataset(each, *packs, rules=[grade]).findings) for each in (wrong, old)] == [1, 0]


def many(count: int) -> list[DataSet]:
    """Units that all bear the same fault: money as an output."""
    bad = indicator(unit="万元", name="发放补贴金额")
    units = (replace(UNIT, code=f"9{number:05d}") for number in range(count))
    return [DataSet(unit=unit, indicators=(bad,), results=(result(),)) for unit in units]


def test_the_tables_of_many_units_are_checked_at_once(tmp_path: Path, packs: tuple[Pack, Pack]) -> None:
    save_many(many(5), tmp_path)
    answer = check_parquet(tmp_path, *packs, YEARS, rules=[r for r in catalogue() if r.code in {"R13", "R05"}])
    assert [found.code for found in answer.findings] == ["R13"] * 5
    assert answer.not_checked == {"R05": "缺少数据：计算得分"}
    assert answer.unlisted == {}


def test_rows_beyond_the_list_are_counted(tmp_path: Path, packs: tuple[Pack, Pack]) -> None:
    save_many(many(5), tmp_path)
    answer = check_parquet(tmp_path, *packs, YEARS, rules=[r for r in catalogue() if r.code == "R13"], most=2)
    assert (len(answer.findings), answer.unlisted) == (2, {"R13": 3})


def test_scores_of_many_units_may_lie_beside_their_tables(tmp_path: Path, packs: tuple[Pack, Pack]) -> None:
    save_many(many(2), tmp_path)
    target = str(tmp_path / "scores.parquet").replace("'", "''")
    query = "SELECT '900000' AS unit_code, 2024 AS unit_year, 'P1-1' AS indicator, 50000::BIGINT AS score"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet)")
    answer = check_parquet(tmp_path, *packs, YEARS, rules=[r for r in catalogue() if r.code == "R05"])
    assert [found.message.split("，")[0] for found in answer.findings] == [
        "自评得分与按规则计算的得分一致：900000 2024 年度 P1“发放补贴金额”"
    ]


def test_a_file_that_is_no_table_of_ours_is_refused(tmp_path: Path, packs: tuple[Pack, Pack]) -> None:
    save_many(many(1), tmp_path)
    (tmp_path / "results.parquet").write_bytes(b"PAR1")
    with pytest.raises(Refused, match=r"results\.parquet"):
        check_parquet(tmp_path, *packs, YEARS)
