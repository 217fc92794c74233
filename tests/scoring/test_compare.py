"""Two packs on one population: what changes for whom, and by what."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from jiheng.facts.dataset import DataSet
from jiheng.packs.method import Linear, Proportional
from jiheng.packs.model import Cap, CapBand, Deduction, Grade, Own
from jiheng.scoring import score
from jiheng.scoring.compare import compare
from tests.scoring.small import node, own, pack, proportional, unit, with_own


def called(data: DataSet, code: str) -> DataSet:
    return replace(data, unit=replace(data.unit, code=code, name=f"单位{code}"))


OLD = pack(node("1", 40, proportional()), node("2", 20, proportional()))
NEW = pack(
    node("1", 40, Linear(kind="linear", measure="比率", zero_at=Fraction(1, 2), full_at=Fraction(1))),
    node("2", 20, proportional()),
)


def test_the_one_indicator_that_differs_decides() -> None:
    (found,) = compare(OLD, NEW, [called(unit(7, 10), "a")]).changed
    step = found.decides
    assert step is not None
    assert (step.code, step.old, step.new) == (
        "1",
        score(unit(7, 10), OLD).line("1").score,
        score(unit(7, 10), NEW).line("1").score,
    )
    assert found.gain == step.gain
    assert (found.old.total.shown(), found.new.total.shown()) == ("82.00", "70.00")


def test_equal_packs_change_nobody() -> None:
    population = [called(unit(each, 10), str(each)) for each in range(1, 10)]
    found = compare(OLD, OLD, population)
    assert len(found.subjects) == 9
    assert not found.changed
    assert not found.deciding


def test_totals_and_grades_are_those_of_the_sheets_for_every_subject() -> None:
    rng = Random(3)
    population = [called(unit(rng.randint(0, 12), 10), str(at)) for at in range(60)]
    for each, data in zip(compare(OLD, NEW, population).subjects, population, strict=True):
        before, after = score(data, OLD), score(data, NEW)
        assert (each.old.total, each.old.grade) == (before.total, before.grade)
        assert (each.new.total, each.new.grade) == (after.total, after.grade)
        assert sum(step.gain.units for step in each.steps) == each.gain.units


def test_who_rises_and_who_falls_is_told_and_the_largest_loss_comes_first() -> None:
    grades = (Grade(name="优", at_least=Fraction(80)), Grade(name="差", at_least=Fraction(0)))
    found = compare(
        pack(node("1", 40, proportional()), grades=grades),
        pack(*NEW.indicators[:1], grades=grades),
        [called(unit(7, 10), "a"), called(unit(10, 10), "b"), called(unit(6, 10), "c")],
    )
    assert [each.code for each in found.falling] == ["a", "c"]
    assert not found.rising
    assert [each.code for each in found.changed] == ["c", "a"]
    assert found.deciding == {"1": 2}


def test_a_subject_without_data_lacks_them_and_is_no_proof_of_the_rule() -> None:
    (found,) = compare(OLD, NEW, [called(unit(), "a")]).subjects
    assert [lack.code for lack in found.new.lacks] == ["1", "2"]
    assert "在职人数" in found.new.lacks[0].why
    assert not found.sound


def test_a_subject_that_one_pack_refuses_is_told_apart_from_the_others() -> None:
    methods = {"≥": Proportional(kind="proportional")}
    wants_thirty = pack(node("9", 30, own=Own(level_1="产出")), own_methods=methods)
    wants_forty = pack(node("9", 40, own=Own(level_1="产出")), own_methods=methods)
    good = called(with_own(own("A", 30, "7", "7")), "a")
    found = compare(wants_thirty, wants_forty, [good])
    (refused,) = found.unscored
    assert (refused.code, refused.under) == ("a", wants_forty)
    assert refused.faults
    assert not found.subjects


def test_own_indicators_and_adjustments_are_steps_with_their_names() -> None:
    methods = {"≥": Proportional(kind="proportional")}
    level = node("9", 30, own=Own(level_1="产出"))
    cap = Cap(code="C", name="封顶", measure="比率", bands=(CapBand(below=Fraction(1), at_most=Fraction(60)),), cite="")
    taken = Deduction(code="D", name="扣分", measure="在职人数", lose=Fraction(1), at_most=Fraction(3), cite="")
    data = called(with_own(own("A", 30, "10", "5"), staff=8, posts=10), "a")
    plain = pack(level, own_methods=methods)
    (found,) = compare(plain, pack(level, own_methods=methods, deductions=(taken,)), [data]).changed
    assert [(step.code, step.name, step.gain.shown()) for step in found.steps] == [("D", "扣分", "-3.00")]
    (found,) = compare(plain, pack(level, own_methods=methods, caps=(cap,)), [data]).changed
    assert found.decides is not None
    assert (found.decides.name, found.gain.shown()) == ("封顶", "-25.00")
    (found,) = compare(plain, pack(node("9", 30, proportional()), own_methods=methods), [data]).changed
    assert {(step.code, step.name) for step in found.steps} == {("A", "自设A"), ("9", "指标9")}
