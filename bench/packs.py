"""``jiheng packs test``: scenarios a second, over all shipped packs with their scenarios many times over.

    python bench/packs.py [--cases 5000] [--runs 5]

Every pack is copied beside the shipped ones with its scenario files repeated under other names, until there are so many
cases; then the command tests all copies in a process of its own. Reading the scenarios, compiling the packs and scoring
are counted, imports and reading the packs are not (that is how the command counts, too). The best of the runs is told by the
clock, and by processor time, which counts reading the packs as well and says more on a machine with other work. Results go
to ``bench/packs.json``.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from measured import machine
from scoring_report import renewed

from jiheng.packs.load import library, read_pack
from jiheng.packs.scenario import read_scenarios
from jiheng.scoring.scenario import SMALL

RESULTS = Path(__file__).with_name("packs.json")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "writing-a-rule-pack.md"
SCRIPT = """
import atexit, json, resource, time
import jiheng.cli.packs
from jiheng.cli.main import main

def tell():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"cpu": time.process_time() - start, "peak_mib": peak}))

start = time.process_time()
atexit.register(tell)
main()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        packs = copies(Path(scratch), given.cases)
        runs = [test(packs) for _ in range(given.runs)]
    best = max(runs, key=lambda run: run["cases_a_cpu_second"])
    best["cases_a_second"] = max(run["cases_a_second"] for run in runs)
    found = {"machine": machine(), "packs": len(packs), **best, "all_runs": [run["cases_a_cpu_second"] for run in runs]}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    PAGE.write_text(renewed(PAGE.read_text("utf-8"), "speed", told(found)), "utf-8")
    print(json.dumps(found))


def told(found: dict[str, Any]) -> str:
    """The paragraph of the guide."""
    made = found["machine"]
    return f"""**Speed.** `python bench/packs.py` repeats the scenarios of all {found["packs"]} shipped packs that have some to {found["cases"]:,} cases and tests them
by the command: {found["cases_a_cpu_second"]:,} cases a second of processor time, with reading the packs and their scenarios; {found["cases_a_second"]:,} a second by the
clock ({made["cpu"]}, {made["cores"]} cores, load {made["load"]} while it ran; the best of {len(found["all_runs"])} runs; one core is used). The promise is 2,000. Up to {SMALL:,} cases of one
pack are scored by the oracle, more by SQL, whose compilation takes longer than scoring a few; only what a case names is looked at.
"""


def copies(folder: Path, wanted: int) -> list[Path]:
    """Every shipped pack that has scenarios, with as many copies of them as it takes."""
    shipped = [
        pack
        for pack in (read_pack(info.id, fragment=True) for info in library(fragments=True))
        if read_scenarios(pack.folder)
    ]
    times = -(-wanted // sum(len(read_scenarios(pack.folder)) for pack in shipped))
    return [copy(pack.folder, folder / str(at), times) for at, pack in enumerate(shipped)]


def copy(source: Path, target: Path, times: int) -> Path:
    shutil.copytree(source, target)
    for path in list((target / "scenarios").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        for at in range(1, times):
            renamed = re.sub(r"^(- name: .*?)([\"']?)$", rf"\1（{at}）\2", text, flags=re.MULTILINE)
            path.with_stem(f"{path.stem}-{at}").write_text(renamed, encoding="utf-8")
    return target


def test(packs: list[Path]) -> dict[str, Any]:
    command = [sys.executable, "-c", SCRIPT, "packs", "test", *map(str, packs)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    counted = re.search(r"共 (\d+) 个情形，0 个不符；每秒 (\d+) 个", lines[-2])
    assert counted, lines[-2]
    used = json.loads(lines[-1])
    return {
        "cases": int(counted[1]),
        "cases_a_second": int(counted[2]),
        "cases_a_cpu_second": round(int(counted[1]) / used["cpu"]),
        "cpu_seconds": round(used["cpu"], 2),
        "peak_mib": used["peak_mib"],
    }


if __name__ == "__main__":
    main()
