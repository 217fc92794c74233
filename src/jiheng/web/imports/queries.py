"""What the pages of an import show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from jiheng.facts.rows import TABLES
from jiheng.facts.schema import columns
from jiheng.web.imports.models import ColumnMatch, Import
from jiheng.web.imports.sheets import FORBIDDEN, Sheet, fingerprint, likest_table, offered


@dataclass(frozen=True, slots=True)
class Matching:
    """One sheet with a proposal: which table it fills, and which column is which."""

    sheet: Sheet
    table: str
    columns: tuple[tuple[int, str, list[str], str], ...]
    """Of each column of the file: index, title, samples, proposed attribute."""
    choices: tuple[tuple[str, str], ...]
    remembered: bool


def matching(imported: Import, found: Sequence[Sheet], sheet: str, table: str) -> Matching:
    """The sheet and table that the person asked for, or the likest; what was matched before comes first."""
    chosen = next((each for each in found if each.name == sheet), max(found, key=lambda each: len(each.rows)))
    head = chosen.head
    before = ColumnMatch.objects.filter(unit=imported.dossier.unit, head=fingerprint(head)).first()
    target = table or (before.table if before else likest_table(head, chosen.name))
    used = before if before and before.table == target else None
    matched = {int(k): v for k, v in json.loads(used.columns_text).items()} if used else offered(head, target)
    samples = chosen.samples
    listed = tuple((i, title, samples[i], matched.get(i, "")) for i, title in enumerate(head) if title)
    choices = tuple((field.name, column.title) for field, column in columns(TABLES[target][1]))
    return Matching(chosen, target, listed, choices, used is not None)


def tables() -> list[tuple[str, str]]:
    """The tables that a person's own table may fill."""
    return [(table, title) for table, (title, _row) in TABLES.items() if table not in FORBIDDEN]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of one table that would be taken over."""

    title: str
    count: int
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def previews(imported: Import) -> list[Preview]:
    """For every table of the import, only the columns that hold anything."""
    counts = imported.counts
    return [_preview(table, counts[table], rows) for table, rows in imported.preview.items()]


def _preview(table: str, count: int, rows: list[dict[str, str]]) -> Preview:
    title, row_class = TABLES[table]
    used = [
        (field.name, column.title) for field, column in columns(row_class) if any(field.name in row for row in rows)
    ]
    cells = tuple(tuple(row.get(name, "") for name, _title in used) for row in rows)
    return Preview(title, count, tuple(each for _name, each in used), cells)
