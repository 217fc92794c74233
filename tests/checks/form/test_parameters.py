"""What the rules take from the packs: weights, grades, levels, dated limits, numbered working days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import duckdb
import pytest

from jiheng.checks.form.run import prepare
from jiheng.core.calendar import Workdays
from jiheng.facts import relations
from jiheng.packs.load import load_pack

Ask = Any


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Rows of a query on the parameter tables of the Guangdong pack and its project pack."""
    with duckdb.connect() as connection:
        relations.create(connection)
        prepare(
            connection, load_pack("cn/guangdong/department"), load_pack("cn/project"), range(2023, 2026), Workdays()
        )
        yield lambda query: connection.execute(query).fetchall()


def test_levels_of_the_project_pack_add_up_to_what_is_left_beside_the_execution_rate(ask: Ask) -> None:
    ((levels, execution),) = ask("SELECT (SELECT sum(weight) FROM pack_levels), execution_weight FROM pack_settings")
    assert (levels, execution) == (900_000, 100_000)


def test_the_unit_and_its_projects_weigh_the_execution_rate_each_by_its_own_pack(ask: Ask) -> None:
    assert ask("SELECT unit_execution_weight, execution_weight FROM pack_settings") == [(50_000, 100_000)]


def test_grades_are_kept_with_their_lowest_totals(ask: Ask) -> None:
    assert ask("SELECT name, at_least FROM pack_grades ORDER BY at_least DESC LIMIT 1") == [("优", 900_000)]


def test_the_bands_of_qualitative_levels_touch_and_only_their_lower_bound_belongs_to_them(ask: Ask) -> None:
    bands = ask("SELECT low, high, low_included FROM pack_qualities ORDER BY high DESC")
    assert bands[0][1] == 1_000_000
    assert [low for low, _, _ in bands[:-1]] == [high for _, high, _ in bands[1:]]
    assert all(included for _, _, included in bands)


def test_a_limit_holds_from_its_day_to_the_day_before_the_next(ask: Ask) -> None:
    spans = ask("SELECT name, first, last FROM limits ORDER BY name, first")
    for (name, _, last), (following, first, _) in pairwise(spans):
        assert name != following or (first - last).days == 1
    assert {last for name, _, last in spans if name == "合同签订期限"} == {date(9999, 12, 31)}


@pytest.mark.parametrize(("name", "days", "working"), [("合同签订期限", 30, False), ("合同备案期限", 7, True)])
def test_the_law_counts_contracts_in_days_and_their_filing_in_working_days(
    ask: Ask, name: str, days: int, *, working: bool
) -> None:
    query = f"SELECT days, working FROM limits WHERE name = '{name}' AND DATE '2024-06-01' BETWEEN first AND last"
    assert ask(query) == [(days, working)]


@pytest.mark.parametrize(
    ("first", "last", "workdays"),
    [
        ("2024-09-13", "2024-09-14", 1),  # a Saturday that was worked instead of a day of 中秋
        ("2024-09-14", "2024-09-18", 1),
        ("2024-09-30", "2024-10-08", 1),  # 国庆
        ("2024-05-11", "2024-05-13", 1),
        ("2023-12-29", "2024-01-02", 1),
    ],
)
def test_a_difference_of_ordinals_counts_the_working_days_after_the_first(
    ask: Ask, first: str, last: str, workdays: int
) -> None:
    query = f"""SELECT b.ordinal - a.ordinal FROM workdays a, workdays b
                WHERE a.day = DATE '{first}' AND b.day = DATE '{last}'"""
    assert ask(query) == [(workdays,)]


def test_a_pack_without_dated_limits_gives_none() -> None:
    with duckdb.connect() as connection:
        relations.create(connection)
        bare = load_pack("cn/project").model_copy(
            update={"values": {}, "grades": (), "own_methods": {}, "own_over": None}
        )
        prepare(connection, bare, bare, range(2024, 2025), Workdays())
        assert connection.execute("SELECT count(*) FROM limits").fetchone() == (0,)
        assert connection.execute("SELECT unit_execution_weight, over_completion FROM pack_settings").fetchone() == (
            None,
            1_300_000,
        )


@pytest.mark.parametrize(
    ("pack", "slack"), [("cn/project", 0), ("cn/project+cn/caps", None), ("cn/guangdong/department", 0)]
)
def test_a_total_may_differ_from_the_sum_of_its_rows_only_where_the_pack_lowers_totals(
    pack: str, slack: int | None
) -> None:
    with duckdb.connect() as connection:
        relations.create(connection)
        prepare(connection, load_pack("cn/guangdong/department"), load_pack(pack), range(2024, 2025), Workdays())
        assert connection.execute("SELECT total_slack FROM pack_settings").fetchall() == [(slack,)]


def test_rows_that_a_pack_keeps_finer_than_hundredths_may_add_up_half_a_hundredth_off() -> None:
    fine = load_pack("cn/project")
    fine = fine.model_copy(update={"rounding": fine.rounding.model_copy(update={"row": 4})})
    with duckdb.connect() as connection:
        relations.create(connection)
        prepare(connection, fine, fine, range(2024, 2025), Workdays())
        assert connection.execute("SELECT total_slack, unit_execution_weight FROM pack_settings").fetchall() == [
            (50, None)
        ]
