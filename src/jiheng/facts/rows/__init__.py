"""The row classes of the data set. Money is 分; ``None`` is missing, which is not zero.

Every row knows where it was read (``place``) and how its figures came to be (``origin``:
原文 as published, 重建 reconstructed, 系统 from a system, 填报 filled in).
"""

from __future__ import annotations

from jiheng.facts.rows.base import CARRIED, ORIGINS, Row
from jiheng.facts.rows.budget import (
    CATEGORIES,
    SOURCES_OF_MONEY,
    THREE_PUBLIC,
    Adjustment,
    BudgetLine,
    Payment,
    Plan,
    Project,
    RunningCost,
    SpecialFund,
    Unit,
)
from jiheng.facts.rows.declared import KINDS, RELATIONS, DeclaredValue, Succession
from jiheng.facts.rows.performance import (
    LEVELS,
    OPERATORS,
    Answer,
    Claim,
    Evidence,
    History,
    Indicator,
    Narrative,
    Observation,
    Result,
    Review,
)
from jiheng.facts.rows.registers import (
    Asset,
    AssetIncome,
    Disclosure,
    Filing,
    Inspection,
    Purchase,
    RuleDocument,
)

__all__ = [
    "ASKED_FOR",
    "CARRIED",
    "CATEGORIES",
    "KINDS",
    "LEVELS",
    "OPERATORS",
    "ORIGINS",
    "RELATIONS",
    "SOURCES_OF_MONEY",
    "TABLES",
    "THREE_PUBLIC",
    "TITLES",
    "Adjustment",
    "Answer",
    "Asset",
    "AssetIncome",
    "BudgetLine",
    "Claim",
    "DeclaredValue",
    "Disclosure",
    "Evidence",
    "Filing",
    "History",
    "Indicator",
    "Inspection",
    "Narrative",
    "Observation",
    "Payment",
    "Plan",
    "Project",
    "Purchase",
    "Result",
    "Review",
    "Row",
    "RuleDocument",
    "RunningCost",
    "SpecialFund",
    "Succession",
    "Unit",
]

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
    "inputs": ("补充数据", DeclaredValue),
    "lineage": ("沿革", Succession),
}
"""Table name (file stem) → (sheet title, row class), in the order of the workbook."""
TITLES = {table: title for table, (title, _row) in TABLES.items()}
"""Table name → sheet title."""

ASKED_FOR = frozenset({"results", "answers", "inputs"})
"""Tables whose keys are filled in beforehand: a row with nothing but its key says nothing and is not read."""
