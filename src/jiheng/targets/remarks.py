"""What a reviewer has to say of a unit's targets: each remark with its clause, its figure, its question and a rewrite."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from jiheng.core.exact import Money, fraction_text
from jiheng.facts.dataset import DataSet
from jiheng.facts.lineage import Lineage
from jiheng.facts.measures.coverage import OUTCOME
from jiheng.facts.rows import Indicator
from jiheng.targets.known import Known
from jiheng.targets.library import suggest
from jiheng.targets.measurable import doubts
from jiheng.targets.money import match
from jiheng.targets.past import LOWER, past_of

MOST_OF_A_KIND = 5
"""The same fault a hundred times is one habit: only so many count."""
MOST_QUESTIONS = 5
MANY_RATES = 3
"""Fewer rates at 100 % are no habit."""
_ACCIDENT = re.compile(r"事故|伤亡|死亡")
_SUMS = re.compile(r"率|比例|占比")

LAW = "《中央部门预算绩效目标管理办法》（财预〔2015〕88号）关于绩效目标“{}”的要求"
CLAUSES: Mapping[str, tuple[int, str]] = {
    "不可衡量": (5, LAW.format("细化量化")),
    "权重不符": (5, "规则包规定的各级指标权重"),
    "资金无指标": (5, LAW.format("相应匹配")),
    "没有效益指标": (3, LAW.format("指向明确")),
    "目标偏低": (2, LAW.format("合理可行")),
    "允许事故": (2, LAW.format("合理可行")),
    "上年未达标的指标取消": (2, LAW.format("相应匹配")),
    "指标取消": (1, LAW.format("相应匹配")),
    "全部定为百分之百": (1, LAW.format("合理可行")),
    "已到上限": (1, LAW.format("合理可行")),
    "持平": (1, LAW.format("合理可行")),
}
"""Kind of a remark → what it weighs, and the clause behind it, in the order in which they are told."""
GRADES = {"偏低": "目标偏低", "已到上限": "已到上限", "持平": "持平"}
"""Grade of a challenge → the kind of remark that it makes."""
NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: about which indicator or project, in a sentence, with the figure it rests on."""

    kind: str
    code: str
    text: str
    figure: str
    question: str = ""
    rewrite: str = ""
    money: Money = NOTHING
    """Of the project that it is about."""

    @property
    def weight(self) -> int:
        """What it adds to the doubt."""
        return CLAUSES[self.kind][0]

    @property
    def clause(self) -> str:
        """The clause behind it."""
        return CLAUSES[self.kind][1]


def remarks(dataset: DataSet, known: Known, gaps: Iterable[str] = ()) -> tuple[Remark, ...]:
    """All remarks, the heaviest kind first and within it by money.

    Args:
        dataset: the targets.
        known: what they are held against.
        gaps: sentences of weights that do not add up.
    """
    budgets = {each.code: each.money for each in match(dataset).projects}
    projects = {each.code: each.project for each in dataset.indicators}
    found = [
        *(Remark("权重不符", "", f"{gap}。", gap) for gap in gaps),
        *_of_money(dataset),
        *(remark for each in dataset.indicators for remark in _of_one(each, known)),
        *_dropped(dataset, known.last),
        *_all_full(dataset.indicators),
    ]
    whole = sum(budgets.values(), Money(0))
    told = (replace(each, money=budgets.get(projects.get(each.code, each.code), whole)) for each in found)
    return tuple(sorted(told, key=lambda each: (-each.weight, list(CLAUSES).index(each.kind), -each.money.units)))


def score_of(found: Sequence[Remark]) -> int:
    """How doubtful the targets are: the weights of all remarks, at most five of a kind."""
    counts = Counter(each.kind for each in found)
    return sum(CLAUSES[kind][0] * min(count, MOST_OF_A_KIND) for kind, count in counts.items())


def asked(found: Sequence[Remark]) -> tuple[str, ...]:
    """At most five questions: first one of each kind, so that they differ, then the rest by money."""
    firsts: dict[str, Remark] = {}
    for each in found:
        if each.question:
            firsts.setdefault(each.kind, each)
    rest = sorted((each for each in found if each.question), key=lambda each: (-each.weight, -each.money.units))
    return tuple(dict.fromkeys(each.question for each in (*firsts.values(), *rest)))[:MOST_QUESTIONS]


