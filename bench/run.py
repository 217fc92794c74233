"""``make bench``: every benchmark whose figures the documentation quotes, one after the other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAMS = (("scoring.py",), ("check.py", "--write"), ("monitor.py",))


def main() -> None:
    here = Path(__file__).resolve().parent
    for name, *options in PROGRAMS:
        print(f"== {name}", flush=True)
        subprocess.run([sys.executable, str(here / name), *options], check=True)


if __name__ == "__main__":
    main()
