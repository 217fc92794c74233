"""The next year opens with what goes on; nothing of it counts before somebody has confirmed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from jiheng import facts
from jiheng.core.calendar import Month
from jiheng.facts.carrying import RULES, carry, gone, settled, waiting
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import measure
from jiheng.facts.rows import CARRIED, TABLES
from jiheng.facts.schema import columns
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
    assert gone(over, new)[0] == f"项目 {first.code} {first.name}"


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
