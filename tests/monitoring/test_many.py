from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from jiheng.core.calendar import Month
from jiheng.core.fault import Refused
from jiheng.facts.dataset import DataSet
from jiheng.facts.parquet import save_many
from jiheng.facts.rows import Project
from jiheng.monitoring import monitor
from jiheng.monitoring.ledger import total
from jiheng.monitoring.many import watch_many
from jiheng.packs.model import Monitoring
from tests.monitoring.build import FLOORS, LIGHTS, YEAR, cut, line, pack, paid, unit, yuan
from tests.monitoring.generated import region

RULES = LIGHTS.model_copy(update={"floors": FLOORS.floors, "idle_months": 3})
SHARED = {"M101", "M102", "M103", "M104", "M201", "M202", "M203", "M204", "M206", "M207", "M208"}

Row = tuple[str, str, int | None, int, str, str]


def watched(datasets: list[DataSet], folder: Path, month: int, rules: Monitoring = RULES) -> list[Row]:
    save_many(datasets, folder)
    out = folder / "watched.parquet"
    watch_many(folder, rules, Month(YEAR, month), out)
    query = "SELECT unit_code, project, budget, paid, codes, level FROM read_parquet(?) ORDER BY 1, 2"
    return duckdb.execute(query, [str(out)]).fetchall()


def oracle(datasets: list[DataSet], month: int, rules: Monitoring = RULES) -> list[Row]:
    rows: list[Row] = []
    for dataset in datasets:
        for each in monitor(dataset, pack(rules), Month(YEAR, month)).projects:
            codes = {signal.code for signal in each.signals} & SHARED
            first_unjudged = sorted(code for code in codes if code.startswith("M2"))[:1]
            kept = sorted(code for code in codes if code.startswith("M1")) + first_unjudged
            budget = each.execution.budget
            rows.append(
                (
                    dataset.unit.code,
                    each.execution.code,
                    None if budget is None else budget.units,
                    each.execution.paid.units,
                    " ".join(kept),
                    str(each.level),
                )
            )
    return sorted(rows, key=lambda row: row[:2])


def odd_ones() -> DataSet:
    """One unit with everything that is out of the ordinary."""
    projects = [Project(code=code, name=code) for code in "ABCDEFGH"]
    projects += [
        Project(code="I", name="I", start=date(YEAR, 10, 1)),
        Project(code="J", name="J", start=date(YEAR, 5, 1), end=date(YEAR, 9, 30)),
    ]
    lines = (
        line("A", 1200),
        line("B", None),
        line("C", 0),
        line("D", 0),
        line("E", 1200),
        line("F", original=yuan(1000), adjusted=yuan(600)),
        line("G", original=yuan(0), adjusted=yuan(500)),
        line("I", 300),
        line("J", 300),
        replace(line("A", 77), code="A-2"),
    )
    payments = (
        *paid("A-1", *[95] * 9),
        *paid("A-2", 0, -3),
        *paid("D-1", 1),
        *paid("E-1", 5, -9),
        *paid("F-1", *[60] * 9),
        *paid("G-1", 0, 0, 0, 0, 0, 0, 0, 40),
        *paid("J-1", 0, 0, 0, 0, 30, 30),
    )
    changes = (cut("F", date(YEAR, 9, 3), -400), cut("G", date(YEAR, 7, 3), 500))
    return unit(*lines, projects=projects, payments=payments, adjustments=changes)


@pytest.mark.parametrize("month", [2, 4, 8, 9, 10, 12])
def test_it_answers_as_the_monitoring_of_each_unit_does(tmp_path: Path, month: int) -> None:
    datasets = [odd_ones(), *region()[1]]
    assert watched(datasets, tmp_path, month) == oracle(datasets, month)


def test_the_total_is_the_sum_of_the_ledger_to_the_fen(tmp_path: Path) -> None:
    datasets = list(region()[1])
    save_many(datasets, tmp_path)
    found = watch_many(tmp_path, RULES, Month(YEAR, 8), tmp_path / "out.parquet")
    rows = [
        row.amount for each in datasets for row in each.payments if row.amount and row.month and row.month.month <= 8
    ]
    assert found.paid == total(rows)
    assert found.projects == sum(len(each.projects) for each in datasets)
    assert sum(found.levels.values()) == found.projects


def test_a_pack_without_thresholds_judges_only_what_is_beyond_doubt(tmp_path: Path) -> None:
    rows = watched([odd_ones()], tmp_path, 9, Monitoring())
    assert {code for row in rows for code in row[4].split()} <= {"M104", "M201", "M202", "M203", "M204", "M207", "M208"}


def test_a_threshold_with_many_digits_stays_exact(tmp_path: Path) -> None:
    rules = Monitoring(yellow_below=Fraction(800001, 1000000))
    dataset = unit(line("A", 1200), payments=paid("A-1", *[80] * 8))
    assert watched([dataset], tmp_path, 8, rules)[0][5] == "yellow"


def test_without_adjustments_at_all_it_runs(tmp_path: Path) -> None:
    save_many([odd_ones()], tmp_path)
    (tmp_path / "adjustments.parquet").unlink()
    assert watch_many(tmp_path, RULES, Month(YEAR, 9), tmp_path / "out.parquet").projects == 10


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"payments\.parquet"):
        watch_many(tmp_path, RULES, Month(YEAR, 9), tmp_path / "out.parquet")


def test_the_published_run_of_twelve_million_rows_keeps_its_bounds() -> None:
    found = json.loads((Path(__file__).resolve().parents[2] / "bench" / "monitor_many_results.json").read_text())
    assert found["payment rows"] == 12_000_000
    assert found["paid by August, fen"] == found["oracle, fen"]
    assert found["times the scan, seconds"] <= 3
    assert found["times the scan, cpu"] <= 3
    assert found["peak MiB"] <= 1024
