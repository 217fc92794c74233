"""The rows of a workbook as a pack's tree, every part with the sheet and row that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiheng.core.fault import Faults, Place
from jiheng.packs.book.cells import read, unflattened
from jiheng.packs.book.rows import FILE, LEVEL, LINE, LIST, NAME, OF, PATH
from jiheng.packs.book.sheets import REFERENCE, SHEETS, Sheet
from jiheng.packs.source import Plain, Written, plain

Line = tuple[int, Sequence[str]]
"""A row of a sheet with its number, counted from 1, and its cells as text."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What a workbook says: the pack's own tree, its scenarios by file, the texts of its other files."""

    tree: Written
    cases: Mapping[str, Plain]
    layouts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Read:
    """One row: its columns, and where it stands."""

    cells: dict[str, Written]
    file: str
    line: int

    def text(self, column: str) -> str:
        return self.cells[column].text if column in self.cells else ""

    def own(self) -> dict[str, Written]:
        """What the pack says, without the columns that are ours."""
        return {key: value for key, value in self.cells.items() if not key.startswith("#")}

    @property
    def place(self) -> Place:
        return Place(file=self.file, line=self.line)


def tree_of(sheets: Mapping[str, Sequence[Line]], name: str, faults: Faults) -> Pages:
    """Read a workbook's rows.

    Args:
        sheets: title → rows; the first holds the headings, the second, hidden one the keys.
        name: how faults name the workbook.
        faults: collects what is wrong.
    """
    known = {sheet.title for sheet in SHEETS}
    for title in sheets:
        if title not in known and not title.startswith(REFERENCE):
            faults.add(
                Place(file=name, sheet=title), "不认识的工作表", fix="请用 jiheng packs book 生成的工作簿，不改表名。"
            )
    found = {sheet.title: list(_rows(sheet, sheets.get(sheet.title, ()), name, faults)) for sheet in SHEETS}
    entries: dict[str, Written] = {}
    entries |= _header(found["基本情况"], name)
    for sheet in SHEETS:
        if rows := found[sheet.title]:
            entries |= _section(sheet, rows, found, faults)
    tree = Written(entries, f"{name} 工作表“基本情况”", 1)
    return Pages(tree, _cases(found["情形"]), _layouts(found["表式"]))


def _rows(sheet: Sheet, lines: Sequence[Line], name: str, faults: Faults) -> Iterator[_Read]:
    file = f"{name} 工作表“{sheet.title}”"
    if len(lines) < 2:
        return
    keys = [str(key).strip() for key in lines[1][1]]
    for number, cells in lines[2:]:
        _note_strays(keys, cells, file, number, faults)
        filled = {key: cell for key, cell in zip(keys, cells, strict=False) if cell != "" and _is_ours(key)}
        if not filled or (sheet.shape != "files" and str(cells[0]).startswith(REFERENCE)):
            continue
        if sheet.shape == "files":
            yield _Read({key: Written(cell, file, number) for key, cell in filled.items()}, file, number)
        else:
            yield _Read({key: read(key, cell, file, number, faults) for key, cell in filled.items()}, file, number)


def _is_ours(key: str) -> bool:
    return bool(key) and not key.startswith(REFERENCE)


def _note_strays(keys: list[str], cells: Sequence[str], file: str, line: int, faults: Faults) -> None:
    for index, cell in enumerate(cells):
        if cell != "" and (index >= len(keys) or not keys[index]):
            faults.add(
                Place(file=file, line=line),
                "内容所在的列没有列名",
                value=str(cell)[:40],
                fix="请移到有列名的列；需要新的列时，用“其他”一类已有的列或改写规则包文件。",
            )


def _header(rows: list[_Read], name: str) -> dict[str, Written]:
    flat = {row.text(PATH): row.cells.get("value", Written(None, row.file, row.line)) for row in rows}
    return unflattened(flat, f"{name} 工作表“基本情况”", 1).mapping


def _section(sheet: Sheet, rows: list[_Read], found: Mapping[str, list[_Read]], faults: Faults) -> dict[str, Written]:
    first = rows[0]
    if sheet.shape == "list":
        listed = [unflattened(row.own(), row.file, row.line) for row in rows]
        return {sheet.key: Written(listed, first.file, first.line)}
    if sheet.shape == "named":
        return {sheet.key: Written(_named(rows, faults), first.file, first.line)}
    if sheet.shape == "tree":
        parts = [*found["分档"], *found["核对事项"]]
        return {sheet.key: Written(_tree(rows, parts, faults), first.file, first.line)}
    return {}


def _named(rows: list[_Read], faults: Faults) -> dict[str, Written]:
    entries: dict[str, Written] = {}
    for row in rows:
        name = row.text(NAME)
        if not name:
            faults.add(row.place, "没有写名称", fix="请在第一列写名称。")
        elif name in entries:
            faults.add(row.place, f"“{name}”重复（第 {entries[name].line} 行已有）", fix="请只保留一处。")
        else:
            entries[name] = unflattened(row.own(), row.file, row.line)
    return entries


def _tree(rows: list[_Read], parts: list[_Read], faults: Faults) -> list[Written]:
    lists = _lists(parts)
    used: set[str] = set()
    roots: list[Written] = []
    stack: list[list[Written]] = [roots]
    for row in rows:
        level = _level(row, len(stack), faults)
        node = _node(row, lists)
        used.add(row.text("code"))
        del stack[level:]
        stack[level - 1].append(node)
        children: list[Written] = []
        stack.append(children)
        node.mapping["children"] = Written(children, row.file, row.line)
    for part in parts:
        if part.text(OF) not in used:
            faults.add(part.place, "指标编码在“指标”表中没有", value=part.text(OF), fix="请核对编码，或删去这一行。")
    return [_without_empty(node) for node in roots]


def _level(row: _Read, deepest: int, faults: Faults) -> int:
    text = row.text(LEVEL)
    if text.isdecimal() and 1 <= int(text) <= deepest:
        return int(text)
    faults.add(
        row.place, "层级写法不对", value=text, expected=f"1 到 {deepest} 的整数", fix="一级指标写 1，其下各级依次加 1。"
    )
    return 1


def _node(row: _Read, lists: Mapping[tuple[str, str], list[Written]]) -> Written:
    node = unflattened(row.own(), row.file, row.line)
    for (code, key), listed in lists.items():
        if code == row.text("code"):
            method = node.mapping.setdefault("method", Written({}, row.file, row.line))
            method.mapping[key] = Written(listed, listed[0].file, listed[0].line)
    return node


def _lists(parts: list[_Read]) -> dict[tuple[str, str], list[Written]]:
    lists: dict[tuple[str, str], list[Written]] = {}
    for part in parts:
        item = Written(part.own(), part.file, part.line)
        lists.setdefault((part.text(OF), part.text(LIST)), []).append(item)
    return lists


def _without_empty(node: Written) -> Written:
    entries = dict(node.mapping)
    children = [_without_empty(child) for child in entries.pop("children").items]
    if children:
        entries["children"] = Written(children, children[0].file, children[0].line)
    return node._replace(value=entries)


def _cases(rows: list[_Read]) -> dict[str, Plain]:
    cases: dict[str, list[Plain]] = {}
    for row in rows:
        cases.setdefault(row.text(FILE) or "scenarios/情形.yaml", []).append(
            plain(Written(row.own(), row.file, row.line))
        )
    return dict(cases)


def _layouts(rows: list[_Read]) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    for row in rows:
        texts.setdefault(row.text(FILE), []).append(row.text(LINE))
    return {path: "\n".join(lines) + "\n" for path, lines in texts.items()}
