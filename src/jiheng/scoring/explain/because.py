"""The reason of each line: what its method says of it, or why there is nothing to score."""

from __future__ import annotations

from jiheng.packs.method import Base
from jiheng.scoring.explain import words
from jiheng.scoring.explain.reach import is_full
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.method import room
from jiheng.scoring.rows import State


def because(subject: Subject, leaf: Leaf) -> str:
    """Why the leaf scored what it did."""
    told = _because(subject, leaf)
    if leaf.entry.measured is not None and (remark := subject.remark(leaf.entry.measured.name)):
        told = f"{told}（{remark}，拿不准的日子不扣分）"
    if leaf.lost and is_full(leaf):
        return f"{told}（分值 {words.points(leaf.weight)}，得分按规则{subject.rounded}保留 {subject.places} 位小数）"
    return told


def _because(subject: Subject, leaf: Leaf) -> str:
    if leaf.whole is None and leaf.entry.state != State.GIVEN:
        return _without_value(subject, leaf)
    method = leaf.whole or leaf.entry.rule.method
    assert isinstance(method, Base)
    return room(method).because(subject, leaf, method)


def _without_value(subject: Subject, leaf: Leaf) -> str:
    entry = leaf.entry
    if entry.state == State.MISSING:
        return f"缺少数据：{entry.why}。未填不等于零，补齐之前计 0 分"
    if entry.state == State.KEPT:
        return f"不适用（{entry.why}），按规则保留 {words.points(leaf.weight)}"
    if leaf.node.not_applicable.rule == "zero" or leaf.weight:
        return f"不适用（{entry.why}），按规则计 0 分"
    to = next((node.name for node in subject.pack.nodes() if node.code == moved_to(subject, leaf)), "")
    return f"不适用（{entry.why}），分值已移入“{to}”"


def moved_to(subject: Subject, leaf: Leaf) -> str:
    """The code of the level that received the points of a leaf."""
    chain = [node for node in subject.pack.nodes() if leaf.node.code in {each.code for each in node.walk()}]
    return next((node.not_applicable.to for node in chain if node.not_applicable.rule == "move"), "")
