"""What a table has rows of: indicators, projects, costs, with the names that each row adds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.core.exact import at_places, percent_places
from jiheng.core.fault import Place
from jiheng.facts.rows import Indicator, Observation, Project, RunningCost
from jiheng.forms import value as v
from jiheng.forms.case import Case, ancestry, leaves
from jiheng.forms.funds import TOTAL, cost_row, fund_row
from jiheng.forms.names import reached, target, titled
from jiheng.forms.value import Value
from jiheng.packs.ground import ground
from jiheng.packs.layout import Source
from jiheng.packs.model import Node
from jiheng.scoring.sheet import Line, Loss

Names = Mapping[str, Value]


def rows(source: Source, case: Case, without: Sequence[str] = ()) -> list[Names]:
    """The rows of a source, in the order of the sheet or of the data set."""
    return list(_SOURCES[source](case, frozenset(without)))


def _scored(case: Case, without: frozenset[str]) -> Iterator[Names]:
    by_code = {line.code: line for line in case.sheet.lines} if case.sheet else {}
    own = {each.code: each for each in case.indicators()}
    nodes = {node.code: node for node in case.pack.nodes()}
    for line in leaves(case.sheet):
        codes = ancestry(line, by_code)
        if without.isdisjoint(codes):
            yield {
                **_place_in_tree([by_code[code] for code in codes]),
                **_rule(nodes.get(line.code)),
                **(_own(case, own[line.code]) if line.code in own else _goal(case, nodes.get(line.code), line)),
                **_outcome(case, line),
            }


def _short(case: Case, without: frozenset[str]) -> Iterator[Names]:
    lost = {line.code for line in leaves(case.sheet) if line.lost}
    return (names for names in _scored(case, without) if names["指标编码"].text in lost)


def _place_in_tree(chain: Sequence[Line]) -> Names:
    """Names and weights of levels 1 to 3; a shorter branch repeats its leaf."""
    three = [chain[0], chain[min(1, len(chain) - 1)], chain[-1]]
    names = {f"{level}级指标": v.words(line.name) for level, line in zip("一二三", three, strict=True)}
    weights = {f"{level}级分值": v.points(line.weight) for level, line in zip("一二三", three, strict=True)}
    scores = {f"{level}级得分": v.points(line.score) for level, line in zip("一二三", three, strict=True)}
    return {**names, **weights, **scores}


def _rule(node: Node | None) -> Names:
    guide = node.guide if node else None
    return {
        "指标解释": v.words(guide.meaning if guide else ""),
        "评分标准": v.words((guide.formula or guide.meaning) if guide else ""),
        "依据": v.words(ground(node.cite) if node else ""),
    }


def _goal(case: Case, node: Node | None, line: Line) -> Names:
    """What an indicator of the pack promises and reached; the number and unit where it has a measure."""
    measure = case.measures.get(getattr(node and node.method, "measure", ""))
    target: Fraction | None = getattr(node and node.method, "target", None)
    promised, reached_ = v.words(line.target), v.words(line.actual)
    if measure is not None:
        promised = _in_unit(target, measure.unit) if target is not None else promised
        reached_ = _in_unit(measure.value, measure.unit)
    return {
        "指标性质": v.words(line.operator),
        "年度指标值": v.words(line.target),
        "实际完成值": v.words(line.actual),
        "指标值": promised,
        "年初指标值": promised,
        "度量单位": v.words(measure.unit if measure else ""),
        "完成值": reached_,
        "上年实际值": v.words(""),
        "是否核心指标": v.words(""),
    }


def _in_unit(value: Fraction | None, unit: str) -> Value:
    """The bare number beside a column that names its unit; a rate with the digits of its percentage."""
    if value is None or unit != "%":
        return v.quantity(value, "")
    return v.quantity(at_places(value * 100, percent_places(value)), "")


def _own(case: Case, indicator: Indicator) -> Names:
    """What an indicator of the unit's own adds: its columns, its target and what was reached."""
    result = case.result(indicator.code)
    first = indicator.target if indicator.original_target is None else indicator.original_target
    return {
        **dict(titled(indicator)),
        "一级指标": v.words(indicator.level_1, indicator.place),
        "二级指标": v.words(indicator.level_2, indicator.place),
        "三级指标": v.words(indicator.name, indicator.place),
        "年度指标值": target(indicator),
        "实际完成值": reached(indicator, result),
        "指标值": _bare(indicator.target, indicator.text_target, indicator.place),
        "完成值": _bare(result.actual, result.level, result.place),
        "上年实际值": v.quantity(indicator.last_actual, indicator.unit, indicator.place),
        "年初指标值": _bare(first, indicator.text_target, indicator.place),
        "偏差原因": v.words(result.reason, result.place),
        "改进措施": v.words(result.measure, result.place),
        "偏差原因及改进措施": v.words(_joined(result.reason, result.measure), result.place),
    }


def _bare(number: Fraction | None, words: str, place: Place) -> Value:
    """The number as the row holds it; its operator and unit stand in columns of their own."""
    return v.words(words, place) if number is None else v.quantity(number, "", place)


