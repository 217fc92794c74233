"""The first count of a family stays as it was, and every family has one."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import yaml

BENCH = Path(__file__).resolve().parents[2] / "bench"
FIRST = json.loads((BENCH / "families.json").read_text(encoding="utf-8"))
COUNTED = {"58d21447d3cc9f345bbf40e4af54dd9599d5e7e246a48145c8529662b5668b59": 34}
"""Digest of the first counts of each batch of families, in the order in which they were added → how many there are."""


def batches() -> list[str]:
    """The digest of each batch's counts."""
    entries, digests, at = list(FIRST.items()), [], 0
    for size in COUNTED.values():
        batch = json.dumps(entries[at : at + size], ensure_ascii=False, sort_keys=True)
        digests.append(hashlib.sha256(batch.encode()).hexdigest())
        at += size
    return digests


def test_a_first_count_is_never_changed() -> None:
    assert batches() == list(COUNTED)
    assert len(FIRST) == sum(COUNTED.values())


def test_every_family_was_counted_as_it_stands() -> None:
    digests = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in BENCH.glob("families/*.yaml")}
    assert digests == {name: counted["sha256"] for name, counted in FIRST.items()}


def test_there_are_thirty_families_and_tables_among_them() -> None:
    tables = [path for path in BENCH.glob("families/table_*.yaml") if "table" in _first_case(path)]
    assert (len(FIRST) >= 30, len(tables) >= 5) == (True, True)


def _first_case(path: Path) -> dict[str, object]:
    family: dict[str, list[dict[str, object]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return family["cases"][0]
