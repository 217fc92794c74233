"""A pack in a finance officer's words: what each part says, line by line, and on what ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from jiheng.core.exact import fraction_text
from jiheng.packs.method import (
    AllOrNothing,
    Bands,
    Checklist,
    Completion,
    Linear,
    Method,
    OneOf,
    OverCompletion,
    Proportional,
    Qualitative,
    Step,
)
from jiheng.packs.model import Absent, Guide, Monitoring, Node, Pack, Rounding
from jiheng.packs.vocabulary import VOCABULARY


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
    sections = (_header, _indicators, _own, _values, _measures, _totals, _deadlines, _monitoring, _sources, _forms)
    return {key: part for section in sections for key, part in section(pack)}


Described = Iterator[tuple[Key, Part]]


def _says(cite: str = "", **aspects: str) -> dict[str, Said]:
    return {name: Said(text, cite) for name, text in aspects.items() if text}


def number(value: Fraction | None, unit: str = "") -> str:
    """A number of a pack with its unit; a share is written in per cent."""
    if value is None:
        return ""
    if unit == "%":
        return f"{fraction_text(value * 100, 6)}%"
    return fraction_text(value, 6) + (f" {unit}" if unit else "")


def unit_of(pack: Pack, name: str) -> str:
    """The unit of a measure or a value."""
    if name in pack.measures:
        return pack.measures[name].unit
    if name in pack.values:
        return pack.values[name].unit
    return VOCABULARY[name].unit if name in VOCABULARY else "%"


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
        **_method(pack, node.method, node.cite),
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


METHOD_NAMES = {
    "proportional": "按完成比例",
    "all_or_nothing": "直接赋分",
    "step": "按步扣分",
    "bands": "分档赋分",
    "checklist": "逐项核对",
    "linear": "线性插值",
    "qualitative": "定性分级",
    "completion": "指标完成情况",
    "one_of": "择一赋分",
}
"""How the scoring methods are called."""

_PARTS = {"whole": "满一步才扣", "begun": "不足一步按一步扣", "proportional": "按比例扣"}
_OWNERS = {"unit": "部门整体指标", "special_funds": "专项资金的指标", "projects": "项目的指标"}
_WEIGHTING = {"plain": "各指标同权", "weight": "按指标权重", "amount": "按资金额"}


def _method(pack: Pack, method: Method | None, cite: str) -> dict[str, Said]:
    if method is None:
        return {}
    unit = unit_of(pack, getattr(method, "measure", ""))
    says = _says(cite, 计分方法=METHOD_NAMES[method.kind], 数据=getattr(method, "measure", ""))
    return says | {aspect: Said(text, cite) for aspect, text in _parameters(method, unit) if text}


def _parameters(method: Method, unit: str) -> Iterator[tuple[str, str]]:  # noqa: C901 - one case for each method
    match method:
        case Proportional():
            yield from (("方向", method.direction), ("目标值", number(method.target, unit)))
            yield "及格门槛", number(method.pass_at, "%")
            yield "超额完成", _over(method.over)
        case AllOrNothing():
            yield "满分条件", f"{method.operator} {number(method.target, unit)}"
        case Step():
            yield "不扣分条件", f"{method.operator} {number(method.target, unit)}"
            yield "扣分标准", _per(method.per, unit, method.lose)
            yield from (("零头", _PARTS[method.part]), ("最多扣", number(method.at_most, "分")))
        case Bands(bands=bands):
            for place, band in enumerate(bands, 1):
                floor = "其余" if band.at_least is None else f"达到 {number(band.at_least, unit)}"
                yield f"第 {place} 档", f"{floor}，得 {number(band.share, '%')}"
        case Checklist(items=items):
            yield from ((f"事项 {item.code}", f"{item.name}，{number(item.points, '分')}") for item in items)
        case Linear():
            yield from (("得 0 分的值", number(method.zero_at, unit)), ("得满分的值", number(method.full_at, unit)))
        case Qualitative(levels=levels):
            yield from (
                (f"等级“{each.name}”", f"{number(each.high, '%')} 至 {number(each.low, '%')}") for each in levels
            )
        case Completion():
            yield "所看指标", _OWNERS[method.owner] + (f"（{'、'.join(method.level_1)}）" if method.level_1 else "")
            yield "汇总", _WEIGHTING[method.weighting]
        case OneOf(choices=choices):
            yield from ((f"情形 {each.code}", f"{each.name}，得 {number(each.share, '%')}") for each in choices)


def _per(step: Fraction, unit: str, lose: Fraction) -> str:
    size = number(step, unit)
    return f"每 {size}{' ' if size[-1].isascii() else ''}扣 {number(lose, '分')}"


def _over(over: OverCompletion | None) -> str:
    if over is None:
        return ""
    when = f"完成率{'达到' if over.including else '超过'} {number(over.above, '%')} 时"
    effect = {"note": "只作提示", "deduct": f"扣 {number(over.lose, '分')}", "excess": "超出部分扣减"}[over.effect]
    return f"{when}{effect}"


def _own(pack: Pack) -> Described:
    says: dict[str, Said] = {}
    for sign, method in pack.own_methods.items():
        told = [f"{aspect} {said.text}" for aspect, said in _method(pack, method, "").items() if aspect != "目标值"]
        says[f"指标性质 {sign}"] = Said("，".join(told))
    cite = pack.own_over.cite if pack.own_over else ""
    says |= _says(cite, 超额完成=_over(pack.own_over))
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


def _totals(pack: Pack) -> Described:
    says = _says(满分=number(pack.full_marks, "分"), 取整=_rounding(pack.rounding))
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
        standard = f"超过 {number(rule.free, unit)}后，{_per(rule.per, unit, rule.lose)}"
        says = _says(rule.cite, 数据=rule.measure, 扣分标准=standard, 最多扣=number(rule.at_most, "分"))
        yield ("deduction", rule.code), Part(f"扣分“{rule.code} {rule.name}”", says)


def _rounding(rounding: Rounding) -> str:
    steps = (("指标", rounding.row), ("各级", rounding.level), ("总分", rounding.total))
    return "，".join(f"{what}{'不取整' if places is None else f' {places} 位小数'}" for what, places in steps)


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


_MARKS = {"V": "见过原文", "V2": "据转述", "U": "未核实", "I": "推断"}


def _sources(pack: Pack) -> Described:
    for source in pack.sources:
        says = _says(标题=source.title, 核实=_MARKS[source.mark], 说明=source.note)
        yield ("source", source.key), Part(f"来源“{source.key}”", says)


def _forms(pack: Pack) -> Described:
    for form in pack.forms:
        content = form.model_dump_json(exclude={"title"}, exclude_defaults=True)
        yield ("form", form.code), Part(f"表格“{form.title}”", _says(标题=form.title, 版式=content))