def _outcome(case: Case, line: Line) -> Names:
    return {
        "指标编码": v.words(line.code),
        "指标名称": v.words(line.name),
        "分值": v.points(line.weight),
        "得分": v.points(line.score),
        "扣分": v.points(line.lost),
        "得分系数": v.share(line.score.exact / line.weight.exact if line.weight else None),
        "计算过程": v.words(line.because),
        "扣分原因": v.words(line.because if line.lost else ""),
        "挽回办法": v.words(line.regain),
        "佐证材料": v.words(evidence(case, line)),
        "偏差原因": v.words(line.reason),
        "改进措施": v.words(line.measure),
        "偏差原因及改进措施": v.words(_joined(line.reason, line.measure)),
    }


def _joined(*sentences: str) -> str:
    return "；".join(sentence.rstrip("。；") for sentence in sentences if sentence)


def evidence(case: Case, line: Line) -> str:
    """Titles of the evidence that the unit has named for an indicator."""
    return "\n".join(each.title for each in case.dataset.evidence if each.indicator in (line.code, *line.parts))


def _own_indicators(case: Case, without: frozenset[str]) -> Iterator[Names]:
    for indicator in case.indicators():
        line = case.line(indicator.code)
        if indicator.code not in without:
            weight = {"分值": v.points(indicator.weight, indicator.place), "得分": v.points(None)}
            scored = _outcome(case, line) if line else {}
            yield {**weight, **scored, **_own(case, indicator)}


def _watched(case: Case, without: frozenset[str]) -> Iterator[Names]:
    latest = _latest(case)
    for indicator in case.indicators():
        seen = latest.get(indicator.code)
        if indicator.code not in without:
            yield {**_own(case, indicator), **_observed(indicator, seen)}


def _observed(indicator: Indicator, seen: Observation | None) -> Names:
    held = seen or Observation(indicator=indicator.code)
    sure = held.likelihood == "确定能"
    return {
        "监控月份": v.words(_month(held.month)),
        "当前完成值": v.quantity(held.value, indicator.unit, held.place),
        "全年预计完成值": target(indicator) if sure else v.words(""),
        "完成目标可能性": v.words(held.likelihood, held.place),
        "偏差原因": v.words(held.reason, held.place),
        "改进措施": v.words(held.measure, held.place),
        "偏差原因及改进措施": v.words(_joined(held.reason, held.measure), held.place),
        **{each: v.words(TICK if held.likelihood == each else "", held.place) for each in LIKELIHOODS},
        **{each: v.words(TICK if each in _grounds(held.reason) else "", held.place) for each in (*GROUNDS, OTHER)},
    }


TICK = "√"
LIKELIHOODS = ("确定能", "有可能", "不可能")
GROUNDS: Mapping[str, tuple[str, ...]] = {
    "经费保障": ("资金", "经费", "拨款", "工程款"),
    "制度保障": ("制度", "审批", "手续", "流程"),
    "人员保障": ("人员", "人手", "经办人"),
    "硬件条件保障": ("设备", "场地", "设施", "系统"),
}
"""What the national form sorts reasons into, and the words by which a written reason is known."""
OTHER = "其他原因"


def _grounds(reason: str) -> tuple[str, ...]:
    """The columns that a reason is ticked in; a reason of no known kind is another one."""
    found = tuple(ground for ground, words in GROUNDS.items() if any(word in reason for word in words))
    return found or ((OTHER,) if reason else ())


def _latest(case: Case) -> Mapping[str, Observation]:
    dated = sorted((each for each in case.dataset.observations if each.month), key=lambda each: str(each.month))
    return {each.indicator: each for each in dated}


def _month(month: Month | None) -> str:
    return f"{month.year}年{month.month}月" if month else ""


def _projects(case: Case, without: frozenset[str]) -> Iterator[Names]:
    data = case.dataset
    for project in data.projects:
        lines = [line for line in data.budget if line.project == project.code]
        if project.code not in without:
            yield {**dict(titled(project)), **fund_row(TOTAL, lines, data.payments), **_goal_of(project)}


def _goal_of(project: Project) -> Names:
    return {"项目目标": v.words(project.goal, project.place)}


def _costs(case: Case, without: frozenset[str]) -> Iterator[Names]:
    return (_cost(cost) for cost in case.dataset.running_costs if cost.code not in without)


def _three_public(case: Case, without: frozenset[str]) -> Iterator[Names]:
    return (_cost(cost) for cost in case.dataset.running_costs if cost.three_public and cost.code not in without)


def _cost(cost: RunningCost) -> Names:
    return {**dict(titled(cost)), **cost_row(cost.name, [cost])}


def _taken_off(case: Case, without: frozenset[str]) -> Iterator[Names]:
    losses = case.sheet.losses if case.sheet else ()
    return (_loss(loss) for loss in losses if loss.code not in without)


def _loss(loss: Loss) -> Names:
    return {
        "指标编码": v.words(loss.code),
        "指标名称": v.words(loss.name),
        "扣分": v.points(loss.lost),
        "扣分原因": v.words(loss.because),
        "挽回办法": v.words(loss.regain),
        "依据": v.words(loss.cite),
    }


_SOURCES: Mapping[Source, Callable[[Case, frozenset[str]], Iterator[Names]]] = {
    "评分指标": _scored,
    "评分未满": _short,
    "绩效指标": _own_indicators,
    "监控指标": _watched,
    "项目": _projects,
    "运行成本": _costs,
    "三公经费": _three_public,
    "封顶扣分": _taken_off,
}
