"""What slow execution cost is told only as far as the rules and the unit's own reasons say it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jiheng import facts, scoring
from jiheng.core.exact import Points
from jiheng.facts.dataset import DataSet
from jiheng.monitoring.price import Price, price
from jiheng.packs.load import load_pack

TOWN = Path(__file__).resolve().parents[2] / "examples" / "xinzao-2024"


@pytest.fixture(scope="module")
def town() -> DataSet:
    return facts.load(TOWN)


def priced(dataset: DataSet) -> Price:
    pack = load_pack(dataset.unit.pack)
    return price(dataset, pack, scoring.score(dataset, pack, engine="reference"))


def with_reason(dataset: DataSet, indicator: str, reason: str) -> DataSet:
    rows = tuple(replace(row, reason=reason) if row.indicator == indicator else row for row in dataset.results)
    return replace(dataset, results=rows)


def test_the_example_lost_half_a_point_by_slow_execution_and_late_money(town: DataSet) -> None:
    found = priced(town)
    assert {each.code: each.lost.text(2) for each in found.execution} == {"1.1.3": "0.25"}
    assert {each.code: each.lost.text(2) for each in found.waiting} == {"1.1.1": "0.25"}
    assert found.lost == Points.parse("0.5")


def test_an_output_that_fell_short_for_another_reason_is_not_counted(town: DataSet) -> None:
    found = priced(with_reason(town, "Z02", "设计变更，主体结构返工"))
    (waiting,) = found.waiting
    assert "旧院区" not in waiting.because
    assert waiting.lost == Points.parse("0.15")


def test_without_a_reason_nothing_is_put_down_to_late_money(town: DataSet) -> None:
    found = priced(with_reason(with_reason(town, "Z01", ""), "Z02", ""))
    assert found.waiting == ()
    assert found.sentence.startswith("执行慢共失 0.25 分：")


@pytest.mark.parametrize("reason", ["资金充足，天气原因停工", "按资金计划完成", "延期审批"])
def test_a_reason_that_does_not_say_that_money_was_late_is_none(town: DataSet, reason: str) -> None:
    assert priced(with_reason(with_reason(town, "Z01", reason), "Z02", reason)).waiting == ()


def test_a_unit_that_spent_everything_is_told_nothing(town: DataSet) -> None:
    lines = {line.code: line for line in town.budget}
    paid = tuple(
        replace(row, amount=lines[row.line].adjusted) for row in {row.line: row for row in town.payments}.values()
    )
    whole = with_reason(with_reason(replace(town, payments=paid), "Z01", ""), "Z02", "")
    assert priced(whole).sentence == ""
