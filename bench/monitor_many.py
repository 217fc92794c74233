"""12 million payment rows of 300,000 projects, watched by one query beside a bare scan of the same columns.

    python bench/monitor_many.py [--projects 300000]

The scan reads and touches every value of the columns that the query needs from the ledger. Both run in
child processes, alternating; the best of the runs counts (wall and processor time), memory is the peak of the child. The totals are compared with an oracle that adds up
the generated amounts by plain integer arithmetic, outside DuckDB.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from time import perf_counter, process_time

import duckdb
import numpy as np

from jiheng.core.calendar import Month
from jiheng.monitoring.many import watch_many
from jiheng.packs.model import Monitoring, MonthFloor

RESULTS = Path(__file__).with_name("monitor_many_results.json")
MONTHS, LINES, RUNS = 10, 4, 7
JOBS = ("scan", "watch")
AS_OF = Month(2024, 8)
RULES = Monitoring(
    red_below=Fraction(3, 5),
    yellow_below=Fraction(4, 5),
    floors=(MonthFloor(month=4, rate=Fraction(1, 4)), MonthFloor(month=8, rate=Fraction(3, 5))),
    idle_months=3,
)
SCAN = "SELECT max(unit_code), max(line), max(month), sum(amount), max(unit_year) FROM read_parquet('{}')"


def amounts(projects: int) -> np.ndarray:
    """分 by project, line and month, from one seed; one in fifty is a refund."""
    rng = np.random.default_rng(20240831)
    drawn = rng.integers(1, 40_000_000, size=(projects, LINES, MONTHS))
    return np.where(rng.random(drawn.shape) < 0.02, -drawn // 4, drawn)


def make(folder: Path, projects: int) -> int:
    """Write the Parquet files as facts.save_many lays them out; return the oracle: 分 paid by the as-of month."""
    drawn = amounts(projects)
    number = np.arange(drawn.size)
    ledger = {
        "p": (number // (LINES * MONTHS)).astype(np.int32),
        "l": (number // MONTHS % LINES + 1).astype(np.int8),
        "m": (number % MONTHS + 1).astype(np.int8),
        "amount": drawn.reshape(-1),
    }
    with duckdb.connect() as connection:
        connection.register("ledger", ledger)
        unit = "lpad((p // 30)::VARCHAR, 6, '0') AS unit_code, 2024::INTEGER AS unit_year"
        line = "'P' || lpad(p::VARCHAR, 7, '0') || '-' || l"
        write(
            connection,
            folder,
            "payments",
            f"SELECT {unit}, {line} AS line, '2024-' || lpad(m::VARCHAR, 2, '0') AS month, amount FROM ledger",
        )
        keys = f"FROM range({projects}) r(p), range(1, {LINES + 1}) s(l)"
        project = "'P' || lpad(p::VARCHAR, 7, '0')"
        write(
            connection,
            folder,
            "budget",
            f"SELECT {unit}, {line} AS code, {project} AS project, 250000000::BIGINT AS original, 250000000::BIGINT AS adjusted {keys} ORDER BY p, l",
        )
        write(
            connection,
            folder,
            "projects",
            f'SELECT {unit}, {project} AS code, NULL::DATE AS start, NULL::DATE AS "end" FROM range({projects}) r(p)',
        )
    return sum(int(each) for each in drawn[:, :, : AS_OF.month].sum(axis=(1, 2)))


def write(connection: duckdb.DuckDBPyConnection, folder: Path, table: str, query: str) -> None:
    connection.execute(f"COPY ({query}) TO '{folder}/{table}.parquet' (FORMAT parquet, COMPRESSION zstd)")


def child(job: str, folder: Path) -> None:
    """Do one job once warmed up, and print seconds, peak MiB and the answer."""
    answer = 0
    start, start_cpu = perf_counter(), process_time()
    if job == "scan":
        with duckdb.connect() as connection:
            answer = connection.execute(SCAN.format(folder / "payments.parquet")).fetchall()[0][3]
    else:
        answer = watch_many(folder, RULES, AS_OF, folder / "watched.parquet").paid.units
    seconds, cpu = perf_counter() - start, process_time() - start_cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak, "answer": int(answer)}))


def run(job: str, folder: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, "--child", job, str(folder)], capture_output=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--projects", type=int, default=300_000)
    parser.add_argument("--child", nargs=2)
    options = parser.parse_args()
    if options.child:
        child(options.child[0], Path(options.child[1]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        oracle = make(folder, options.projects)
        pairs = [tuple(run(job, folder) for job in JOBS) for _ in range(RUNS)]
    best = {
        job: {key: min(pair[at][key] for pair in pairs) for key in ("seconds", "cpu")} for at, job in enumerate(JOBS)
    }
    found = {
        "payment rows": options.projects * LINES * MONTHS,
        "projects": options.projects,
        **{f"{job}, {key}": round(value, 2) for job, times in best.items() for key, value in times.items()},
        "times the scan, seconds": round(best["watch"]["seconds"] / best["scan"]["seconds"], 2),
        "times the scan, cpu": round(best["watch"]["cpu"] / best["scan"]["cpu"], 2),
        "peak MiB": round(max(pair[1]["peak"] for pair in pairs)),
        "paid by August, fen": int(pairs[0][1]["answer"]),
        "oracle, fen": oracle,
    }
    print(json.dumps(found, indent=1))
    assert found["paid by August, fen"] == oracle
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
