"""What the unit should know before it submits: missing data, reasons and evidence, and targets that look too low."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from jiheng.core.exact import fraction_text
from jiheng.facts.attainment import reached
from jiheng.facts.rows import Indicator, Result
from jiheng.packs.method import OverCompletion, Valued
from jiheng.scoring.entry import Entry
from jiheng.scoring.explain import words
from jiheng.scoring.explain.reach import share
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.method.proportional import STRICT, reach
from jiheng.scoring.rows import State
from jiheng.scoring.sheet import Notice


def foreign_year(subject: Subject) -> Iterator[Notice]:
    """That the pack is for other years than the data: values have the dates of the data, so that this is a trial."""
    year, years = subject.dataset.unit.year, subject.pack.years
    if year < years.first or (years.last is not None and year > years.last):
        span = f"{years.first}—{years.last} 年" if years.last else f"{years.first} 年起"
        text = f"规则包适用 {span}，数据是 {year} 年度的：只作试算，期限等数值仍按 {year} 年的规定"
        yield Notice("N401", "", text, f"正式计分请用适用 {year} 年度的规则包")


def notices(subject: Subject, leaves: Sequence[Leaf]) -> Iterator[Notice]:
    """All notices on indicators, in the order of the tree."""
    for leaf in leaves:
        code = leaf.entry.code if leaf.node.own else leaf.node.code
        yield from _missing(leaf, code)
        yield from _unreasoned(subject, leaf, code)
        yield from _unproven(subject, leaf, code)
        yield from _claimed(subject, leaf, code)
        yield from _ignored(subject, leaf, code)
        yield from _beyond(leaf, code)
        for entry in leaf.entries:
            yield from _over(subject, entry)


def moved_weights(subject: Subject, leaves: Sequence[Leaf]) -> Iterator[Notice]:
    """That a unit weighed its levels otherwise than the pack, or called a level 2 as the pack does not."""
    for node in subject.pack.nodes():
        own = [leaf for leaf in leaves if leaf.node == node and leaf.entry.indicator is not None]
        if node.own is None or not own:
            continue
        rows = [leaf.entry.indicator for leaf in own if leaf.entry.indicator is not None]
        weight = sum(row.weight.units for row in rows if row.weight)
        if weight != node.weight * 10**4:
            text = f"“{node.name}”各指标合计 {words.points(weight)}，规则包规定 {words.points(node.weight * 10**4)}"
            yield Notice("N207", node.code, text, "请核对是否经财政部门同意调整各一级指标的分值")
        for row in rows:
            if not node.own.takes(row.level_1, row.level_2):
                text = f"“{row.name}”的二级指标“{row.level_2}”在规则包中没有，按一级指标“{row.level_1}”计分"
                yield Notice("N208", row.code, text, f"规则包的二级指标：{'、'.join(node.own.level_2)}")


def _ignored(subject: Subject, leaf: Leaf, code: str) -> Iterator[Notice]:
    """A value that was typed for an indicator that is computed: nothing typed is ignored without a word."""
    method = leaf.node.method
    result = next((row for row in subject.dataset.results if row.indicator == leaf.node.code), None)
    if method is None or result is None or not list(method.used()) or result.actual is None:
        return
    names = "、".join(name for _, name in method.used())
    text = f"“{leaf.node.name}”填写的全年完成值 {fraction_text(result.actual, 6)} 没有用到：本指标按“{names}”计算"
    yield Notice("N206", code, text, "请核对两处是否一致；以登记数据为准的，删去填写的完成值")


def _beyond(leaf: Leaf, code: str) -> Iterator[Notice]:
    """A share of a whole above 100 %."""
    entry, method = leaf.entry, leaf.node.method
    if not isinstance(method, Valued) or not method.rises() or leaf.unit != "%" or entry.state != State.GIVEN:
        return
    if entry.actual is not None and entry.actual > 1:
        name = entry.measured.name if entry.measured else leaf.node.name
        text = f"“{name}”为 {words.share(entry.actual, Fraction(1))}，超过 100%"
        yield Notice("N302", code, text, "请核对分子、分母是否同一口径；确实超过的，请说明原因")


def _missing(leaf: Leaf, code: str) -> Iterator[Notice]:
    for entry in leaf.entries:
        if entry.state == State.MISSING:
            what = entry.check.name if entry.check else entry.indicator.name if entry.indicator else leaf.node.name
            why = entry.why or "未作答"
            yield Notice("N201", code, f"“{what}”缺少数据：{why}", "补齐数据；确不适用的，填写不适用理由")


def _unreasoned(subject: Subject, leaf: Leaf, code: str) -> Iterator[Notice]:
    """A reason and a measure are required below a share of the weight."""
    for entry, below in unexplained(subject, leaf):
        lacking = [name for name, text in _reasons(entry.result) if not text]
        name = entry.indicator.name if entry.indicator else leaf.node.name
        short = share(entry) < below if entry.indicator is not None else True
        bound = f"未达到 {words.share(below)}" if short else "恰为界限，未达到目标"
        text = f"“{name}”{bound}，须填写{'和'.join(lacking)}"
        yield Notice("N202", entry.code if entry.indicator else code, text, "在“完成情况”表中补填")


def unexplained(subject: Subject, leaf: Leaf) -> Iterator[tuple[Entry, Fraction]]:
    """What fell short of the share below which it must be explained, and is not; with that share.

    Of a completion these are the indicators that it counts, of anything else it is the leaf itself. The pack's share for
    the unit's own indicators holds for them, and where it names none, that of the leaf which counts them.
    """
    for entry in leaf.entries if leaf.entries[0].indicator is not None else leaf.entries[:1]:
        own = subject.pack.own_reason_below if entry.indicator is not None else None
        below = leaf.node.reason_below if own is None else own
        if below is not None and _is_below(entry, leaf, below) and not all(text for _, text in _reasons(entry.result)):
            yield entry, below


def _reasons(result: Result | None) -> tuple[tuple[str, str], ...]:
    reason, measure = (result.reason, result.measure) if result else ("", "")
    return (("偏差原因", reason), ("改进措施", measure))


def _is_below(entry: Entry, leaf: Leaf, below: Fraction) -> bool:
    if entry.state in (State.KEPT, State.NONE) or not leaf.weight:
        return False
    if entry.indicator is None:
        return Fraction(leaf.score, leaf.weight) < below
    return share(entry) < below or (
        entry.indicator.operator in STRICT and reached(entry.indicator, entry.result) is False
    )


def _unproven(subject: Subject, leaf: Leaf, code: str) -> Iterator[Notice]:
    """Own indicators one by one, any other leaf as a whole."""
    node, proven = leaf.node, {row.indicator for row in subject.dataset.evidence}
    if not (node.evidence or node.evidence_required):
        return
    wanted = f"请登记：{'、'.join(node.evidence)}" if node.evidence else "请登记证明材料"
    for each, name in _to_prove(leaf, code):
        if each in proven:
            continue
        if node.evidence_required:
            yield Notice("N205", each, f"“{name}”必须有佐证材料，还没有登记", wanted)
        else:
            yield Notice("N203", each, f"“{name}”没有登记佐证材料", wanted)


def _to_prove(leaf: Leaf, code: str) -> Iterator[tuple[str, str]]:
    own = [entry for entry in leaf.entries if entry.indicator is not None]
    if own:
        yield from ((each.code, each.indicator.name) for each in own if each.indicator and each.state == State.GIVEN)
    elif leaf.entry.state not in (State.KEPT, State.NONE) or leaf.entry.check is not None:
        yield code, leaf.node.name


def _claimed(subject: Subject, leaf: Leaf, code: str) -> Iterator[Notice]:
    result = next((row for row in subject.dataset.results if row.indicator == code), None)
    if result is not None and result.claimed is not None and result.claimed.units != leaf.score:
        text = f"自评得分 {result.claimed.shown()} 分，按规则应为 {words.points(leaf.score)}"
        yield Notice("N204", code, text, "请核对数据，或按规则改正自评得分")


def _over(subject: Subject, entry: Entry) -> Iterator[Notice]:
    over: OverCompletion | None = subject.pack.own_over if entry.indicator is not None else entry.rule.over
    found = reach(entry)
    if over is None or found is None or found.completion is None or entry.indicator is None:
        return
    if found.completion > over.above or (over.including and found.completion == over.above):
        yield Notice(
            "N301",
            entry.code,
            _too_much(entry.indicator, found.completion, over),
            "请说明超额原因，并核对年初目标值是否偏低",
        )


def _too_much(row: Indicator, completion: Fraction, over: OverCompletion) -> str:
    above = f"{'达到' if over.including else '超过'} {words.share(over.above, completion)}"
    return f"“{row.name}”完成率 {words.share(completion, over.above)}，{above}"
