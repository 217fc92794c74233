"""Registers that measures of management efficiency (管理效率) are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jiheng.core.exact import Money
from jiheng.facts.rows.base import Row
from jiheng.facts.schema import column


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase(Row):
    """One government purchase with the dates that the law counts from."""

    code: str = column("采购编号", "code", key=True)
    name: str = column("采购项目", required=True)
    project: str = column("项目编码", "code", default="", refers="projects")
    budget: Money | None = column("采购预算", "money", required=True)
    intention: date | None = column("意向公开日期", "date")
    start: date | None = column("采购活动开始日期", "date")
    award: date | None = column("中标（成交）通知书日期", "date")
    signed: date | None = column("合同签订日期", "date")
    amount: Money | None = column("合同金额", "money")
    announced: date | None = column("合同公告日期", "date")
    filed: date | None = column("合同备案日期", "date")
    small_business: bool = column("是否面向中小企业", "flag", default=False)
    upheld_complaint: bool = column("是否有成立的投诉", "flag", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset(Row):
    """One class of state-owned assets: what ledger, accounts and the count say of it."""

    code: str = column("资产编号", "code", key=True)
    name: str = column("资产类别", required=True)
    ledger: Money | None = column("资产台账数", "money", required=True)
    accounts: Money | None = column("会计账面数", "money", required=True)
    counted: Money | None = column("盘点数", "money")
    counted_on: date | None = column("盘点日期", "date")
    in_use: Money | None = column("在用资产价值", "money")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetIncome(Row):
    """Income from assets that must go to the treasury."""

    code: str = column("收益编号", "code", key=True)
    name: str = column("收益事项", required=True)
    amount: Money | None = column("应缴金额", "money", required=True)
    due: date | None = column("应缴日期", "date", required=True)
    paid: date | None = column("实缴日期", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure(Row):
    """One matter that must be public, when it was approved and when published."""

    code: str = column("公开事项编码", "code", key=True)
    matter: str = column(
        "公开事项",
        "choice",
        required=True,
        choices=("部门预算", "部门决算", "绩效目标", "绩效自评结果", "三公经费", "其他"),
    )
    approved: date | None = column("批复日期", "date")
    published: date | None = column("公开日期", "date")
    address: str = column("公开网址", default="")
    complete: bool | None = column("内容是否完整", "flag")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDocument(Row):
    """A rule that the unit has issued (制度文件)."""

    code: str = column("制度编号", "code", key=True)
    area: str = column(
        "制度类别",
        "choice",
        required=True,
        choices=(
            "事前绩效评估",
            "绩效目标管理",
            "绩效运行监控",
            "绩效评价管理",
            "评价结果应用",
            "采购内控",
            "资产管理",
            "财务管理",
        ),
    )
    title: str = column("制度名称", required=True)
    number: str = column("文号", default="")
    issued: date | None = column("印发日期", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection(Row):
    """A finding of audit, inspection or supervision."""

    code: str = column("问题编号", "code", key=True)
    kind: str = column("检查类型", "choice", required=True, choices=("财务", "采购", "资产", "绩效"))
    found: date | None = column("发现日期", "date")
    matter: str = column("问题内容", required=True)
    mended: bool = column("是否整改", "flag", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing(Row):
    """One step of the cycle that had to be filed by a day (报送记录)."""

    code: str = column("报送编号", "code", key=True)
    step: str = column("报送事项", required=True)
    due: date | None = column("报送期限", "date", required=True)
    filed: date | None = column("报送日期", "date")
    returned: int = column("退回次数", "integer", default=0)
