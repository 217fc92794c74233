"""What only the rule pack can tell of a data set: weights that do not add up, codes that it does not know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from jiheng.core.exact import Points
from jiheng.core.fault import Fault, Faults, Place
from jiheng.facts.cell import Unfit
from jiheng.facts.consistency import more_rows
from jiheng.facts.dataset import DataSet
from jiheng.facts.gaps import NO_GAPS, Gaps
from jiheng.facts.measures.declared import read_value
from jiheng.facts.projection import OF_PROJECT
from jiheng.facts.rows import TABLES, DeclaredValue, Indicator, Row
from jiheng.facts.written import decimal
from jiheng.packs.method import Checklist, Completion, OneOf, Qualitative
from jiheng.packs.model import Input, Node, Own, Pack, home
from jiheng.packs.names import meant

_WEIGHED = ("project", "level_1", "level_2", "weight")
"""What must be known of an indicator to add it up."""
_CODED = ("results", "answers", "evidence", "reviews")


def verify(
    dataset: DataSet, pack: Pack, project_pack: Pack | None = None, *, gaps: Gaps = NO_GAPS
) -> tuple[Fault, ...]:
    """Check a data set against its pack, and its projects against theirs.

    Args:
        dataset: the sound rows, as :func:`jiheng.facts.read` gives them.
        pack: the pack that scores the unit (or, for a project pack, every project).
        project_pack: the pack that scores the projects of a unit.
        gaps: what else was read of the data set, with faults; nothing is said that may follow from these alone.
    """
    return Verifier(pack, project_pack).faults(dataset, gaps)


class Verifier:
    """What packs know, taken out of them once for many data sets."""

    def __init__(self, pack: Pack, project_pack: Pack | None = None) -> None:
        of_projects = pack if pack.object == "项目" else project_pack
        nodes = [node for each in (pack, of_projects) if each is not None for node in each.nodes()]
        self.of_unit = _Homes.of(pack) if pack.of_whole else _Homes()
        self.of_projects = _Homes.of(of_projects) if of_projects else _Homes()
        self.leaves = frozenset(node.code for node in nodes)
        self.items = {node.code: _codes(node.method.items) for node in nodes if isinstance(node.method, Checklist)}
        self.choices = {node.code: _codes(node.method.choices) for node in nodes if isinstance(node.method, OneOf)}
        self.levels = {node.code: _names(node.method.levels) for node in nodes if isinstance(node.method, Qualitative)}
        self.inputs = {name: each for known in (of_projects, pack) if known for name, each in known.inputs.items()}

    def faults(self, dataset: DataSet, gaps: Gaps = NO_GAPS) -> tuple[Fault, ...]:
        """Everything in a data set that the packs do not know or allow."""
        faults = Faults()
        self._note_weights(dataset, gaps, faults)
        self._note_unknown_codes(dataset, gaps, faults)
        for answer in gaps.rows(dataset, "answers", "indicator", "item"):
            _note_choice(answer, "核对事项编码", answer.item, self.items.get(_leaf(answer.indicator), ()), faults)
        for result in gaps.rows(dataset, "results", "indicator", "choice"):
            if result.choice:
                _note_choice(result, "所选情形", result.choice, self.choices.get(_leaf(result.indicator), ()), faults)
            if result.level and _leaf(result.indicator) in self.levels:
                _note_choice(result, "完成等级", result.level, self.levels[_leaf(result.indicator)], faults)
        self._note_inputs(dataset, gaps, faults)
        return tuple(faults.found)

    def _note_inputs(self, dataset: DataSet, gaps: Gaps, faults: Faults) -> None:
        """Declared data that no pack asks for, or that are not what it asks for."""
        for row in gaps.rows(dataset, "inputs", "name"):
            spec = self.inputs.get(row.name)
            if spec is None:
                expected = "、".join(self.inputs) or "规则包没有要求补充数据"
                fix = f"{meant(row.name, self.inputs)}请核对名称，或删去这一行"
                problem = "补充数据的名称在规则包中没有"
                faults.add(_at(row, "数据名称"), problem, value=row.name, expected=expected, fix=fix)
            elif row.value.strip():
                self._note_value(row, spec, faults)

    @staticmethod
    def _note_value(row: DeclaredValue, spec: Input, faults: Faults) -> None:
        try:
            read_value(spec, row.value)
        except Unfit as unfit:
            faults.add(
                _at(row, "值"), f"“{row.name}”{unfit.problem}", value=row.value, expected=unfit.expected, fix=unfit.fix
            )

    def _note_weights(self, dataset: DataSet, gaps: Gaps, faults: Faults) -> None:
        """Of the unit and of each project, unless some of their indicators are not known."""
        if gaps.unreadable & {"indicators", "projects"}:
            return
        own: dict[str, list[Indicator]] = {"": []}
        for project in gaps.rows(dataset, "projects", "code"):
            own[project.code] = []
        unknown = {each.row.project for each in gaps.lacking("indicators", *_WEIGHED)}
        for indicator in gaps.rows(dataset, "indicators", *_WEIGHED):
            if indicator.project in own:
                own[indicator.project].append(indicator)
            else:
                unknown |= own.keys() - {""}
        if any("project" in each.faulty for each in gaps.lacking("indicators", *_WEIGHED)):
            unknown |= own.keys()
        for project, indicators in own.items():
            homes = self.of_projects if project else self.of_unit
            _note_weights(indicators, homes, faults, whole=project not in unknown)

    def _note_unknown_codes(self, dataset: DataSet, gaps: Gaps, faults: Faults) -> None:
        if gaps.unreadable & {"indicators", "projects"} or any(gaps.lacking("indicators", "code")):
            return
        own = {row.code for row in gaps.rows(dataset, "indicators", "code")}
        projects = {row.code for row in gaps.rows(dataset, "projects", "code")}
        for table in _CODED:
            astray: dict[str, list[Any]] = defaultdict(list)
            for row in gaps.rows(dataset, table, "indicator"):
                project, _, leaf = row.indicator.rpartition(OF_PROJECT)
                known = row.indicator in own or row.indicator in self.leaves
                if not known and not (project in projects and leaf in self.leaves):
                    astray[row.indicator].append(row)
            for code, rows in astray.items():
                faults.add(
                    _at(rows[0], "指标编码"),
                    f"“{TABLES[table][0]}”中的指标编码在绩效指标表和规则包中都没有",
                    value=code,
                    expected="已登记的指标编码，或规则包的指标编码",
                    fix=f"请核对编码{more_rows(rows)}",
                )


@dataclass(frozen=True, slots=True)
class _Homes:
    """Where a pack takes in the unit's own indicators: levels that they fill, leaves that they complete."""

    levels: tuple[Node, ...] = ()
    completed: tuple[Completion, ...] = ()

    @classmethod
    def of(cls, pack: Pack) -> _Homes:
        nodes = tuple(pack.nodes())
        completed = (node.method for node in nodes if isinstance(node.method, Completion))
        return cls(tuple(node for node in nodes if node.own), tuple(completed))

    def completes(self, indicator: Indicator) -> bool:
        """Whether the indicator counts in a leaf, where it needs no weight."""
        return any(not each.level_1 or indicator.level_1 in each.level_1 for each in self.completed)


