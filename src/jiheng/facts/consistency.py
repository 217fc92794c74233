"""What single cells cannot show: references that lead nowhere, foreign years, amounts in the wrong unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from jiheng.core.calendar import Month
from jiheng.core.fault import Faults
from jiheng.core.measure_unit import unit
from jiheng.facts.rows import TABLES
from jiheng.facts.scale import note_jumps
from jiheng.facts.schema import columns
from jiheng.facts.tables import Tables
from jiheng.facts.written import decimal


def note_inconsistencies(tables: Tables, faults: Faults) -> None:
    """Note what does not fit together among the rows that are sound in themselves."""
    _note_unknown_references(tables, faults)
    _note_foreign_months(tables, faults)
    _note_stray_percents(tables, faults)
    note_jumps(tables, faults)


def _references(table: str) -> Iterator[tuple[str, str, str]]:
    for each, column in columns(TABLES[table][1]):
        if column.refers:
            yield each.name, column.title, column.refers


def _note_unknown_references(tables: Tables, faults: Faults) -> None:
    for table, rows in tables.rows.items():
        for attribute, title, refers in _references(table):
            if refers in tables.unreadable:
                continue
            known = {key[0] for key in tables.keys.get(refers, set())}
            astray: dict[str, list[Any]] = defaultdict(list)
            for row in rows:
                code = getattr(row, attribute)
                if code and code not in known:
                    astray[code].append(row)
            for code, found in astray.items():
                faults.add(
                    tables.place(table, found[0], attribute),
                    f"“{title}”在“{TABLES[refers][0]}”中没有",
                    value=code,
                    expected=f"“{TABLES[refers][0]}”中已登记的编码",
                    fix=f"请核对编码，或先登记{more_rows(found)}",
                )


def more_rows(found: Sequence[object]) -> str:
    """For a fault that many rows share and that is told at the first: how many others there are."""
    return f"。另有 {len(found) - 1} 行引用它" if len(found) > 1 else ""


def _note_foreign_months(tables: Tables, faults: Faults) -> None:
    years = {unit.year for unit in tables.rows.get("unit", [])}
    for table, attribute in (("payments", "month"), ("observations", "month"), ("plans", "month"), ("inputs", "month")):
        for row in tables.rows.get(table, []):
            month: Month | None = getattr(row, attribute)
            if years and month is not None and month.year not in years:
                faults.add(
                    tables.place(table, row, attribute),
                    "月份不在预算年度内",
                    value=str(month),
                    expected=f"{min(years)} 年的月份",
                    fix="请核对年度",
                )


def _note_stray_percents(tables: Tables, faults: Faults) -> None:
    """A percent sign where the indicator is counted in something else."""
    units = {row.code: row.unit for row in tables.rows.get("indicators", [])}
    for table, row, attribute in tables.percents:
        name = row.unit if hasattr(row, "unit") else units.get(getattr(row, "indicator", ""), "%")
        if unit(name).dimension != "share":
            faults.add(
                tables.place(table, row, attribute),
                f"写成了百分数，而度量单位为“{name}”",
                value=decimal(getattr(row, attribute)) + "%",
                expected=f"以“{name}”计的数" if name else "数字",
                fix="请核对数值和度量单位",
            )
