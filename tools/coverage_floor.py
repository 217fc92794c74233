"""Refuse a test run in which a package left of ``forms`` has less than 95 % branch coverage.

Reads the ``.coverage`` data that ``make test`` has just written; prints one line per package.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

FLOOR = 95
PACKAGES = ("core", "reading", "packs", "facts", "scoring", "checks", "monitoring", "targets")
COUNTS = ("num_statements", "covered_lines", "num_branches", "covered_branches")


def measured() -> dict[str, Counter[str]]:
    """Return statements and branches, all and covered, by package."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "coverage.json")
        subprocess.run([sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)], check=True)
        files = json.loads(report.read_text())["files"]
    sums: dict[str, Counter[str]] = {}
    for name, file in files.items():
        package = Path(name).parts[Path(name).parts.index("jiheng") + 1]
        sums.setdefault(package, Counter()).update({count: file["summary"][count] for count in COUNTS})
    return sums


def main() -> int:
    """Print each package's share and return 1 if one is below the floor."""
    low = 0
    for package, sums in sorted(measured().items()):
        covered = sums["covered_lines"] + sums["covered_branches"]
        total = sums["num_statements"] + sums["num_branches"]
        if package in PACKAGES:
            enough = 100 * covered >= FLOOR * total
            low += not enough
            print(f"{package:12} {covered}/{total} {'ok' if enough else f'below {FLOOR} %'}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
