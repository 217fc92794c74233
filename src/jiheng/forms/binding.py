"""The one place where a name in a layout or a narrative becomes a fact.

A :class:`Scope` holds the names of one form: plain ones (``单位名称``), and keyed ones whose key
stands behind a colon (``得分:1.1.3``). An unknown name is a fault that offers the names near it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from jiheng.core.fault import Faults, Place
from jiheng.forms.value import Value, written
from jiheng.packs.layout import Hole, parts

Getter = Callable[[], Value]


@dataclass(frozen=True, slots=True)
class Keyed:
    """Names of the form ``得分:CODE``: which keys there are, and the value of each."""

    keys: Collection[str]
    value: Callable[[str], Value]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that may be bound in one place, the innermost first."""

    plain: Mapping[str, Value | Getter] = field(default_factory=dict)
    keyed: Mapping[str, Keyed] = field(default_factory=dict)

    def inside(self, row: Mapping[str, Value]) -> Scope:
        """The scope of one row of a table: its own names before the form's."""
        return replace(self, plain={**self.plain, **row})

    def without(self, head: str) -> Scope:
        """The scope without one family of names, so that a text cannot quote itself."""
        return replace(self, keyed={name: family for name, family in self.keyed.items() if name != head})

    def find(self, name: str) -> Value | None:
        """The value of a name; None if there is no such name."""
        if name in self.plain:
            held = self.plain[name]
            return held if isinstance(held, Value) else held()
        head, colon, key = name.partition(":")
        family = self.keyed.get(head) if colon else None
        return family.value(key.strip()) if family and key.strip() in family.keys else None

    def near(self, name: str, most: int = 3) -> tuple[str, ...]:
        """The names most like one that does not exist."""
        head, _, _ = name.partition(":")
        found = process.extract(name, self._candidates(head), scorer=fuzz.ratio, limit=most, score_cutoff=30)
        return tuple(match for match, _score, _place in found)

    def _candidates(self, head: str) -> Iterable[str]:
        if head in self.keyed:
            return [f"{head}:{key}" for key in self.keyed[head].keys]
        return [*self.plain, *(f"{family}:编码" for family in self.keyed)]


@dataclass(frozen=True, slots=True)
class Figure:
    """One bound value where it stands in a text: characters ``start`` to ``end``."""

    start: int
    end: int
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its bindings filled in, and where each one stands."""

    text: str
    figures: tuple[Figure, ...] = ()


def resolve(hole: Hole, scope: Scope, faults: Faults, place: Place) -> Value | None:
    """Find what a binding names, or note the fault."""
    value = scope.find(hole.name)
    if value is None:
        near = scope.near(hole.name)
        faults.add(
            place,
            "引用的数据名称不存在",
            value=hole.name,
            expected=f"下列名称之一：{'、'.join(near)}" if near else "",
            fix="请按 docs/forms.md 所列名称改正。",
        )
    elif not value.missing and not value.fits(hole.format):
        faults.add(
            place,
            f"“{hole.name}”是{value.kind}，不能按“{hole.format}”书写",
            value=hole.format or "",
            fix="请去掉竖线后的格式，或换成适用的格式。",
        )
        return None
    return value


def fill(text: str, scope: Scope, faults: Faults, place: Place, *, required: bool = False) -> Filled:
    """Write every binding of a text.

    Args:
        text: with ``{{ 名称 }}`` or ``{{ 名称|格式 }}``.
        scope: the names there are.
        faults: takes unknown names and, where ``required``, values that the data do not hold.
        place: where the text stands, for the faults.
        required: running text cannot leave a gap, a cell can.
    """
    out = ""
    figures: list[Figure] = []
    for part in _parts(text, faults, place):
        if isinstance(part, str):
            out += part
            continue
        value = resolve(part, scope, faults, place)
        if value is None:
            continue
        if required and value.missing:
            faults.add(place, "引用的数据尚未填报", value=part.name, fix="请在数据中补填，或改写这句话。")
        inner = _written(value, part, scope, faults, place)
        figures += (replace(each, start=each.start + len(out), end=each.end + len(out)) for each in inner.figures)
        out += inner.text
    return Filled(out, tuple(figures))


def _written(value: Value, hole: Hole, scope: Scope, faults: Faults, place: Place) -> Filled:
    if value.template:
        return fill(value.text, scope.without(hole.name.partition(":")[0]), faults, place)
    shown = written(value, hole.format)
    return Filled(shown, (Figure(0, len(shown), hole.name, value),) if shown else ())


def _parts(text: str, faults: Faults, place: Place) -> list[str | Hole]:
    try:
        return list(parts(text))
    except ValueError as wrong:
        faults.add(place, str(wrong), fix="请改正后重新生成。")
        return []
