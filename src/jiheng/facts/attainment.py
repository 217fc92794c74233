"""Which indicators a completion counts, and whether what was promised was reached."""

from __future__ import annotations

from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator, Result
from jiheng.packs.method.base import Base


def counted(dataset: DataSet, method: Base) -> tuple[Indicator, ...]:
    """The unit's own indicators whose completion the method adds up.

    Reason, measure and evidence stand at these, never at the leaf that counts them. A method that counts none gives
    nothing.
    """
    if not counts(method):
        return ()
    owner, levels = getattr(method, "owner", "unit"), getattr(method, "level_1", ())
    funds = {fund.project for fund in dataset.special_funds}
    found = []
    for row in dataset.indicators:
        owned = {"unit": not row.project, "special_funds": row.project in funds, "projects": bool(row.project)}
        if owned[owner] and (not levels or row.level_1 in levels):
            found.append(row)
    return tuple(found)


def counts(method: Base | None) -> bool:
    """Whether a method adds up indicators of the unit's own."""
    return method is not None and method.OF_OWN and not method.ONE_ROW


def reached(indicator: Indicator, result: Result | None) -> bool | None:
    """Whether a promise was kept; None while nothing is known."""
    if result is None:
        return None
    if indicator.operator == "定性":
        return result.level == "达成预期指标" if result.level else None
    if result.actual is None or indicator.target is None:
        return None
    tests = {
        "≥": result.actual >= indicator.target,
        ">": result.actual > indicator.target,
        "≤": result.actual <= indicator.target,
        "<": result.actual < indicator.target,
        "=": result.actual == indicator.target,
    }
    return tests[indicator.operator]
