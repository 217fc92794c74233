"""The unit of a value that a unit types itself: it shows in how the pack writes the threshold (``target: 95%``)."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.packs.method import KINDS, Valued
from jiheng.packs.source import Written
from jiheng.packs.typing import split_unit


def with_hand_units(tree: Written) -> Written:
    """Write ``hand_unit`` where a leaf names no measure and its thresholds say in what unit they are."""
    indicators = tree.mapping.get("indicators")
    if indicators is None or not indicators.items:
        return tree
    told = indicators._replace(value=[_told(node) for node in indicators.items])
    return tree._replace(value=tree.mapping | {"indicators": told})


def _told(node: Written) -> Written:
    entries = dict(node.mapping)
    method = entries.get("method")
    if method is not None and _is_typed(method):
        units = list(dict.fromkeys(filter(None, map(_unit, _thresholds(method)))))
        if units:
            unit = Written(units[0], method.file, method.line)
            entries["method"] = method._replace(value=method.mapping | {"hand_unit": unit})
    if "children" in entries and entries["children"].items:
        children = entries["children"]
        entries["children"] = children._replace(value=[_told(child) for child in children.items])
    return node._replace(value=entries) if entries else node


def _is_typed(method: Written) -> bool:
    kind = method.mapping["kind"].text if "kind" in method.mapping else ""
    valued = kind in KINDS and issubclass(KINDS[kind], Valued)
    return valued and not method.mapping.keys() & {"measure", "hand_unit"}


_BORDERS = ("target", "zero_at", "full_at", "at_least", "above", "at_most", "below")


def _thresholds(method: Written) -> Iterator[str]:
    bands = method.mapping["bands"].items if "bands" in method.mapping else []
    for place in (method, *bands):
        keys = _BORDERS[:3] if place is method else _BORDERS[3:]
        yield from (place.mapping[key].text for key in keys if key in place.mapping)


def _unit(text: str) -> str:
    return split_unit(text)[1]
