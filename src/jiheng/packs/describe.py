"""A pack in a finance officer's words: what each part says, line by line, and on what ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from jiheng.packs.method import Method, Told, Valued
from jiheng.packs.method.step import per
from jiheng.packs.model import Absent, Guide, Monitoring, Node, Pack, Rounding
from jiheng.packs.names import base_unit, unit_of
from jiheng.packs.said import number


class Said(NamedTuple):
    """What a pack says about one aspect, and its ground."""

    text: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pack: an indicator, a value, a cap …; ``says`` maps an aspect to what is said of it."""

    title: str
    says: Mapping[str, Said] = field(default_factory=dict)


Key = tuple[str, str]
"""Section and code: what makes a part the same part in another version."""


def parts(pack: Pack) -> dict[Key, Part]:
    """Every part of the pack, in the order in which an officer reads it."""
    sections = (
        _header,
        _indicators,
        _own,
        _values,
        _inputs,
        _measures,
        _totals,
        _deadlines,
        _monitoring,
        _sources,
        _forms,
    )
    return {key: part for section in sections for key, part in section(pack)}


Described = Iterator[tuple[Key, Part]]


def _says(cite: str = "", **aspects: str) -> dict[str, Said]:
    return {name: Said(text, cite) for name, text in aspects.items() if text}


def _header(pack: Pack) -> Described:
    span = f"{pack.years.first} 年起" if pack.years.last is None else f"{pack.years.first}—{pack.years.last} 年"
    status = {"verified": "已核实", "unverified": "未核实"}[pack.status]
    says = _says(
        名称=pack.title,
        版本=pack.version,
        地区=pack.region,
        对象=pack.object,
        适用年度=span,
        核实状态=status,
        项目所用规则包=pack.project_pack,
    )
    yield ("header", ""), Part("规则包", says)


def _indicators(pack: Pack) -> Described:
    for node in pack.indicators:
        yield from _indicator(pack, node, "")


def _evidence(node: Node) -> str:
    listed = "、".join(node.evidence)
    return f"必须提供{f'：{listed}' if listed else ''}" if node.evidence_required else listed


def _indicator(pack: Pack, node: Node, parent: str) -> Described:
    says = {
        **_says(
            node.cite,
            名称=node.name,
            上级=parent,
            权重=number(node.weight, "分"),
            不适用时=_absent(node.not_applicable),
            须说明原因=f"得分率低于 {number(node.reason_below, '%')}" if node.reason_below is not None else "",
            佐证材料=_evidence(node),
            自设指标=f"{node.own.level_1 or '全部'} {'、'.join(node.own.level_2)}".strip() if node.own else "",
        ),
        **_method(pack, node),
        **_says(依据=node.cite),
        **_guide(node.guide),
    }
    yield ("indicator", node.code), Part(f"指标“{node.code} {node.name}”", says)
    for child in node.children:
        yield from _indicator(pack, child, node.code)


def _absent(rule: Absent) -> str:
    what = {"full": "得满分", "zero": "得 0 分", "move": f"分值移到 {rule.to}"}[rule.rule]
    return f"{rule.when}为 0 时{what}" if rule.when else what


def _guide(guide: Guide) -> dict[str, Said]:
    return _says(
        含义=guide.meaning,
        公式说明=guide.formula,
        正例=guide.good,
        反例=guide.bad,
        常见退回原因="；".join(guide.returns),
    )


def _method(pack: Pack, node: Node) -> dict[str, Said]:
    method = node.method
    if method is None:
        return {}
    sentence = method.sentence(Told(method_unit(pack, method), node.weight))
    return _parameters(pack, method, node.cite) | _says(node.cite, 读作=sentence)


def method_unit(pack: Pack, method: Method) -> str:
    """The unit of the value that a method scores."""
    return unit_of(pack, method.measure) if isinstance(method, Valued) and method.measure else method.unit({})


def _parameters(pack: Pack, method: Method, cite: str) -> dict[str, Said]:
    measures = "、".join(name for path, name in method.used() if len(path) == 1)
    says = _says(cite, 计分方法=method.TITLE, 数据=measures)
    told = method.says(method_unit(pack, method))
    return says | {aspect: Said(text, cite) for aspect, text in told if text}


def _own(pack: Pack) -> Described:
    says: dict[str, Said] = {}
    for sign, method in pack.own_methods.items():
        told = [f"{aspect} {said.text}" for aspect, said in _parameters(pack, method, "").items() if aspect != "目标值"]
        says[f"指标性质 {sign}"] = Said("，".join(told))
    cite = pack.own_over.cite if pack.own_over else ""
    says |= _says(cite, 超额完成=pack.own_over.sentence() if pack.own_over else "")
    says |= _says(须说明原因=f"得分率低于 {number(pack.own_reason_below, '%')}")
    yield ("own", ""), Part("单位自设指标", says)


def _values(pack: Pack) -> Described:
    for name, value in pack.values.items():
        says = {}
        for day in sorted(value.since):
            dated = value.since[day]
            text = "不再适用" if dated.value is None else number(dated.value, value.unit)
            says[f"{day} 起"] = Said(text, dated.cite)
        yield ("value", name), Part(f"数值“{name}”", says)


def _measures(pack: Pack) -> Described:
    for name, measure in pack.measures.items():
        says = _says(measure.cite, 公式=measure.formula, 单位=measure.unit, 含义=measure.meaning)
        yield ("measure", name), Part(f"计算指标“{name}”", says)


