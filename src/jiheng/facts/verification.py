"""What only the rule pack can tell of a data set: weights that do not add up, codes that it does not know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from jiheng.core.exact import Points
from jiheng.core.fault import Fault, Faults, Place
from jiheng.facts.dataset import DataSet
from jiheng.facts.projection import OF_PROJECT
from jiheng.facts.rows import TABLES, Indicator, Row
from jiheng.facts.written import decimal
from jiheng.packs.method import Checklist, OneOf
from jiheng.packs.model import Node, Pack

_CODED = ("results", "answers", "evidence", "reviews")


def verify(dataset: DataSet, pack: Pack, project_pack: Pack | None = None) -> tuple[Fault, ...]:
    """Check a data set against its pack, and its projects against theirs.

    Args:
        dataset: sound in itself, as :func:`jiheng.facts.load` gives it.
        pack: the pack that scores the unit (or, for a project pack, every project).
        project_pack: the pack that scores the projects of a unit.
    """
    faults = Faults()
    of_projects = pack if pack.object == "项目" else project_pack
    if pack.object == "部门整体":
        _note_weights(dataset.indicators, "", pack, faults)
    for project in dataset.projects if of_projects else ():
        if of_projects:
            _note_weights(dataset.indicators, project.code, of_projects, faults)
    packs = [each for each in (pack, of_projects) if each is not None]
    _note_unknown_codes(dataset, packs, faults)
    _note_unknown_answers(dataset, packs, faults)
    _note_unknown_choices(dataset, packs, faults)
    return tuple(faults.found)


def _note_weights(indicators: tuple[Indicator, ...], project: str, pack: Pack, faults: Faults) -> None:
    """Own indicators must be at home in a level of the pack, and weigh together what the level weighs."""
    owned = [node for node in pack.nodes() if node.own]
    here = [each for each in indicators if each.project == project]
    if not owned or not here:
        return
    homes: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in here:
        home = next((node for node in owned if _is_home(node, indicator)), None)
        if home is None:
            _note_homeless(indicator, owned, faults)
        elif indicator.weight is not None:
            homes[home.code].append(indicator)
    for node in owned:
        _note_sum(node, homes[node.code], (homes[node.code] or here)[-1], faults)


def _is_home(node: Node, indicator: Indicator) -> bool:
    own = node.own
    if own is None or own.level_1 not in {"", indicator.level_1}:
        return False
    return not own.level_2 or not indicator.level_2 or indicator.level_2 in own.level_2


def _note_homeless(indicator: Indicator, owned: list[Node], faults: Faults) -> None:
    levels = "、".join(dict.fromkeys(node.own.level_1 for node in owned if node.own))
    faults.add(
        _at(indicator, "一级指标"),
        f"指标“{indicator.name}”的一级、二级指标在规则包中没有",
        value=f"{indicator.level_1}／{indicator.level_2}",
        expected=levels,
        fix="请按规则包的指标体系填写一级、二级指标",
    )


def _note_sum(node: Node, indicators: list[Indicator], last: Indicator, faults: Faults) -> None:
    total = sum((each.weight or Points(0) for each in indicators), Points(0)).exact
    if total != node.weight:
        subject = f"项目 {last.project} 的“{node.name}”" if last.project else f"“{node.name}”"
        faults.add(
            _at(last, "权重"),
            f"{subject}各指标权重合计与规则包不符，相差 {decimal(total - node.weight)} 分",
            value=f"{decimal(total)} 分",
            expected=f"{decimal(node.weight)} 分",
            fix="请调整各指标权重，使合计相符",
        )


def _leaves(packs: list[Pack]) -> Iterator[Node]:
    return (node for pack in packs for node in pack.nodes())


def _note_unknown_codes(dataset: DataSet, packs: list[Pack], faults: Faults) -> None:
    leaves = {node.code for node in _leaves(packs)}
    known = {row.code for row in dataset.indicators} | leaves
    known |= {f"{row.code}{OF_PROJECT}{leaf}" for row in dataset.projects for leaf in leaves}
    for table in _CODED:
        for row in getattr(dataset, table):
            if row.indicator not in known:
                faults.add(
                    _at(row, "指标编码"),
                    f"“{TABLES[table][0]}”中的指标编码在绩效指标表和规则包中都没有",
                    value=row.indicator,
                    expected="已登记的指标编码，或规则包的指标编码",
                    fix="请核对编码",
                )


def _leaf(code: str) -> str:
    return code.rpartition(OF_PROJECT)[2]


def _note_unknown_answers(dataset: DataSet, packs: list[Pack], faults: Faults) -> None:
    items = {node.code: node.method.items for node in _leaves(packs) if isinstance(node.method, Checklist)}
    for row in dataset.answers:
        codes = [item.code for item in items.get(_leaf(row.indicator), ())]
        if codes and row.item not in codes:
            _note_choice(row, "核对事项编码", row.item, codes, faults)


def _note_unknown_choices(dataset: DataSet, packs: list[Pack], faults: Faults) -> None:
    choices = {node.code: node.method.choices for node in _leaves(packs) if isinstance(node.method, OneOf)}
    for row in dataset.results:
        codes = [choice.code for choice in choices.get(_leaf(row.indicator), ())]
        if codes and row.choice and row.choice not in codes:
            _note_choice(row, "所选情形", row.choice, codes, faults)


def _note_choice(row: Row, title: str, value: str, codes: list[str], faults: Faults) -> None:
    fix = "请从规则包列出的编号中选择"
    faults.add(_at(row, title), f"“{title}”在规则包中没有", value=value, expected="、".join(codes), fix=fix)


def _at(row: Any, title: str) -> Place:
    return replace(row.place, path=f"“{title}”列") if row.place != Place() else Place(path=f"“{title}”列")
