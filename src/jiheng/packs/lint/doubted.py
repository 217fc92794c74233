"""What the scoring methods themselves doubt, as rules of lint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from jiheng.packs.lint.note import Remark, named, nodes
from jiheng.packs.loaded import Loaded
from jiheng.packs.method import Method
from jiheng.packs.model import Pack
from jiheng.packs.typed import KeyPath


class Placed(NamedTuple):
    """A method, where it stands, how it is named, and what it weighs (None: what the unit says)."""

    path: KeyPath
    by: str
    method: Method
    weight: Fraction | None


def methods(pack: Pack) -> Iterator[Placed]:
    """Every method of a pack."""
    for path, node in nodes(pack):
        if node.method is not None:
            yield Placed((*path, "method"), named(node), node.method, node.weight)
    for sign, method in pack.own_methods.items():
        yield Placed(("own_methods", sign), f"自设指标（{sign}）", method, None)


def doubted(code: str) -> Callable[[Loaded], Iterator[Remark]]:
    """The doubts under one code."""

    def check(loaded: Loaded) -> Iterator[Remark]:
        for path, by, method, weight in methods(loaded.pack):
            for doubt in method.doubts(weight):
                if doubt.code == code:
                    yield Remark((*path, *doubt.path), f"{by}{doubt.sentence}", doubt.fix)

    return check