def _of_one(indicator: Indicator, known: Known) -> Iterator[Remark]:
    name, shown = indicator.name, _shown(indicator)
    for doubt in doubts(indicator):
        if doubt.grave:
            yield Remark(
                "不可衡量",
                indicator.code,
                f"“{name}”{doubt.text}，{doubt.fix}。",
                shown,
                f"“{name}”怎样算完成、由谁认定？",
                _measurable(indicator),
            )
    if _ACCIDENT.search(name) and indicator.operator in {"≤", "<"} and (indicator.target or 0) > 0:
        ask = f"“{name}”为何允许发生？{'比率' if _SUMS.search(name) else '起数'}的依据是什么？"
        yield Remark("允许事故", indicator.code, f"“{name}”的目标允许发生（{shown}）。", shown, ask, f"{name} = 0")
    found = known.challenge(indicator)
    kind = GRADES.get(found.grade)
    if kind:
        text = f"“{name}”目标{found.grade}：{found.because}。"
        yield Remark(kind, indicator.code, text, found.because, found.question, _harder(indicator, known, kind))


def _shown(indicator: Indicator) -> str:
    if indicator.operator == "定性":
        return indicator.text_target or "（空）"
    value = "（空）" if indicator.target is None else fraction_text(indicator.target, 4)
    return f"{indicator.operator}{value}{indicator.unit}"


def _measurable(indicator: Indicator) -> str:
    """Indicators of the library that say in figures what the wording only praises."""
    fitting = suggest(f"{indicator.name} {indicator.text_target}")
    return "；或 ".join(f"{each.name} {each.operator}（填数）{each.unit}" for each in fitting)


def _harder(indicator: Indicator, known: Known, kind: str) -> str:
    """The target that the unit's own years bear out; at a ceiling another indicator."""
    past = past_of(indicator, known.earlier.get(indicator.code, ()))
    if kind == "已到上限":
        return f"退役或替换“{indicator.name}”，改用反映质量或效果的指标"
    if not past.values:
        return ""
    bound = "≤" if indicator.operator in LOWER else "≥"
    return f"{indicator.name} {bound}{fraction_text(past.reference, 4)}{indicator.unit}"


def _of_money(dataset: DataSet) -> Iterator[Remark]:
    for bare in match(dataset).bare:
        money = f"{bare.money.wan()} 万元"
        text = f"项目“{bare.name}”{money}没有产出和效益指标。"
        yield Remark("资金无指标", bare.code, text, money, f"“{bare.name}”{money}要办成什么事、谁得到好处？")
    if dataset.indicators and not any(OUTCOME in each.level_1 for each in dataset.indicators):
        count = f"{len(dataset.indicators)} 项指标中效益指标 0 项"
        ask = "这笔钱花完以后，谁会得到什么好处？目前没有一项效益指标。"
        yield Remark("没有效益指标", "", f"{count}。", count, ask)


def _dropped(dataset: DataSet, last: DataSet | None) -> Iterator[Remark]:
    """Indicators of last year that are no more, though their project (or the unit) goes on; unmet ones weigh more."""
    if last is None:
        return
    told = Lineage.of((*last.lineage, *dataset.lineage))
    year, held = dataset.unit.year, {each.code for each in dataset.indicators}
    projects = {"", *(each.code for each in dataset.projects)}
    actuals = {each.indicator: each.actual for each in last.results}
    for each in last.indicators:
        goes_on = set(told.successors("项目", each.project, year)) & projects
        if goes_on and not held & set(told.successors("指标", each.code, year)):
            yield _gone(each, actuals.get(each.code))


def _gone(indicator: Indicator, actual: Fraction | None) -> Remark:
    name, shown = indicator.name, f"上年目标 {_shown(indicator)}"
    missed = False
    if actual is not None:
        shown += f"，完成 {fraction_text(actual, 4)}{indicator.unit}"
        target = actual if indicator.target is None else indicator.target
        missed = actual > target if indicator.operator in LOWER else actual < target
    kind = "上年未达标的指标取消" if missed else "指标取消"
    ask = f"“{name}”为何今年不再考核？" + ("上年没有完成的怎么办？" if missed else "")
    return Remark(kind, indicator.code, f"上年指标“{name}”今年取消（{shown}）。", shown, ask)


def _all_full(indicators: Sequence[Indicator]) -> Iterator[Remark]:
    """Rates that all stand at 100: nothing tells the good from the poor."""
    rates = [each for each in indicators if each.unit in {"%", "％"} and each.operator in {"≥", "=", ">"}]
    if len(rates) >= MANY_RATES and all(each.target == 100 for each in rates):
        count = f"{len(rates)} 项比率指标全部定为 100%"
        yield Remark("全部定为百分之百", "", f"{count}，看不出好坏。", count, f"{count}，哪几项真正有难度？")
