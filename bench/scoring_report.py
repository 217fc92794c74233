"""results.json → docs/benchmarks.md (its table) and docs/benchmarks-scoring.svg (its chart)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs"
NAMES = {
    "compiled": "绩衡 Jiheng (compiled plan)",
    "hand_written": "hand-written integer SQL",
    "with_polars": "Polars",
    "with_pandas": "pandas",
    "with_openfisca": "OpenFisca",
    "with_spark": "PySpark (local)",
    "with_libreoffice": "LibreOffice Calc",
}


def write() -> None:
    """Renew table and chart; the text around the table stays."""
    results = json.loads((HERE / "results.json").read_text(encoding="utf-8"))
    page = DOCS / "benchmarks.md"
    text = page.read_text(encoding="utf-8")
    for name, block in (("scoring", table(results)), ("promises", promises(results))):
        text = renewed(text, name, block)
    page.write_text(text, encoding="utf-8")
    (DOCS / "benchmarks-scoring.svg").write_text(chart(results), encoding="utf-8")


def renewed(text: str, name: str, block: str) -> str:
    """Put a block between its two marks."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n\n{block}\n{end}{rest.partition(end)[2]}"


def table(results: dict[str, Any]) -> str:
    """Seconds by size, rate and memory at the largest size, wrong totals."""
    sizes = [size["rows"] for size in results["sizes"]]
    lines = [
        f"| program | {' | '.join(f'{_short(rows)} rows, s' for rows in sizes)} | rows/s at its largest | CPU s there | peak MiB | wrong totals |",
        f"| --- | {' | '.join('---:' for _ in sizes)} | ---: | ---: | ---: | ---: |",
    ]
    for key, name in NAMES.items():
        by_size = [size["peers"].get(key) for size in results["sizes"]]
        met = [found for found in by_size if found]
        if not met:
            continue
        cells = [f"{found['seconds']:.2f}" if found else "–" for found in by_size]
        last = met[-1]
        wrong = f"{last['wrong_totals']:,}"
        cpu = f"{last['cpu_seconds']:.2f}" if key not in ("with_spark", "with_libreoffice") else "–"
        rate, peak = f"{last['rows_per_second']:,}", f"{last['peak_mib']:,}"
        lines.append(f"| {name} | {' | '.join(cells)} | {rate} | {cpu} | {peak} | {wrong} |")
    versions = "; ".join(
        dict.fromkeys(found["version"] for size in results["sizes"] for found in size["peers"].values())
    )
    machine = results["machine"]
    lines += [
        "",
        f"{results['date']}, {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, load {machine['load']} at the start. {versions}.",
        "",
    ]
    return "\n".join(lines)


def promises(results: dict[str, Any]) -> str:
    """Each promise, what was measured by the clock and by the CPU, and whether it was kept."""
    found = results["bounds"]
    loads = [load for size in results["sizes"] for peer in size["peers"].values() for load in peer["loads"]]
    rows = (
        (
            "at most 1.5 × the hand-written SQL",
            found["times_hand_written"],
            found["cpu_times_hand_written"],
            found["times_hand_written"] <= 1.5,
        ),
        (
            "at least 4 × OpenFisca per row",
            found["times_openfisca"],
            found["cpu_times_openfisca"],
            found["times_openfisca"] >= 4,
        ),
        ("at least 3 × pandas per row", found["times_pandas"], found["cpu_times_pandas"], found["times_pandas"] >= 3),
        ("at most 1 GiB", f"{found['peak_mib']} MiB", "", found["peak_mib"] <= 1024),
        ("no total differs", found["mismatches"], "", found["mismatches"] == 0),
    )
    lines = ["| promise | by the clock | by CPU seconds | kept |", "| --- | ---: | ---: | --- |"]
    lines += [f"| {what} | {clock} | {cpu} | {'yes' if kept else 'no'} |" for what, clock, cpu, kept in rows]
    lines += [
        "",
        f"At {_short(found['rows'])} rows. While it ran the machine's load was {min(loads)} to {max(loads)}.",
        "",
    ]
    return "\n".join(lines)


def _short(rows: int) -> str:
    return f"{rows // 10**6} M" if rows >= 10**6 else f"{rows // 1000} k"


def chart(results: dict[str, Any]) -> str:
    """Rows a second at each program's largest size, as bars on a plain scale."""
    rates = {
        name: found["rows_per_second"]
        for key, name in NAMES.items()
        for found in [next((size["peers"][key] for size in reversed(results["sizes"]) if key in size["peers"]), None)]
        if found
    }
    most, width, left, step = max(rates.values()), 420, 220, 34
    bars = []
    for at, (name, rate) in enumerate(rates.items()):
        y, length = 44 + at * step, max(rate / most * width, 1)
        fill = "#1f6feb" if at == 0 else "#9aa7b5"
        bars.append(f'<text x="{left - 10}" y="{y + 15}" text-anchor="end">{name}</text>')
        bars.append(f'<rect x="{left}" y="{y}" width="{length:.1f}" height="22" rx="3" fill="{fill}"/>')
        bars.append(f'<text x="{left + length + 8:.1f}" y="{y + 15}">{rate / 10**6:.2f} M</text>')
    height = 60 + len(rates) * step
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 90} {height}" role="img" '
        'font-family="system-ui, sans-serif" font-size="13" fill="#24292f">\n'
        "<title>Indicator rows scored per second, at each program's largest size</title>\n"
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n'
        '<text x="14" y="24" font-weight="600">Indicator rows scored per second (higher is better)</text>\n'
        + "\n".join(bars)
        + "\n</svg>\n"
    )


if __name__ == "__main__":
    write()
