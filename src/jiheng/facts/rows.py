"""The row classes of the data set. Money is 分; ``None`` is missing, which is not zero.

Every row knows where it was read (``place``) and how its figures came to be (``origin``:
原文 as published, 重建 reconstructed, 系统 from a system, 填报 filled in).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Points
from jiheng.core.fault import Place
from jiheng.facts.schema import column

ORIGINS = ("原文", "重建", "系统", "填报")
SOURCES_OF_MONEY = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "上年结转", "其他资金")
CATEGORIES = ("人员经费", "公用经费", "项目支出")
OPERATORS = ("≥", "≤", "=", ">", "<", "定性")
LEVELS = ("达成预期指标", "部分达成预期指标并具有一定效果", "未达成预期指标且效果较差")
THREE_PUBLIC = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has beside its columns."""

    origin: str = column("数据来源", "choice", default="填报", choices=ORIGINS)
    note: str = column("备注", default="")
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Row):
    """The unit and year that the data set is about (单位基本情况)."""

    code: str = column("单位编码", "code", key=True)
    name: str = column("单位名称", required=True)
    year: int = column("预算年度", "integer", required=True)
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
class Indicator(Row):
    """A performance indicator with its target, of a project or of the whole unit."""

    code: str = column("指标编码", "code", key=True)
    project: str = column("项目编码", "code", default="", refers="projects", guide="部门整体指标留空")
    level_1: str = column("一级指标", required=True)
    level_2: str = column("二级指标", default="")
    name: str = column("三级指标", required=True)
    operator: str = column("指标性质", "choice", required=True, choices=OPERATORS)
    target: Fraction | None = column("年度指标值", "number")
    original_target: Fraction | None = column("年初指标值", "number", guide="年中调整过目标的，填调整前的值")
    text_target: str = column("定性目标", default="")
    unit: str = column("度量单位", default="")
    weight: Points | None = column("权重", "points")
    core: bool = column("是否核心指标", "flag", default=False)
    last_actual: Fraction | None = column("上年实际值", "number")
    meaning: str = column("指标解释", default="")
    data_source: str = column("数据来源说明", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Row):
    """What was reached on an indicator (own code) or on a leaf of the pack (its code)."""

    indicator: str = column("指标编码", "code", key=True)
    actual: Fraction | None = column("全年完成值", "number")
    level: str = column("完成等级", "choice", default="", choices=LEVELS)
    coefficient: Fraction | None = column("得分系数", "percent")
    choice: str = column("所选情形", "code", default="")
    absent: str = column("不适用理由", default="")
    claimed: Points | None = column("自评得分", "points")
    reason: str = column("偏差原因", default="")
    measure: str = column("改进措施", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Row):
    """The unit's answer to one item of a checklist (leaf code and item code)."""

    indicator: str = column("指标编码", "code", key=True)
    item: str = column("核对事项编码", "code", key=True)
    answer: str = column("是否符合", "choice", required=True, choices=("是", "否", "不适用"))
    proof: str = column("依据文件", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Row):
    """One piece of supporting evidence (佐证材料)."""

    code: str = column("证据编号", "code", key=True)
    indicator: str = column("指标编码", "code", required=True)
    title: str = column("材料名称", required=True)
    file: str = column("文件", default="")
    page: str = column("页码", "code", default="")
    dated: date | None = column("材料日期", "date")
    sample: int | None = column("调查样本数", "integer")
    sha256: str = column("SHA-256", "code", default="")


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
class RunningCost(Row):
    """One item of running costs: last year's actual, this year's budget and actual."""

    code: str = column("费用编码", "code", key=True)
    name: str = column("费用项目", required=True)
    three_public: str = column("三公经费类别", "choice", default="", choices=THREE_PUBLIC)
    last_actual: Money | None = column("上年实际数", "money")
    budget: Money | None = column("本年预算数", "money", required=True)
    actual: Money | None = column("本年实际数", "money", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialFund(Row):
    """A special fund (专项资金): what was issued to it; its spending is that of its project."""

    code: str = column("专项资金编码", "code", key=True)
    name: str = column("专项资金名称", required=True)
    project: str = column("项目编码", "code", required=True, refers="projects")
    issued: Money | None = column("下达金额", "money", required=True)
    paid: Money | None = column("支出金额", "money", required=True)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Row):
    """The state of an indicator at a month's end (运行监控)."""

    indicator: str = column("指标编码", "code", key=True, refers="indicators")
    month: Month | None = column("监控月份", "month", key=True)
    value: Fraction | None = column("当前完成值", "number")
    likelihood: str = column("完成目标可能性", "choice", default="", choices=("确定能", "有可能", "不可能"))
    reason: str = column("偏差原因", default="")
    measure: str = column("改进措施", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Row):
    """A figure as an official form states it, to be compared with what the data give (表内填报数)."""

    project: str = column("项目编码", "code", key=True, default="", refers="projects", guide="部门整体表留空")
    item: str = column(
        "填报项目",
        "choice",
        key=True,
        choices=(
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "执行率",
            "执行得分",
            "自评总分",
            "评价等级",
        ),
    )
    part: str = column(
        "资金构成",
        key=True,
        default="年度资金总额",
        guide="总额以外写明：财政拨款、上年结转资金、其他资金、基本支出、项目支出",
    )
    stated: Fraction | None = column("填报数", "figure", guide="金额以元计，比率写百分数")
    text: str = column("填报文字", default="", guide="等级等不是数字的填这里")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Row):
    """The reviewer's value and score of one indicator, with the rule behind each deduction (复核)."""

    indicator: str = column("指标编码", "code", key=True)
    actual: Fraction | None = column("复核完成值", "number")
    score: Points | None = column("复核得分", "points", required=True)
    rule: str = column("扣分依据", default="")
    percent: Fraction | None = column("扣分比例", "percent")
    category: str = column("问题类型", default="", guide="同类问题写同一个词，便于核对尺度")
    reason: str = column("扣分理由", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Row):
    """What is planned to be paid on one budget line in one month (分月用款计划); the forecast looks at it."""

    line: str = column("预算项编码", "code", key=True, refers="budget")
    month: Month | None = column("月份", "month", key=True)
    amount: Money | None = column("计划支付金额", "money", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class History(Row):
    """A measure's value in an earlier year."""

    measure: str = column("指标或数据名称", key=True)
    year: int | None = column("年度", "integer", key=True)
    value: Fraction | None = column("数值", "number", required=True)
    unit: str = column("单位", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative(Row):
    """One block of the narrative; figures are written as bindings, never typed."""

    chapter: str = column("章节编码", "code", key=True)
    text: str = column("正文", required=True)


TABLES: dict[str, tuple[str, type[Row]]] = {
    "unit": ("单位基本情况", Unit),
    "projects": ("项目", Project),
    "budget": ("预算", BudgetLine),
    "payments": ("支付", Payment),
    "indicators": ("绩效指标", Indicator),
    "results": ("完成情况", Result),
    "answers": ("核对事项", Answer),
    "evidence": ("佐证材料", Evidence),
    "purchases": ("政府采购", Purchase),
    "assets": ("国有资产", Asset),
    "asset_income": ("资产收益", AssetIncome),
    "disclosures": ("信息公开", Disclosure),
    "rule_documents": ("制度文件", RuleDocument),
    "running_costs": ("运行成本", RunningCost),
    "special_funds": ("专项资金", SpecialFund),
    "adjustments": ("预算调整", Adjustment),
    "inspections": ("检查发现", Inspection),
    "filings": ("报送记录", Filing),
    "observations": ("运行监控", Observation),
    "plans": ("用款计划", Plan),
    "claims": ("表内填报数", Claim),
    "reviews": ("复核", Review),
    "history": ("历史数据", History),
    "narrative": ("文字说明", Narrative),
}
"""Table name (file stem) → (sheet title, row class), in the order of the workbook."""

ASKED_FOR = frozenset({"results", "answers"})
"""Tables whose keys are filled in beforehand: a row with nothing but its key says nothing and is not read."""
