"""Running costs (公用经费) and the three public expenses (三公经费)."""

from __future__ import annotations

from jiheng.facts.measures.measured import Found
from jiheng.facts.measures.registry import Ground, term, total
from jiheng.facts.rows import RunningCost


def _three_public(ground: Ground) -> tuple[RunningCost, ...]:
    return tuple(cost for cost in ground.dataset.running_costs if cost.three_public)


def _receptions(ground: Ground) -> tuple[RunningCost, ...]:
    return tuple(cost for cost in ground.dataset.running_costs if cost.three_public == "公务接待费")


@term("公用经费预算数", "running_costs")
def running_budget(ground: Ground) -> Found:
    """This year's budget of running costs."""
    return total(ground.dataset.running_costs, "budget")


@term("公用经费支出数", "running_costs")
def running_spending(ground: Ground) -> Found:
    """This year's actual running costs."""
    return total(ground.dataset.running_costs, "actual")


@term("公用经费上年支出数", "running_costs")
def running_spending_last_year(ground: Ground) -> Found:
    """Last year's actual running costs."""
    return total(ground.dataset.running_costs, "last_actual")


@term("三公经费预算数", "running_costs")
def three_public_budget(ground: Ground) -> Found:
    """This year's budget of the three public expenses."""
    return total(_three_public(ground), "budget")


@term("三公经费支出数", "running_costs")
def three_public_spending(ground: Ground) -> Found:
    """This year's actual three public expenses."""
    return total(_three_public(ground), "actual")


@term("三公经费上年支出数", "running_costs")
def three_public_spending_last_year(ground: Ground) -> Found:
    """Last year's actual three public expenses."""
    return total(_three_public(ground), "last_actual")


@term("公务接待费支出数", "running_costs")
def receptions(ground: Ground) -> Found:
    """This year's actual official receptions."""
    return total(_receptions(ground), "actual")


@term("公务接待费上年支出数", "running_costs")
def receptions_last_year(ground: Ground) -> Found:
    """Last year's actual official receptions."""
    return total(_receptions(ground), "last_actual")
