"""Rows that the pack asks for, with what helps to fill them in: names, points, clauses, guides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jiheng.core.calendar import Month
from jiheng.facts.dataset import DataSet
from jiheng.facts.grid import REFERENCE_MARK
from jiheng.facts.written import decimal
from jiheng.packs.ground import ground
from jiheng.packs.method import Checklist, OneOf, Qualitative
from jiheng.packs.model import Input, Node, Pack

NAME = f"{REFERENCE_MARK}名称"
POINTS = f"{REFERENCE_MARK}分值"
CLAUSE = f"{REFERENCE_MARK}依据"
HELP = f"{REFERENCE_MARK}填写提示"
REFERENCES = {
    "results": ((NAME, POINTS), (CLAUSE, HELP)),
    "answers": ((NAME, POINTS), (CLAUSE,)),
    "inputs": ((), (HELP, CLAUSE)),
}
"""Table → columns for reference beside the key, and behind the others; they are not read."""

Key = tuple[Any, ...]
Hints = dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the pack asks for in one table: the key of each row, and its hints by title."""

    rows: dict[Key, Hints]

    def beyond(self, given: set[Key]) -> Iterator[Key]:
        """The keys that the data set does not have yet."""
        return (key for key in self.rows if key not in given)


def asked(table: str, pack: Pack | None, dataset: DataSet | None) -> Asked:
    """The rows that the pack asks for in ``results``, ``answers`` or ``inputs``; nothing for other tables."""
    if table == "results":
        own = _own_indicators(dataset) if dataset else {}
        return Asked({**own, **(_leaves(pack) if pack else {})})
    if table == "answers" and pack:
        return Asked(_items(pack))
    if table == "inputs" and pack and pack.inputs:
        return Asked(_inputs(pack, dataset))
    return Asked({})


def key_of(table: str, row: Any) -> Key:
    """The key of a row of one of these tables."""
    if table == "inputs":
        return (row.name, row.project, row.indicator, row.month)
    return (row.indicator, row.item) if table == "answers" else (row.indicator,)


def _own_indicators(dataset: DataSet) -> dict[Key, Hints]:
    return {
        (row.code,): {
            NAME: row.name,
            POINTS: decimal(row.weight.exact) if row.weight else "",
            HELP: f"目标：{row.text_target or _target(row)}",
        }
        for row in dataset.indicators
    }


def _target(row: Any) -> str:
    return f"{row.operator}{decimal(row.target)}{row.unit}" if row.target is not None else ""


def _leaves(pack: Pack) -> dict[Key, Hints]:
    return {
        (node.code,): {NAME: node.name, POINTS: decimal(node.weight), CLAUSE: ground(node.cite), HELP: _help(node)}
        for node in pack.nodes()
        if node.method is not None
    }


def _inputs(pack: Pack, dataset: DataSet | None) -> dict[Key, Hints]:
    """A row for each value of a declared datum: of each project, leaf or month where it is asked for so."""
    projects = [row.code for row in dataset.projects] if dataset else []
    found: dict[Key, Hints] = {}
    for name, spec in pack.inputs.items():
        hints = {HELP: _asked_value(spec), CLAUSE: ground(spec.cite)}
        leaves = [
            node.code for node in pack.nodes() if node.method and name in {each for _, each in node.method.used()}
        ]
        for project in projects if spec.per == "project" else [""]:
            for leaf in leaves if spec.per == "indicator" else [""]:
                months = _months(dataset) if spec.form == "monthly" else [None]
                found |= {(name, project, leaf, month): hints for month in months}
    return found


def _months(dataset: DataSet | None) -> list[Month | None]:
    return [Month(dataset.unit.year, month) for month in range(1, 13)] if dataset else [None]


def _asked_value(spec: Input) -> str:
    form = {"pair": "填分子、分母", "date": "填日期", "flag": "填 是 或 否", "level": f"选 {'、'.join(spec.options)}"}
    told = (form.get(spec.form, ""), f"单位：{spec.unit}" if spec.unit else "", spec.meaning, spec.evidence)
    return "；".join(filter(None, told)) + ("" if spec.required else "（非必填）")


def _help(node: Node) -> str:
    return "\n".join(filter(None, (_what_to_fill(node), node.guide.meaning, node.guide.formula)))


def _what_to_fill(node: Node) -> str:
    method = node.method
    if isinstance(method, Qualitative):
        return f"填完成等级：{'、'.join(level.name for level in method.levels)}；可另填得分系数。"
    if isinstance(method, OneOf):
        return f"填所选情形的编号：{'；'.join(f'{one.code} {one.name}' for one in method.choices)}。"
    if isinstance(method, Checklist):
        return "在“核对事项”表中逐项回答。"
    return "按已登记的数据计分，不填完成值；扣分的填原因和措施。"


def _items(pack: Pack) -> dict[Key, Hints]:
    return {
        (node.code, item.code): {
            NAME: f"{node.name}：{item.name}",
            POINTS: decimal(item.points),
            CLAUSE: ground(node.cite),
        }
        for node in pack.nodes()
        if isinstance(node.method, Checklist)
        for item in node.method.items
        if not item.measure
    }
