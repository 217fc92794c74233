"""A unit's data as the filled workbook."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from jiheng.core.fault import Fault, Place
from jiheng.facts import draft, save_workbook
from jiheng.facts.rows import TABLES
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.dataset import grids_of, pack_of

REVIEWERS = ("reviews",)
"""Tables that a unit does not write and so cannot read back."""


def filled_workbook(dossier: Dossier) -> tuple[bytes, tuple[Fault, ...]]:
    """Every table of the unit, rows that wait for confirmation too; and the faults whose rows cannot be written."""
    dataset, faults = draft(grids_of(dossier), Place(file=dossier.unit.name))
    titles = {TABLES[table][0] for table in REVIEWERS}
    found = tuple(fault for fault in faults if fault.place.row and fault.place.sheet not in titles)
    with tempfile.TemporaryDirectory() as held:
        path = Path(held) / "filled.xlsx"
        save_workbook(replace(dataset, reviews=()), path, pack_of(dossier))
        return path.read_bytes(), found
