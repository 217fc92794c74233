"""What is done in the background: checking a file, marking a copy of it, taking its rows over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiheng.core.fault import Fault, Faults, Place, Refused
from jiheng.facts import mark_faults
from jiheng.facts.cell import as_text
from jiheng.facts.grid import Grid
from jiheng.facts.workbook.reading import read_grids
from jiheng.web.actions import Refusal
from jiheng.web.files import store
from jiheng.web.imports import ledger, official
from jiheng.web.imports.actions import WHERE, TakeOver
from jiheng.web.imports.differences import differences
from jiheng.web.imports.judging import Judged, judge, judge_sound
from jiheng.web.imports.models import Import, ImportState
from jiheng.web.imports.sheets import CSV_SHEET, grid, sheets
from jiheng.web.jobs.kinds import Running, register

SHOWN = 5
"""Rows of each table in the preview."""


def source(imported: Import) -> Path:
    """The file as it was handed in."""
    return store.path_of(imported.stored, WHERE)


def marked(imported: Import) -> Path:
    """The copy with its faults."""
    path = source(imported)
    return path.with_name(f"{path.stem}-marked.xlsx")


def _grids(imported: Import, faults: Faults) -> list[Grid]:
    path = source(imported)
    if not imported.table:
        return read_grids(path, faults)
    sheet = next(each for each in sheets(path) if each.name == imported.sheet)
    place = Place(file=path.name, sheet="" if path.suffix == ".csv" else sheet.name)
    if imported.table == ledger.TABLE:
        return [sheet.as_met(place)]
    return [grid(sheet, imported.table, imported.columns, place)]


def _imported(running: Running) -> Import:
    return Import.objects.get(pk=running.job.given["import"], dossier=running.job.dossier)


@register("import-check", gettext_lazy("检查导入文件"), "records.write")
def check(running: Running) -> Mapping[str, Any]:
    """Find everything that is wrong, in one pass."""
    imported, faults = _imported(running), Faults()
    running.tell(_("正在读取文件"))
    if imported.table == official.TABLE:
        return _check_forms(imported)
    try:
        grids = _grids(imported, faults)
    except Refused as refused:
        _keep(imported, {}, refused.faults)
    else:
        running.tell(_("正在逐格检查"))
        if imported.table == ledger.TABLE:
            _keep_ledger(imported, grids[0], frozenset(running.job.given.get("counted", ())))
            return {"open": ["imports:show", {"pk": imported.pk}]}
        judged = judge(running.job.dossier, grids, source(imported).name)
        compared = differences(running.job.dossier, judged.rows, judged.nil)
        _keep(imported, judged.rows, (*faults.found, *judged.faults), differences=compared)
    return {"open": ["imports:show", {"pk": imported.pk}]}


def _check_forms(imported: Import) -> Mapping[str, Any]:
    """Read official forms or a report, and keep the account of them."""
    try:
        found = official.understood(imported, source(imported))
    except Refused as refused:
        _keep(imported, {}, refused.faults)
    else:
        rows = official.fresh_rows(imported, official.laid(imported, found))
        _keep(imported, rows, (), account=official.account(imported, found))
    return {"open": ["imports:show", {"pk": imported.pk}]}


def _keep_ledger(imported: Import, grid: Grid, counted: frozenset[int]) -> None:
    vouchers, found = ledger.read(imported, grid, counted)
    told = ledger.summary(vouchers, found, ledger.line_names(imported))
    digest = hashlib.sha256(source(imported).read_bytes()).hexdigest()
    rows = {"payments": ledger.rows_of(found.payments)} if found.payments else {}
    _keep(imported, rows, ledger.faults_of(vouchers, found), ledger=told, sha256=digest, counted=sorted(counted))


def _keep(imported: Import, rows: Mapping[str, list[dict[str, str]]], faults: Iterable[Fault], **more: Any) -> None:
    kept = more | {
        "counts": {table: len(found) for table, found in rows.items()},
        "preview": {table: found[:SHOWN] for table, found in rows.items()},
    }
    imported.faults = list(faults)
    imported.rows_text = json.dumps(kept, ensure_ascii=False)
    imported.state = ImportState.CHECKED
    imported.save(update_fields=["faults_text", "rows_text", "state"])


@register("import-mark", gettext_lazy("标注错误"), "records.write")
def mark(running: Running) -> Mapping[str, Any]:
    """Write the copy in which every fault stands at its cell and in a list in front."""
    imported = _imported(running)
    path, target = source(imported), marked(imported)
    running.tell(_("正在标注"))
    if path.suffix == ".xlsx":
        mark_faults(path, imported.faults, target)
    else:
        plain = target.with_name(f"{path.stem}-plain.xlsx")
        _as_workbook(path, plain)
        at_home = [replace(f, place=replace(f.place, sheet=f.place.sheet or CSV_SHEET)) for f in imported.faults]
        mark_faults(plain, at_home, target)
        plain.unlink()
    return {}


def _as_workbook(path: Path, target: Path) -> None:
    """The texts of an older workbook or a CSV file, each in its own cell, as a workbook that can be marked."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets(path):
        page = book.create_sheet(sheet.name)
        for number, cells in sheet.rows:
            for column, cell in enumerate(cells, 1):
                written = page.cell(number, column)
                written.value, written.data_type = as_text(cell), "s"
    book.save(target)


@register("import-take", gettext_lazy("导入数据"), "records.write")
def take(running: Running) -> Mapping[str, Any]:
    """Read the file again and take its rows over in one transaction; unsound rows only if the person said so."""
    imported, faults = _imported(running), Faults()
    running.tell(_("正在读取文件"))
    if imported.table == official.TABLE:
        counts = official.actor_takes(running.actor, imported, official.understood(imported, source(imported)))
        return {"counts": counts, "open": ["imports:show", {"pk": imported.pk}]}
    grids = _grids(imported, faults)
    if imported.table == ledger.TABLE:
        judged = _agreed(imported, grids[0])
    else:
        sound_only = running.job.given.get("sound_only", False)
        judged = (judge_sound if sound_only else judge)(running.job.dossier, grids, source(imported).name)
        faults = Faults() if sound_only else faults
    if judged.faults or faults:
        raise Refusal(_("文件还有需要改正的地方，没有导入任何数据；请改正后重新上传。"))
    _demand_as_shown(imported, judged)
    running.tell(_("正在写入"))
    counts = TakeOver(running.actor, running.job.dossier, imported, rows=judged.rows, nil=judged.nil).run()
    return {"counts": counts, "open": ["imports:show", {"pk": imported.pk}]}


def _demand_as_shown(imported: Import, judged: Judged) -> None:
    """What the person agreed to is what is written; if the data were changed since, it must be looked at again."""
    shown = imported.differences
    if shown and differences(imported.dossier, judged.rows, judged.nil) != shown:
        raise Refusal(_("检查之后本单位的数据有变化，没有导入任何数据；请重新检查，核对新的增改清单后再导入。"))


def _agreed(imported: Import, grid: Grid) -> Judged:
    """The ledger as the person saw it; if budget or payments were changed since, it must be looked at again."""
    vouchers, found = ledger.read(imported, grid, ledger.counted_of(imported))
    if ledger.summary(vouchers, found, ledger.line_names(imported)) != ledger.told_of(imported):
        raise Refusal(_("检查之后预算或支付数据有变化，没有导入任何数据；请重新检查后再接受。"))
    return Judged({"payments": ledger.rows_of(found.payments)}, (), tuple(ledger.faults_of(vouchers, found)))
