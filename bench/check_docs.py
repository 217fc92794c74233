"""check_speed.json, families.json and unseen.json → the tables of docs/checking-text.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jiheng.core.exact import decimal_text, half_up

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "checking-text.md"
TEXTS = {
    "report": "reports of 2,700, 27,000, 270,000 characters",
    "paragraph": "one paragraph of 1,000, 10,000, 100,000 amounts with words",
    "digits": "one paragraph of 1,000, 10,000, 100,000 bare numbers",
}


def write() -> None:
    """Renew the two tables; the text around them stays."""
    text = PAGE.read_text(encoding="utf-8")
    for name, block in blocks().items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}\n\n{block}\n\n{end}{rest.partition(end)[2]}"
    PAGE.write_text(text, encoding="utf-8")


def blocks() -> dict[str, str]:
    """Mark → table."""
    return {"speed": speed(_read("check_speed")), "unseen": unseen(_read("unseen"), _read("families"))}


def unseen(told: dict[str, Any], families: dict[str, Any]) -> str:
    """The first counts on what nobody who built the readers had seen."""
    lines = [
        "| first count on | faults met | sound figures recomputed | errors that were wrong |",
        "| --- | --- | --- | --- |",
    ]
    for name in ("reports", "tables"):
        now, then = told[name], told["before"][name]
        lines.append(
            f"| {now['documents']} {name} | {_share(now['caught'], now['defects'])} (build before {_share(then['caught'], now['defects'])})"
            f" | {_share(now['recomputed'], now['sound'])} (before {_share(then['recomputed'], now['sound'])})"
            f" | {now['false_errors']} (before {then['false_errors']}) |"
        )
    total = {
        key: sum(each[key] for each in families.values())
        for key in ("figures", "recomputed", "altered", "objected", "false_errors")
    }
    lines.append(
        f"| {len(families)} families of wordings and tables | {_share(total['objected'], total['altered'])} of altered digits"
        f" | {_share(total['recomputed'], total['figures'])} | {total['false_errors']} |"
    )
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}, {decimal_text(half_up(part * 1000, whole), 1)} %"


def _read(name: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return held


def speed(results: dict[str, Any]) -> str:
    """What was promised beside what was measured."""
    ten, many, million, machine = (results[name] for name in ("ten_thousand", "thousand", "million", "machine"))
    rows = [
        ("10,000 characters, once the process runs", "≤ 50 ms", f"{ten['milliseconds']} ms of CPU (median of 21)"),
        (
            f"1,000 reports of {many['characters_each']:,} characters with {many['numbers_each']} numbers in one call",
            "≥ 200 a second on two cores",
            f"{many['a_second']:,} a second ({many['seconds']} s, load {machine['load']})",
        ),
    ]
    for name, text in TEXTS.items():
        grown = results["growth"][name]
        seconds = ", ".join(f"{each:g} s" for each in grown["seconds"])
        rows.append(
            (text, "10 × the text, ≤ 12 × the time", f"{seconds}: × {grown['ten_times'][0]}, × {grown['ten_times'][1]}")
        )
    rows.append(
        ("a million numbers in one paragraph", "answers", f"{million['seconds']:g} s, {million['peak_mib']:,} MiB")
    )
    lines = [f"| {' | '.join(row)} |" for row in rows]
    where = f"Measured on {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB."
    return "\n".join(["| what | promised | measured |", "| --- | --- | --- |", *lines, "", where])


if __name__ == "__main__":
    write()
