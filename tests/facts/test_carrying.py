"""The next year opens with what goes on; nothing of it counts before somebody has confirmed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from jiheng import facts
from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.carrying import RULES, carry, settled, waiting
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import measure
from jiheng.facts.rows import CARRIED, TABLES, Asset, Succession
from jiheng.facts.schema import columns
from jiheng.facts.since import since
from jiheng.packs.load import load_pack
from jiheng.scoring import score

TOWN = Path(__file__).parents[2] / "examples" / "xinzao-2024"
PACK = "cn/guangdong/department"


@pytest.fixture(scope="module")
def old() -> DataSet:
    return facts.load(TOWN)


@pytest.fixture(scope="module")
def new(old: DataSet) -> DataSet:
    return carry(old, PACK, measure(old, load_pack(PACK)))


def test_every_rule_names_columns_that_its_table_has() -> None:
    for table, rule in RULES.items():
        names = {field.name for field, _ in columns(TABLES[table][1])}
        assert rule.anew | rule.moved.keys() <= names, table


def test_last_years_result_becomes_the_indicators_last_actual(old: DataSet, new: DataSet) -> None:
    reached = {each.indicator: each.actual for each in old.results}
    assert {each.code: each.last_actual for each in new.indicators if each.code == "Z01"} == {"Z01": reached["Z01"]}


def test_each_row_says_where_it_comes_from_and_waits(new: DataSet) -> None:
    assert {row.origin for row in new.projects} == {CARRIED}
    assert new.projects[0].note == "结转自2024年度“项目”"
    assert waiting(new)["projects"] == 18


def test_what_waits_counts_for_nothing(new: DataSet) -> None:
    counted = settled(new)
    assert (counted.projects, counted.indicators, waiting(counted)) == ((), (), {})
    assert score(counted, load_pack(PACK)).total.units == 0


def test_months_and_days_of_a_yearly_project_move_on_by_a_year(new: DataSet) -> None:
    assert (new.projects[0].start, new.projects[0].end) == (date(2025, 1, 1), date(2025, 12, 31))
    assert new.payments[0].month == Month(2025, 1)
    assert new.payments[0].amount is None


def test_a_project_that_has_ended_stays_behind_with_all_that_is_its_own(old: DataSet) -> None:
    first, *others = old.projects
    over = replace(old, projects=(replace(first, start=date(2022, 5, 1)), *others))
    new = carry(over, PACK)
    assert first.code not in {each.code for each in new.projects} | {each.project for each in new.budget}
    assert first.code not in {each.project for each in new.indicators} | {each.project for each in new.special_funds}
    shown = {each.indicator for each in new.evidence} | {each.indicator for each in new.observations}
    assert not any(code.startswith(f"{first.code}-") for code in shown)
    assert since(over, new).gone[0] == f"项目 {first.code} {first.name}"


def test_a_leap_day_moves_to_the_last_of_february(old: DataSet) -> None:
    first = replace(old.projects[0], end=date(2024, 2, 29))
    assert carry(replace(old, projects=(first,)), PACK).projects[0].end == date(2025, 2, 28)


def test_running_costs_show_last_years_actual(old: DataSet, new: DataSet) -> None:
    spent = {each.code: each.actual for each in old.running_costs}
    assert {each.code: each.last_actual for each in new.running_costs} == spent


def test_history_grows_by_the_year_that_is_over_in_the_units_it_is_told_in(old: DataSet, new: DataSet) -> None:
    grown = {each.measure: each for each in new.history if each.year == 2024}
    assert grown["支出率"].value == Fraction("94.98")
    assert {each.name for each in old.indicators if not each.project} & grown.keys()


@pytest.mark.parametrize("form", ["folder", "book.xlsx"])
def test_what_was_opened_reads_back_and_asks_for_what_is_missing_without_a_fault(
    new: DataSet, tmp_path: Path, form: str
) -> None:
    path = tmp_path / form
    facts.save_workbook(new, path, load_pack(PACK)) if path.suffix else facts.save_folder(new, path)
    back = facts.load(path)
    assert (back.indicators, back.projects) == (new.indicators, new.projects)
    assert back.budget == ()


def test_opening_a_year_twice_gives_the_same(old: DataSet, new: DataSet) -> None:
    assert carry(old, PACK, measure(old, load_pack(PACK))).sha256 == new.sha256


def test_three_fifths_of_the_cells_of_the_year_before_are_there(old: DataSet, new: DataSet) -> None:
    """On the example town's own 2024, not on a second year written by another hand."""

    def cells(dataset: DataSet) -> int:
        rows = (row for table in TABLES if table != "unit" for row in getattr(dataset, table))
        return sum(getattr(row, f.name) not in {None, "", f.default} for row in rows for f, _ in columns(type(row)))

    assert cells(new) * 10 >= cells(old) * 6


