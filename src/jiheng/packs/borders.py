"""The values that a pack holds each measure against: targets, bands, caps, what is free of deductions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from jiheng.packs.expression import Name, parse
from jiheng.packs.model import Pack


def borders(pack: Pack) -> Mapping[str, tuple[Fraction, ...]]:
    """Measure → its borders in the whole pack, under the name that is computed (``renamed``)."""
    found: dict[str, dict[Fraction, None]] = {}
    for name, border in _borders(pack):
        found.setdefault(renamed(pack, name), {})[border] = None
    return {name: tuple(each) for name, each in found.items()}


def _borders(pack: Pack) -> Iterator[tuple[str, Fraction]]:
    for node in pack.nodes():
        if node.method is not None:
            held = tuple(node.method.borders(node.method.goal()[1]))
            yield from ((name, border) for _, name in node.method.used() for border in held)
    for cap in pack.caps:
        yield from ((cap.measure, band.below) for band in cap.bands)
    yield from ((each.measure, each.free) for each in pack.deductions)
    yield from ((each.measure, each.free) for each in pack.bonuses)
    for veto in pack.vetoes:
        yield veto.measure, veto.above


def renamed(pack: Pack, name: str) -> str:
    """What a measure stands for that only gives another one a new name."""
    declared = pack.measures.get(name)
    root = parse(declared.formula).root if declared else None
    return renamed(pack, root.name) if isinstance(root, Name) else name
