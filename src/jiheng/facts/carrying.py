"""Opening a year from the one before: what goes on, under which column, and what is asked anew.

Which tables and columns go on is data (:data:`RULES`). A row that went on says so (数据来源「上年结转」) and counts for
nothing until somebody has confirmed it, see :func:`settled`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from jiheng.core.calendar import Month, month_end
from jiheng.core.exact import half_up
from jiheng.core.fault import Place
from jiheng.facts.content import sealed
from jiheng.facts.dataset import DataSet
from jiheng.facts.lineage import Lineage
from jiheng.facts.measures.measured import Measured
from jiheng.facts.recoding import recoded
from jiheng.facts.rows import CARRIED, TITLES, History, Row, Succession
from jiheng.facts.schema import columns

SHOWN_PLACES = 2
"""Decimals of a computed measure in the table of history, as forms show it."""
UNITS = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "万元": Fraction(10_000), "亿元": Fraction(100_000_000)}
"""Unit of a history row → what one of it is in the measure's own unit (a share, or 元)."""


@dataclass(frozen=True, slots=True)
class Before:
    """The year before, and what a rule may ask of it."""

    dataset: DataSet
    measures: Mapping[str, Measured] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()
    """Codes of projects that are over."""
    lines: frozenset[str] = frozenset()
    """Codes of budget lines that go on."""
    projects: Mapping[str, str] = field(default_factory=dict)
    """Code of an indicator → its project."""
    actuals: Mapping[str, Fraction] = field(default_factory=dict)
    """Code of an indicator → what was reached."""

    @property
    def year(self) -> int:
        """The year that is over."""
        return self.dataset.unit.year


@dataclass(frozen=True, slots=True)
class Rule:
    """How the rows of one table go on: which do, what is asked anew, and what is taken from the year before."""

    anew: frozenset[str] = frozenset()
    goes_on: Callable[[Any, Before], bool] = lambda _row, _before: True
    moved: Mapping[str, Callable[[Any, Before], Any]] = field(default_factory=dict)


def _anew(*attributes: str) -> frozenset[str]:
    return frozenset(attributes)


def _project_goes_on(row: Any, before: Before) -> bool:
    return row.project not in before.ended


def _line_goes_on(row: Any, before: Before) -> bool:
    return row.line in before.lines


def _next_year(row: Any, _before: Before) -> Month:
    return Month(row.month.year + 1, row.month.month)


def _shown_for_going_on(row: Any, before: Before) -> bool:
    """Whether what a piece of evidence, or a state at a month's end, is about goes on; ``P01/A`` is about project P01."""
    return before.projects.get(row.indicator, row.indicator.partition("/")[0]) not in before.ended


def _day_moved(attribute: str) -> Callable[[Any, Before], date | None]:
    """The same day a year later; a project dated within one year is one that comes every year."""
    return lambda row, _before: _year_later(getattr(row, attribute)) if _yearly(row) else getattr(row, attribute)


def _yearly(project: Any) -> bool:
    return bool(project.start and project.end) and project.start.year == project.end.year


def _year_later(day: date) -> date:
    last = month_end(day.year + 1, day.month).day
    return day.replace(year=day.year + 1, day=min(day.day, last))


RULES: Mapping[str, Rule] = {
    "projects": Rule(
        _anew("achieved", "assessed"),
        lambda row, before: row.code not in before.ended,
        {"attribute": lambda *_: "延续", "start": _day_moved("start"), "end": _day_moved("end")},
    ),
    "budget": Rule(_anew("original", "adjusted"), lambda row, before: row.code in before.lines),
    "payments": Rule(_anew("amount"), _line_goes_on, {"month": _next_year}),
    "plans": Rule(_anew("amount"), _line_goes_on, {"month": _next_year}),
    "indicators": Rule(
        _anew("original_target"),
        _project_goes_on,
        {"last_actual": lambda row, before: before.actuals.get(row.code, row.last_actual)},
    ),
    "results": Rule(
        _anew("actual", "level", "coefficient", "choice", "claimed", "reason", "measure"),
        lambda row, _: bool(row.absent),
    ),
    "answers": Rule(),
    "evidence": Rule(_anew("file", "page", "dated", "sample", "sha256"), _shown_for_going_on),
    "assets": Rule(_anew("counted", "counted_on")),
    "asset_income": Rule(_anew("amount", "due", "paid")),
    "disclosures": Rule(_anew("approved", "published", "address", "complete")),
    "rule_documents": Rule(),
    "running_costs": Rule(
        _anew("budget", "actual"),
        moved={"last_actual": lambda row, _: row.last_actual if row.actual is None else row.actual},
    ),
    "special_funds": Rule(_anew("issued", "paid"), _project_goes_on),
    "inspections": Rule(goes_on=lambda row, _: not row.mended),
    "filings": Rule(_anew("due", "filed", "returned")),
    "observations": Rule(
        _anew("value", "likelihood", "reason", "measure"),
        _shown_for_going_on,
        {"month": _next_year},
    ),
    "history": Rule(),
    "lineage": Rule(),
}
"""Table → how it goes on. What is not named here is of its year alone (采购, 预算调整, 表内填报数, 复核, 文字说明)."""


