"""Reading a data set from a folder: one CSV file for each table, the unit and the narrative also as YAML."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from jiheng.core.fault import Faults, Place, Refused, refuse
from jiheng.facts.assemble import draft_all
from jiheng.facts.decoding import read_text
from jiheng.facts.gaps import Draft
from jiheng.facts.grid import Grid
from jiheng.facts.rows import TABLES
from jiheng.facts.written import unguarded
from jiheng.packs import source
from jiheng.packs.source import Written

_NAMES = {title: name for name, (title, _) in TABLES.items()} | {name: name for name in TABLES}
_SUFFIXES = {".csv", ".yaml", ".yml"}


def read_folder(folder: Path) -> Draft:
    """Read what can be read of a folder; files other than CSV and YAML are left alone.

    Raises:
        Refused: it says nothing of the unit.
    """
    faults = Faults()
    place = Place(file=folder.name)
    grids = list(_grids(folder, faults))
    if not grids and not faults:
        raise refuse(place, "文件夹里没有数据文件", expected="unit.yaml、projects.csv 等", fix="请检查路径是否正确")
    return draft_all(grids, faults, place)


def _grids(folder: Path, faults: Faults) -> Iterator[Grid]:
    seen: dict[str, str] = {}
    for path in _data_files(folder):
        place = Place(file=path.name)
        table = _NAMES.get(path.stem)
        if table is None:
            faults.add(place, "不认识的数据文件", expected="数据集说明中列出的文件名", fix="请改名，或移出本文件夹")
        elif table in seen:
            faults.add(place, f"与“{seen[table]}”是同一张表", fix="请只保留一个文件")
        else:
            seen[table] = path.name
            yield from _read(path, table, place, faults)


def _data_files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in _SUFFIXES and path.is_file() and not path.name.startswith(".")
    )


def _read(path: Path, table: str, place: Place, faults: Faults) -> Iterator[Grid]:
    try:
        text = read_text(path, place)
        yield csv_grid(text, table, place) if path.suffix.lower() == ".csv" else _yaml_grid(text, table, place, faults)
    except Refused as refused:
        faults.found.extend(refused.faults)
        yield Grid(table=table, place=place, head=(), rows=(), unreadable=True)


def csv_grid(text: str, table: str, place: Place) -> Grid:
    """Read the text of a CSV file; a head without rows says that there is none of it (零填报).

    Raises:
        Refused: empty, or quotes that do not match.
    """
    rows = _records(text, place)
    if not any(cell.strip() for _, cells in rows for cell in cells):
        fix = "没有内容的请删除该文件；确无此类事项的，只保留列名一行"
        raise refuse(place, "文件是空的", expected="第一行为列名", fix=fix)
    (head_row, head), *body = ((number, cells) for number, cells in rows if any(map(str.strip, cells)))
    filled = tuple((number, [unguarded(cell) for cell in cells]) for number, cells in body)
    return Grid(table=table, place=place, head=tuple(head), head_row=head_row, rows=filled, nil=not filled)


def _records(text: str, place: Place) -> list[tuple[int, list[str]]]:
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1))
    except csv.Error as broken:
        at = Place(file=place.file, row=len(rows) + 1)
        raise refuse(at, "引号没有成对，或单元格过长", fix="请用 WPS 或 Excel 打开检查后另存为 CSV") from broken
    return rows


def _yaml_grid(text: str, table: str, place: Place, faults: Faults) -> Grid:
    readers = {"unit": _unit_grid, "narrative": _narrative_grid}
    if table not in readers:
        raise refuse(place, "这张表应为 CSV 文件", expected=f"{table}.csv", fix="请改存为 CSV")
    return readers[table](source.read_text(text, place.file, faults), place)


def _unit_grid(tree: Written, place: Place) -> Grid:
    return Grid(
        table="unit",
        place=place,
        head=tuple(tree.mapping),
        rows=((tree.line, [entry.text for entry in tree.mapping.values()]),),
        cell_rows=tuple(entry.line for entry in tree.mapping.values()),
        lettered=False,
    )


def _narrative_grid(tree: Written, place: Place) -> Grid:
    """Each chapter is its text, or a mapping of its columns."""
    more = dict.fromkeys(key for entry in tree.mapping.values() for key in entry.mapping if key != "正文")
    rows = tuple((entry.line, _chapter(code, entry, tuple(more))) for code, entry in tree.mapping.items())
    return Grid(table="narrative", place=place, head=("章节编码", "正文", *more), rows=rows, lettered=False)


def _chapter(code: str, entry: Written, more: tuple[str, ...]) -> list[str]:
    columns = entry.mapping
    text = columns["正文"].text if "正文" in columns else entry.text
    return [code, text, *(columns[key].text if key in columns else "" for key in more)]
