"""One small data set per test: only the rows that the rule looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import duckdb
import pytest

from jiheng.checks.finding import Finding
from jiheng.checks.form import catalogue, check_connection
from jiheng.checks.form.run import prepare
from jiheng.core.calendar import Workdays
from jiheng.core.exact import Money, Points
from jiheng.facts import relations
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import TABLES, Indicator, Result, Unit
from jiheng.packs.load import load_pack

UNIT = Unit(code="900001", name="青禾镇人民政府", year=2024, pack="cn/guangdong/department", filed=date(2025, 3, 10))
Check = Callable[..., list[Finding]]


def indicator(code: str = "P1-1", **changes: Any) -> Indicator:
    """A sound quantitative output indicator; tests change what they are about."""
    sound = Indicator(
        code=code,
        project="P1",
        level_1="产出指标",
        level_2="数量指标",
        name="新建路灯数量",
        operator="≥",
        target=Fraction(60),
        unit="盏",
        weight=Points.parse("10"),
    )
    return replace(sound, **changes)


def result(code: str = "P1-1", **changes: Any) -> Result:
    return replace(Result(indicator=code, actual=Fraction(60), claimed=Points.parse("10")), **changes)


def money(yuan: str) -> Money:
    return Money.parse(yuan)


def grounds(code: str) -> set[str]:
    """The clauses on which a rule of the catalogue rests."""
    return set(next(rule.cites for rule in catalogue() if rule.code == code))


@pytest.fixture
def check() -> Check:
    """Run one rule on the given rows: ``check("R06", indicators=[…])``."""

    def run(
        code: str, units: tuple[DataSet, ...] = (), scores: tuple[tuple[str, str], ...] = (), **tables: Any
    ) -> list[Finding]:
        assert set(tables) <= set(TABLES)
        rows: dict[str, Any] = {name: tuple(found) for name, found in tables.items()}
        dataset = DataSet(unit=UNIT, **rows)
        rule = next(rule for rule in catalogue() if rule.code == code)
        with duckdb.connect() as connection:
            relations.register(connection, [dataset, *units])
            connection.execute(
                "CREATE TEMP TABLE scores (unit_code VARCHAR, unit_year INTEGER, indicator VARCHAR, score BIGINT)"
            )
            for indicator_code, score in scores:
                row = [UNIT.code, UNIT.year, indicator_code, Points.parse(score).units]
                connection.execute("INSERT INTO scores VALUES (?, ?, ?, ?)", row)
            prepare(connection, load_pack(UNIT.pack), load_pack("cn/project"), range(2023, 2026), Workdays())
            answer = check_connection(connection, [rule])
        assert answer.checked == (code,), answer.not_checked
        return list(answer.findings)

    return run
