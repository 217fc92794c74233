"""Many units in a folder of Parquet files, one for each table, written and read through DuckDB."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from jiheng.core.durable import written_whole
from jiheng.core.fault import Place
from jiheng.facts import relations
from jiheng.facts.content import sealed
from jiheng.facts.dataset import DataSet
from jiheng.facts.encoding import decode, stands
from jiheng.facts.rows import TABLES, Row

BATCH = 500
"""Units held in memory at a time."""

_Owner = tuple[str, int]


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
        target = str(draft).replace("'", "''")
        query = f"SELECT * FROM {table} ORDER BY {order}"  # noqa: S608 - names from our schema
        connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def load_many(folder: Path) -> Iterator[DataSet]:
    """Read the units one by one, in the order of their codes and years.

    Raises:
        Refused: a file that is no Parquet, or lacks columns.
    """
    with duckdb.connect() as connection:
        relations.register_parquet(connection, folder)
        owners = connection.execute("SELECT unit_code, unit_year FROM unit ORDER BY ALL").fetchall()
        for batch in _batches(owners):
            yield from _load(connection, batch)


def count_many(folder: Path) -> int:
    """How many units there are.

    Raises:
        Refused: a file that is no Parquet, or lacks columns.
    """
    with duckdb.connect() as connection:
        relations.register_parquet(connection, folder)
        return int(connection.execute("SELECT count(*) FROM unit").fetchall()[0][0])


def _load(connection: duckdb.DuckDBPyConnection, owners: list[_Owner]) -> Iterator[DataSet]:
    found = {table: _rows(connection, table, owners) for table in TABLES}
    nil = _nil(connection, owners)
    for owner in owners:
        tables: dict[str, Any] = {table: tuple(rows.get(owner, ())) for table, rows in found.items()}
        unit, *_ = tables.pop("unit")
        yield sealed(DataSet(unit=unit, nil=tuple(sorted(nil.get(owner, ()))), **tables))


def _of_batch(connection: duckdb.DuckDBPyConnection, table: str, listed: str, owners: list[_Owner]) -> list[Any]:
    query = f"""
        SELECT unit_code, unit_year, {listed} FROM {table}
        SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS code, unnest(?::INTEGER[]) AS year) wanted
        ON unit_code = wanted.code AND unit_year = wanted.year
        ORDER BY ALL
    """  # noqa: S608 - names from our schema
    codes, years = [code for code, _ in owners], [year for _, year in owners]
    return connection.execute(query, [codes, years]).fetchall()


def _rows(connection: duckdb.DuckDBPyConnection, table: str, owners: list[_Owner]) -> dict[_Owner, list[Row]]:
    own = [(stand.name, stand.column) for stand in stands(table) if stand.column]
    listed = ", ".join(["row_order", "place_file", "place_sheet", "place_row", *(f'"{name}"' for name, _ in own)])
    rows: dict[_Owner, list[Row]] = defaultdict(list)
    for code, year, _, file, sheet, row, *stored in _of_batch(connection, table, listed, owners):
        values: dict[str, Any] = {
            name: decode(column, value) for (name, column), value in zip(own, stored, strict=True)
        }
        rows[code, year].append(TABLES[table][1](**values, place=Place(file=file, sheet=sheet, row=row)))
    return rows


def _nil(connection: duckdb.DuckDBPyConnection, owners: list[_Owner]) -> dict[_Owner, list[str]]:
    declared: dict[_Owner, list[str]] = defaultdict(list)
    for code, year, table in _of_batch(connection, relations.NIL, "table_name", owners):
        declared[code, year].append(table)
    return declared


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
