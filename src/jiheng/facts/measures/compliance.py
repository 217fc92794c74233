"""Disclosure, rule documents, filings, findings of inspections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from jiheng.facts.measures.measured import Found, Unknown
from jiheng.facts.measures.registry import Function, Ground, answered, count, term, within
from jiheng.facts.rows import Disclosure
from jiheng.packs.vocabulary import STEPS

_ACCOUNTS = ("部门预算", "部门决算", "三公经费")
_PERFORMANCE = ("绩效目标", "绩效自评结果")
_AREAS = {
    "事前绩效评估制度数": "事前绩效评估",
    "绩效目标管理制度数": "绩效目标管理",
    "绩效运行监控制度数": "绩效运行监控",
    "绩效评价管理制度数": "绩效评价管理",
    "评价结果应用制度数": "评价结果应用",
    "采购内控制度数": "采购内控",
}
_KINDS = {"财务问题数": "财务", "采购问题数": "采购", "资产问题数": "资产", "绩效问题数": "绩效"}


def _accounts_approved(ground: Ground) -> tuple[Disclosure, ...]:
    return tuple(each for each in ground.dataset.disclosures if each.matter in _ACCOUNTS and each.approved)


@term("应公开事项数", "disclosures")
def accounts_due(ground: Ground) -> Found:
    """Approved budgets and final accounts."""
    return count(_accounts_approved(ground))


@term("按期公开事项数", "disclosures")
def accounts_in_time(ground: Ground) -> Found:
    """Approved budgets and final accounts that were public in time and complete."""
    published = [each for each in _accounts_approved(ground) if each.published]
    answered(published, "complete")

    def in_time(each: Disclosure) -> bool:
        if each.approved is None or not each.complete:
            return False
        return within(each.approved, each.published, ground.limit("预决算公开期限", each.approved))

    return count(each for each in published if in_time(each))


def _performance(ground: Ground) -> tuple[Disclosure, ...]:
    return tuple(each for each in ground.dataset.disclosures if each.matter in _PERFORMANCE)


@term("绩效应公开事项数", "disclosures")
def performance_due(ground: Ground) -> Found:
    """Performance targets and self-evaluations that must be public."""
    return count(_performance(ground))


@term("绩效已公开事项数", "disclosures")
def performance_published(ground: Ground) -> Found:
    """Those of them that are public and complete."""
    published = [each for each in _performance(ground) if each.published]
    answered(published, "complete")
    return count(each for each in published if each.complete)


def _declare_documents(name: str, area: str) -> None:
    @term(name, "rule_documents")
    def documents(ground: Ground) -> Found:
        return count(each for each in ground.dataset.rule_documents if each.area == area)


def _declare_findings(name: str, kind: str) -> None:
    @term(name, "inspections")
    def findings(ground: Ground) -> Found:
        return count(each for each in ground.dataset.inspections if each.kind == kind)


for _name, _area in _AREAS.items():
    _declare_documents(_name, _area)
for _name, _kind in _KINDS.items():
    _declare_findings(_name, _kind)


@term("未整改问题数", "inspections")
def findings_open(ground: Ground) -> Found:
    """Findings not yet mended."""
    return count(each for each in ground.dataset.inspections if not each.mended)


@term("应报送事项数", "filings")
def filings_due(ground: Ground) -> Found:
    """Steps of the cycle that had to be filed."""
    return count(ground.dataset.filings)


@term("按期报送事项数", "filings")
def filings_in_time(ground: Ground) -> Found:
    """Steps filed on or before their day."""
    return count(each for each in ground.dataset.filings if each.filed and each.due and each.filed <= each.due)


@term("退回次数", "filings")
def returns(ground: Ground) -> Found:
    """How often something was returned."""
    rows = ground.dataset.filings
    return Found(Fraction(sum(each.returned for each in rows)), rows)


@term("自评迟报工作日数")
def self_evaluation_late(ground: Ground) -> Found:
    """Working days by which the self-evaluation came late; 0 when in time."""
    unit = ground.dataset.unit
    due, filed = unit.due, unit.filed
    if due is None or filed is None:
        raise Unknown("未填自评报送期限或自评报送日期", [unit])
    return Found(Fraction(ground.workdays.at_least(due, filed)), (unit,), ground.workdays.remark(due, filed))


def _late(step: str, days: Callable[[Ground, date, date], int], *, working: bool = False) -> Function:
    def late(ground: Ground) -> Found:
        """Days by which a step was filed late; 0 when in time."""
        rows = tuple(row for row in ground.dataset.filings if row.step.startswith(step))
        if not rows and ground.dataset.filings:
            raise Unknown(f"“报送记录”中没有“{step}”")
        answered(rows, "due")
        answered(rows, "filed")
        dated = [(row.due, row.filed) for row in rows if row.due and row.filed and row.filed > row.due]
        spans = [days(ground, due, filed) for due, filed in dated]
        remarks = [ground.workdays.remark(*each) for each in dated] if working else []
        return Found(Fraction(max(spans, default=0)), rows, max(remarks, default=""))

    return late


for _step in STEPS:
    term(f"{_step}迟报天数", "filings")(_late(_step, lambda _, due, filed: (filed - due).days))
    term(f"{_step}迟报工作日数", "filings")(
        _late(_step, lambda ground, due, filed: ground.workdays.at_least(due, filed), working=True)
    )
