"""Very many units in Parquet files, read span by span: each table once, in the order of the units."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from jiheng.core.durable import written_whole
from jiheng.core.fault import Faults, Place
from jiheng.facts import relations
from jiheng.facts.dataset import DataSet
from jiheng.facts.encoding import decoder, stands
from jiheng.facts.rows import TABLES, Row

Owner = tuple[str, int]
"""Code and year of a unit."""

AHEAD = 2_000
"""Rows of one table that are decoded at a time."""
MEMORY = "400MB"
LARGEST_GROUP = 1_100_000
"""Rows in a row group, beyond which a file is written anew before spans are read from it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Units that stand together in the order of their codes and years; ``first`` is the number of the first."""

    first: int
    units: int
    low: Owner
    high: Owner


@dataclass(frozen=True, slots=True)
class Units:
    """An open folder of tables."""

    connection: duckdb.DuckDBPyConnection

    def spans(self, size: int) -> list[Span]:
        """All units in order, so many at a time.

        Raises:
            Refused: a unit that stands there twice, which are all told.
        """
        self._refuse_doubles()
        query = """
            SELECT min(number), count(*), min((unit_code, unit_year)), max((unit_code, unit_year))
            FROM (SELECT *, row_number() OVER (ORDER BY unit_code, unit_year) - 1 AS number FROM unit)
            GROUP BY number // ? ORDER BY 1
        """
        return [Span(*found) for found in self.connection.execute(query, [size]).fetchall()]

    def _refuse_doubles(self) -> None:
        query = "SELECT unit_code, unit_year, count(*) FROM unit GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL"
        faults = Faults()
        for code, year, many in self.connection.execute(query).fetchall():
            faults.add(
                Place(file="unit.parquet"),
                f"同一单位同一年度有 {many} 行",
                value=f"{code} {year}",
                expected="每个单位每年一行",
                fix="请删除重复的一行。",
            )
        faults.raise_if_any()

    def read(self, span: Span, tables: Collection[str] = TABLES.keys()) -> Iterator[DataSet]:
        """The units of a span, one by one; each of ``tables`` is read once, other tables stay empty."""
        shelves = {table: _shelf(self.connection, table, span) for table in TABLES if table in {*tables, "unit"}}
        nil = _Shelf(_declared(self.connection, span))
        owners = _selected(self.connection, "unit", "unit_code, unit_year", span, "unit_code, unit_year").fetchall()
        for owner in owners:
            if span.low <= owner <= span.high:
                found: dict[str, Any] = {table: shelf.of(owner) for table, shelf in shelves.items()}
                (unit,) = found.pop("unit")
                yield DataSet(unit=unit, nil=nil.of(owner), **found)


@contextmanager
def open_units(folder: Path, scratch: Path) -> Iterator[Units]:
    """Open a folder for reading; tables whose rows do not stand by unit are written in that order to ``scratch``.

    Raises:
        Refused: a file that is no Parquet, or lacks columns.
    """
    settings: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": str(scratch / ".spill"), "threads": 1}
    with duckdb.connect(config=settings) as connection:
        relations.register_parquet(connection, folder)
        for table in (*TABLES, relations.NIL):
            path = folder / f"{table}.parquet"
            if path.exists() and not _stands_by_unit(connection, path):
                relations.view(connection, table, _sorted(connection, table, scratch))
        yield Units(connection)


def _stands_by_unit(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Whether a span of units is found in few row groups, by their statistics."""
    query = f"""
        SELECT bool_and(ifnull(low >= before, true)), max(many) FROM (
            SELECT stats_min_value AS low, lag(stats_max_value) OVER (ORDER BY row_group_id) AS before,
                   row_group_num_rows AS many
            FROM parquet_metadata({relations.literal(path)}) WHERE path_in_schema = 'unit_code')
    """  # noqa: S608 - the path is quoted
    ordered, largest = connection.execute(query).fetchall()[0]
    return bool(ordered) and (largest or 0) <= LARGEST_GROUP


def _sorted(connection: duckdb.DuckDBPyConnection, table: str, scratch: Path) -> Path:
    target = scratch / f"{table}.parquet"
    if not target.exists():
        scratch.mkdir(parents=True, exist_ok=True)
        with written_whole(target) as draft:
            query = f"SELECT * FROM {table} ORDER BY unit_code, unit_year"  # noqa: S608 - names from our schema
            connection.execute(f"COPY ({query}) TO {relations.literal(draft)} (FORMAT parquet)")
    return target


class _Shelf:
    """What units have in one table; they must be asked for in their order."""

    def __init__(self, rest: Iterator[tuple[Owner, Any]]) -> None:
        self.rest = rest
        self.ahead = next(rest, None)

    def of(self, owner: Owner) -> tuple[Any, ...]:
        """What this unit has; what units have that nobody asked for is passed over."""
        found = []
        while self.ahead is not None and self.ahead[0] <= owner:
            if self.ahead[0] == owner:
                found.append(self.ahead[1])
            self.ahead = next(self.rest, None)
        return tuple(found)


def _shelf(connection: duckdb.DuckDBPyConnection, table: str, span: Span) -> _Shelf:
    own = [(stand.name, stand.column) for stand in stands(table) if stand.column]
    listed = ", ".join(
        ["unit_code", "unit_year", "place_file", "place_sheet", "place_row", *(f'"{n}"' for n, _ in own)]
    )
    chosen = _selected(connection, table, listed, span, "unit_code, unit_year, row_order")
    return _Shelf(_decoded(chosen, TABLES[table][1], {name: decoder(column) for name, column in own}))


def _selected(
    connection: duckdb.DuckDBPyConnection, table: str, listed: str, span: Span, order: str
) -> duckdb.DuckDBPyConnection:
    query = f"SELECT {listed} FROM {table} WHERE unit_code BETWEEN ? AND ? ORDER BY {order}"  # noqa: S608 - our schema
    return connection.cursor().execute(query, [span.low[0], span.high[0]])


def _decoded(
    chosen: duckdb.DuckDBPyConnection, row_class: type[Row], decoders: dict[str, Any]
) -> Iterator[tuple[Owner, Row]]:
    """Decode column by column, which is most of the work of reading."""
    names = tuple(decoders)
    while lines := chosen.fetchmany(AHEAD):
        codes, years, files, sheets, numbers, *stored = zip(*lines, strict=True)
        columns = [
            column if decode is None else [None if value is None else decode(value) for value in column]
            for column, decode in zip(stored, decoders.values(), strict=True)
        ]
        places = map(Place, files, sheets, numbers)
        owners = zip(codes, years, strict=True)
        for owner, place, values in zip(owners, places, zip(*columns, strict=True), strict=True):
            yield owner, row_class(place=place, **dict(zip(names, values, strict=True)))


def _declared(connection: duckdb.DuckDBPyConnection, span: Span) -> Iterator[tuple[Owner, str]]:
    order = "unit_code, unit_year, table_name"
    for code, year, table in _selected(connection, relations.NIL, order, span, order).fetchall():
        yield (code, year), table
