"""UOF documents (GB/T 20916): paragraphs and tables of texts, rows of spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from jiheng.reading.draft import Draft
from jiheng.reading.markup import Body, Laid, parse_xml, whole

_SUFFIX = re.compile(r"_[0-9A-F]{4}$")
_FIXED = {"制表符": "\t", "换行符": "\n"}
_SKIPPED = frozenset({"元数据", "式样集", "公用处理规则", "对象集", "扩展区", "修订信息集", "批注集", "书签集"})
_DELETED = frozenset({"delete", "删除"})


def read_uof(draft: Draft) -> None:
    """Read a UOF file of text or cells.

    Raises:
        Refused: damaged or hostile.
    """
    _walk(parse_xml(draft), Body(draft))


def _name(node: etree._Element) -> str:
    """The local name without the suffix that UOF 2.0 appends."""
    return _SUFFIX.sub("", node.tag.rpartition("}")[2]) if isinstance(node.tag, str) else ""


def _attribute(node: etree._Element, name: str) -> str:
    return next((str(v) for k, v in node.attrib.items() if _SUFFIX.sub("", str(k).rpartition("}")[2]) == name), "")


def _walk(node: etree._Element, body: Body) -> None:
    for part in node:
        name = _name(part)
        if name == "段落":
            heading = any(_name(each) == "大纲级别" for each in part.iter())
            body.paragraph(_text(part), "heading" if heading else "paragraph")
        elif name == "文字表":
            body.table(_rows(part))
        elif name == "工作表":
            body.table(_rows(part), _attribute(part, "名称"))
        elif name not in _SKIPPED:
            _walk(part, body)


def _rows(table: etree._Element) -> Iterator[list[Laid]]:
    for part in table:
        if _name(part) == "行":
            yield [_cell(cell) for cell in part if _name(cell) == "单元格"]
        elif _name(part) not in _SKIPPED:
            yield from _rows(part)


def _cell(cell: etree._Element) -> Laid:
    spans = {"跨行": 1, "跨列": 1}
    for part in cell.iter():
        if (name := _name(part)) in spans:
            spans[name] = whole(_attribute(part, "值") or part.text)
    paragraphs = [part for part in cell.iter() if _name(part) == "段落"]
    text = "\n".join(filter(None, map(_text, paragraphs))) if paragraphs else _text(cell)
    return Laid(text, spans["跨行"], spans["跨列"])


def _text(node: etree._Element) -> str:
    """The text of a paragraph; what revisions took out is left out."""
    parts: list[str] = []
    deleted = False
    for part in node.iter():
        name = _name(part)
        if name == "修订开始":
            deleted = _attribute(part, "类型") in _DELETED
        elif name == "修订结束":
            deleted = False
        elif not deleted:
            parts.append(_piece(name, part))
    return "".join(parts)


def _piece(name: str, node: etree._Element) -> str:
    if name == "文本串":
        return node.text or ""
    if name == "空格符":
        return " " * whole(_attribute(node, "个数"))
    return _FIXED.get(name, "")
