"""Rows that the pack asks for, with what helps to fill them in: names, points, clauses, guides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jiheng.facts.dataset import DataSet
from jiheng.facts.grid import REFERENCE_MARK
from jiheng.facts.written import decimal
from jiheng.packs.method import Checklist, OneOf, Qualitative
from jiheng.packs.model import Node, Pack

NAME = f"{REFERENCE_MARK}名称"
POINTS = f"{REFERENCE_MARK}分值"
CLAUSE = f"{REFERENCE_MARK}依据"
HELP = f"{REFERENCE_MARK}填写提示"
REFERENCES = {"results": ((NAME, POINTS), (CLAUSE, HELP)), "answers": ((NAME, POINTS), (CLAUSE,))}
"""Table → columns for reference beside the key, and behind the others; they are not read."""

Key = tuple[str, ...]
Hints = dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the pack asks for in one table: the key of each row, and its hints by title."""

    rows: dict[Key, Hints]

    def beyond(self, given: set[Key]) -> Iterator[Key]:
        """The keys that the data set does not have yet."""
        return (key for key in self.rows if key not in given)


def asked(table: str, pack: Pack | None, dataset: DataSet | None) -> Asked:
    """The rows that the pack asks for in ``results`` or ``answers``; nothing for other tables."""
    if table == "results":
        own = _own_indicators(dataset) if dataset else {}
        return Asked({**own, **(_leaves(pack) if pack else {})})
    if table == "answers" and pack:
        return Asked(_items(pack))
    return Asked({})


def key_of(table: str, row: Any) -> Key:
    """The key of a row of ``results`` or ``answers``."""
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
        (node.code,): {NAME: node.name, POINTS: decimal(node.weight), CLAUSE: node.cite, HELP: _help(node)}
        for node in pack.nodes()
        if node.method is not None
    }


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
        (node.code, item.code): {NAME: f"{node.name}：{item.name}", POINTS: decimal(item.points), CLAUSE: node.cite}
        for node in pack.nodes()
        if isinstance(node.method, Checklist)
        for item in node.method.items
        if not item.measure
    }
