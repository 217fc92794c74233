"""Elements of WordprocessingML by their local names, strict or transitional alike."""

from __future__ import annotations

from lxml import etree


def local(node: etree._Element) -> str:
    """The tag without its namespace; empty for comments and instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def attribute(node: etree._Element | None, name: str) -> str:
    """An attribute whatever its namespace; empty if it is not there."""
    if node is None:
        return ""
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        node = next((part for part in node if local(part) == name), None) if node is not None else None
    return node


def is_on(properties: etree._Element | None, name: str) -> bool:
    """Whether a switch of a run or a paragraph is set (``<w:strike/>``, not ``<w:strike w:val="0"/>``)."""
    node = child(properties, name)
    return node is not None and attribute(node, "val") not in {"0", "false", "off", "none"}
