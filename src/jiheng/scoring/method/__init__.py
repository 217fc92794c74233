"""How each scoring method of ``packs.method`` is scored and explained: one module of the same name each."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import MappingProxyType

from jiheng.packs.method import KINDS, Base
from jiheng.scoring.adjustments import MARKS
from jiheng.scoring.marks import Columns, Mark
from jiheng.scoring.method.room import Room
from jiheng.scoring.plan import Rule

ROOMS: MappingProxyType[str, Room] = MappingProxyType(
    {kind: import_module(f"{__name__}.{made.__module__.rpartition('.')[2]}").ROOM for kind, made in KINDS.items()}
)
"""Every method by its ``kind``."""


def room(method: Base) -> Room:
    """What scoring knows of a method."""
    return ROOMS[method.kind]


def marks(rule: Rule, row: Columns) -> Iterator[Mark]:
    """The cases of one rule, the last one unconditional."""
    if not isinstance(rule.method, Base):
        yield from MARKS[type(rule.method)](rule.method, row)
        return
    made = room(rule.method).marks
    assert made is not None
    yield from made(rule.method, rule, row)
