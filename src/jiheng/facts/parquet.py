"""Many units in a folder of Parquet files, one for each table, written and read through DuckDB."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import duckdb

from jiheng.core.durable import written_whole
from jiheng.facts import relations
from jiheng.facts.content import sealed
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import TABLES
from jiheng.facts.shelves import open_units

BATCH = 500
"""Units held in memory at a time."""
SPAN = 5_000
"""Units that are asked for at a time."""


def save_many(datasets: Iterable[DataSet], folder: Path) -> None:
    """Write one ``<table>.parquet`` for each table; memory holds one batch of units.

    Raises:
        Refused: a number that DECIMAL(18,6) cannot hold; nothing is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".jiheng-", dir=folder) as scratch,
        duckdb.connect(Path(scratch) / "units.duckdb") as connection,
    ):
        relations.create(connection)
        for batch in _batches(datasets):
            relations.append(connection, batch)
        for table in (*TABLES, relations.NIL):
            _write(connection, table, folder)


def _write(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    order = "ALL" if table == relations.NIL else "unit_code, unit_year, row_order"
    with written_whole(folder / f"{table}.parquet") as draft:
        query = f"SELECT * FROM {table} ORDER BY {order}"  # noqa: S608 - names from our schema
        connection.execute(f"COPY ({query}) TO {relations.literal(draft)} (FORMAT parquet, COMPRESSION zstd)")


def load_many(folder: Path) -> Iterator[DataSet]:
    """Read the units one by one, in the order of their codes and years.

    Raises:
        Refused: a file that is no Parquet, or lacks columns; a unit that stands there twice.
    """
    with tempfile.TemporaryDirectory(prefix="jiheng-") as scratch, open_units(folder, Path(scratch)) as units:
        for span in units.spans(SPAN):
            yield from map(sealed, units.read(span))


def _batches(datasets: Iterable[DataSet]) -> Iterator[list[DataSet]]:
    rest = iter(datasets)
    while batch := list(islice(rest, BATCH)):
        yield batch
