"""Budget, execution, special funds, projects and staff."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.core.exact import Money
from jiheng.facts.measures.measured import Found, Unknown
from jiheng.facts.measures.registry import Function, Ground, answered, count, single, term, total
from jiheng.facts.rows import BudgetLine, Payment, Project
from jiheng.packs.vocabulary import MONTHS

_BASIC = ("人员经费", "公用经费")


def _lines(ground: Ground, *categories: str) -> Iterator[BudgetLine]:
    return (line for line in ground.dataset.budget if line.category in categories)


def _payments(ground: Ground, *categories: str) -> Iterator[Payment]:
    lines = {line.code for line in _lines(ground, *categories)}
    return (payment for payment in ground.dataset.payments if payment.line in lines)


@term("年初预算数", "budget")
def original_budget(ground: Ground) -> Found:
    """The original budget."""
    return total(ground.dataset.budget, "original")


@term("调整后预算数", "budget")
def revised_budget(ground: Ground) -> Found:
    """The revised budget."""
    return total(ground.dataset.budget, "adjusted")


@term("支出数", "payments")
def spending(ground: Ground) -> Found:
    """All payments."""
    return total(ground.dataset.payments, "amount")


@term("基本支出预算数", "budget")
def basic_budget(ground: Ground) -> Found:
    """The revised budget of basic expenditure."""
    return total(_lines(ground, *_BASIC), "adjusted")


@term("基本支出数", "budget", "payments")
def basic_spending(ground: Ground) -> Found:
    """Payments of basic expenditure."""
    return total(_payments(ground, *_BASIC), "amount")


@term("项目支出预算数", "budget")
def project_budget(ground: Ground) -> Found:
    """The revised budget of project expenditure."""
    return total(_lines(ground, "项目支出"), "adjusted")


@term("项目支出数", "budget", "payments")
def project_spending(ground: Ground) -> Found:
    """Payments of project expenditure."""
    return total(_payments(ground, "项目支出"), "amount")


@term("人员经费支出数", "budget", "payments")
def personnel_spending(ground: Ground) -> Found:
    """Payments of personnel costs."""
    return total(_payments(ground, "人员经费"), "amount")


@term("结转结余数", "budget", "payments")
def carry_over(ground: Ground) -> Found:
    """What is left of the revised budget."""
    budget, spent = revised_budget(ground), spending(ground)
    return Found(budget.value - spent.value, budget.rows + spent.rows)


@term("预算调整数", "adjustments")
def adjusted_amount(ground: Ground) -> Found:
    """The absolute amounts of all adjustments that policy did not force."""
    own = tuple(row for row in ground.dataset.adjustments if not row.excepted)
    amounts: list[Money] = answered(own, "amount")
    return Found(sum((Money(abs(each.units)) for each in amounts), Money(0)).exact, own)


@term("上年结转预算数", "budget")
def carried_in(ground: Ground) -> Found:
    """The revised budget that last year left over."""
    return total((line for line in ground.dataset.budget if line.source == "上年结转"), "adjusted")


@term("专项资金数", "special_funds")
def special_funds(ground: Ground) -> Found:
    """How many special funds there are."""
    return count(ground.dataset.special_funds)


@term("专项资金下达数", "special_funds")
def special_funds_issued(ground: Ground) -> Found:
    """What was issued to special funds."""
    return total(ground.dataset.special_funds, "issued")


@term("专项资金支出数", "special_funds")
def special_funds_spent(ground: Ground) -> Found:
    """What special funds have spent."""
    return total(ground.dataset.special_funds, "paid")


def _new_projects(ground: Ground) -> tuple[Project, ...]:
    return tuple(project for project in ground.dataset.projects if project.attribute == "新增")


@term("新增项目数", "projects")
def new_projects(ground: Ground) -> Found:
    """How many projects are new this year."""
    return count(_new_projects(ground))


@term("已评估新增项目数", "projects")
def assessed_new_projects(ground: Ground) -> Found:
    """How many new projects had their ex-ante assessment."""
    answered(_new_projects(ground), "assessed")
    return count(project for project in _new_projects(ground) if project.assessed)


@term("编制数")
def posts(ground: Ground) -> Found:
    """Approved posts."""
    return single(ground.dataset.unit, "posts")


@term("在职人数")
def staff(ground: Ground) -> Found:
    """Staff at the end of the year."""
    return single(ground.dataset.unit, "staff")


def _spent_until(month: int) -> Function:
    def spent(ground: Ground) -> Found:
        """Payments from January to the end of a month."""
        rows = tuple(row for row in ground.dataset.payments if row.month is None or row.month.month <= month)
        if any(row.month is None for row in rows):
            raise Unknown("支付表有未填月份的行", rows)
        return total(rows, "amount")

    return spent


for _number, _title in enumerate(MONTHS, 1):
    term(f"{_title}末支出数", "budget", "payments")(_spent_until(_number))
