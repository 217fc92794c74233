"""The suite that admits an engine: the same digits as the oracle, on packs and rows at random."""

from __future__ import annotations

from random import Random

import pytest

from jiheng.scoring.engines import engine, judge
from jiheng.scoring.plan import compile_plan
from tests.scoring.at_random import some_pack, some_rows

PACKS = 40


def compare(name: str, seed: int, rows_wanted: int) -> int:
    """Score a pack and rows at random with an engine and the oracle; return how many rows there were."""
    rng = Random(seed)
    plan = compile_plan(some_pack(rng))
    rows = some_rows(plan, rng, rows_wanted)
    expected = list(engine("reference").score(plan, rows))
    assert list(judge(engine(name), plan, rows)) == expected
    return len(rows)


@pytest.mark.parametrize("seed", range(PACKS))
def test_duckdb_gives_the_digits_of_the_oracle(seed: int) -> None:
    assert compare("duckdb", seed, 50_000 // PACKS) >= 50_000 // PACKS
