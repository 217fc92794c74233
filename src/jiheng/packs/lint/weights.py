"""PK1: weights and the shape of the indicator tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import get_args

from jiheng.core.exact import Points
from jiheng.packs.lint.doubted import doubted
from jiheng.packs.lint.note import Remark, Rule, named, nodes
from jiheng.packs.loaded import Loaded
from jiheng.packs.method import Operator
from jiheng.packs.model import Node
from jiheng.packs.said import difference, points
from jiheng.packs.typed import KeyPath


def top_weights(loaded: Loaded) -> Iterator[Remark]:
    """The first level adds up to full marks."""
    pack = loaded.pack
    total = sum((node.weight for node in pack.indicators), Fraction(0))
    if total != pack.full_marks:
        sentence = f"一级指标权重{difference(total, pack.full_marks)}"
        yield Remark(("indicators",), sentence, "请调整一级指标的 weight，或改 full_marks。")


def child_weights(loaded: Loaded) -> Iterator[Remark]:
    """The children of a level add up to it."""
    for path, node in nodes(loaded.pack):
        total = sum((child.weight for child in node.children), Fraction(0))
        if node.children and total != node.weight:
            sentence = f"{named(node)}的下级指标权重{difference(total, node.weight)}"
            yield Remark(_written_here(loaded, path, node), sentence, "请调整下级指标或本级的 weight。")


def _written_here(loaded: Loaded, path: KeyPath, node: Node) -> KeyPath:
    """Of an overlay, the first child that it changes: that is the line its author has to look at."""
    children: list[KeyPath] = [(*path, "children", place) for place in range(len(node.children))]
    return next((child for child in children if not loaded.own(path) and loaded.own(child)), path)


def holdable_points(loaded: Loaded) -> Iterator[Remark]:
    """Weights and points are not negative, and not finer than a score can be."""
    for path, what, value in _all_points(loaded):
        if value < 0:
            yield Remark(
                path, f"{what}为负数（{points(value)}）", "分值应不小于 0；扣分请写在计分方法或 deductions 里。"
            )
        elif (value * 10**Points.PLACES).denominator != 1:
            yield Remark(path, f"{what}超过 {Points.PLACES} 位小数", f"请写到 {Points.PLACES} 位小数以内。")


def _all_points(loaded: Loaded) -> Iterator[tuple[KeyPath, str, Fraction]]:
    yield ("full_marks",), "满分", loaded.pack.full_marks
    for path, node in nodes(loaded.pack):
        yield (*path, "weight"), f"{named(node)}的权重", node.weight
        for below, what, value in node.method.parts() if node.method else ():
            yield (*path, "method", *below), f"{named(node)}的{what}", value


def node_shape(loaded: Loaded) -> Iterator[Remark]:
    """An indicator has children, or own indicators, or a method: one of the three."""
    for path, node in nodes(loaded.pack):
        given = [key for key, has in (("method", node.method), ("own", node.own), ("children", node.children)) if has]
        if not given and not node.pending:
            fix = "请写明计分方法 method，或下级指标 children，或由单位自设指标 own。"
            yield Remark(path, f"{named(node)}没有计分方法，也没有下级指标", fix)
        elif len(given) > 1:
            yield Remark(path, f"{named(node)}同时写了 {'、'.join(given)}", "三者只能留一个。")


def unsettled(loaded: Loaded) -> Iterator[Remark]:
    """Nothing is 待定."""
    for place, what in enumerate(loaded.pack.pending):
        yield Remark(
            ("pending", place), f"待定：{what.rstrip('。')}", "请核对、改好后，在 pending（待定）里删去这一条。"
        )
    for path, node in nodes(loaded.pack):
        if node.pending:
            words = f"；原文：{node.words}" if node.words else ""
            yield Remark(
                (*path, "pending"),
                f"{named(node)}待定：{node.pending.rstrip('。')}{words}",
                "请写好计分方法和分值，再删去这一行的 pending（待定）。",
            )


def repeated_codes(loaded: Loaded) -> Iterator[Remark]:
    """A code stands for one indicator."""
    placed = list(nodes(loaded.pack))
    counts = Counter(node.code for _, node in placed)
    seen: set[str] = set()
    for path, node in placed:
        if counts[node.code] > 1 and node.code in seen:
            yield Remark(path, f"指标编码“{node.code}”重复", "每个指标的 code 应各不相同。")
        seen.add(node.code)


def own_methods(loaded: Loaded) -> Iterator[Remark]:
    """Where units bring their own indicators, every operator has a method."""
    pack = loaded.pack
    bringing = [node for node in pack.nodes() if node.own or (node.method and node.method.OF_OWN)]
    missing = [sign for sign in get_args(get_args(Operator)[0]) if sign not in pack.own_methods]
    if bringing and missing:
        sentence = f"{named(bringing[0])}由单位自设指标，但 own_methods 缺少指标性质 {'、'.join(missing)} 的计分方法"
        yield Remark(("own_methods",), sentence, '正确写法举例："≥": {kind: proportional, direction: 正向}')


def moves(loaded: Loaded) -> Iterator[Remark]:
    """Points that move go to a level elsewhere in the tree."""
    codes = {node.code for node in loaded.pack.nodes()}
    for path, node in nodes(loaded.pack):
        rule = node.not_applicable
        below = {each.code for each in node.walk()}
        if rule.rule == "move" and rule.to not in codes:
            sentence = f"{named(node)}不适用时的分值移到“{rule.to}”，但没有这个编码"
            yield Remark((*path, "not_applicable"), sentence, "to 应写接收分值的上级或同级指标的编码。")
        elif rule.rule == "move" and rule.to in below:
            sentence = f"{named(node)}不适用时的分值移到了它自己或它的下级"
            yield Remark((*path, "not_applicable"), sentence, "to 应写本指标以外的指标。")


def years(loaded: Loaded) -> Iterator[Remark]:
    """The last year is not before the first."""
    span = loaded.pack.years
    if span.last is not None and span.last < span.first:
        yield Remark(("years",), f"适用年度从 {span.first} 年到 {span.last} 年，前后颠倒", "请核对 first 和 last。")


WEIGHTS = (
    Rule("PK101", "error", "一级指标权重合计应等于满分", top_weights),
    Rule("PK102", "error", "下级指标权重合计应等于本级权重", child_weights),
    Rule("PK103", "error", "核对事项分值合计应等于指标权重", doubted("PK103")),
    Rule("PK104", "error", "分值应不小于 0，且不超过 4 位小数", holdable_points),
    Rule("PK105", "error", "每个指标应有且只有一种内容：计分方法、自设指标或下级指标", node_shape),
    Rule("PK106", "error", "指标编码不应重复", repeated_codes),
    Rule("PK107", "error", "由单位自设指标时，各种指标性质都应有计分方法", own_methods),
    Rule("PK108", "error", "不适用时移出的分值应有去处", moves),
    Rule("PK110", "error", "待定的内容应定下来", unsettled, fragment=True),
    Rule("PK109", "error", "适用年度不应颠倒", years),
)
