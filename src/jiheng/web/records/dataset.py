"""The bridge: a dossier's rows become the core's data set, and its score sheet; nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from jiheng.core.fault import Fault, Place
from jiheng.facts import draft
from jiheng.facts.dataset import DataSet
from jiheng.facts.grid import Grid
from jiheng.facts.rows import TABLES
from jiheng.facts.schema import columns
from jiheng.packs.load import load_pack
from jiheng.packs.model import Pack
from jiheng.scoring import score, score_project
from jiheng.scoring.sheet import ScoreSheet
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.models import Record

KEPT = 256
"""Data sets held in memory, by dossier and revision; a revision never changes, so nothing goes stale."""
NIL = ""
"""Key of the record that says: there is none of it this year (零填报)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A data set as far as it can be read, and what cannot, each fault with table, row and column."""

    dataset: DataSet
    faults: tuple[Fault, ...]


def draft_of(dossier: Dossier) -> Draft:
    """The dossier's data set at its present revision."""
    return _draft(dossier.pk, dossier.revision)


def pack_of(dossier: Dossier) -> Pack:
    """The pack that the dossier is scored by."""
    return load_pack(dossier.pack)


def sheet_of(dossier: Dossier) -> ScoreSheet:
    """The score sheet of the whole unit, by the core."""
    return _sheet(dossier.pk, dossier.revision, dossier.pack)


def project_sheet_of(dossier: Dossier, project: str) -> ScoreSheet:
    """The score sheet of one project, by the pack that the department pack names."""
    return _project_sheet(dossier.pk, dossier.revision, dossier.pack, project)


@lru_cache(maxsize=KEPT)
def _draft(dossier_id: int, revision: int) -> Draft:  # noqa: ARG001 - the revision is part of the cache's key
    dossier = Dossier.objects.select_related("unit", "year").get(pk=dossier_id)
    dataset, faults = draft(_grids(dossier), Place(file=str(dossier)))
    return Draft(dataset, faults)


@lru_cache(maxsize=KEPT)
def _sheet(dossier_id: int, revision: int, pack: str) -> ScoreSheet:
    return score(_draft(dossier_id, revision).dataset, load_pack(pack), engine="reference")


@lru_cache(maxsize=KEPT)
def _project_sheet(dossier_id: int, revision: int, pack: str, project: str) -> ScoreSheet:
    project_pack = load_pack(load_pack(pack).project_pack)
    return score_project(_draft(dossier_id, revision).dataset, project_pack, project, engine="reference")


def _grids(dossier: Dossier) -> list[Grid]:
    """One grid per table; row numbers are the records' positions, so that a fault names the row on the page."""
    by_table: dict[str, list[Record]] = {}
    for record in Record.objects.filter(dossier=dossier):
        by_table.setdefault(record.table, []).append(record)
    return [_grid(table, by_table.get(table, [])) for table in TABLES if table in by_table]


def _grid(table: str, records: list[Record]) -> Grid:
    title, row_class = TABLES[table]
    head = tuple(field.name for field, _column in columns(row_class))
    rows = tuple((record.position, [record.cells.get(name, "") for name in head]) for record in records if record.key)
    nil = any(record.key == NIL for record in records)
    return Grid(table=table, place=Place(sheet=title), head=head, rows=rows, nil=nil)
