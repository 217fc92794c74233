"""The table of security items misses none, and every test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs/安全对照表.md"
ITEMS = [f"S{n}" for n in range(1, 21)] + [f"D{n}" for n in range(1, 11)]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [SD]\d+ \|", line)
]


def test_every_item_stands_in_the_table_once_and_in_order() -> None:
    assert [row[0] for row in ROWS] == ITEMS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_what_an_item_says_is_held_by_tests_that_exist(row: list[str]) -> None:
    named = re.findall(r"`([^`]+)::([^`]+)`", row[3])
    missing = [name for file, name in named if f"def {name}(" not in (ROOT / "tests" / file).read_text("utf-8")]
    assert named
    assert missing == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_a_row_says_met_or_what_is_missing(row: list[str]) -> None:
    assert row[2].startswith("满足") or re.match(r"部分：.+", row[2])
