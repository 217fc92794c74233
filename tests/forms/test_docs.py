"""docs/forms.md names every binding that there is, and none that there is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator, Project, RunningCost, Unit
from jiheng.facts.schema import columns
from jiheng.forms.case import Case
from jiheng.forms.funds import COST_COLUMNS, COST_GROUPS, FUND_COLUMNS, FUND_ROWS
from jiheng.forms.names import scope
from jiheng.forms.sources import rows
from jiheng.packs.bindings import FAMILIES, NAMES, TEXTS
from jiheng.packs.layout import Format, Source

from .conftest import case_of, spent_little

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "forms.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"[\w（）]+", PAGE))


def line(start: str) -> str:
    return next(row for row in PAGE.splitlines() if row.startswith(f"| {start}"))


def test_every_plain_name_is_documented(unit_case: Case, project_case: Case) -> None:
    for case in (unit_case, project_case):
        own = {name for name in scope(case).plain if name not in case.measures}
        assert own - WORDS == set()


def test_lint_knows_every_name_that_a_form_may_bind(unit_case: Case, project_case: Case, town: DataSet) -> None:
    for case in (unit_case, project_case):
        assert {name for name in scope(case).plain if name not in case.measures} <= NAMES
        assert set(scope(case).keyed) == FAMILIES
    capped = case_of(spent_little(town), "cn/project+cn/caps", "P02")
    for source in get_args(Source):
        for row in rows(source, capped if source == "封顶扣分" else unit_case):
            assert set(row) <= NAMES


def test_every_family_of_names_is_documented(unit_case: Case) -> None:
    for family in scope(unit_case).keyed:
        assert f"`{family}:" in PAGE


def test_every_row_and_column_of_funds_and_costs_is_documented() -> None:
    assert {*FUND_ROWS, *FUND_COLUMNS} <= set(re.findall(r"\w+", line("`资金")))
    assert {*COST_GROUPS, *COST_COLUMNS} <= set(re.findall(r"\w+", line("`费用")))
    assert set(TEXTS) <= set(re.findall(r"\w+", line("`文字:CODE")))


def test_every_format_is_documented() -> None:
    assert all(f"`{each}`" in PAGE for each in get_args(Format))


@pytest.mark.parametrize("source", [each for each in get_args(Source) if each not in {"评分未满", "三公经费"}])
def test_every_name_that_a_row_adds_is_documented(source: Source, unit_case: Case, town: DataSet) -> None:
    capped = case_of(spent_little(town), "cn/project+cn/caps", "P02")
    found = rows(source, capped if source == "封顶扣分" else unit_case)
    added = set(found[0])
    for table in (Indicator, Project, RunningCost, Unit):
        added -= {column.title for _, column in columns(table)}
    assert added - WORDS == set()
    named = set(re.findall(r"\w+", line(source).split("|")[3]))
    if source in {"评分指标", "封顶扣分"}:
        assert named <= set(found[0])
