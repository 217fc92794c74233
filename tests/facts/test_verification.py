from __future__ import annotations

from fractions import Fraction
from typing import Any

from jiheng.core.exact import Points
from jiheng.core.fault import Fault, Place
from jiheng.facts import verify
from jiheng.facts.rows import Answer, Evidence, Indicator, Project, Result
from jiheng.packs.method import Checklist, Choice, Item, OneOf, Proportional
from jiheng.packs.model import Node, Own, Pack
from tests.facts.sample import pack, town

OUTPUTS = Node(
    code="2", name="产出指标", weight=Fraction(50), own=Own(level_1="产出指标", level_2=("数量指标", "质量指标"))
)
BENEFITS = Node(code="3", name="效益指标", weight=Fraction(30), own=Own(level_1="效益指标"))


def project_pack(*nodes: Node) -> Pack:
    return pack(object="项目", indicators=nodes or (OUTPUTS, BENEFITS))


def indicator(code: str, level_1: str, weight: str, **fields: Any) -> Indicator:
    given: dict[str, Any] = {"code": code, "project": "001", "level_1": level_1, "name": code, "operator": "≥"}
    return Indicator(weight=Points.parse(weight), **(given | fields))


def found(*indicators: Indicator, packs: tuple[Pack, ...] = (), **tables: Any) -> tuple[Fault, ...]:
    projects = (Project(code="001", name="甲"), Project(code="002", name="乙"))
    return verify(town(projects=projects, indicators=indicators, **tables), *(packs or (project_pack(),)))


def test_weights_that_add_up_to_their_levels_are_in_order() -> None:
    assert (
        found(indicator("1", "产出指标", "20"), indicator("2", "产出指标", "30"), indicator("3", "效益指标", "30"))
        == ()
    )


def test_weights_of_110_are_told_level_by_level() -> None:
    outputs, benefits = found(
        indicator("1", "产出指标", "70", place=Place(file="indicators.csv", row=2)), indicator("3", "效益指标", "20")
    )
    assert "相差 20 分" in outputs.problem
    assert (outputs.value, outputs.expected) == ("70 分", "50 分")
    assert (outputs.place.row, outputs.place.path) == (2, "“权重”列")
    assert "相差 -10 分" in benefits.problem


def test_a_level_without_indicators_is_told_once_the_project_has_any() -> None:
    (lacking,) = found(indicator("1", "产出指标", "50"))
    assert "“效益指标”" in lacking.problem
    assert found() == ()


def test_an_indicator_at_home_in_no_level_is_told() -> None:
    homes = (indicator("1", "产出指标", "50", level_2="数量指标"), indicator("3", "效益指标", "30"))
    (wrong_level_1,) = found(*homes, indicator("4", "绩效指标", "1"))
    assert (wrong_level_1.value, wrong_level_1.expected) == ("绩效指标／", "产出指标、效益指标")
    (wrong_level_2,) = found(*homes, indicator("4", "产出指标", "1", level_2="经济效益指标"))
    assert "规则包中没有" in wrong_level_2.problem


def test_an_indicator_without_a_weight_weighs_nothing() -> None:
    unweighted = Indicator(code="9", project="001", level_1="产出指标", name="9", operator="≥")
    assert found(indicator("1", "产出指标", "50"), indicator("3", "效益指标", "30"), unweighted) == ()


def test_the_unit_and_its_projects_are_each_held_to_their_own_pack() -> None:
    unit = pack(indicators=(Node(code="9", name="履职", weight=Fraction(60), own=Own(level_1="")),))
    own = indicator("U", "产出指标", "59", project="")
    (short,) = found(own, packs=(unit, project_pack()))
    assert (short.expected, "项目" in short.problem) == ("60 分", False)
    assert found(own, packs=(pack(), project_pack())) == ()


LEAVES = (
    Node(code="1.1", name="执行率", weight=Fraction(10), method=Proportional(kind="proportional", measure="支出数")),
    Node(
        code="1.2",
        name="制度",
        weight=Fraction(5),
        method=Checklist(kind="checklist", items=(Item(code="A", name="有", points=Fraction(5)),)),
    ),
    Node(
        code="1.3",
        name="公开",
        weight=Fraction(1),
        method=OneOf(
            kind="one_of",
            choices=(Choice(code="a", name="是", share=Fraction(1)), Choice(code="b", name="否", share=Fraction(0))),
        ),
    ),
)


def test_codes_that_neither_unit_nor_pack_knows_are_told() -> None:
    faults = found(
        packs=(project_pack(*LEAVES),),
        results=(Result(indicator="1.1"), Result(indicator="1.3", choice="c"), Result(indicator="9.9")),
        answers=(Answer(indicator="1.2", item="B", answer="是"), Answer(indicator="1.2", item="A", answer="是")),
        evidence=(Evidence(code="E", indicator="8.8", title="合同"),),
    )
    assert [(fault.value, fault.expected) for fault in faults] == [
        ("9.9", "已登记的指标编码，或规则包的指标编码"),
        ("8.8", "已登记的指标编码，或规则包的指标编码"),
        ("B", "A"),
        ("c", "a、b"),
    ]


def test_choices_and_answers_that_the_pack_knows_are_in_order() -> None:
    assert (
        found(
            packs=(project_pack(*LEAVES),),
            results=(Result(indicator="002/1.3", choice="a"), Result(indicator="1.1", choice="")),
            answers=(Answer(indicator="1.1", item="X", answer="是"),),
        )
        == ()
    )
