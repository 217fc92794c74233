"""YAML text as its author wrote it: every scalar is text, everything knows its file and line.

No floats, dates or booleans are guessed by YAML, and what could hide a bomb or a slip (anchors,
aliases, tags, duplicate keys, great depth or size) is refused with its line and the right form.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

import yaml

from jiheng.core.fault import Faults, Place
from jiheng.packs.typography import slips

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

Plain: TypeAlias = "str | dict[str, Plain] | list[Plain] | None"


class Written(NamedTuple):
    """One thing in a file: text, nothing, a mapping or a list; ``line`` is that of its key."""

    value: str | dict[str, Written] | list[Written] | None
    file: str
    line: int

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(file=self.file, line=self.line)

    @property
    def mapping(self) -> dict[str, Written]:
        """Its entries; none if it is not a mapping."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Written]:
        """Its items; none if it is not a list."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """Its text; empty if it is not a scalar."""
        return self.value if isinstance(self.value, str) else ""


def plain(written: Written) -> Plain:
    """Drop the places and keep the data."""
    value = written.value
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def read_file(path: Path, faults: Faults, *, name: str = "") -> Written:
    """Read one YAML file; faults are added and reading goes on as far as it makes sense.

    Args:
        path: the file.
        faults: collects what is wrong.
        name: how faults name the file; its path if not given.
    """
    shown = name or str(path)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError:
        faults.add(Place(file=shown), "文件打不开", fix="请检查文件是否存在、是否有读取权限。")
        return Written(None, shown, 1)
    if size > MAX_BYTES:
        faults.add(
            Place(file=shown),
            "文件过大",
            value=f"{size:,} 字节",
            expected=f"不超过 {MAX_BYTES:,} 字节",
            fix="规则包是手写的规定，请检查是否放错了文件。",
        )
        return Written(None, shown, 1)
    text = _decoded(content, shown, faults)
    found = list(slips(text))
    for slip in found:
        faults.add(Place(file=shown, line=slip.line), slip.problem, value=slip.value, fix=slip.fix)
    return Written(None, shown, 1) if found else read_text(text, shown, faults)


def _decoded(content: bytes, file: str, faults: Faults) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.add(
            Place(file=file, line=line),
            "文件不是 UTF-8 编码" + ("，看来是 GBK（ANSI）编码" if _is_gbk(content) else ""),
            fix="请用记事本或 WPS 打开，另存为时把编码选为 UTF-8。",
        )
        return ""


def _is_gbk(content: bytes) -> bool:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def read_text(text: str, file: str, faults: Faults) -> Written:
    """Read YAML text; the same as :func:`read_file` without the file."""
    builder = _Builder(file, faults)
    parser = yaml.CSafeLoader(text)
    try:
        return builder.document(iter(parser.get_event, None))
    except _TooDeepError:
        pass
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        faults.add(Place(file=file, line=line), "有不可见的控制字符", fix="请删去该字符后重新输入这一行。")
    except yaml.MarkedYAMLError as error:
        _add_syntax_fault(error, file, faults)
    finally:
        parser.dispose()
    return Written(None, file, 1)


_HINTS = {
    "found character that cannot start any token": '不能用 Tab 键缩进，也不能以 % @ ` 开头；缩进用空格，特殊符号加引号，如 "≥95%"。',
    "mapping values are not allowed": '一行只能有一个“键: 值”，上一行也要写全；冒号用英文半角，后留一个空格；值里有冒号时请加引号，如 name: "时限: 30 天"。',
    "could not find expected ':'": "“键: 值”的冒号用英文半角，冒号后留一个空格，如 weight: 5。",
    "did not find expected key": "同一级的各行要左对齐，如 code 与 name 对齐。",
    "did not find expected '-' indicator": "同一列表的各个“- ”要左对齐。",
    "did not find expected alphabetic": "值以 & 或 * 开头时请加引号；规则包不使用锚点和引用。",
    "found unexpected end of stream": "引号或括号没有成对，请补上另一半。",
    "did not find expected ',' or '}'": '花括号内各项用英文逗号隔开，如 {value: 10, cite: 第十五条}；含 { } 的文字加引号，如 "{{ 支出率 }}"。',
    "did not find expected ',' or ']'": '方括号内各项用英文逗号隔开，如 ["1.1", "1.2"]。',
}
"""What the parser says → what the author should do."""


def _add_syntax_fault(error: yaml.MarkedYAMLError, file: str, faults: Faults) -> None:
    said = error.problem or ""
    own = "could not find expected ':'" in said
    mark = (error.context_mark if own else None) or error.problem_mark or error.context_mark
    fix = next(
        (hint for key, hint in _HINTS.items() if key in said), "请对照同一文件中相邻的写法检查缩进、冒号和引号。"
    )
    line = mark.line + 1 if mark else 1
    column = f"第 {mark.column + 1} 个字符处" if mark else ""
    faults.add(Place(file=file, line=line, path=column), "不符合 YAML 写法", fix=fix)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _TooDeepError(Exception):
    """Reading stops: the time that a parser needs for nested brackets grows with their square."""


class _Builder:
    """Builds the tree from the parser's events."""

    def __init__(self, file: str, faults: Faults) -> None:
        self.file = file
        self.faults = faults

    def document(self, events: Iterator[yaml.Event]) -> Written:
        """Build the one document of the stream."""
        tree = Written(None, self.file, 1)
        seen = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                if seen > 1:
                    self._refuse(event, "一个文件只能有一份内容", "请删去单独成行的“---”，或拆成几个文件。")
            elif isinstance(event, yaml.NodeEvent):
                found = self._node(event, events, _line(event), 1)
                tree = found if seen == 1 else tree
        return tree

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], line: int, depth: int) -> Written:
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor or event.tag:
                self._refuse_marks(event)
            empty = event.value in _EMPTY and not event.style
            return Written(None if empty else event.value, self.file, line)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "不能使用引用（*）", f"请把“*{event.anchor}”所指的内容原样写出；值以 * 开头时加引号。")
            return Written(None, self.file, line)
        if isinstance(event, yaml.CollectionStartEvent):
            self._refuse_marks(event)
        if depth > MAX_DEPTH:
            self._refuse(event, f"层次超过 {MAX_DEPTH} 层", "规则包不需要这么深的层次，请检查括号或缩进。")
            raise _TooDeepError
        if isinstance(event, yaml.MappingStartEvent):
            return Written(self._entries(events, depth), self.file, line)
        return Written(self._items(events, depth), self.file, line)

    def _entries(self, events: Iterator[yaml.Event], depth: int) -> dict[str, Written]:
        entries: dict[str, Written] = {}
        for key in events:
            is_text = isinstance(key, yaml.ScalarEvent)
            if not is_text and isinstance(key, yaml.MappingEndEvent):
                break
            line = _line(key)
            name = self._node(key, events, line, depth + 1)
            entry = self._node(next(events), events, line, depth + 1)
            if not is_text:
                self._refuse(key, "键只能是文字", "请写成“键: 值”，如 weight: 5。")
            elif name.text in entries:
                first = entries[name.text].line
                self._refuse(key, f"同一处重复写了“{name.text}”（第 {first} 行已有）", "请只保留一处。")
            else:
                entries[name.text] = entry
        return entries

    def _items(self, events: Iterator[yaml.Event], depth: int) -> list[Written]:
        items: list[Written] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, _line(event), depth + 1))
        return items

    def _refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse(event, "不能使用锚点（&）", f"请删去“&{event.anchor}”；值以 & 开头时加引号。")
        if event.tag:
            self._refuse(event, "不能使用标签（!）", f"请删去“{event.tag}”；值以 ! 开头时加引号。")

    def _refuse(self, event: yaml.Event, problem: str, fix: str) -> None:
        self.faults.add(Place(file=self.file, line=_line(event)), problem, fix=fix)


_EMPTY = frozenset({"", "null", "~", "Null", "NULL"})