def _names(parts: Iterable[Any]) -> tuple[str, ...]:
    return tuple(part.name for part in parts)


def _codes(parts: Iterable[Any]) -> tuple[str, ...]:
    return tuple(part.code for part in parts)


def _note_weights(here: Sequence[Indicator], homes: _Homes, faults: Faults, *, whole: bool) -> None:
    """Own indicators must be at home in a level of the pack, and weigh together what the level weighs.

    Args:
        here: the indicators of the unit or of one project.
        homes: where its pack takes them in.
        faults: what does not fit is noted there.
        whole: whether these are all that there are, so that they can be added up.
    """
    if not homes.levels or not here:
        return
    found: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in here:
        at = home(homes.levels, indicator.level_1, indicator.level_2)
        if at is not None and indicator.weight is not None:
            found[at.code].append(indicator)
        elif at is None and not homes.completes(indicator):
            _note_homeless(indicator, homes.levels, faults)
    if whole:
        _note_sums(homes.levels, found, here, faults)


def _note_sums(
    levels: Sequence[Node], found: dict[str, list[Indicator]], here: Sequence[Indicator], faults: Faults
) -> None:
    """Each level weighs what the pack says, or all of them together, within the bounds of each."""
    weights = {node.code: _weight(found[node.code]) for node in levels}
    moved = sum(weights.values()) == sum(node.weight for node in levels) and all(weights.values())
    for node in levels:
        last = (found[node.code] or here)[-1]
        if not moved and weights[node.code] != node.weight:
            _note_sum(node, weights[node.code], last, faults)
        elif node.own is not None and _is_beyond(weights[node.code], node.own):
            ends = (node.own.least or Points(0).exact, node.own.most or node.weight)
            faults.add(
                _at(last, "权重"),
                f"“{node.name}”各指标权重合计超出规则包允许的范围",
                value=f"{decimal(weights[node.code])} 分",
                expected=f"{decimal(ends[0])} 至 {decimal(ends[1])} 分",
                fix="请调整各指标权重",
            )


def _is_beyond(weight: Fraction, own: Own) -> bool:
    return (own.least is not None and weight < own.least) or (own.most is not None and weight > own.most)


def _weight(indicators: Sequence[Indicator]) -> Fraction:
    return Points(sum(each.weight.units for each in indicators if each.weight)).exact


def _note_homeless(indicator: Indicator, owned: Sequence[Node], faults: Faults) -> None:
    levels = "、".join(dict.fromkeys(node.own.level_1 for node in owned if node.own))
    faults.add(
        _at(indicator, "一级指标"),
        f"指标“{indicator.name}”的一级、二级指标在规则包中没有",
        value=f"{indicator.level_1}／{indicator.level_2}",
        expected=levels,
        fix="请按规则包的指标体系填写一级、二级指标",
    )


def _note_sum(node: Node, total: Fraction, last: Indicator, faults: Faults) -> None:
    subject = f"项目 {last.project} 的“{node.name}”" if last.project else f"“{node.name}”"
    faults.add(
        _at(last, "权重"),
        f"{subject}各指标权重合计与规则包不符，相差 {decimal(total - node.weight)} 分",
        value=f"{decimal(total)} 分",
        expected=f"{decimal(node.weight)} 分",
        fix="请调整各指标权重，使合计相符",
    )


def _leaf(code: str) -> str:
    return code.rpartition(OF_PROJECT)[2]


def _note_choice(row: Row, title: str, value: str, codes: Sequence[str], faults: Faults) -> None:
    if codes and value not in codes:
        fix = "请从规则包列出的编号中选择"
        faults.add(_at(row, title), f"“{title}”在规则包中没有", value=value, expected="、".join(codes), fix=fix)


def _at(row: Any, title: str) -> Place:
    return replace(row.place, path=f"“{title}”列") if row.place != Place() else Place(path=f"“{title}”列")
