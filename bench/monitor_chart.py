"""Draw docs/monitoring.svg from monitor_results.json: error, coverage and early warning.

python bench/monitor_chart.py       needs requirements/bench-monitor.lock
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

HERE = Path(__file__).parent
CHART = HERE.parent / "docs" / "monitoring.svg"
MONTHS = "JFMAMJJASON"
LOOKS = {
    "ours": ("#1D4ED8", "-", "o", "this forecast"),
    "seasonal naive": ("#B45309", "--", "s", "seasonal naive"),
    "AutoETS": ("#047857", "--", "^", "AutoETS"),
    "straight line": ("#6B7280", ":", "v", "straight line"),
    "naive": ("#9D174D", ":", "D", "naive"),
}


def error(axes: Any, median: dict[str, list[float | None]]) -> None:
    for name, (colour, line, mark, label) in LOOKS.items():
        points = [(at, value) for at, value in enumerate(median[name]) if value is not None]
        axes.plot(*zip(*points, strict=True), line, color=colour, marker=mark, markersize=4, label=label)
    axes.set(title="Median error of the year-end rate, points", yscale="log", yticks=[1, 2, 5, 10, 20, 50])
    axes.yaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()
    axes.legend(frameon=False, fontsize=8)


def coverage(axes: Any, interval: dict[str, Any]) -> None:
    axes.axhspan(76, 84, color="#DBEAFE", label="76 to 84 %")
    axes.plot(interval["coverage"], "-o", color="#1D4ED8", markersize=4, label="interval that claims 80 %")
    axes.set(title="Truth inside the interval, %", ylim=(50, 100))
    axes.legend(frameon=False, fontsize=8, loc="lower right")


def early(axes: Any, rows: list[dict[str, Any]]) -> None:
    for key, colour, mark, label in (
        ("forecast, chance moved", "#1D4ED8", "-o", "warned by forecast"),
        ("light, line moved", "#B45309", "--s", "time-proportional light"),
    ):
        points = sorted({(row[key]["false alarms %"], row[key]["months before the year's end"]) for row in rows})
        axes.plot(*zip(*points, strict=True), mark, color=colour, markersize=4, label=label)
    axes.set(title="Months of warning by share of false alarms", xlabel="good years warned of in vain, %", ylim=(0, 12))
    axes.legend(frameon=False, fontsize=8, loc="lower right")


def main() -> None:
    found = json.loads((HERE / "monitor_results.json").read_text())
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "jiheng", "font.size": 9, "axes.titlesize": 10})
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(12, 3.6), layout="constrained")
    error(left, found["absolute error"]["median"])
    coverage(middle, found["interval"])
    early(right, found["warnings"]["same false alarms"])
    for axes in (left, middle):
        axes.set_xticks(range(11), MONTHS)
        axes.set_xlabel("known up to the end of")
    for axes in (left, middle, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(CHART, metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))


if __name__ == "__main__":
    main()
