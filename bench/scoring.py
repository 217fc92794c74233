"""The scoring benchmark: one run, the same rows for all, every total compared before any time counts.

    python bench/scoring.py                 300 thousand, 3 and 30 million rows; writes results.json and the docs
    python bench/scoring.py --sizes 300000 --keep-results    a look; writes nothing

The work: from row tables on disk to the trail of every row, totals, grades and ranks on disk. Peers that are no dependencies live in a virtual
environment outside the repository, made here from requirements/bench.lock.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent))
import measured
import scoring_data
import scoring_report

from jiheng.facts.relations import literal
from jiheng.scoring.engines.reference import Reference
from jiheng.scoring.rows import COLUMNS, Row
from jiheng.scoring.sql import ABSENT

HERE = Path(__file__).resolve().parent
OURS = Path(sys.executable)
PEERS_LOCK = "bench"
THEIRS = measured.python_of(PEERS_LOCK)
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Peer:
    """One program: with which Python, up to how many rows, and whether its digits must be exact."""

    name: str
    python: Path
    most: int = 30 * MILLION
    exact: bool = True
    runs: int = 3
    """Slow starters run once."""


PEERS = (
    Peer("compiled", OURS),
    Peer("hand_written", OURS),
    Peer("with_polars", THEIRS),
    Peer("with_pandas", THEIRS),
    Peer("with_openfisca", THEIRS, exact=False),
    Peer("with_spark", OURS, 3 * MILLION, runs=1),
    Peer("with_libreoffice", OURS, 30_000, exact=False, runs=1),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[30_000, 300_000, 3 * MILLION, 30 * MILLION])
    parser.add_argument("--keep-results", action="store_true", help="write neither results.json nor the docs")
    asked = parser.parse_args()
    measured.make_environment(PEERS_LOCK)
    results = {"date": datetime.now(UTC).strftime("%Y-%m-%d"), "machine": measured.machine(), "sizes": []}
    with tempfile.TemporaryDirectory(prefix="jiheng-bench-", dir=os.environ.get("JIHENG_BENCH_DIR")) as folder:
        for rows in asked.sizes:
            results["sizes"].append(_size(Path(folder), rows))
    results["bounds"] = _bounds(results["sizes"])
    if not asked.keep_results:
        (HERE / "results.json").write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        scoring_report.write()
    print(json.dumps(results["bounds"], indent=2))


def _size(folder: Path, rows: int) -> dict[str, Any]:
    """Round by round, every program once in each, so that a busy minute hits all of them."""
    source = folder / f"rows-{rows}"
    plan = scoring_data.write(source, rows)
    peers = [
        peer for peer in PEERS if rows <= peer.most and (peer.name != "with_libreoffice" or shutil.which("soffice"))
    ]
    seen: dict[str, list[measured.Measured]] = {peer.name: [] for peer in peers}
    wrong = dict.fromkeys(seen, 0)
    for turn in range(3):
        for peer in peers:
            if turn < peer.runs:
                seen[peer.name].append(_run(peer, source, folder / peer.name))
                wrong[peer.name] = _differing(folder / "compiled", folder / peer.name)
                if peer.exact and wrong[peer.name]:
                    raise SystemExit(
                        f"{peer.name}: {wrong[peer.name]} totals differ at {rows} rows; no time is worth telling"
                    )
    found = {name: _best(runs, rows) | {"wrong_totals": wrong[name]} for name, runs in seen.items()}
    if rows <= 300_000:
        found["compiled"]["wrong_against_oracle"] = _against_oracle(plan, source, folder / "compiled")
    for peer in peers:
        shutil.rmtree(folder / peer.name)
    shutil.rmtree(source)
    return {"rows": rows, "peers": found}


def _run(peer: Peer, source: Path, out: Path) -> measured.Measured:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    script = HERE / "scoring_peers" / f"{peer.name}.py"
    found = measured.run([str(peer.python), str(script), str(source), str(out)])
    print(source.name, peer.name, found, flush=True)
    return found


def _best(runs: list[measured.Measured], rows: int) -> dict[str, Any]:
    """The quickest run, the least CPU, the most memory."""
    best = min(runs, key=lambda each: each.told["seconds"])
    return {
        **best.told,
        "cpu_seconds": min(each.told["cpu_seconds"] for each in runs),
        "all_seconds": [each.told["seconds"] for each in runs],
        "loads": [round(each.load, 1) for each in runs],
        "rows_per_second": round(rows / best.told["seconds"]),
        "peak_mib": round(max(each.peak_mib for each in runs)),
    }


def _differing(one: Path, other: Path) -> int:
    """How many units' totals differ between two outputs, or are in only one."""
    left, right = (literal(each / "totals" / "*.parquet") for each in (one, other))
    query = f"""
        SELECT count(*) FROM read_parquet({left}) a FULL JOIN read_parquet({right}) b USING (subject)
        WHERE a.total IS DISTINCT FROM b.total
    """
    return int(duckdb.sql(query).fetchall()[0][0])


def _against_oracle(plan: Any, source: Path, ours: Path) -> int:
    """How many units get another total than from the reference engine in plain fractions."""
    rows_there = literal(source / "rows" / "*.parquet")
    there = {name for name, *_ in duckdb.sql(f"DESCRIBE FROM read_parquet({rows_there})").fetchall()}
    chosen = ", ".join(name if name in there else f"{ABSENT[name]} AS {name}" for name in COLUMNS)
    rows = [
        Row(*row) for row in duckdb.sql(f"SELECT {chosen} FROM read_parquet({rows_there}) ORDER BY subject").fetchall()
    ]
    totals = dict(
        duckdb.sql(f"SELECT subject, total FROM read_parquet({literal(ours / 'totals' / '*.parquet')})").fetchall()
    )
    return sum(totals[verdict.subject] != verdict.total for verdict in Reference().score(plan, rows))


def _bounds(sizes: list[dict[str, Any]]) -> dict[str, Any]:
    """The promises at the largest size, each with what was measured: by the clock, and by the CPU."""
    at = sizes[-1]["peers"]
    told = [
        found for size in sizes for name, found in size["peers"].items() if name != "with_openfisca" and found["trail"]
    ]

    def times(upper: str, lower: str, what: str) -> float:
        return round(at[upper][what] / at[lower][what], 2)

    return {
        "rows": sizes[-1]["rows"],
        "times_hand_written": times("compiled", "hand_written", "seconds"),
        "times_openfisca": times("with_openfisca", "compiled", "seconds"),
        "times_pandas": times("with_pandas", "compiled", "seconds"),
        "cpu_times_hand_written": times("compiled", "hand_written", "cpu_seconds"),
        "cpu_times_openfisca": times("with_openfisca", "compiled", "cpu_seconds"),
        "cpu_times_pandas": times("with_pandas", "compiled", "cpu_seconds"),
        "peak_mib": at["compiled"]["peak_mib"],
        "mismatches": sum(found["wrong_totals"] for found in told)
        + sum(size["peers"]["compiled"].get("wrong_against_oracle", 0) for size in sizes),
    }


if __name__ == "__main__":
    main()
