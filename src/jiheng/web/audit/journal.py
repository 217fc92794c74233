"""The rows that an action changes, collected while it runs and written with its entry of the log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class RowChange(NamedTuple):
    """What was changed in one row of a unit's data; only cells that differ, as canonical JSON: attribute → text."""

    dossier: int
    table: str
    record: int
    """Primary key of the row, which no other row ever has."""
    key: str
    old: str
    new: str

    @classmethod
    def of(cls, row: tuple[int, str, int, str], old: Mapping[str, str], new: Mapping[str, str]) -> RowChange | None:
        """The difference between two states of a row (dossier, table, primary key, key); none if there is none.

        An empty text means that there was, or is, nothing in the cell.
        """
        names = [name for name in sorted({*old, *new}) if old.get(name, "") != new.get(name, "")]
        if not names:
            return None
        return cls(*row, *(_written({name: cells[name] for name in names if cells.get(name)}) for cells in (old, new)))


def _written(cells: Mapping[str, str]) -> str:
    return json.dumps(cells, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_OPEN: ContextVar[list[RowChange] | None] = ContextVar("journal", default=None)


@contextmanager
def opened() -> Iterator[Sequence[RowChange]]:
    """Collect what is noted until the end; an action within an action collects its own."""
    noted: list[RowChange] = []
    token = _OPEN.set(noted)
    try:
        yield noted
    finally:
        _OPEN.reset(token)


def note(change: RowChange) -> None:
    """Note a change.

    Raises:
        RuntimeError: no action is running, so that the change would be on no record.
    """
    noted = _OPEN.get()
    if noted is None:
        msg = "a row may be changed only by an action that is on record"
        raise RuntimeError(msg)
    noted.append(change)
