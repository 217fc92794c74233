"""Verdict and entries → the scored sheet: every line with its reason, its inputs and what would have kept the points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from jiheng.core.exact import Points
from jiheng.core.measure_unit import unit as unit_of
from jiheng.packs.ground import ground
from jiheng.packs.model import Node
from jiheng.scoring.engines.verdict import Verdict
from jiheng.scoring.entry import Assembly, Entry
from jiheng.scoring.explain import words
from jiheng.scoring.explain.because import because, moved_to
from jiheng.scoring.explain.notices import unexplained
from jiheng.scoring.explain.reach import share
from jiheng.scoring.explain.regain import regain
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.method.completion import done
from jiheng.scoring.plan import Plan
from jiheng.scoring.rows import State
from jiheng.scoring.sheet import Input, Line
from jiheng.scoring.sheet import State as Shown


@dataclass(frozen=True, slots=True)
class Scored:
    """Everything that one subject's sheet is made from."""

    plan: Plan
    subject: Subject
    assembly: Assembly
    verdict: Verdict

    def leaves(self, node: Node) -> Iterator[Leaf]:
        """The leaf of a node, or one for each own indicator of its level."""
        at = self.plan.items[node.code].number if node.code in self.plan.items else -1
        own = [(entry, score) for entry, score in self._scored() if entry.item.number == at]
        if not own:
            return
        if node.own is not None and own[0][0].code != node.code:
            for entry, score in own:
                yield Leaf(node, (entry,), (score,), self.assembly.weights[entry.code], score, self._borders(entry))
            return
        scores = tuple(score for _, score in own)
        whole = next((self.verdict.sums[each.number] for each in self.plan.sums if each.code == node.code), scores[0])
        rows, weight = tuple(entry for entry, _ in own), self.assembly.weights[node.code]
        yield Leaf(node, rows, scores, weight, whole, self._borders(rows[0]))

    def _borders(self, entry: Entry) -> tuple[Fraction, ...]:
        return self.subject.bounds(entry.measured.name) if entry.measured else ()

    def _scored(self) -> Iterator[tuple[Entry, int]]:
        return ((each, score or 0) for each, score in zip(self.assembly.entries, self.verdict.scores, strict=True))


def lines(scored: Scored) -> tuple[Line, ...]:
    """All lines, levels before what is below them."""
    found: list[Line] = []
    for node in scored.plan.pack.nodes():
        if node.children:
            found.append(_level(scored, node))
        elif node.own is not None:
            found.append(_level(scored, node))
            leaves = list(scored.leaves(node))
            if leaves[0].entry.code != node.code:
                found.extend(_line(scored, leaf, node.code) for leaf in leaves)
        else:
            found.extend(_line(scored, leaf, scored.plan.parents[node.code]) for leaf in scored.leaves(node))
    return tuple(_with_rounding(line, found) for line in found)


def _depth(plan: Plan, code: str) -> int:
    return 1 + _depth(plan, plan.parents[code]) if plan.parents[code] else 1


def _level(scored: Scored, node: Node) -> Line:
    plan, assembly = scored.plan, scored.assembly
    number = next(each.number for each in plan.sums if each.code == node.code)
    below = [leaf for each in node.walk() if not each.children for leaf in scored.leaves(each)]
    why = assembly.absent.get(node.code, "")
    told = _absent_level(scored, node, why) if why else _added_up(scored, node)
    return Line(
        code=node.code,
        name=node.name,
        level=_depth(plan, node.code),
        parent=plan.parents[node.code],
        weight=Points(sum(leaf.weight for leaf in below)),
        score=Points(scored.verdict.sums[number]),
        state="not_applicable" if why else "scored",
        because=told,
        cite=ground(node.cite),
        evidence=node.evidence,
    )


def _absent_level(scored: Scored, node: Node, why: str) -> str:
    rule = node.not_applicable.rule
    if rule == "move":
        leaf = next(leaf for each in node.walk() if not each.children for leaf in scored.leaves(each))
        to = scored.plan.nodes[moved_to(scored.subject, leaf)].name
        return f"不适用（{why}），{words.points(node.weight * 10**4)}移入“{to}”"
    return f"不适用（{why}），{'保留分值' if rule == 'full' else '按规则计 0 分'}"


def _added_up(scored: Scored, node: Node) -> str:
    """The scores right below a level, added up."""
    parts = [f"{name} {words.points(score)}" for name, score in _below(scored, node)]
    number = next(each.number for each in scored.plan.sums if each.code == node.code)
    return f"{' ＋ '.join(parts)} = {words.points(scored.verdict.sums[number])}"


def _below(scored: Scored, node: Node) -> Iterator[tuple[str, int]]:
    sums = {each.code: scored.verdict.sums[each.number] for each in scored.plan.sums}
    for child in node.children:
        if child.code in sums:
            yield child.name, sums[child.code]
        else:
            yield child.name, next(scored.leaves(child)).score
    if node.own is not None:
        for leaf in scored.leaves(node):
            yield leaf.entry.indicator.name if leaf.entry.indicator else node.name, leaf.score


