"""Which indicators a completion counts, and whether what was promised was reached."""

from __future__ import annotations

from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator, Result
from jiheng.packs.method import Completion


def counted(dataset: DataSet, method: Completion) -> tuple[Indicator, ...]:
    """The unit's own indicators whose completion the method adds up.

    Reason, measure and evidence stand at these, never at the leaf that counts them.
    """
    funds = {fund.project for fund in dataset.special_funds}
    found = []
    for row in dataset.indicators:
        owned = {"unit": not row.project, "special_funds": row.project in funds, "projects": bool(row.project)}
        if owned[method.owner] and (not method.level_1 or row.level_1 in method.level_1):
            found.append(row)
    return tuple(found)


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
