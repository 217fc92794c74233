"""The figures of ``bench/web.py`` as a page: ``docs/benchmarks-web.md`` is written from ``bench/web.json``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "bench/web.json"
PAGE = ROOT / "docs/benchmarks-web.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
MOST_MS, MOST_QUERIES, MOST_IMPORT, MOST_FORMS = 150, 12, 10, 5


def promises(found: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """What was promised, what was measured, and whether it was kept."""
    own = {page: each for page, each in found["pages"].items() if page != "bare"}
    slowest = max(own, key=lambda page: own[page]["p95"])
    most = max(found["queries"], key=lambda page: found["queries"][page])
    return [
        (
            f"p95 of any page at most {MOST_MS} ms",
            f"{own[slowest]['p95']} ms ({slowest})",
            own[slowest]["p95"] <= MOST_MS,
        ),
        (
            f"at most {MOST_QUERIES} queries a page",
            f"{found['queries'][most]} ({most})",
            found["queries"][most] <= MOST_QUERIES,
        ),
        (
            f"a workbook of {found['import']['rows']:,} rows, every fault listed, within {MOST_IMPORT} s",
            f"{found['import']['seconds']} s, {found['import']['faults']} faults",
            found["import"]["seconds"] <= MOST_IMPORT,
        ),
        (
            f"every form of a unit rebuilt within {MOST_FORMS} s",
            f"{found['forms']['seconds']} s, {found['forms']['files']} files",
            found["forms"]["seconds"] <= MOST_FORMS,
        ),
        ("every request answered", f"{sum(map(len, found['failures'].values()))} failed", not found["failures"]),
    ]


def lines(found: dict[str, Any]) -> list[str]:
    """The measured part of the page."""
    county, made = found["county"], found["machine"]
    ground = (
        f"{found['date']}, {made['cpu']}, {made['cores']} cores, {made['memory_gib']} GiB, load {made['load']} at the end; "
        f"{found['database']}; Django {found['versions']['django']}, waitress {found['versions']['waitress']}. "
        f"{county['units']} units × {county['projects']} projects × {county['indicators']} indicators, "
        f"{found['rate']} requests a second for {found['seconds']} s; the server ({found['processes']} processes for pages, one for background work) used {found['server_cpu_seconds']} s of processor time and at most {found['server_peak_mib']} MiB."
    )
    kept = [f"| {said} | {met} | {'yes' if ok else '**no**'} |" for said, met, ok in promises(found)]
    rows = [_row(page, each, found) for page, each in found["pages"].items()]
    return [
        ground,
        "",
        "| promise | measured | kept |",
        "| --- | --- | --- |",
        *kept,
        "",
        "| page | asked | p50, ms | p95, ms | max, ms | queries |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *rows,
    ]


def _row(page: str, each: dict[str, Any], found: dict[str, Any]) -> str:
    name = "bare Django page, beside" if page == "bare" else f"`{page}`"
    queries = found["queries"].get(page, "")
    return f"| {name} | {each['asked']} | {each['p50']} | {each['p95']} | {each['max']} | {queries} |"


def write(found: dict[str, Any]) -> None:
    """Keep the figures and renew the page."""
    FIGURES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    PAGE.write_text("\n".join([before + BEGIN, "", *lines(found), "", END + after]), encoding="utf-8")