def _line(scored: Scored, leaf: Leaf, parent: str) -> Line:
    own = leaf.node.own is not None
    entry, node = leaf.entry, leaf.node
    result = entry.result if own or entry.indicator is None else None
    result = result or next((row for row in scored.subject.dataset.results if row.indicator == node.code), None)
    told = _told(leaf) if leaf.whole is not None and entry.indicator is not None else {}
    return Line(
        code=entry.code if own else node.code,
        name=entry.indicator.name if own and entry.indicator else node.name,
        level=_depth(scored.plan, node.code) + own,
        parent=parent,
        weight=Points(leaf.weight),
        score=Points(leaf.score),
        state=_state(leaf),
        because=because(scored.subject, leaf),
        regain=regain(scored.subject, leaf),
        inputs=tuple(_inputs(scored.subject, leaf)),
        cite=ground(node.cite),
        evidence=node.evidence,
        operator=_operator(leaf),
        target=_target(leaf),
        actual=_actual(leaf, scored.subject.places),
        reason=told.get("reason", "") or (result.reason if result else ""),
        measure=told.get("measure", "") or (result.measure if result else ""),
        parts=tuple(each.code for each in leaf.entries) if told else (),
        unexplained=tuple(each.code for each, _below in unexplained(scored.subject, leaf)) if told else (),
    )


def _told(leaf: Leaf) -> dict[str, str]:
    """Reason and measure of a completion: those of its indicators that fell short."""
    short = [each for each in leaf.entries if each.result and each.indicator and share(each) < 1]
    return {
        attribute: words.told_together(
            (each.indicator.name, getattr(each.result, attribute)) for each in short if each.indicator
        )
        for attribute in ("reason", "measure")
    }


def _state(leaf: Leaf) -> Shown:
    states = {entry.state for entry in leaf.entries}
    if states <= {State.KEPT, State.NONE}:
        return "not_applicable"
    return "missing" if states <= {State.MISSING} else "scored"


def _operator(leaf: Leaf) -> str:
    entry = leaf.entry
    if leaf.node.own is not None and entry.indicator is not None:
        return entry.indicator.operator
    return leaf.node.method.goal()[0] if leaf.node.method is not None else ""


def _target(leaf: Leaf) -> str:
    entry = leaf.entry
    if leaf.node.own is not None and entry.indicator is not None:
        row = entry.indicator
        return row.text_target if row.target is None else words.with_unit(row.target, row.unit)
    method = leaf.node.method
    target = method.goal()[1] if method is not None else None
    if method is not None and method.OF_OWN:
        return "" if target is None else words.share(target)
    unitless = (
        entry.measured is None and entry.indicator is None and not entry.unit
    )  # not applicable: there is nothing to measure
    return "" if target is None or unitless else leaf.value_text(target)


def _actual(leaf: Leaf, places: int) -> str:
    entry = leaf.entry
    if entry.state != State.GIVEN or entry.check is not None:
        return ""
    if leaf.node.method is not None and leaf.node.method.OF_OWN:
        return done(leaf, places) if leaf.weight else ""
    if entry.result is not None and entry.result.level:
        return entry.result.level
    return "" if entry.actual is None or entry.choice >= 0 else leaf.value_text(entry.actual)


def _inputs(subject: Subject, leaf: Leaf) -> Iterator[Input]:
    """The numbers that went in, each with the places where it stands."""
    for entry in leaf.entries:
        if entry.measured is not None:
            for measured in (entry.measured, entry.other) if entry.other else (entry.measured,):
                yield from _measures(subject, measured.name)
        elif entry.indicator is not None:
            row, result = entry.indicator, entry.result
            places = (result.place,) if result else ()
            origin = result.origin if result else ""
            yield Input(f"{row.name} 目标值", _exact(row.target, row.unit), row.unit, (row.place,), row.origin)
            actual = _exact(result.actual if result else None, row.unit)
            yield Input(f"{row.name} 完成值", actual, row.unit, places, origin)
        elif entry.check is not None:
            answer = entry.answer
            places = (answer.place,) if answer else ()
            yield Input(
                entry.check.name, None, answer.answer if answer else "未作答", places, answer.origin if answer else ""
            )
        elif entry.result is not None:
            yield Input("完成值", entry.actual, entry.unit, (entry.result.place,), entry.result.origin)


def _exact(written: Fraction | None, unit: str) -> Fraction | None:
    """The value behind what a unit writes of its own indicators: 95 with the unit % is 0.95, as in every measure."""
    known = unit_of(unit)
    return written * known.factor if written is not None and known.dimension == "share" else written


def _measures(subject: Subject, name: str) -> Iterator[Input]:
    for each in subject.inputs(name):
        measured = subject.measures.get(each)
        if measured is not None:
            yield Input(each, measured.value, measured.unit, measured.places, measured.origin)


def _with_rounding(line: Line, every: Sequence[Line]) -> Line:
    """At a level: the part of its loss that comes from rounding it, not from what is below."""
    below = [each for each in every if each.parent == line.code]
    if not below:
        return line
    residual = line.lost.units - sum(each.lost.units for each in below)
    return line if not residual else _replaced(line, residual)


def _replaced(line: Line, residual: int) -> Line:

    return replace(line, rounding=Points(residual))
