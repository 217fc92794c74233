"""Twenty form checks over millions of rows; nine of them beside pandera and frictionless on the same rows.

The counts of bad rows are compared rule by rule first: a program that counts differently stops the benchmark. pandera and
frictionless run in an environment outside the repository, made here from requirements/bench-checks.lock. Results go
to bench/form_checks.json and into docs/checking-forms.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent))
import form_data
import measured

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "checking-forms.md"
PEERS_LOCK = "bench-checks"
THEIRS = measured.python_of(PEERS_LOCK)
OURS = Path(sys.executable)
TABLES = ("indicators", "results", "evidence", "claims")
SLICE = 50_000
"""Joined rows that frictionless is given: it reads row by row in Python."""
_JOINED = """
SELECT i.unit_code, i.unit_year, i.code, i.project, i.level_1, i.level_2, i.name, i.operator, i.target, i.original_target,
       i.text_target, i.unit, i.weight, i.meaning, i.data_source, i.place_file, i.place_sheet, i.place_row,
       r.actual, r.level, r.coefficient, r.claimed, r.absent, r.reason, r.measure, TRUE AS reported
FROM read_parquet('{0}/indicators.parquet') i
JOIN read_parquet('{0}/results.parquet') r ON r.indicator = i.code AND r.unit_code = i.unit_code
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000_000, help="rows of the four tables together")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep-results", action="store_true", help="write neither the JSON file nor the page")
    asked = parser.parse_args()
    measured.make_environment(PEERS_LOCK)
    with tempfile.TemporaryDirectory(prefix="jiheng-bench-", dir=os.environ.get("JIHENG_BENCH_DIR")) as folder:
        results = _measure(Path(folder), asked.rows, asked.runs)
    if not asked.keep_results:
        text = json.dumps(results, ensure_ascii=False, indent=2)
        (HERE / "form_checks.json").write_text(text + "\n", encoding="utf-8")
        PAGE.write_text(_renewed(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")
    print(json.dumps(results["programs"], ensure_ascii=False, indent=2))


def _measure(folder: Path, rows: int, runs: int) -> dict[str, Any]:
    indicators = rows // len(TABLES)
    form_data.write_rows(folder, indicators)
    part = folder / "slice"
    part.mkdir()
    with duckdb.connect() as connection:
        joined = _JOINED.format(folder)
        connection.execute(f"COPY ({joined}) TO '{folder}/joined.parquet' (FORMAT parquet, COMPRESSION zstd)")
        first = f"SELECT * FROM read_parquet('{folder}/joined.parquet') LIMIT {SLICE}"
        connection.execute(f"CREATE TABLE part AS {first}")
        connection.execute(f"COPY part TO '{part}/joined.parquet' (FORMAT parquet)")
        connection.execute(f"COPY part TO '{part}/joined.csv' (HEADER)")
    machine = measured.machine()
    programs = {
        "twenty": _best([_run(OURS, "catalogue", folder, "twenty") for _ in range(runs)], rows),
        "nine": _best([_run(OURS, "catalogue", folder, "nine") for _ in range(runs)], indicators),
        "pandera": _best([_run(THEIRS, "with_pandera", folder) for _ in range(runs)], indicators),
        "nine_on_slice": _best([_run(OURS, "catalogue", part, "nine") for _ in range(runs)], SLICE),
        "frictionless": _best([_run(THEIRS, "with_frictionless", part)], SLICE),
    }
    _compare(programs, "nine", "pandera")
    _compare(programs, "nine_on_slice", "frictionless")
    return {"date": datetime.now(UTC).strftime("%Y-%m-%d"), "machine": machine, "rows": rows, "programs": programs}


def _run(python: Path, name: str, *arguments: object) -> measured.Measured:
    return measured.run([str(python), str(HERE / "form_peers" / f"{name}.py"), *map(str, arguments)])


def _best(runs: list[measured.Measured], rows: int) -> dict[str, Any]:
    best = min(runs, key=lambda run: run.told["seconds"])
    told = dict(best.told)
    return {
        "version": told["version"],
        "rows": rows,
        "seconds": round(told["seconds"], 3),
        "cpu_seconds": round(told["cpu_seconds"], 3),
        "rows_per_second": int(rows / told["seconds"]),
        "peak_mib": round(max(run.peak_mib for run in runs)),
        "load": round(best.load, 1),
        "runs": len(runs),
        "bad": told["bad"],
    }


def _compare(programs: dict[str, dict[str, Any]], ours: str, theirs: str) -> None:
    if programs[ours]["bad"] != programs[theirs]["bad"]:
        raise SystemExit(f"{theirs} counts otherwise:\n{programs[ours]['bad']}\n{programs[theirs]['bad']}")


_TITLES = {
    "twenty": "绩衡 Jiheng, 20 rules, four tables joined",
    "nine": "绩衡 Jiheng, 9 rules, joined rows",
    "pandera": "pandera (Polars), 9 rules, joined rows",
    "nine_on_slice": "绩衡 Jiheng, 9 rules, first rows",
    "frictionless": "frictionless, 9 rules, first rows",
}


def _renewed(page: str, results: dict[str, Any]) -> str:
    before, _, rest = page.partition("<!-- bench: begin -->")
    _, _, after = rest.partition("<!-- bench: end -->")
    return f"{before}<!-- bench: begin -->\n\n{_table(results)}\n\n<!-- bench: end -->{after}"


def _table(results: dict[str, Any]) -> str:
    machine = results["machine"]
    lines = [
        "| program | rows | seconds | CPU seconds | rows/s | peak MiB | bad rows |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {_TITLES[name]} | {one['rows']:,} | {one['seconds']} | {one['cpu_seconds']} | {one['rows_per_second']:,} "
        f"| {one['peak_mib']:,} | {sum(one['bad'].values()):,} |"
        for name, one in results["programs"].items()
    ]
    loads = [one["load"] for one in results["programs"].values()]
    versions = dict.fromkeys(one["version"] for one in results["programs"].values())
    where = f"{results['date']}, {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB"
    load = f"load {min(loads)} to {max(loads)} ({machine['cores']} is full)"
    return "\n".join([*lines, "", f"{where}, {load}. {'; '.join(versions)}."])


if __name__ == "__main__":
    main()
