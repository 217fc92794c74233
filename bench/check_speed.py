"""Measure how fast texts are checked, alone and by the thousand, and how the time grows with the text.

    python bench/check_speed.py [--write]

The reports are those that ``check.py`` writes, without planted faults. CPU time is measured, not the wall
clock, but for the reports a second, which are told with the load of the machine beside them. Figures go to
``bench/check_speed.json``.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import check_docs
import measured
from check import FILLERS, SHAPES

from jiheng.checks.text import check_plain

RESULTS = Path(__file__).with_name("check_speed.json")
LENGTH = 10_000
REPORT = 2_700
"""Characters of a report: those of the document that the product was conceived from."""
QUIET = 4
"""Sentences without amounts behind each with them, so that a report holds as many numbers as that document: sixty."""
FILES = 1_000
FIRST = 1_000
MILLION = 1_000_000
TURNS = 21


def report(rng: random.Random, characters: int) -> str:
    """A sound report of at least so many characters."""
    lines: list[str] = []
    length = 0
    while length < characters:
        shape = rng.choice(SHAPES)
        said = [shape.write(shape.draw(rng)), *rng.sample(FILLERS, QUIET)]
        lines += said
        length += sum(map(len, said)) + len(said)
    return "\n".join(lines)


def paragraph(rng: random.Random, numbers: int) -> str:
    """One paragraph of so many amounts."""
    return "，".join(
        f"项目{rng.randrange(1000)}资金{rng.randrange(1000, 999_900) / 100:.2f}万元" for _ in range(numbers // 2)
    )


def digits(rng: random.Random, numbers: int) -> str:
    """One paragraph of so many bare numbers."""
    return "，".join(str(rng.randrange(1, 99_999)) for _ in range(numbers))


def cpu(text: str) -> float:
    """Seconds of CPU that one check takes."""
    began = time.process_time()
    check_plain(text)
    return time.process_time() - began


def ten_thousand() -> dict[str, Any]:
    """The median of checks of one report of ten thousand characters."""
    text = report(random.Random(1), LENGTH)[:LENGTH]
    times = [cpu(text) * 1000 for _ in range(TURNS)]
    return {
        "characters": len(text),
        "milliseconds": round(statistics.median(times), 1),
        "fastest": round(min(times), 1),
    }


def thousand() -> dict[str, Any]:
    """A folder of reports in one call of the command."""
    rng = random.Random(2)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        for number in range(FILES):
            (folder / f"{number:04}.txt").write_text(report(rng, REPORT), encoding="utf-8")
        command = [str(Path(sys.executable).with_name("jiheng")), "check", "--format", "json", str(folder)]
        began = time.perf_counter()
        answered = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - began
    documents = json.loads(answered.stdout)["documents"]
    assert len(documents) == FILES
    return {
        "files": FILES,
        "characters_each": round(sum(each["characters"] for each in documents) / FILES),
        "numbers_each": round(sum(each["coverage"]["numbers"] for each in documents) / FILES),
        "seconds": round(seconds, 2),
        "a_second": round(FILES / seconds),
    }


def growth(write: Callable[[random.Random, int], str], first: int) -> dict[str, Any]:
    """CPU seconds at once, ten times and a hundred times the text."""
    seconds = [min(cpu(write(random.Random(3), first * times)) for _ in range(3)) for times in (1, 10, 100)]
    return {
        "first": first,
        "seconds": [round(each, 3) for each in seconds],
        "ten_times": [round(b / a, 1) for a, b in pairwise(seconds)],
    }


def million() -> dict[str, Any]:
    """A million numbers in one paragraph, in a process of its own."""
    program = "import check_speed, json, random; print(json.dumps({'seconds': check_speed.cpu(check_speed.digits(random.Random(4), check_speed.MILLION))}))"
    found = measured.run([sys.executable, "-c", f"import sys; sys.path.insert(0, {str(RESULTS.parent)!r}); {program}"])
    return {"numbers": MILLION, "seconds": round(found.told["seconds"], 1), "peak_mib": round(found.peak_mib)}


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description="Measure the speed of the text check.")
    parser.add_argument(
        "--write", action="store_true", help="write check_speed.json and the tables of docs/checking-text.md"
    )
    args = parser.parse_args()
    check_plain(report(random.Random(0), LENGTH))  # what is loaded once
    figures = {
        "machine": measured.machine(),
        "ten_thousand": ten_thousand(),
        "thousand": thousand(),
        "growth": {
            "report": growth(report, REPORT),
            "paragraph": growth(paragraph, FIRST),
            "digits": growth(digits, FIRST),
        },
        "million": million(),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    if args.write:
        RESULTS.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        check_docs.write()


if __name__ == "__main__":
    main()
