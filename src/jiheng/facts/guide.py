"""What a clerk is told about tables and columns; the same words stand in workbooks and documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from jiheng.facts.rows import TABLES
from jiheng.facts.schema import Column, columns

PURPOSES = {
    "unit": "单位名称、年度、编制和自评报送日期等基本情况，只填一份。",
    "projects": "本年度全部项目，一个项目一行。",
    "budget": "按项目、支出类别和资金来源列出的预算，一个预算项一行。",
    "payments": "各预算项每月支付的金额，一个预算项一个月一行。",
    "indicators": "年初批复的绩效指标：部门整体的和各项目的，一个指标一行。",
    "results": "各指标的全年完成情况；未完成的写明原因和改进措施。",
    "answers": "规则包中逐项核对的事项，逐项回答是、否或不适用。",
    "evidence": "佐证材料目录，一份材料一行。",
    "purchases": "政府采购各环节的日期和金额，一个采购项目一行。",
    "assets": "国有资产的台账数、账面数和盘点数，一类资产一行。",
    "asset_income": "出租、处置等资产收益的应缴和实缴日期，一笔一行。",
    "disclosures": "预决算和绩效信息的批复日期、公开日期和网址。",
    "rule_documents": "本单位印发的制度文件，一份一行。",
    "running_costs": "公用经费各项费用的上年数、预算数和实际数，含三公经费。",
    "special_funds": "上级或本级安排的专项资金，一项一行。",
    "adjustments": "年中各次预算调整，一次一行。",
    "inspections": "审计、巡察、检查发现的问题及整改情况。",
    "filings": "绩效目标、监控、自评等材料的报送期限和报送日期。",
    "observations": "各月末的指标完成情况，用于运行监控。",
    "plans": "分月用款计划，用于预测年末执行率；没有可不填。",
    "claims": "已填官方表格中的数，用于与本数据集核对；没有可不填。",
    "reviews": "复核人认定的完成值和得分；由复核人填写。",
    "history": "以前年度的指标值，用于比较；没有可不填。",
    "narrative": "自评报告各章节的文字。",
    "inputs": "规则包要求、其他表里没有的数据，一个值一行；规则包没有要求的不填。",
    "lineage": "项目、指标等的编码与以前年度的对应关系；编码没有变化的不填。",
}
"""Table → what it is for, in one sentence."""

_KINDS = {
    "text": "文字",
    "code": "编码，按文本填写，保留前面的 0",
    "money": "金额，最多两位小数，不带单位",
    "number": "数字，不带单位；单位为%的填百分号前的数，如 94.98",
    "points": "分数，最多四位小数",
    "percent": "百分数，如 95%",
    "figure": "金额以元计；比率写百分数，如 94.98%",
    "integer": "整数",
    "year": "四位年份，如 2024",
    "date": "日期，如 2024-03-05",
    "month": "月份，如 2024-08",
    "choice": "从下拉列表中选择",
    "flag": "填是或否",
}
_SHORT_CHOICES = 60


def title_of(table: str) -> str:
    """The Chinese name of a table."""
    return TABLES[table][0]


def column_guide(table: str, column: Column) -> str:
    """How to fill in a column of a table."""
    said = (column_help(table, column).meaning, "" if column.kind == "text" and not column.refers else _kind(column))
    return _duty(table, column) + "".join(f"{each}。" for each in (*said, column.guide) if each)


@dataclass(frozen=True, slots=True)
class ColumnHelp:
    """What a column means, what is well written there, and what comes back."""

    meaning: str = ""
    good: str = ""
    bad: str = ""


def column_help(table: str, column: Column) -> ColumnHelp:
    """What the store of help says of a column; nothing where its kind says all."""
    return _help().get((table, column.title), ColumnHelp())


@cache
def _help() -> Mapping[tuple[str, str], ColumnHelp]:
    """By table and title; a table's own words before those of all tables."""
    text = resources.files("jiheng.facts").joinpath("help.yaml").read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    return {
        (table, column.title): ColumnHelp(**said)
        for table, (_title, row) in TABLES.items()
        for field, column in columns(row)
        if (said := told.get(table, {}).get(field.name) or told["*"].get(field.name))
    }


def _duty(table: str, column: Column) -> str:
    others = [each.title for _, each in columns(TABLES[table][1]) if each.key and each.title != column.title]
    if column.key and column.required:
        return f"必填，与{'、'.join(others)}合起来不能重复。" if others else "必填，不能重复。"
    return "必填。" if column.required else ""


def _kind(column: Column) -> str:
    if column.refers:
        return f"填“{title_of(column.refers)}”表中的编码"
    listed = "、".join(column.choices)
    if column.kind == "choice" and len(listed) <= _SHORT_CHOICES:
        return f"选一项：{listed}"
    return _KINDS[column.kind]
