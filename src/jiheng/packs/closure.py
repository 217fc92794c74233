"""Which measures a pack's scores depend on, and what these are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jiheng.packs.expression import parse
from jiheng.packs.model import Node, Pack


def closure(pack: Pack, names: Iterable[str]) -> frozenset[str]:
    """The measures and all that they are made of."""
    open_, seen = list(names), set[str]()
    while open_:
        name = open_.pop()
        if name not in seen:
            seen.add(name)
            open_.extend(parse(pack.measures[name].formula).names() if name in pack.measures else ())
    return frozenset(seen)


def scored_by(pack: Pack) -> Iterator[str]:
    """The measures that indicators, caps and deductions name."""
    for node in pack.nodes():
        yield from measures_of(node)
        if node.not_applicable.when:
            yield node.not_applicable.when
    yield from (cap.measure for cap in pack.caps)
    yield from (deduction.measure for deduction in pack.deductions)
    yield from (bonus.measure for bonus in pack.bonuses)
    yield from (veto.measure for veto in pack.vetoes)


def measures_of(node: Node) -> Iterator[str]:
    """The measures that a leaf is scored by."""
    if node.method is not None:
        yield from (name for _, name in node.method.used())
