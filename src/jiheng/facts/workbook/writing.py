"""Writing the workbook, blank or filled."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from jiheng.core.durable import written_whole
from jiheng.facts import content
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import TABLES
from jiheng.facts.workbook import layout, prefill
from jiheng.facts.workbook.front import write_guide, write_unit
from jiheng.facts.workbook.sheet import TableSheet
from jiheng.facts.workbook.styles import Styles
from jiheng.facts.workbook.validation import Lists
from jiheng.packs.model import Pack

_TIMELESS = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no zone; the same data gives the same bytes


def save_workbook(dataset: DataSet, path: Path, pack: Pack | None = None) -> None:
    """Write a data set; with its pack, what the pack still asks for is there to be filled in."""
    _write(path, pack, dataset)


def write_template(pack: Pack, path: Path) -> None:
    """Write the blank workbook of a pack."""
    _write(path, pack, None)


def _write(path: Path, pack: Pack | None, dataset: DataSet | None) -> None:
    with written_whole(path) as draft, Workbook(str(draft), {"in_memory": False}) as workbook:
        workbook.set_properties({"title": "绩效数据填报工作簿", "created": _TIMELESS})
        styles = Styles(workbook)
        write_guide(workbook, styles, pack)
        lists = Lists(workbook)
        write_unit(workbook, styles, lists, dataset.unit if dataset else None, pack)
        for table in TABLES:
            if table != "unit":
                rows = getattr(dataset, table) if dataset else ()
                nil = table in dataset.nil if dataset else False
                TableSheet(workbook, table, styles, lists).write(rows, prefill.asked(table, pack, dataset), nil=nil)
        _write_meta(workbook, pack, dataset)


def _write_meta(workbook: Workbook, pack: Pack | None, dataset: DataSet | None) -> None:
    """Keep what the workbook is, out of sight: layout version, pack, content, and the sheets with their tables."""
    sheet = workbook.add_worksheet(layout.META_SHEET)
    sheet.very_hidden()
    sheet.write_row(0, 0, [layout.META_MARK, str(layout.VERSION)])
    sheet.write_row(1, 0, [pack.id, pack.version, pack.sha256] if pack else ["", "", ""])
    sheet.write_string(2, 0, content.content_hash(dataset) if dataset else "")
    for row, (table, (title, _)) in enumerate(TABLES.items(), 3):
        sheet.write_row(row, 0, [table, title])
