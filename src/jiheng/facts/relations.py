"""Data sets as DuckDB tables: one for each table of the data set, all units together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from jiheng.core.fault import Fault, Place, Refused, refuse
from jiheng.facts.content import tables as tables_of
from jiheng.facts.dataset import DataSet
from jiheng.facts.encoding import Stand, encode, stands
from jiheng.facts.rows import TABLES, Row

NIL = "nil"
"""The table of declarations that there is none of something (零填报)."""
NIL_STANDS = (Stand("unit_code", "VARCHAR"), Stand("unit_year", "INTEGER"), Stand("table_name", "VARCHAR"))

_Line = list[str | None]


def stored_columns(table: str) -> tuple[Stand, ...]:
    """The columns of a stored table, also of ``nil``."""
    return NIL_STANDS if table == NIL else stands(table)


def create(connection: duckdb.DuckDBPyConnection, tables: Iterable[str] = (*TABLES, NIL)) -> None:
    """Create tables, all if not said which, empty."""
    for table in tables:
        listed = ", ".join(f'"{stand.name}" {stand.sql_type}' for stand in stored_columns(table))
        connection.execute(f"CREATE OR REPLACE TABLE {table} ({listed})")


def register(connection: duckdb.DuckDBPyConnection, datasets: Iterable[DataSet]) -> None:
    """Create every table and fill in the data sets.

    Columns are ``unit_code``, ``unit_year``, the attributes of the row class, then ``place_file``,
    ``place_sheet``, ``place_row`` and ``row_order``. Money is 分, points are 1/10 000, numbers are
    DECIMAL(18,6), months are text like 2024-08.

    Raises:
        Refused: a number that DECIMAL(18,6) cannot hold.
    """
    create(connection)
    append(connection, datasets)


def append(connection: duckdb.DuckDBPyConnection, datasets: Iterable[DataSet]) -> None:
    """Add data sets to tables that :func:`create` made."""
    lines: dict[str, list[_Line]] = {table: [] for table in (*TABLES, NIL)}
    for dataset in datasets:
        owner = [dataset.unit.code, str(dataset.unit.year)]
        lines[NIL] += [[*owner, table] for table in dataset.nil]
        for table, rows in tables_of(dataset):
            lines[table] += _lines(table, rows, owner)
    for table, found in lines.items():
        if found:
            _insert(connection, table, found)


def _lines(table: str, rows: tuple[Row, ...], owner: list[str]) -> Iterator[_Line]:
    own = [stand for stand in stands(table) if stand.column]
    for order, row in enumerate(rows):
        place = row.place
        where = [place.file, place.sheet, str(place.row or place.line), str(order)]
        yield [*owner, *(_encoded(row, stand) for stand in own), *where]


def _encoded(row: Row, stand: Stand) -> str | None:
    try:
        return encode(getattr(row, stand.name))
    except ValueError as too_fine:
        title = stand.column.title if stand.column else stand.name
        fix = "请四舍五入后再存"
        raise Refused([Fault(row.place, "", f"“{title}”{too_fine}", "", fix)]) from too_fine


def _insert(connection: duckdb.DuckDBPyConnection, table: str, lines: list[_Line]) -> None:
    casts = ", ".join(f"unnest(?::VARCHAR[])::{stand.sql_type}" for stand in stored_columns(table))
    columns = [list(column) for column in zip(*lines, strict=True)]
    connection.execute(f"INSERT INTO {table} SELECT {casts}", columns)


def register_parquet(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make a view over each ``FOLDER/<table>.parquet``; a table without a file is empty.

    Raises:
        Refused: a file that is no Parquet, or lacks columns.
    """
    for table in (*TABLES, NIL):
        path = folder / f"{table}.parquet"
        if path.exists():
            view(connection, table, path)
        else:
            create(connection, [table])


def literal(path: Path) -> str:
    """A path as an SQL string."""
    quoted = str(path).replace("'", "''")
    return f"'{quoted}'"


def view(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    """Let a file stand for a table.

    Raises:
        Refused: it is no Parquet, or lacks columns.
    """
    listed = ", ".join(f'"{stand.name}"::{stand.sql_type} AS "{stand.name}"' for stand in stored_columns(table))
    try:
        connection.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT {listed} FROM read_parquet({literal(path)})")  # noqa: S608 - names from our schema, the path is quoted
    except duckdb.Error as unfit:
        place = Place(file=path.name)
        raise refuse(place, "不是本系统的 Parquet 表，或缺少列", fix="请由 facts.parquet 重新生成") from unfit
