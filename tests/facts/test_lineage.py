"""What codes have become: renamed is the same, merged and split is not."""

from __future__ import annotations

import pytest

from jiheng.facts.lineage import Lineage
from jiheng.facts.rows import Succession


def row(year: int, old: str, new: str, relation: str = "更名") -> Succession:
    return Succession(year=year, kind="指标", old=old, new=new, relation=relation)


def test_a_code_is_followed_back_through_every_renaming() -> None:
    lineage = Lineage.of([row(2024, "A", "B"), row(2025, "B", "C")])
    assert list(lineage.chain("指标", "C", 2025, 2022)) == [(2024, "B"), (2023, "A"), (2022, "A")]


@pytest.mark.parametrize("relation", ["合并", "拆分"])
def test_the_chain_ends_where_things_were_merged_or_split(relation: str) -> None:
    lineage = Lineage.of([row(2024, "A", "B", relation)])
    assert list(lineage.chain("指标", "B", 2025, 2022)) == [(2024, "B")]


def test_the_same_row_told_in_two_years_counts_once() -> None:
    assert Lineage.of([row(2025, "A", "B")] * 2).successors("指标", "A", 2025) == ("B",)


def test_another_kind_with_the_same_code_is_another_thing() -> None:
    assert Lineage.of([row(2025, "A", "B")]).successors("项目", "A", 2025) == ("A",)
