"""A pack that cannot be scored exactly is refused with every reason at once."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jiheng.core.fault import Refused
from jiheng.packs.method import Checklist, Completion, Item, Linear, Step
from jiheng.packs.model import Absent, Deduction, Node
from jiheng.scoring.plan import compile_plan, plan_of
from tests.scoring.small import node, pack, proportional


def refusals(*nodes: Node, **more: object) -> str:
    with pytest.raises(Refused) as caught:
        compile_plan(pack(*nodes, **more))
    return "\n".join(fault.text() for fault in caught.value.faults)


def test_weights_of_a_level_and_of_the_whole_must_add_up() -> None:
    told = refusals(node("1", 30, children=(node("1.1", 10, proportional()),)), full_marks=Fraction(120))
    assert "下级指标分值合计 10 分，应为30 分" in told
    assert "一级指标分值合计 100 分，应为120 分" in told


def test_points_finer_than_one_ten_thousandth_are_refused() -> None:
    assert "分值超过 4 位小数" in refusals(Node(code="1", name="1", weight=Fraction(1, 3), method=proportional()))


def test_a_node_is_one_thing_only() -> None:
    assert "应有下级指标、自设指标或计分方法之一" in refusals(node("1", 10))


@pytest.mark.parametrize("to", ["", "9", "1"])
def test_points_must_move_to_another_level(to: str) -> None:
    assert "分值无处可移" in refusals(node("1", 10, proportional(), not_applicable=Absent(rule="move", to=to)))


def test_points_cannot_move_to_a_level_that_holds_nothing_else() -> None:
    child = node("1.1", 10, proportional(), not_applicable=Absent(rule="move", to="1"))
    assert "分值无处可移" in refusals(node("1", 10, children=(child,)))


def test_methods_that_cannot_score_are_refused() -> None:
    told = refusals(
        node("1", 10, Checklist(kind="checklist", items=(Item(code="A", name="甲", points=Fraction(3)),))),
        node("2", 10, Linear(kind="linear", measure="比率", zero_at=Fraction(1), full_at=Fraction(1))),
        node("3", 10, Step(kind="step", measure="比率", target=Fraction(1), per=Fraction(0), lose=Fraction(1))),
        node("4", 10, Completion(kind="completion", weighting="amount")),
        own_methods={"≥": Completion(kind="completion")},
        deductions=(
            Deduction(
                code="D", name="扣", measure="比率", per=Fraction(0), lose=Fraction(1), at_most=Fraction(1), cite=""
            ),
        ),
    )
    for part in (
        "核对事项分值合计 3 分",
        "零分点与满分点相同",
        "扣分步长应大于 0",
        "没有金额可以加权",
        "不能用这种计分方法",
        "扣分项 D 的步长应大于 0",
    ):
        assert part in told


def test_equal_ways_of_scoring_are_one_rule() -> None:
    plan = compile_plan(pack(node("1", 10, proportional()), node("2", 10, proportional())))
    assert plan.items["1"].rule == plan.items["2"].rule
    assert not plan.carries


def test_a_loaded_pack_is_compiled_once() -> None:
    loaded = pack(node("1", 10, proportional()), sha256="f" * 64)
    assert plan_of(loaded) is plan_of(loaded.model_copy())
    assert plan_of(pack()) is not plan_of(pack())


def test_a_pack_changed_in_memory_is_never_scored_by_its_old_plan() -> None:
    loaded = pack(node("1", 10, proportional()), sha256="e" * 64)
    changed = loaded.model_copy(update={"indicators": pack(node("1", 20, proportional())).indicators})
    assert plan_of(loaded).weights["1"] == 100_000
    assert plan_of(changed).weights["1"] == 200_000
    assert plan_of(loaded).weights["1"] == 100_000
