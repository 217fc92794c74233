"""What the workbook of a rule pack holds: its sheets, their columns, and the words for what the pack says in code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["header", "list", "named", "tree", "parts", "cases", "files"]
"""header: a row a key · list: a row an item · named: a row a name · tree: the indicators, a row each · parts: rows of a
list inside an indicator's method · cases: a row a scenario · files: the lines of form layouts as they stand."""
REFERENCE = "※"
"""A column or row that begins with it is for reading only."""
READ_BACK = f"{REFERENCE}读作"
TOTAL = f"{REFERENCE}合计"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, what lies in it, the key of the pack that it holds, and the columns that always stand there."""

    title: str
    shape: Shape
    key: str = ""
    columns: tuple[str, ...] = ()


SHEETS = (
    Sheet("基本情况", "header"),
    Sheet("依据", "list", "sources", ("key", "title", "mark", "note")),
    Sheet("补充数据", "named", "inputs", ("unit", "form", "per", "take", "meaning", "evidence", "required", "cite")),
    Sheet("参数", "named", "values", ("unit",)),
    Sheet("计算指标", "named", "measures", ("unit", "formula", "meaning", "cite")),
    Sheet(
        "指标",
        "tree",
        "indicators",
        (
            "code",
            "name",
            "weight",
            "method/kind",
            "method/measure",
            "method/target",
            "method/direction",
            "cite",
            "evidence",
        ),
    ),
    Sheet("分档", "parts", "bands"),
    Sheet("核对事项", "parts", "items", ("code", "name", "points")),
    Sheet("填报指南", "named", "guide", ("meaning", "formula", "good", "bad", "returns")),
    Sheet("等级", "list", "grades", ("name", "at_least")),
    Sheet("期限", "list", "deadlines"),
    Sheet("封顶", "list", "caps"),
    Sheet("扣分", "list", "deductions"),
    Sheet("加分", "list", "bonuses"),
    Sheet("否决", "list", "vetoes"),
    Sheet("结果应用", "list", "uses"),
    Sheet("情形", "cases", "", ("name", "year", "pack", "input", "expect", "because")),
    Sheet("表式", "files"),
)
"""The sheets, in their order."""
PARTS = ("bands", "levels", "choices", "items")
"""Lists of a method that have a sheet of their own: items in 核对事项, the others in 分档."""

TITLES = {
    "code": "编码",
    "key": "代号",
    "name": "名称",
    "title": "名称",
    "weight": "分值",
    "points": "分值",
    "method/kind": "计分方法",
    "method/measure": "数据",
    "method/target": "目标值",
    "method/direction": "方向",
    "method/per": "每档",
    "method/points": "每档扣分",
    "method/operator": "比较",
    "method/owner": "所看指标",
    "method/weighting": "汇总",
    "method/level_1": "所看一级指标",
    "words": "通知原文",
    "pending": "待定",
    "not_applicable/rule": "不适用时",
    "not_applicable/to": "分值并入",
    "not_applicable/when": "不适用条件",
    "own/level_1": "自设指标的一级指标",
    "own/level_2": "自设指标的二级指标",
    "reason_below": "低于此比例须说明原因",
    "evidence_required": "必须有佐证",
    "cite": "依据",
    "evidence": "佐证材料",
    "note": "说明",
    "mark": "核实程度",
    "unit": "单位",
    "form": "形式",
    "per": "填报范围",
    "take": "多个值取",
    "formula": "公式",
    "meaning": "含义",
    "required": "必填",
    "good": "好的例子",
    "bad": "不好的例子",
    "returns": "常见退回原因",
    "at_least": "不低于",
    "at_most": "不高于",
    "below": "低于",
    "above": "高于",
    "measure": "数据",
    "action": "处理",
    "year": "年度",
    "pack": "规则包",
    "input": "已知",
    "expect": "应得",
    "because": "理由",
    "id": "编号",
    "version": "版本",
    "region": "地区",
    "object": "评价对象",
    "project_pack": "项目规则包",
    "extends": "引用的规则包",
    "status": "核实状态",
    "years/first": "适用年度（起）",
    "years/last": "适用年度（止）",
    "rounding/row": "指标得分小数位",
    "rounding/level": "分级得分小数位",
    "rounding/total": "总分小数位",
}
"""Key → the heading that an officer reads; a key without one stands as it is."""

WORDS = {
    "method/kind": {
        "proportional": "按比例",
        "all_or_nothing": "达到得满分",
        "step": "逐档扣分",
        "bands": "分档",
        "checklist": "逐项核对",
        "linear": "两值之间按比例",
        "qualitative": "定性等级",
        "completion": "指标完成情况",
        "one_of": "选择情形",
    },
    "method/owner": {"unit": "部门整体", "special_funds": "专项资金", "projects": "项目"},
    "method/weighting": {"plain": "平均", "weight": "按权重", "amount": "按金额"},
    "not_applicable/rule": {"full": "得满分", "zero": "不得分", "move": "分值并入他项"},
    "form": {
        "number": "数值",
        "pair": "分子分母",
        "monthly": "按月",
        "date": "日期",
        "flag": "是或否",
        "level": "等级",
        "group": "分组",
    },
    "per": {"unit": "单位", "project": "项目", "indicator": "指标"},
    "take": {"last": "最后一个", "sum": "合计", "mean": "平均", "max": "最大", "min": "最小"},
    "mark": {"V": "已核对原文", "V2": "转引", "U": "未核实", "I": "推算"},
    "status": {"verified": "已核实", "unverified": "未核实"},
    "required": {"true": "是", "false": "否"},
    "evidence_required": {"true": "是", "false": "否"},
}
"""Key → what the pack says in code → the word that stands in the cell. A cell may hold either."""
