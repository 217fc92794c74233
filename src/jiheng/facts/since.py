"""What has changed since last year: projects that ended, indicators that vanished, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiheng.facts.dataset import DataSet
from jiheng.facts.lineage import Lineage
from jiheng.facts.rows import Indicator, Project

_Rows = Sequence[Project] | Sequence[Indicator]


@dataclass(frozen=True, slots=True)
class Since:
    """Sentences of what differs; something renamed is neither gone nor new."""

    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


def since(old: DataSet, new: DataSet) -> Since:
    """Compare this year's projects and indicators with last year's, by 沿革 where codes changed.

    Args:
        old: the year before; its own 沿革 counts too.
        new: this year.
    """
    told = Lineage.of((*old.lineage, *new.lineage))
    year = old.unit.year + 1
    kinds = (("项目", old.projects, new.projects), ("指标", old.indicators, new.indicators))
    gone = [name for kind, before, now in kinds for name in _gone(kind, before, _codes(now), told, year)]
    fresh = [name for kind, before, now in kinds for name in _fresh(kind, now, _codes(before), told, year)]
    return Since(tuple(gone), tuple(fresh))


def _codes(rows: _Rows) -> frozenset[str]:
    return frozenset(row.code for row in rows)


def _gone(kind: str, rows: _Rows, held: frozenset[str], told: Lineage, year: int) -> list[str]:
    return [_sentence(kind, row) for row in rows if not held & set(told.successors(kind, row.code, year))]


def _fresh(kind: str, rows: _Rows, held: frozenset[str], told: Lineage, year: int) -> list[str]:
    from_before = {new for code in held for new in told.successors(kind, code, year)}
    return [_sentence(kind, row) for row in rows if row.code not in from_before]


def _sentence(kind: str, row: Project | Indicator) -> str:
    return f"{kind} {row.code} {row.name}"