def told(kind: str, old: str, new: str, relation: str) -> Succession:
    return Succession(year=2025, kind=kind, old=old, new=new, relation=relation)


def test_a_renamed_project_goes_on_under_its_new_code_with_all_that_is_its_own(old: DataSet) -> None:
    new = carry(old, PACK, told=[told("项目", "P02", "X02", "更名")])
    assert "P02" not in {each.code for each in new.projects} | {each.project for each in new.indicators}
    before = {each.code for each in old.indicators if each.project == "P02"}
    assert {each.code for each in new.indicators if each.project == "X02"} == before != set()
    assert next(each.note for each in new.projects if each.code == "X02").endswith("；原编码P02")


def test_a_renamed_project_is_neither_gone_nor_new(old: DataSet) -> None:
    row = told("项目", "P02", "X02", "更名")
    found = since(old, replace(carry(old, PACK, told=[row]), lineage=(row,)))
    assert (found.gone, found.new) == ((), ())


def test_projects_that_were_merged_stand_once_and_keep_every_indicator_and_budget_line(old: DataSet) -> None:
    new = carry(old, PACK, told=[told("项目", code, "X00", "合并") for code in ("P02", "P03")])
    merged = [each for each in new.projects if each.code == "X00"]
    assert [each.note for each in merged] == ["结转自2024年度“项目”；由P02并入；由P03并入"]
    of_both = {each.code for each in old.indicators if each.project in {"P02", "P03"}}
    assert {each.code for each in new.indicators if each.project == "X00"} == of_both
    assert len(new.budget) == len(carry(old, PACK).budget)


def test_a_project_that_was_split_stands_under_each_code_and_its_money_is_not_doubled(old: DataSet) -> None:
    new = carry(old, PACK, told=[told("项目", "P02", code, "拆分") for code in ("X1", "X2")])
    assert {"X1", "X2"} <= {each.code for each in new.projects}
    lines = [each for each in new.budget if each.project in {"X1", "X2"}]
    assert [each.project for each in lines] == ["X1"] * len(lines)
    assert all(each.note.endswith("原属P02，已拆分，请核对归属") for each in lines)


def test_an_indicator_that_was_split_asks_for_its_figures_anew(old: DataSet) -> None:
    new = carry(old, PACK, told=[told("指标", "Z01", code, "拆分") for code in ("Z1A", "Z1B")])
    found = {each.code: (each.target, each.last_actual) for each in new.indicators if each.code in {"Z1A", "Z1B"}}
    assert found == {"Z1A": (None, None), "Z1B": (None, None)}


def test_merged_classes_of_assets_add_up_to_the_cent(old: DataSet) -> None:
    pair = tuple(
        Asset(code=code, name=code, ledger=Money(cents), accounts=Money(cents))
        for code, cents in (("A", 101), ("B", 2))
    )
    new = carry(replace(old, assets=pair), PACK, told=[told("资产", code, "C", "合并") for code in ("A", "B")])
    assert [(each.code, each.ledger, each.in_use) for each in new.assets] == [("C", Money(103), None)]


def test_what_is_told_of_another_year_changes_no_code(old: DataSet) -> None:
    row = replace(told("项目", "P02", "X02", "更名"), year=2023)
    assert carry(old, PACK, told=[row]).projects == carry(old, PACK).projects
