"""``bindings.json``: which fact stands behind each number of the forms that were written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from jiheng.facts.dataset import DataSet
from jiheng.forms.binding import Figure
from jiheng.forms.narrative import Report
from jiheng.forms.workbook import CellFigures
from jiheng.packs.model import Pack

BINDINGS = "bindings.json"


class Ledger:
    """Collects the bound figures of each file.

    A figure says where it stands (paragraph from 0, or sheet and cell; characters ``start`` to
    ``end`` of that text), what is written, the name it is bound to, the exact value (a fraction;
    amounts in 元, rates with 1 = 100 %) and the files and rows that it was read from.
    """

    def __init__(self, dataset: DataSet) -> None:
        self.dataset = dataset
        self.files: dict[str, object] = {}

    def note_report(self, names: Iterable[str], pack: Pack, report: Report) -> None:
        """Take down the figures of a report, which stands in several files alike."""
        figures = [
            {"paragraph": at, **_written(paragraph.text, figure)}
            for at, paragraph in enumerate(report.paragraphs)
            for figure in paragraph.figures
        ]
        self.files |= {name: _file(pack, figures) for name in names}

    def note_cells(self, name: str, pack: Pack, cells: Iterable[CellFigures]) -> None:
        """Take down the figures of a workbook."""
        figures = [
            {"sheet": cell.sheet, "cell": cell.cell, **_written(cell.text, figure)}
            for cell in cells
            for figure in cell.figures
        ]
        self.files[name] = _file(pack, figures)

    def write(self, folder: Path) -> None:
        """Write the file."""
        unit = self.dataset.unit
        head = {"unit": unit.name, "year": unit.year, "dataset_sha256": self.dataset.sha256}
        text = json.dumps({**head, "files": self.files}, ensure_ascii=False, indent=1)
        (folder / BINDINGS).write_text(text + "\n", encoding="utf-8")


def _file(pack: Pack, figures: list[dict[str, object]]) -> dict[str, object]:
    named = {"id": pack.id, "version": pack.version, "sha256": pack.sha256, "status": pack.status}
    return {"pack": named, "figures": figures}


MOST_PLACES = 20
"""A sum over hundreds of rows names the first few."""


def _written(text: str, figure: Figure) -> dict[str, object]:
    value = figure.value
    return {
        "start": figure.start,
        "end": figure.end,
        "text": text[figure.start : figure.end],
        "name": figure.name,
        "kind": value.kind,
        "exact": None if value.exact is None else str(value.exact),
        "unit": value.unit,
        "read_from": [place.text() for place in value.places if place.text()][:MOST_PLACES],
    }
