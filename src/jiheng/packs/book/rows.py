"""A pack's own folder as the rows of a workbook: what it says itself, not what it takes over from others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jiheng.core.fault import Faults
from jiheng.packs.book.cells import flattened
from jiheng.packs.book.sheets import PARTS, SHEETS, Sheet
from jiheng.packs.source import Plain, plain, read_file

Row = dict[str, Plain]
"""Key of a column → value; what a row does not say is not in it."""
LEVEL, NAME, PATH, FILE, LINE, OF, LIST = "#level", "#name", "#path", "#file", "#line", "#of", "#list"
"""Columns that are no keys of the pack: depth, name, path of a header row, file, line of a file, indicator, its list."""


@dataclass(slots=True)
class Book:
    """Rows by sheet title."""

    rows: dict[str, list[Row]] = field(default_factory=dict)


def book_of(folder: Path) -> Book:
    """Read a pack's folder into rows.

    Raises:
        Refused: a file cannot be read; with every fault.
    """
    faults = Faults()
    tree = _mapping(plain(read_file(folder / "pack.yaml", faults)))
    guide = folder / "guide.yaml"
    if guide.is_file():
        tree = tree | {"guide": plain(read_file(guide, faults))}
    cases = {path.relative_to(folder).as_posix(): plain(read_file(path, faults)) for path in _cases(folder)}
    faults.raise_if_any()
    layouts = {path.relative_to(folder).as_posix(): path.read_text("utf-8-sig") for path in _layouts(folder, cases)}
    return _book(tree, cases, layouts)


def _mapping(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}


def _cases(folder: Path) -> list[Path]:
    return sorted(folder.glob("scenarios/*.yaml"))


def _layouts(folder: Path, cases: Mapping[str, Plain]) -> list[Path]:
    """Every other file of YAML, and scenarios that are no plain list."""
    known = {folder / "pack.yaml", folder / "guide.yaml", *(folder / p for p, v in cases.items() if _rows_fit(v))}
    return sorted(path for path in folder.rglob("*.yaml") if path not in known)


def _rows_fit(value: Plain) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) and each for each in value)


def _book(tree: dict[str, Plain], cases: Mapping[str, Plain], layouts: Mapping[str, str]) -> Book:
    book = Book({sheet.title: [] for sheet in SHEETS})
    left = dict(tree)
    for sheet in SHEETS:
        book.rows[sheet.title] += _section(sheet, left, book)
    book.rows["情形"] = [
        {FILE: path, **row} for path, found in cases.items() if _rows_fit(found) for row in _items(found)
    ]
    book.rows["表式"] = [
        {FILE: path, LINE: line} for path, text in layouts.items() for line in text.rstrip("\n").split("\n")
    ]
    book.rows["基本情况"] = [{PATH: path, "value": value} for path, value in flattened(left).items()]
    return book


def _section(sheet: Sheet, left: dict[str, Plain], book: Book) -> list[Row]:
    """The rows of one key of the pack, which is taken out of ``left`` if rows can hold it whole."""
    value = left.get(sheet.key)
    if sheet.shape == "list" and _rows_fit(value):
        return [flattened(each) for each in _items(left.pop(sheet.key))]
    if sheet.shape == "named" and _names_fit(value):
        return [{NAME: name, **flattened(_mapping(each))} for name, each in _mapping(left.pop(sheet.key)).items()]
    if sheet.shape == "tree" and _tree_fits(value):
        return list(_nodes(left.pop(sheet.key), 1, book))
    return []


def _items(value: Plain) -> list[dict[str, Plain]]:
    return [_mapping(each) for each in value] if isinstance(value, list) else []


def _names_fit(value: Plain) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(each, dict) and each for each in value.values())


def _tree_fits(value: Plain) -> bool:
    """Whether every node is a mapping with a code of its own, so that rows below can name it."""
    codes = [node.get("code") for node in _walk(value)]
    sound = all(isinstance(code, str) and code for code in codes) and len(set(map(str, codes))) == len(codes)
    return _rows_fit(value) and sound and _children_fit(value)


def _children_fit(value: Plain) -> bool:
    below = [node["children"] for node in _items(value) if "children" in node]
    return all(_rows_fit(each) and _children_fit(each) for each in below)


def _walk(value: Plain) -> Iterator[dict[str, Plain]]:
    for node in _items(value):
        yield node
        yield from _walk(node.get("children"))


def _nodes(value: Plain, level: int, book: Book) -> Iterator[Row]:
    for node in _items(value):
        own = {key: each for key, each in node.items() if key != "children"}
        own = own | ({"method": _without_parts(node, book)} if isinstance(node.get("method"), dict) else {})
        yield {LEVEL: str(level), **flattened(own)}
        yield from _nodes(node.get("children"), level + 1, book)


def _without_parts(node: dict[str, Plain], book: Book) -> Plain:
    """The node's method less its lists, which go into sheets of their own; a method of nothing but lists keeps them."""
    method = _mapping(node["method"])
    moved = {key: method[key] for key in PARTS if _rows_fit(method.get(key)) and _flat(method[key])}
    if len(moved) == len(method):
        return method
    for key, listed in moved.items():
        title = "核对事项" if key == "items" else "分档"
        book.rows[title] += [{OF: node["code"], LIST: key, **each} for each in _items(listed)]
    return {key: each for key, each in method.items() if key not in moved}


def _flat(value: Plain) -> bool:
    """Whether no key of the items has the name of a column of ours."""
    return all(not key.startswith("#") for item in _items(value) for key in item)
