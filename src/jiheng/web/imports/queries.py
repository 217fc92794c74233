"""What the pages of an import show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from jiheng.facts.rows import TABLES
from jiheng.facts.schema import columns
from jiheng.monitoring.vouchers import AMOUNTS
from jiheng.web.imports import ledger
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

    @property
    def unit_unknown(self) -> bool:
        """Whether a ledger says nowhere in which unit its amounts are."""
        chosen = {name for _index, _title, _samples, name in self.columns}
        return self.table == ledger.TABLE and not chosen & set(AMOUNTS)


def matching(imported: Import, found: Sequence[Sheet], sheet: str, table: str) -> Matching:
    """The sheet and table that the person asked for, or the likest; what was matched before comes first."""
    chosen = next((each for each in found if each.name == sheet), max(found, key=lambda each: len(each.rows)))
    head = chosen.head
    before = ColumnMatch.objects.filter(unit=imported.dossier.unit, head=fingerprint(head)).first()
    target = table if table in dict(tables()) else ""
    target = target or (before.table if before else _likest(chosen))
    used = before if before and before.table == target else None
    matched = {int(k): v for k, v in json.loads(used.columns_text).items()} if used else _offered(chosen, target)
    samples = chosen.samples
    listed = tuple((i, title, samples[i], matched.get(i, "")) for i, title in enumerate(head) if title)
    return Matching(chosen, target, listed, tuple(_choices(target)), used is not None)


def _likest(sheet: Sheet) -> str:
    return ledger.TABLE if ledger.is_like(sheet) else likest_table(sheet.head, sheet.name)


def _offered(sheet: Sheet, table: str) -> dict[int, str]:
    return ledger.offered(sheet) if table == ledger.TABLE else offered(sheet.head, table)


def _choices(table: str) -> list[tuple[str, str]]:
    if table == ledger.TABLE:
        return ledger.CHOICES
    return [(field.name, column.title) for field, column in columns(TABLES[table][1])]


def tables() -> list[tuple[str, str]]:
    """What a person's own table may fill: one of our tables, or the payments from a ledger of single vouchers."""
    own = [(table, title) for table, (title, _row) in TABLES.items() if table not in FORBIDDEN]
    return [(ledger.TABLE, str(ledger.TITLE)), *own]


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking the import over would do to one table."""

    title: str
    counts: dict[str, int]
    added: list[tuple[str, list[list[str]]]]
    changed: list[tuple[str, list[list[str]]]]
    stay: list[str]
    lifted: bool
    """Whether the declaration that there is none of it this year is taken back."""
    nil: bool
    """Whether the table is declared empty."""


def previews(imported: Import) -> list[Preview]:
    """For every table of the import what is added, what is changed from what to what, and what stays."""
    return [
        Preview(
            TABLES[table][0], told.get("counts", {}), told.get("added", []), told.get("changed", []),
            told.get("stay", []), lifted=told.get("lifted", False), nil=told.get("nil", False),
        )
        for table, told in imported.differences.items()
    ]  # fmt: skip
