"""Running a program and watching it: the peak memory of its whole process tree, and the machine's load."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "jiheng"
EVERY = 0.03
PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20


def python_of(lock: str) -> Path:
    """The Python of the peers' own environment, wherever it was or will be made from ``requirements/<lock>.lock``."""
    return CACHE / lock / "bin" / "python"


def make_environment(lock: str) -> None:
    """Make that environment; anew when its lock changed."""
    source = Path(__file__).resolve().parents[1] / "requirements" / f"{lock}.lock"
    pinned, noted = source.read_text(encoding="utf-8"), CACHE / lock / "made-from.lock"
    if noted.exists() and noted.read_text(encoding="utf-8") == pinned:
        return
    print("making the peers' environment", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(CACHE / lock)], check=True)
    pip = [str(python_of(lock)), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]
    subprocess.run([*pip, "-r", str(source)], check=True, capture_output=True)
    noted.write_text(pinned, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a program told on its last line, and what was seen from outside."""

    told: dict[str, Any]
    peak_mib: float
    load: float


def run(command: list[str]) -> Measured:
    """Run a program that prints one JSON object as its last line."""
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(program, peak))
    watcher.start()
    out, err = program.communicate()
    watcher.join()
    if program.returncode:
        raise SystemExit(f"{' '.join(command)}\n{err[-2000:]}")
    return Measured(json.loads(out.strip().splitlines()[-1]), peak[0], os.getloadavg()[0])


def _watch(program: subprocess.Popen[str], peak: list[float]) -> None:
    while program.poll() is None:
        peak[0] = max(peak[0], sum(map(_resident, _tree(program.pid))))
        time.sleep(EVERY)


def _tree(pid: int) -> list[int]:
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(each for child in below for each in _tree(int(child)))]


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE_MIB
    except (OSError, IndexError):
        return 0.0


def machine() -> dict[str, Any]:
    """What it ran on, and how busy that was."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    memory = int(Path("/proc/meminfo").read_text(encoding="ascii").split()[1]) // 2**20
    return {"cpu": model, "cores": os.cpu_count(), "memory_gib": memory, "load": round(os.getloadavg()[0], 1)}
