"""An example of the right form for every part of a pack, shown beside a fault."""

from __future__ import annotations

from pydantic import BaseModel

from jiheng.core.fault import Faults
from jiheng.packs.method import KINDS
from jiheng.packs.source import Plain, plain, read_text

RIGHT_FORMS = {
    "Source": "{key: 预算法, title: 《中华人民共和国预算法》（2018年修正）, mark: V}",
    "Dated": "{value: 30, cite: 《政府采购法》第四十六条}",
    "Value": "{unit: 天, since: {2015-01-01: {value: 30, cite: 《政府采购法》第四十六条}}}",
    "Measure": '{unit: "%", formula: 支出数 ÷ 调整后预算数, meaning: 全年支出占调整后预算的比例}',
    "Input": "{unit: 人, form: number, per: unit, meaning: 年末在岗的编外人员, evidence: 花名册}",
    "Guide": "{meaning: 全年支出占预算的比例, formula: 支出数 ÷ 预算数, good: 94.98%, returns: [分母用了年初预算]}",
    "Absent": '{rule: move, to: "1.1", when: 专项资金数}',
    "Own": "{level_1: 产出指标, level_2: [数量指标, 质量指标]}",
    "Node": '{code: "1.1", name: 预算支出率, weight: 5, cite: 自评通知附件1, method: {kind: proportional, measure: 支出率}}',
    "Rounding": "{row: 2, level: 2, total: 2}",
    "Grade": "{name: 优, at_least: 90}",
    "Use": "{name: 差, advice: 取消或暂停安排, cite: 结果应用办法第十条}",
    "CapBand": "{below: 80%, at_most: 89}",
    "Cap": "{code: C1, name: 执行率偏低封顶, measure: 支出率, bands: [{below: 80%, at_most: 89}], cite: 自评工作手册}",
    "Deduction": "{code: D1, name: 迟报扣分, measure: 自评迟报工作日数, lose: 0.5, at_most: 5, cite: 自评通知第六条}",
    "Bonus": "{code: B1, name: 获奖加分, measure: 获奖项数, gain: 1, at_most: 3, cite: 评分表}",
    "Veto": "{code: V1, name: 严重违规不得评优, measure: 严重问题数, above: 0, best: 良, cite: 评分表}",
    "MonthFloor": "{month: 8, rate: 60%}",
    "Monitoring": "{red_below: 60%, yellow_below: 80%, floors: [{month: 8, rate: 60%}], cite: 监控通知第三条}",
    "Deadline": "{code: T1, matter: 合同签订, days: 30, after: 中标通知书发出, cite: 《政府采购法》第四十六条}",
    "Years": "{first: 2024, last: 2025}",
    "Pack": "id: cn/guangdong/department（另需 version、title、region、object、years、status、sources、indicators、grades）",
    "Case": '{name: 支出率 95% 得 9.5 分, year: 2024, input: {支出率: 95%}, expect: {score: {"1": 9.5}}, because: 率×分值}',
    "Given": '{level_1: 产出指标, weight: 10, operator: "≥", target: 6, actual: 6}',
    "Expected": '{score: {"1.1": 9.5}, total: 96.37, grade: 优}',
} | {name: form for kind in KINDS.values() for name, form in kind.RIGHT_FORMS.items()}
"""Model name → its right form, in the one-line YAML that fits into a message."""


def example(model: type[BaseModel]) -> dict[str, Plain]:
    """The right form of a model as data; empty if it has none."""
    tree = read_text(RIGHT_FORMS.get(model.__name__, ""), "", Faults())
    return {key: plain(entry) for key, entry in tree.mapping.items()}


def right_form(model: type[BaseModel] | None, key: str = "") -> str:
    """The right form of one key of a model, or of the whole model; empty if there is none."""
    if model is None:
        return ""
    value = example(model).get(key)
    if isinstance(value, str):
        return f"{key}: {value}"
    return RIGHT_FORMS.get(model.__name__, "")
