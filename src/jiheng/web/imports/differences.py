"""What taking rows over would change: added, changed cell by cell, unchanged, and what the file does not name and stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING
from functools import cache
from typing import Any

from jiheng.facts.rows import TABLES
from jiheng.facts.schema import columns
from jiheng.facts.written import written
from jiheng.web.cycle.models import Dossier
from jiheng.web.imports.judging import Rows
from jiheng.web.records.dataset import NIL
from jiheng.web.records.models import Record
from jiheng.web.records.writing import in_one_form, key_of

SHOWN = 20
"""Rows of each table and kind that the page lists; all are counted."""


def differences(dossier: Dossier, rows: Rows, nil: Sequence[str] = ()) -> dict[str, Any]:
    """By table what would become of it, as it is kept with the import and compared again when it is taken over.

    Example:
        ``{"projects": {"added": [...], "changed": [...], "counts": {"added": 1, "changed": 2, "same": 5, "stay": 3}}}``
    """
    held: dict[str, dict[str, Record]] = {}
    for record in Record.objects.filter(dossier=dossier):
        held.setdefault(record.table, {})[record.key] = record
    told = {table: _of_table(table, found, held.get(table, {})) for table, found in rows.items()}
    declared = {table: {"nil": True} for table in nil if table not in held and table not in told}
    return told | declared


def _of_table(table: str, rows: Sequence[Mapping[str, str]], held: Mapping[str, Record]) -> dict[str, Any]:
    added, changed, same, site = [], [], 0, 0
    met = set()
    for number, given in enumerate(rows, 1):
        row = {name: in_one_form(table, name, text) for name, text in given.items()}
        key = key_of(table, row) or f"#{number}"
        met.add(key)
        record = held.get(key)
        if record is None:
            added.append([key, [[title, text] for title, text in _named(table, row)]])
        elif record.by_site:
            site += 1
        elif cells := list(_changed(table, record.cells, row)):
            changed.append([key, cells])
        else:
            same += 1
    stay = [key for key in held if key not in met and key != NIL]
    counts = {"added": len(added), "changed": len(changed), "same": same, "site": site, "stay": len(stay)}
    lifted = NIL in held
    return {
        "added": added[:SHOWN],
        "changed": changed[:SHOWN],
        "stay": stay[:SHOWN],
        "counts": counts,
        "lifted": lifted,
    }


def _titles(table: str) -> dict[str, str]:
    return {field.name: column.title for field, column in columns(TABLES[table][1])}


def _named(table: str, row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    titles = _titles(table)
    yield from ((titles.get(name, name), text) for name, text in row.items() if text)


def _changed(table: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[list[str]]:
    """Title, text now, text afterwards; a cell that the file leaves empty is emptied, one that holds what an empty one means is the same."""
    titles, meant = _titles(table), _meant(table)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, ""), after.get(name, "")
        if (old or meant.get(name, "")) != (new or meant.get(name, "")):
            yield [titles.get(name, name), old, new]


@cache
def _meant(table: str) -> Mapping[str, str]:
    """What an empty cell of a column means, where it means anything."""
    given = columns(TABLES[table][1])
    return {
        each.name: written(column, each.default) for each, column in given if each.default not in {None, MISSING, ""}
    }