FORMS_OF_INPUTS = {
    "number": "数值",
    "pair": "分子和分母",
    "monthly": "按月",
    "date": "日期",
    "flag": "是否",
    "level": "等级",
    "group": "一组单位的数值",
}
PER = {"unit": "单位", "project": "项目", "indicator": "指标"}
TAKEN = {"last": "最后一个", "sum": "合计", "mean": "平均", "max": "最大", "min": "最小"}


def _inputs(pack: Pack) -> Described:
    for name, each in pack.inputs.items():
        says = _says(
            each.cite,
            单位=each.unit,
            形式=FORMS_OF_INPUTS[each.form] + ("" if each.take == "last" else f"，取{TAKEN[each.take]}"),
            填报对象=PER[each.per],
            可选=" 、".join(each.options),
            范围="" if each.range is None else " 至 ".join(number(end, base_unit(each.unit)) for end in each.range),
            含义=each.meaning,
            佐证材料=each.evidence,
            必填="" if each.required else "否",
        )
        yield ("input", name), Part(f"补充数据“{name}”", says)


def _totals(pack: Pack) -> Described:
    most = number(pack.total_at_most, "分")
    says = _says(满分=number(pack.full_marks, "分"), 总分上限=most, 取整=_rounding(pack.rounding))
    says |= {f"结果应用“{use.name}”": Said(use.advice, use.cite) for use in pack.uses}
    says |= {f"等级“{grade.name}”": Said(f"{number(grade.at_least, '分')}起") for grade in pack.grades}
    yield ("total", ""), Part("总分", says)
    for cap in pack.caps:
        unit = unit_of(pack, cap.measure)
        says = _says(cap.cite, 数据=cap.measure)
        for place, band in enumerate(cap.bands, 1):
            text = f"低于 {number(band.below, unit)}，最高 {number(band.at_most, '分')}"
            says[f"第 {place} 档"] = Said(text, cap.cite)
        yield ("cap", cap.code), Part(f"封顶“{cap.code} {cap.name}”", says)
    for rule in pack.deductions:
        unit = unit_of(pack, rule.measure)
        standard = f"超过 {number(rule.free, unit)}后，{per(rule.per, unit, rule.lose)}"
        says = _says(rule.cite, 数据=rule.measure, 扣分标准=standard, 最多扣=number(rule.at_most, "分"))
        yield ("deduction", rule.code), Part(f"扣分“{rule.code} {rule.name}”", says)
    for extra in pack.bonuses:
        unit = unit_of(pack, extra.measure)
        standard = f"超过 {number(extra.free, unit)}后，{per(extra.per, unit, extra.gain).replace('扣', '加')}"
        says = _says(extra.cite, 数据=extra.measure, 加分标准=standard, 最多加=number(extra.at_most, "分"))
        yield ("bonus", extra.code), Part(f"加分“{extra.code} {extra.name}”", says)
    for veto in pack.vetoes:
        above = number(veto.above, unit_of(pack, veto.measure))
        says = _says(veto.cite, 数据=veto.measure, 否决=f"高于 {above}时，等级最高为“{veto.best}”")
        yield ("veto", veto.code), Part(f"否决“{veto.code} {veto.name}”", says)


def _rounding(rounding: Rounding) -> str:
    steps = (("指标", rounding.row), ("各级", rounding.level), ("总分", rounding.total))
    how = "" if rounding.how == "half_up" else f"，{rounding.WORDS[rounding.how]}"
    return "，".join(f"{what}{'不取整' if places is None else f' {places} 位小数'}" for what, places in steps) + how


def _deadlines(pack: Pack) -> Described:
    for limit in pack.deadlines:
        days = f"{abs(limit.days)} {'个工作日' if limit.working else '天'}"
        span = f"{limit.after}之后 {days}内" if limit.days > 0 else f"{limit.after} {days}之前"
        yield ("deadline", limit.code), Part(f"期限“{limit.code} {limit.matter}”", _says(limit.cite, 期限=span))


def _monitoring(pack: Pack) -> Described:
    rule: Monitoring = pack.monitoring
    says = {
        **_says(rule.ground("lights"), 红灯=_below(rule.red_below), 黄灯=_below(rule.yellow_below)),
        **_says(rule.ground("divergence"), 目标与支出进度相差=_over_share(rule.divergence)),
        **_says(rule.ground("idle"), 无支付=f"满 {rule.idle_months} 个月" if rule.idle_months is not None else ""),
        **_says(rule.ground("rush"), 年底突击=_over_share(rule.rush)),
        **_says(rule.ground("answer"), 答复期限=f"{rule.answer_workdays} 个工作日" if rule.answer_workdays else ""),
    }
    for floor in rule.floors:
        says[f"{floor.month} 月末支出率"] = Said(f"不低于 {number(floor.rate, '%')}", rule.ground("floors"))
    if says:
        yield ("monitoring", ""), Part("运行监控", says)


def _below(value: Fraction | None) -> str:
    return "" if value is None else f"支出进度低于时间进度的 {number(value, '%')}"


def _over_share(value: Fraction | None) -> str:
    return "" if value is None else f"超过 {number(value, '%')}"


MARKS = {"V": "已核对原文", "V2": "转引", "U": "未核实", "I": "推算"}


def _sources(pack: Pack) -> Described:
    for source in pack.sources:
        says = _says(标题=source.title, 核实=MARKS[source.mark], 说明=source.note)
        yield ("source", source.key), Part(f"来源“{source.key}”", says)


def _forms(pack: Pack) -> Described:
    for form in pack.forms:
        content = form.model_dump_json(exclude={"title"}, exclude_defaults=True)
        yield ("form", form.code), Part(f"表格“{form.title}”", _says(标题=form.title, 版式=content))