def carry(
    dataset: DataSet,
    pack: str,
    measures: Mapping[str, Measured] | None = None,
    told: Iterable[Succession] = (),
) -> DataSet:
    """The next year's data set as far as last year tells it.

    Args:
        dataset: the year that is over.
        pack: id of the next year's rule pack.
        measures: what ``facts.measures`` computes of that year, for the rows of history that name a measure.
        told: 沿革 beside what last year's data set tells itself; what holds from the next year on gives rows new codes.

    Returns:
        A data set of the year after; every row but the unit's own is 「上年结转」 and waits to be confirmed.
    """
    lineage = Lineage.of((*dataset.lineage, *told))
    before = _before(dataset, measures or {}, lineage)
    year = before.year + 1
    tables: dict[str, Any] = {
        table: recoded(table, _carried(table, rule, before), lineage, year) for table, rule in RULES.items()
    }
    tables["history"] = (*tables["history"], *_new_history(before))
    unit = replace(
        dataset.unit,
        year=year,
        pack=pack,
        due=None,
        filed=None,
        place=Place(),
        note=_origin_of("unit", before),
    )
    return sealed(DataSet(unit=unit, **tables))


def settled(dataset: DataSet) -> DataSet:
    """The data set without the rows that wait to be confirmed: what counts."""
    tables: dict[str, Any] = {
        table: tuple(row for row in getattr(dataset, table) if row.origin != CARRIED)
        for table in TITLES
        if table != "unit" and any(row.origin == CARRIED for row in getattr(dataset, table))
    }
    return sealed(replace(dataset, **tables)) if tables else dataset


def waiting(dataset: DataSet) -> Mapping[str, int]:
    """Table → rows that wait to be confirmed."""
    counts = {t: sum(row.origin == CARRIED for row in getattr(dataset, t)) for t in TITLES if t != "unit"}
    return {table: count for table, count in counts.items() if count}


def _before(dataset: DataSet, measures: Mapping[str, Measured], lineage: Lineage) -> Before:
    over = (each for each in dataset.projects if _is_over(each, dataset.unit.year, lineage))
    ended = frozenset(each.code for each in over)
    lines = (each for each in dataset.budget if each.source != "上年结转" and each.project not in ended)
    actuals = {each.indicator: each.actual for each in dataset.results if each.actual is not None}
    projects = {each.code: each.project for each in dataset.indicators}
    return Before(dataset, measures, ended, frozenset(each.code for each in lines), projects, actuals)


def _is_over(project: Any, year: int, lineage: Lineage) -> bool:
    """Whether its last day has come; one that is told to go on under another code does."""
    ended = project.end is not None and project.end.year <= year and not _yearly(project)
    return ended and not lineage.told("项目", project.code, year + 1)


def _carried(table: str, rule: Rule, before: Before) -> Iterator[Row]:
    for row in getattr(before.dataset, table):
        if rule.goes_on(row, before):
            yield replace(row, **_changes(table, rule, row, before))


def _changes(table: str, rule: Rule, row: Row, before: Before) -> dict[str, Any]:
    fields = {each.name: each for each, _ in columns(type(row))}
    changes: dict[str, Any] = {name: fields[name].default for name in rule.anew}
    changes |= {name: _dated_on(getattr(row, name), before.year) for name in fields if name not in changes}
    changes |= {name: move(row, before) for name, move in rule.moved.items()}
    note = row.note if row.origin == CARRIED else _origin_of(table, before)
    return changes | {"origin": CARRIED, "note": note, "place": Place()}


def _dated_on(value: Any, year: int) -> Any:
    """A text that names the year that is over names the next one; whatever else stays."""
    return value.replace(f"{year}年", f"{year + 1}年") if isinstance(value, str) else value


def _origin_of(table: str, before: Before) -> str:
    return f"结转自{before.year}年度“{TITLES[table]}”"


def _new_history(before: Before) -> Iterator[History]:
    """Last year's value of every measure whose earlier years are told, and of every indicator with a result."""
    told = {(row.measure, row.year) for row in before.dataset.history}
    units = {row.measure: row.unit for row in before.dataset.history}
    for name, unit in units.items():
        found = before.measures.get(name)
        if found is not None and found.value is not None and (name, before.year) not in told:
            yield _history(name, _in_unit(found.value, unit), unit, before)
    for each in before.dataset.indicators:
        actual = before.actuals.get(each.code)
        if not each.project and actual is not None and (each.name, before.year) not in told:
            yield _history(each.name, actual, each.unit, before)


def _history(name: str, value: Fraction, unit: str, before: Before) -> History:
    note = f"取自{before.year}年度完成情况"
    return History(measure=name, year=before.year, value=value, unit=unit, origin=CARRIED, note=note)


def _in_unit(value: Fraction, unit: str) -> Fraction:
    exact = value / UNITS.get(unit, Fraction(1)) * 10**SHOWN_PLACES
    return Fraction(half_up(exact.numerator, exact.denominator), 10**SHOWN_PLACES)
