"""``make bench``: every benchmark whose figures the documentation quotes, one after the other."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAMS = {
    "scoring": (),
    "check": ("--write",),
    "check_speed": ("--write",),
    "form_checks": (),
    "many_units": (),
    "monitor": (),
    "packs": (),
    "web": ("--write",),
}
"""Program → its options."""


def main() -> None:
    """Run those that are named, or all."""
    parser = argparse.ArgumentParser(description="Run the benchmarks; they take about half an hour together.")
    parser.add_argument("name", nargs="*", metavar="NAME", help=f"some of them only: {', '.join(PROGRAMS)}")
    names = parser.parse_args().name
    if unknown := [name for name in names if name not in PROGRAMS]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are: {', '.join(PROGRAMS)}")
    for name in names or PROGRAMS:
        print(f"== {name}", flush=True)
        subprocess.run([sys.executable, str(HERE / f"{name}.py"), *PROGRAMS[name]], check=True)


if __name__ == "__main__":
    main()
