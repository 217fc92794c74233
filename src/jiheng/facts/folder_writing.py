"""Writing a data set as a folder: the same rows give the same bytes."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import yaml

from jiheng.core.durable import written_whole
from jiheng.facts import content
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import TABLES, Row, Unit
from jiheng.facts.schema import columns
from jiheng.facts.written import guarded, written

_GUARDED = {"text", "code", "choice"}


def save_folder(dataset: DataSet, folder: Path) -> None:
    """Write the data set; tables that it does not have are taken out of the folder, other files stay.

    Every file appears whole or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = dict(_files(dataset))
    for name, text in files.items():
        with written_whole(folder / name) as draft:
            draft.write_text(text, encoding="utf-8", newline="\n")
    for table, (title, _) in TABLES.items():
        for stale in (f"{stem}{suffix}" for stem in (table, title) for suffix in (".csv", ".yaml", ".yml")):
            if stale not in files:
                (folder / stale).unlink(missing_ok=True)


def _files(dataset: DataSet) -> dict[str, str]:
    files = {"unit.yaml": _unit_yaml(dataset.unit)}
    for table, rows in content.tables(dataset):
        if table == "narrative" and rows:
            files["narrative.yaml"] = _narrative_yaml(dataset)
        elif table != "unit" and (rows or table in dataset.nil):
            files[f"{table}.csv"] = _csv(table, rows)
    return files


def _cells(row: Row) -> dict[str, str]:
    """Title → text of the columns that do not hold their default."""
    return {
        column.title: written(column, getattr(row, field.name))
        for field, column in columns(type(row))
        if getattr(row, field.name) != field.default
    }


def _unit_yaml(unit: Unit) -> str:
    return _yaml(_cells(unit))


def _narrative_yaml(dataset: DataSet) -> str:
    chapters: dict[str, Any] = {}
    for row in dataset.narrative:
        cells = _cells(row)
        code = cells.pop("章节编码")
        chapters[code] = cells["正文"] if len(cells) == 1 else cells
    return _yaml(chapters)


def _csv(table: str, rows: tuple[Row, ...]) -> str:
    listed = list(columns(TABLES[table][1]))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.title for _, column in listed])
    for row in rows:
        cells = ((column, written(column, getattr(row, field.name))) for field, column in listed)
        writer.writerow([guarded(text) if column.kind in _GUARDED else text for column, text in cells])
    return buffer.getvalue()


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block."""


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _block)


def _yaml(tree: dict[str, Any]) -> str:
    return yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**20)
