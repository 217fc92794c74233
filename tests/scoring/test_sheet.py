"""The sheet as a whole: levels, roundings, and losses that add up exactly."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

import pytest

from jiheng.core.exact import Points
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Answer, Indicator, Result, Unit
from jiheng.packs.method import AllOrNothing, Checklist, OneOf, Qualitative
from jiheng.packs.model import Dated, Measure, Node, Pack, Rounding, Value
from jiheng.scoring import score
from jiheng.scoring.record import record
from tests.scoring.at_random import LEVELS, some_pack
from tests.scoring.small import adds_up, node, pack, proportional, unit


def some_data(rng: Random, packed: Pack) -> DataSet:
    """A unit that answers most of what the pack asks."""
    indicators, results, answers = [], [], []
    for each in packed.nodes():
        if rng.random() < 0.05:
            results.append(Result(indicator=each.code, absent="不涉及"))
            continue
        if each.own is not None:
            indicators += [_own(rng, each, at) for at in range(2)]
        if isinstance(each.method, Qualitative):
            results.append(Result(indicator=each.code, level=rng.choice(LEVELS).name))
        if isinstance(each.method, OneOf):
            results.append(Result(indicator=each.code, choice=rng.choice(["A", "B", "C", ""])))
        if isinstance(each.method, Checklist):
            answers += [
                Answer(indicator=each.code, item=item, answer=rng.choice(["是", "否", "不适用"])) for item in "AB"
            ]
    indicators += [_own(rng, None, at) for at in range(3)]
    for row in indicators:
        if row.operator == "定性":
            results.append(Result(indicator=row.code, level=rng.choice(LEVELS).name))
        elif rng.random() < 0.9:
            results.append(Result(indicator=row.code, actual=Fraction(rng.randint(-20, 400), rng.choice([1, 10, 7]))))
    who = Unit(
        code="1", name="随机镇", year=2024, pack="random", staff=rng.randint(0, 300), posts=rng.choice([0, 7, 100, 100])
    )
    return DataSet(unit=who, indicators=tuple(indicators), results=tuple(results), answers=tuple(answers))


def _own(rng: Random, level: Node | None, at: int) -> Indicator:
    half = Points.of(level.weight / 2) if level else Points.of(1)
    weight = half if at or level is None else Points.of(level.weight) - half
    return Indicator(
        code=f"{level.code if level else 'u'}-{at}",
        level_1=level.code if level else "别的",
        name=f"自设 {at}",
        operator=rng.choice(["≥", "≤", "=", ">", "<", "定性"]),
        target=Fraction(rng.choice([0, 5, 100, -1])),
        weight=weight,
        unit=rng.choice(["%", "个", ""]),
    )


def with_x(packed: Pack, rng: Random) -> Pack:
    """The random pack's measure x, as a quotient, a difference or a dated value."""
    formula = rng.choice(
        ["在职人数 / 编制数", "在职人数 / 编制数 - 1", "在职人数 - 编制数", "最小(在职人数, 编制数) / 100", "常数"]
    )
    values = {"常数": Value(unit="", since={date(2000, 1, 1): Dated(value=Fraction(2, 3), cite="")})}
    measures = {"x": Measure(unit=rng.choice(["%", "元", "个"]), formula=formula)}
    return packed.model_copy(update={"measures": measures, "values": values})


@pytest.mark.parametrize("seed", range(60))
def test_losses_add_up_exactly_and_every_line_has_a_reason(seed: int) -> None:
    rng = Random(seed)
    packed = with_x(some_pack(rng), rng)
    data = some_data(rng, packed)
    sheet = score(data, packed, engine="reference" if seed % 3 else "duckdb")
    adds_up(sheet)
    assert all(line.because for line in sheet.lines)
    assert all(notice.text and notice.fix for notice in sheet.notices)
    assert record(sheet)["total"] == sheet.total.shown()


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(1000, 2000))
def test_losses_add_up_exactly_on_many_packs(seed: int) -> None:
    rng = Random(seed)
    packed = with_x(some_pack(rng), rng)
    adds_up(score(some_data(rng, packed), packed, engine="reference"))


def test_rounding_a_level_is_told_as_its_own_part_of_the_loss() -> None:
    children = tuple(node(f"1.{at}", 10, proportional()) for at in range(3))
    packed = pack(node("1", 30, children=children), rounding=Rounding(row=2, level=0, total=2))
    sheet = score(unit(948, 1000), packed)
    assert str(sheet.line("1").score) == "28.0000"  # 3 × 9.48 = 28.44
    assert str(sheet.line("1").rounding) == "0.4400"
    adds_up(sheet)


def test_the_order_of_roundings_changes_the_score() -> None:
    children = tuple(node(f"1.{at}", 1, proportional()) for at in range(4))
    data = unit(4949, 10000)
    early = score(data, pack(node("1", 4, children=children), rounding=Rounding(row=1)))
    late = score(data, pack(node("1", 4, children=children), rounding=Rounding(row=None, level=None, total=1)))
    assert str(early.line("1").score) == "2.0000"
    assert str(late.line("1").score) == "1.9796"
    assert str(late.total) == "98.0000"
    assert str(late.rounding) == "-0.0204"
    adds_up(early)
    adds_up(late)


def test_two_thirds_and_one_third_carried_exactly_are_whole() -> None:
    packed = pack(
        node("1", 10, proportional()),
        node("2", 20, proportional(target=Fraction(2))),
        rounding=Rounding(row=None, level=None, total=None),
    )
    sheet = score(unit(1, 3), packed)
    assert str(sheet.line("1").score) == "3.3333"
    assert str(sheet.total) == "76.6667"  # 10/3 + 20/6 + 70
    adds_up(sheet)


def test_a_weight_finer_than_the_rounding_says_what_rounding_took() -> None:
    packed = pack(node("1", 11.48, proportional()), rounding=Rounding(row=0))
    sheet = score(unit(1, 1), packed)
    found = sheet.line("1")
    assert (str(found.score), str(found.lost), found.regain) == ("11.0000", "0.4800", "")
    assert found.because.endswith("（分值 11.48 分，得分按规则四舍五入保留 0 位小数）")
    adds_up(sheet)


def test_the_sheet_names_what_it_was_made_from() -> None:
    packed = pack(node("1", 10, proportional()))
    sheet = score(unit(1, 1), packed, engine="reference")
    assert (sheet.engine, sheet.pack_id, sheet.pack_status, sheet.grade) == ("reference", "small", "unverified", "优")
    assert sheet.pack_label == "小包"
    with pytest.raises(KeyError):
        sheet.line("9")


def test_inputs_stand_beside_each_score() -> None:
    found = score(unit(3, 4), pack(node("1", 10, proportional()))).line("1")
    assert [(each.name, each.value, each.unit) for each in found.inputs] == [
        ("在职人数", Fraction(3), "人"),
        ("编制数", Fraction(4), "人"),
    ]


def test_a_primitive_measure_is_its_own_input() -> None:
    method = AllOrNothing(kind="all_or_nothing", measure="在职人数", target=Fraction(2))
    found = score(unit(3, 4), pack(node("1", 10, method))).line("1")
    assert [each.name for each in found.inputs] == ["在职人数"]
    assert found.because == "在职人数 3 人，不低于 2 人，符合要求，得满分 10.00 分"
