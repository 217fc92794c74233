"""The workbook of units and people → its lines; the heads may stand on any of the first rows, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jiheng.core.fault import Refused
from jiheng.facts.cell import Cell, as_text
from jiheng.facts.workbook.opening import Opened, open_book
from jiheng.web.organisation.directory.lines import HEADS, PEOPLE, UNITS, Directory, PersonLine, UnitLine

SEARCHED_FOR_HEAD = 12
ROLES_APART = re.compile(r"[、,，;；/\s]+")
Row = tuple[int, dict[str, str]]


def read(path: Path) -> tuple[Directory, list[str]]:
    """The lines, and what could not be read, as sentences."""
    try:
        book = open_book(path)
        found = {sheet: list(_rows(book, sheet)) for sheet in HEADS if sheet in book.names}
    except Refused as refused:
        return Directory(), [fault.text() for fault in refused.faults]
    except _NoHeadError as lacking:
        return Directory(), [str(lacking)]
    if not found:
        return Directory(), ["工作簿里没有“单位”或“人员”表。请下载模板，在模板里填写。"]
    units, people = found.get(UNITS, []), found.get(PEOPLE, [])
    problems = [] if units or people else ["“单位”和“人员”两张表都没有内容，请至少填写一行。"]
    return Directory(tuple(map(_unit, units)), tuple(map(_person, people))), problems


class _NoHeadError(Exception):
    """A sheet lacks columns."""


def _rows(book: Opened, sheet: str) -> Iterator[Row]:
    rows = book.rows(sheet)
    wanted = HEADS[sheet]
    for index, (_number, cells) in enumerate(rows[:SEARCHED_FOR_HEAD]):
        titles = [as_text(cell).strip().rstrip("*").strip() for cell in cells]
        if wanted[0] in titles and wanted[1] in titles:
            missing = [title for title in wanted if title not in titles]
            if missing:
                raise _NoHeadError(f"“{sheet}”缺少列：{'、'.join(missing)}。请补上列名，或下载模板填写。")
            yield from _filled(rows[index + 1 :], titles)
            return
    if rows:
        raise _NoHeadError(f"“{sheet}”没有找到列名行，应有：{'、'.join(wanted)}。请下载模板填写。")


def _filled(rows: list[tuple[int, list[Cell]]], titles: list[str]) -> Iterator[Row]:
    for number, cells in rows:
        texts = {title: as_text(cell).strip() for title, cell in zip(titles, cells, strict=False) if title}
        if any(texts.values()):
            yield number, texts


def _unit(row: Row) -> UnitLine:
    number, texts = row
    return UnitLine(
        number, texts.get("单位编码", ""), texts.get("单位名称", ""), texts.get("单位层级", ""),
        texts.get("上级单位编码", ""),
    )  # fmt: skip


def _person(row: Row) -> PersonLine:
    number, texts = row
    roles = tuple(filter(None, ROLES_APART.split(texts.get("角色", ""))))
    return PersonLine(
        number,
        texts.get("账号", ""),
        texts.get("姓名", ""),
        texts.get("联系电话", ""),
        texts.get("单位编码", ""),
        roles,
    )
