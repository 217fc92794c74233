"""What it costs to read foreign bytes in a child: an empty call, the first call, and a workbook of many cells both ways."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from jiheng.core import apart
from jiheng.facts.workbook.opening import open_book, read_book

ROWS, COLUMNS, CALLS = 20_000, 16, 50


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def book(path: Path) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as made:
        sheet = made.add_worksheet("预算")
        for row in range(ROWS):
            sheet.write_row(row, 0, [row * column + 0.25 for column in range(COLUMNS)])
    return path


def main() -> None:
    empty = lambda: apart.call("os.path:basename", "a/b")  # noqa: E731 - said three times
    print(f"load {os.getloadavg()[0]:.1f}")
    print(f"first call        {seconds(empty) * 1000:8.1f} ms")
    calls = [seconds(empty) * 1000 for _ in range(CALLS)]
    print(f"call, median      {statistics.median(calls):8.1f} ms")
    with tempfile.TemporaryDirectory() as folder:
        path = book(Path(folder, "a.xlsx"))
        print(f"{ROWS * COLUMNS:,} cells here  {seconds(lambda: read_book(path)):8.2f} s")
        print(f"{ROWS * COLUMNS:,} cells apart {seconds(lambda: open_book(path)):8.2f} s")


if __name__ == "__main__":
    main()
