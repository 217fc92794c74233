"""Spark is admitted by the same suite, in one test: a second worker would start a second session, which takes seconds."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from random import Random

import pytest

from jiheng.scoring.engines import engine
from jiheng.scoring.plan import compile_plan
from tests.scoring.at_random import some_pack, some_rows
from tests.scoring.test_engines import BORDER, border_rows, compare

pytestmark = pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None, reason="needs PySpark and Java"
)


def test_spark_gives_the_digits_of_the_oracle_also_beyond_64_bits() -> None:
    assert sum(compare("spark", seed, 2000) for seed in range(4)) >= 8000
    plan = compile_plan(BORDER)
    rows = list(border_rows(plan))
    assert list(engine("spark").score(plan, rows)) == list(engine("reference").score(plan, rows))


@pytest.mark.nightly
def test_spark_gives_the_digits_of_the_oracle_on_many_rows() -> None:
    rng = Random(2024)
    for _ in range(10):
        plan = compile_plan(some_pack(rng))
        rows = some_rows(plan, rng, 20_000)
        expected = list(engine("reference").score(plan, rows))
        found = engine("spark").score(plan, rows)
        assert [one for one, other in zip(found, expected, strict=True) if one != other and not one.undecided] == []
