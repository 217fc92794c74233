"""Overlays: a province changes only what differs from the nation, a county only what differs from the province.

Works on trees as written, so that every part of the result still knows the file and line it came from.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.core.fault import Faults
from jiheng.packs.source import Written

LISTED = ("forms", "caps", "deductions", "bonuses", "vetoes", "deadlines", "sources", "grades", "uses")
"""Lists at the top of a pack whose items ``remove`` may name; indicators are looked for at any depth."""

_KEYS = ("code", "key", "name")


def merge(base: Written, over: Written) -> Written:
    """Lay one written thing over another.

    Mappings merge by key, unless both say a ``kind`` and it differs. Lists whose items all carry a ``code``
    (or ``key``, or ``name``) merge by it, new items at the end; other lists and scalars are replaced.
    Nothing (``null``) over a mapping or a list takes it out.
    """
    if isinstance(base.value, dict) and isinstance(over.value, dict):
        return over if _other_kind(base, over) else over._replace(value=_merged_entries(base.value, over.value))
    if isinstance(base.value, list) and isinstance(over.value, list):
        key = _shared_key(base.value + over.value)
        return over._replace(value=_merged_items(base.value, over.value, key)) if key else over
    return over


def merge_pack(base: Written, over: Written, faults: Faults) -> Written:
    """Lay a pack over the one that it extends, obeying its ``remove`` list.

    An indicator named in the overlay's top list merges where its code stands in the base, at any depth.
    """
    kept = _without_removed(base, over, faults)
    over = over._replace(value={key: entry for key, entry in over.mapping.items() if key != "remove"})
    deeper = dict(_by_code(kept.mapping.get("indicators"), top=False))
    moved = {node.mapping["code"].text: node for node in _coded(over.mapping.get("indicators"))}
    moved = {code: node for code, node in moved.items() if code in deeper}
    if moved:
        kept = _with_indicators(kept, [_merged_node(node, moved) for node in kept.mapping["indicators"].items])
        rest = [node for node in over.mapping["indicators"].items if _code(node) not in moved]
        over = _with_indicators(over, rest)
    return merge(kept, over)


def _merged_entries(base: dict[str, Written], over: dict[str, Written]) -> dict[str, Written]:
    merged = dict(base)
    for key, entry in over.items():
        if key not in base:
            merged[key] = entry
        elif entry.value is None and isinstance(base[key].value, dict | list):
            del merged[key]
        else:
            merged[key] = merge(base[key], entry)
    return merged


def _merged_items(base: list[Written], over: list[Written], key: str) -> list[Written]:
    changes = {item.mapping[key].text: item for item in over}
    merged = [merge(item, changes.pop(item.mapping[key].text, item)) for item in base]
    return merged + list(changes.values())


def _shared_key(items: list[Written]) -> str:
    return next((key for key in _KEYS if items and all(key in item.mapping for item in items)), "")


def _other_kind(base: Written, over: Written) -> bool:
    kinds = [tree.mapping["kind"].text for tree in (base, over) if "kind" in tree.mapping]
    return len(kinds) == 2 and kinds[0] != kinds[1]


def _code(node: Written) -> str:
    return node.mapping["code"].text if "code" in node.mapping else ""


def _coded(nodes: Written | None) -> Iterator[Written]:
    return (node for node in (nodes.items if nodes else []) if _code(node))


def _by_code(nodes: Written | None, *, top: bool = True) -> Iterator[tuple[str, Written]]:
    for node in _coded(nodes):
        if top:
            yield _code(node), node
        yield from _by_code(node.mapping.get("children"))


def _with_indicators(pack: Written, nodes: list[Written]) -> Written:
    indicators = pack.mapping["indicators"]._replace(value=nodes)
    return pack._replace(value=pack.mapping | {"indicators": indicators})


def _merged_node(node: Written, changes: dict[str, Written]) -> Written:
    """The node with the changes of its descendants laid over them."""
    children = node.mapping.get("children")
    if children is None:
        return node
    merged = [
        _merged_node(merge(child, changes[_code(child)]) if _code(child) in changes else child, changes)
        for child in children.items
    ]
    return node._replace(value=node.mapping | {"children": children._replace(value=merged)})


def _without_removed(base: Written, over: Written, faults: Faults) -> Written:
    listed = over.mapping["remove"].items if "remove" in over.mapping else []
    asked = {item.text: item for item in listed if item.text}
    known = dict(_by_code(base.mapping.get("indicators"))).keys() | {
        _identity(item) for key in LISTED if key in base.mapping for item in base.mapping[key].items
    }
    for code, item in asked.items():
        if code not in known:
            faults.add(
                item.place,
                "remove 中的编码在被引用的规则包里没有",
                value=code,
                fix="请核对编码；要去掉参数或计算指标，请在 values 或 measures 下写“名称: null”。",
            )
    entries = {key: _filtered(entry, asked) if key in LISTED else entry for key, entry in base.mapping.items()}
    if "indicators" in entries:
        entries["indicators"] = _pruned(entries["indicators"], asked)
    return base._replace(value=entries)


def _identity(item: Written) -> str:
    return next((item.mapping[key].text for key in _KEYS if key in item.mapping), "")


def _filtered(items: Written, asked: dict[str, Written]) -> Written:
    if not isinstance(items.value, list):
        return items
    return items._replace(value=[item for item in items.value if _identity(item) not in asked])


def _pruned(nodes: Written, asked: dict[str, Written]) -> Written:
    kept = _filtered(nodes, asked)
    return kept._replace(value=[_pruned_children(node, asked) for node in kept.items])


def _pruned_children(node: Written, asked: dict[str, Written]) -> Written:
    if "children" not in node.mapping:
        return node
    return node._replace(value=node.mapping | {"children": _pruned(node.mapping["children"], asked)})
