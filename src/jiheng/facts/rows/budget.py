"""The unit, its projects and its money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.rows.base import Row
from jiheng.facts.schema import column

SOURCES_OF_MONEY = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "上年结转", "其他资金")
CATEGORIES = ("人员经费", "公用经费", "项目支出")
THREE_PUBLIC = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Row):
    """The unit and year that the data set is about (单位基本情况)."""

    code: str = column("单位编码", "code", key=True)
    name: str = column("单位名称", required=True)
    year: int = column("预算年度", "year", required=True)
    pack: str = column("适用规则包", "code", required=True, guide="规则包编号，如 cn/guangdong/department")
    region: str = column("所在地区", default="")
    level: str = column("单位层级", "choice", default="", choices=("乡镇", "县级", "市级", "省级", "中央"))
    superior: str = column("主管部门", default="")
    posts: int | None = column("编制数", "integer")
    staff: int | None = column("在职人数", "integer")
    contact: str = column("填报人", default="")
    phone: str = column("联系电话", "code", default="")
    due: date | None = column("自评报送期限", "date")
    filed: date | None = column("自评报送日期", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Row):
    """A project (项目)."""

    code: str = column("项目编码", "code", key=True)
    name: str = column("项目名称", required=True)
    attribute: str = column("项目属性", "choice", default="延续", choices=("新增", "延续"))
    special_fund: bool = column("是否专项资金", "flag", default=False)
    assessed: bool | None = column("是否完成事前绩效评估", "flag")
    department: str = column("主管部门", default="")
    implementer: str = column("实施单位", default="")
    leader: str = column("项目负责人", default="")
    start: date | None = column("开始日期", "date")
    end: date | None = column("结束日期", "date")
    goal: str = column("年度目标", default="")
    achieved: str = column("目标完成情况", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine(Row):
    """One budget line: original and adjusted amount by project, category and source of money."""

    code: str = column("预算项编码", "code", key=True)
    project: str = column("项目编码", "code", default="", refers="projects", guide="基本支出留空")
    category: str = column("支出类别", "choice", required=True, choices=CATEGORIES)
    source: str = column("资金来源", "choice", required=True, choices=SOURCES_OF_MONEY)
    function: str = column("功能科目", "code", default="", guide="类款项 3、5 或 7 位")
    original: Money | None = column("年初预算数", "money", required=True)
    adjusted: Money | None = column("调整后预算数", "money", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment(Row):
    """What was paid on one budget line in one month."""

    line: str = column("预算项编码", "code", key=True, refers="budget")
    month: Month | None = column("月份", "month", key=True)
    amount: Money | None = column("支付金额", "money", required=True, signed=True, guide="退回的填负数")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Row):
    """What is planned to be paid on one budget line in one month (分月用款计划); the forecast looks at it."""

    line: str = column("预算项编码", "code", key=True, refers="budget")
    month: Month | None = column("月份", "month", key=True)
    amount: Money | None = column("计划支付金额", "money", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment(Row):
    """One adjustment of the budget during the year."""

    code: str = column("调整编号", "code", key=True)
    line: str = column("预算项编码", "code", default="", refers="budget")
    dated: date | None = column("调整日期", "date", required=True)
    amount: Money | None = column("调整金额", "money", required=True, signed=True, guide="调减的填负数")
    reason: str = column("调整事由", default="")
    excepted: bool = column("是否政策性调整", "flag", default=False, guide="上级统一调整、救灾等，不计入约束性")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialFund(Row):
    """A special fund (专项资金): what was issued to it; its spending is that of its project."""

    code: str = column("专项资金编码", "code", key=True)
    name: str = column("专项资金名称", required=True)
    project: str = column("项目编码", "code", required=True, refers="projects")
    issued: Money | None = column("下达金额", "money", required=True)
    paid: Money | None = column("支出金额", "money", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningCost(Row):
    """One item of running costs: last year's actual, this year's budget and actual."""

    code: str = column("费用编码", "code", key=True)
    name: str = column("费用项目", required=True)
    three_public: str = column("三公经费类别", "choice", default="", choices=THREE_PUBLIC)
    last_actual: Money | None = column("上年实际数", "money")
    budget: Money | None = column("本年预算数", "money", required=True)
    actual: Money | None = column("本年实际数", "money", required=True)
