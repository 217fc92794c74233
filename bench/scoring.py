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
import subprocess
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

from jiheng.scoring.engines.reference import Reference
from jiheng.scoring.row_files import literal
from jiheng.scoring.rows import COLUMNS, Row
from jiheng.scoring.sql import ABSENT

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "jiheng"
OURS = Path(sys.executable)
THEIRS = CACHE / "bench-venv" / "bin" / "python"
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Peer:
    """One program: with which Python, up to how many rows, and whether its digits must be exact."""

    name: str
    python: Path
    most: int = 30 * MILLION
    exact: bool = True

    def runs(self, rows: int) -> int:
        """How often it runs: slow starters once, everything else three times, twice where it takes long."""
        if self.name in ("with_spark", "with_libreoffice"):
            return 1
        return 2 if rows >= 30 * MILLION else 3


PEERS = (
    Peer("compiled", OURS),
    Peer("hand_written", OURS),
    Peer("with_polars", THEIRS),
    Peer("with_pandas", THEIRS),
    Peer("with_openfisca", THEIRS, exact=False),
    Peer("with_spark", OURS, 3 * MILLION),
    Peer("with_libreoffice", OURS, 30_000, exact=False),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[30_000, 300_000, 3 * MILLION, 30 * MILLION])
    parser.add_argument("--keep-results", action="store_true", help="write neither results.json nor the docs")
    asked = parser.parse_args()
    _make_environment()
    results = {"date": datetime.now(UTC).strftime("%Y-%m-%d"), "machine": measured.machine(), "sizes": []}
    with tempfile.TemporaryDirectory(prefix="jiheng-bench-", dir=os.environ.get("JIHENG_BENCH_DIR")) as folder:
        for rows in asked.sizes:
            results["sizes"].append(_size(Path(folder), rows))
    results["bounds"] = _bounds(results["sizes"])
    if not asked.keep_results:
        (HERE / "results.json").write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        scoring_report.write()
    print(json.dumps(results["bounds"], indent=2))


def _make_environment() -> None:
    """The peers' own environment, made anew when their lock changed."""
    lock = (HERE.parent / "requirements" / "bench.lock").read_text(encoding="utf-8")
    noted = CACHE / "bench-venv" / "made-from.lock"
    if noted.exists() and noted.read_text(encoding="utf-8") == lock:
        return
    print("making the peers' environment", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(CACHE / "bench-venv")], check=True)
    install = [str(THEIRS), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes", "-r"]
    subprocess.run([*install, str(HERE.parent / "requirements" / "bench.lock")], check=True, capture_output=True)
    noted.write_text(lock, encoding="utf-8")


def _size(folder: Path, rows: int) -> dict[str, Any]:
    source = folder / f"rows-{rows}"
    plan = scoring_data.write(source, rows)
    peers = [
        peer for peer in PEERS if rows <= peer.most and (peer.name != "with_libreoffice" or shutil.which("soffice"))
    ]
    found = {peer.name: _peer(peer, source, folder / peer.name, folder / "compiled", rows) for peer in peers}
    if rows <= 300_000:
        found["compiled"]["wrong_against_oracle"] = _against_oracle(plan, source, folder / "compiled")
    for peer in peers:
        shutil.rmtree(folder / peer.name)
    shutil.rmtree(source)
    return {"rows": rows, "peers": found}


def _peer(peer: Peer, source: Path, out: Path, ours: Path, rows: int) -> dict[str, Any]:
    seen = []
    for _ in range(peer.runs(rows)):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        script = HERE / "scoring_peers" / f"{peer.name}.py"
        seen.append(measured.run([str(peer.python), str(script), str(source), str(out)]))
    wrong = _differing(ours, out)
    if peer.exact and wrong:
        raise SystemExit(f"{peer.name}: {wrong} totals differ at {rows} rows; no time is worth telling")
    best = min(seen, key=lambda each: each.told["seconds"])
    told = {
        **best.told,
        "all_seconds": [each.told["seconds"] for each in seen],
        "rows_per_second": round(rows / best.told["seconds"]),
        "cpu_seconds": round(best.cpu, 2),
        "peak_mib": round(max(each.peak_mib for each in seen)),
        "wrong_totals": wrong,
    }
    print(rows, peer.name, told, flush=True)
    return told


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
    """The promises, each with what was measured; rates per row at the largest size of each."""
    largest = {name: found for size in sizes for name, found in size["peers"].items()}
    rate = {name: found["rows_per_second"] for name, found in largest.items()}
    exact = [
        found["wrong_totals"]
        for size in sizes
        for name, found in size["peers"].items()
        if name != "with_openfisca" and found["trail"]
    ]
    ours = rate["compiled"]
    return {
        "times_hand_written": round(rate["hand_written"] / ours, 2),
        "peak_mib": largest["compiled"]["peak_mib"],
        "mismatches": sum(exact),
        "times_openfisca": round(ours / rate["with_openfisca"], 2) if "with_openfisca" in rate else None,
        "times_pandas": round(ours / rate["with_pandas"], 2) if "with_pandas" in rate else None,
    }


if __name__ == "__main__":
    main()
