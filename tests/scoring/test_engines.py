"""The suite that admits an engine: the same digits as the oracle, on packs and rows at random and on the borders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from sqlglot import exp

from jiheng.packs.method import Completion, Proportional
from jiheng.packs.model import Grade, Node, Pack, Rounding, Years
from jiheng.scoring import sql
from jiheng.scoring.engines import ENGINES, engine, judge
from jiheng.scoring.integer import NARROW, TooWide
from jiheng.scoring.plan import Plan, compile_plan
from jiheng.scoring.rows import Bounds, Row, State
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


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(1000, 1100))
def test_duckdb_gives_the_digits_of_the_oracle_on_a_million_rows(seed: int) -> None:
    assert compare("duckdb", seed, 10_000) >= 10_000


def _pack(rounding: Rounding, *children: Node) -> Pack:
    return Pack(
        id="border",
        version="1",
        title="边界",
        region="",
        object="部门整体",
        years=Years(first=2000),
        status="unverified",
        sources=(),
        indicators=children,
        own_methods={"≥": Proportional(kind="proportional")},
        rounding=rounding,
        grades=(Grade(name="优", at_least=Fraction(90)), Grade(name="差", at_least=Fraction(0))),
    )


BORDER = _pack(
    Rounding(),
    Node(code="1", name="1", weight=Fraction(60), method=Proportional(kind="proportional", measure="x")),
    Node(code="2", name="2", weight=Fraction(40), method=Completion(kind="completion")),
)
THIRDS = _pack(
    Rounding(row=None, level=None, total=2),
    *(
        Node(code=str(at), name=str(at), weight=weight, method=Proportional(kind="proportional", measure="x"))
        for at, weight in enumerate((Fraction("33.335"), Fraction("33.335"), Fraction("33.33")))
    ),
)


def _row(plan: Plan, subject: int, code: str, value: int, base: int) -> Row:
    item = plan.items[code]
    rule = plan.rules[item.rule] if item.rule >= 0 else plan.parts["≥"]
    return Row(subject, item.number, 0, rule.number, plan.weights[code], 1, value, base, base, -1, State.GIVEN)


def border_rows(plan: Plan) -> Iterator[Row]:
    """Numerators on both sides of the largest BIGINT product, and far beyond."""
    edge = NARROW // (2 * 600_000)
    for subject, base in enumerate((edge - 1, edge, edge + 1, 2**62, 2**70, 10**22)):
        yield _row(plan, subject, "1", base - base // 3, base)
        yield _row(plan, subject, "2", base // 7, base)


def test_the_border_of_64_bits_is_crossed_without_a_wrong_digit() -> None:
    plan = compile_plan(BORDER)
    rows = list(border_rows(plan))
    expected = list(engine("reference").score(plan, rows))
    assert list(engine("duckdb").score(plan, rows)) == expected
    each = [next(iter(engine("duckdb").score(plan, rows[at : at + 2]))) for at in range(0, len(rows), 2)]
    assert each == expected


def test_small_numbers_are_computed_in_64_bits_and_large_ones_in_128() -> None:
    plan = compile_plan(
        _pack(
            Rounding(),
            Node(code="1", name="1", weight=Fraction(100), method=Proportional(kind="proportional", measure="x")),
        )
    )
    small = Bounds(weight=10**6, over=1, low=0, high=10**9, base=10**9, target_low=0, target_high=0)
    source = exp.to_table("rows")
    assert "INT128" not in sql.trail(plan, small, source).sql("duckdb")
    assert "INT128" in sql.trail(plan, replace(small, high=10**13, base=10**13), source).sql("duckdb")
    assert "DECIMAL(38, 0)" in sql.written(sql.trail(plan, replace(small, high=10**13, base=10**13), source), "spark")


def test_no_statement_ever_uses_floating_numbers() -> None:
    for seed in range(PACKS):
        plan = compile_plan(some_pack(Random(seed)))
        bounds = Bounds.of(some_rows(plan, Random(seed), 50))
        text = sql.trail(plan, bounds, exp.to_table("rows")).sql("duckdb") + sql.totals(
            plan, exp.to_table("trail")
        ).sql("duckdb")
        assert "DOUBLE" not in text
        assert "FLOAT" not in text
        assert " / " not in text


def test_numbers_beyond_38_digits_go_to_the_reference() -> None:
    plan = compile_plan(BORDER)
    rows = [_row(plan, 0, "1", 10**34, 3 * 10**34), _row(plan, 0, "2", 1, 3)]
    with pytest.raises(TooWide):
        list(engine("duckdb").score(plan, rows))
    (verdict,) = judge(engine("duckdb"), plan, rows)
    assert verdict.scores[0] == 200_000


def test_a_sum_of_endless_fractions_that_meets_a_half_is_decided_by_the_reference() -> None:
    # 33.335 × ⅓ + 33.335 × ⅔ = 33.335 exactly, half-up 33.34: no number of fixed digits shows it.
    plan = compile_plan(THIRDS)
    rows = [_row(plan, 0, "0", 1, 3), _row(plan, 0, "1", 2, 3), _row(plan, 0, "2", 0, 1)]
    (open_,) = engine("duckdb").score(plan, rows)
    assert open_.undecided
    (verdict,) = judge(engine("duckdb"), plan, rows)
    assert verdict.total == 333_400
    assert not verdict.undecided


def test_exact_values_that_end_are_never_left_open() -> None:
    plan = compile_plan(THIRDS)
    rows = [_row(plan, 0, "0", 1, 2), _row(plan, 0, "1", 1, 2), _row(plan, 0, "2", 0, 1)]
    (verdict,) = engine("duckdb").score(plan, rows)
    assert not verdict.undecided
    assert verdict.total == 333_400


def test_an_unknown_engine_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        engine("abacus")


@pytest.mark.parametrize("name", ["duckdb", "reference"])
def test_every_engine_names_itself_and_its_version(name: str) -> None:
    assert name in ENGINES
    assert engine(name).name == name
    assert engine(name).version


def test_one_engine_object_scores_one_plan_after_the_other() -> None:
    duck = engine("duckdb")
    for seed in (1, 2, 1):
        rng = Random(seed)
        plan = compile_plan(some_pack(rng))
        rows = some_rows(plan, rng, 100)
        assert list(judge(duck, plan, rows)) == list(engine("reference").score(plan, rows))
