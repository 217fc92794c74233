"""Our catalogue: all twenty rules on the tables, or the nine rules of the peers on the joined rows."""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import duckdb

from jiheng.checks.form import catalogue
from jiheng.checks.form.run import prepare
from jiheng.core.calendar import Workdays
from jiheng.facts import relations
from jiheng.packs.load import load_pack

TWENTY = tuple(f"R{number:02d}" for number in (*range(1, 17), 20, 23, 29, 31))
NINE = ("R06", "R07", "R09", "R10", "R11", "R13", "R15", "R16", "R23")


def main() -> None:
    folder, codes = Path(sys.argv[1]), NINE if sys.argv[2] == "nine" else TWENTY
    packs = load_pack("cn/guangdong/department"), load_pack("cn/project")
    started, spent = time.perf_counter(), time.process_time()
    with duckdb.connect() as connection:
        relations.create(connection) if codes is NINE else _register(connection, folder)
        prepare(connection, *packs, range(2023, 2026), Workdays())
        if codes is NINE:
            connection.execute(f"INSERT INTO joined SELECT * FROM read_parquet('{folder / 'joined.parquet'}')")
        bad, each = {}, {}
        for rule in catalogue():
            if rule.code in codes:
                begun = time.perf_counter()
                bad[rule.code] = _count(connection, rule.sql)
                each[rule.code] = round(time.perf_counter() - begun, 4)
    seconds, cpu = time.perf_counter() - started, time.process_time() - spent
    told = {"version": f"DuckDB {version('duckdb')}", "seconds": seconds, "cpu_seconds": cpu, "bad": bad, "each": each}
    print(json.dumps(told))


def _register(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    relations.register_parquet(connection, folder)
    connection.execute(f"CREATE TEMP VIEW scores AS SELECT * FROM read_parquet('{folder / 'scores.parquet'}')")


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Every column of the bad rows is made; only their number is kept."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE bad AS {sql}")
    found = connection.execute("SELECT count(*) FROM bad").fetchone()
    return int(found[0]) if found else 0


if __name__ == "__main__":
    main()
