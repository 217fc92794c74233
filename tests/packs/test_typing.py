"""Exact numbers as packs write them, and trees that are not what they should be."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

import pytest
from pydantic import Field

from jiheng.core.fault import Faults
from jiheng.packs.source import read_text
from jiheng.packs.typed import locate, typed
from jiheng.packs.typing import Exact, Strict, exact_number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("5", "5"),
        ("0.5", "0.5"),
        ("95%", "0.95"),
        ("９５％", "0.95"),
        ("-3.67%", "-0.0367"),
        (7, "7"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_a_number_is_read_exactly(written: object, value: str) -> None:
    assert exact_number(written) == Fraction(value)


@pytest.mark.parametrize("written", [0.1, True, None, [], "", "%", "5‱", "五", "5%%"])
def test_what_is_not_an_exact_number_is_refused(written: object) -> None:
    with pytest.raises(ValueError):
        exact_number(written)


class Part(Strict):
    size: Exact | None = None
    names: tuple[str, ...] = Field(default=(), max_length=2)
    count: int = Field(default=1, gt=0, lt=9)


class Whole(Strict):
    part: Part | None = None
    kind: Literal["甲", "乙"] | None = None
    days: dict[date, int] = {}
    parts: dict[str, Part] = {}


def faults_of(text: str) -> list[str]:
    faults = Faults()
    assert typed(read_text(text, "例.yaml", faults), Whole, faults) is None
    return [fault.text() for fault in faults.found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("part: {size: 大}", "例.yaml 第 1 行 part → size：不是数字：大，现为“大”，应为数字，如 5、0.5 或 95%。"),
        ("part: {names: [a, b, c]}", "例.yaml 第 1 行 part → names：项数过多，应为至多 2 项。"),
        ("part: {count: 0}", "例.yaml 第 1 行 part → count：超出范围，现为“0”，应为大于 0。"),
        ("part: {count: 9}", "例.yaml 第 1 行 part → count：超出范围，现为“9”，应为小于 9。"),
        ("part: 字", "例.yaml 第 1 行 part：写法不对，现为“字”，应为一组“键: 值”。"),
        ("parts:\n  甲: {sise: 1}", "例.yaml 第 2 行 parts → 甲 → sise：没有“sise”这个键，应为以下各键之一：size、names、count。是否想写“size”？"),
        ("kind: [丙]", "例.yaml 第 1 行 kind：不是可选的值，应为以下之一：甲、乙。"),
        ("days: 3", "例.yaml 第 1 行 days：写法不对，现为“3”，应为以日期为键的一组值，如 2015-01-01: …。"),
        ("days: {2015-01-01: 三}", "例.yaml 第 1 行 days → 2015-01-01：写法不对，现为“三”，应为整数，如 30。"),
        ("days: {三月: 3}", "例.yaml 第 1 行 days → 三月：写法不对，现为“三月”，应为日期，如 2015-01-01。"),
        ("字", "例.yaml 第 1 行：写法不对，现为“字”，应为一组“键: 值”。"),
        ("zzz: 1", "例.yaml 第 1 行 zzz：没有“zzz”这个键，应为以下各键之一：part、kind、days、parts。"),
    ],
)  # fmt: skip
def test_each_kind_of_fault_has_its_own_words(text: str, said: str) -> None:
    assert faults_of(text) == [said]


def test_nothing_is_a_value_where_it_may_be() -> None:
    faults = Faults()
    whole = typed(read_text("part: {size: null}", "例.yaml", faults), Whole, faults)
    assert whole == Whole(part=Part())


def test_a_place_is_that_of_the_nearest_thing_that_is_written() -> None:
    tree = read_text("甲:\n  - {code: x, 乙: 1}\n", "例.yaml", Faults())
    assert locate(tree, ("甲", 0, "乙")).text() == "例.yaml 第 2 行 甲 → “x” → 乙"
    assert locate(tree, ("甲", 7, "丙")).text() == "例.yaml 第 1 行 甲"
    assert locate(tree, ()).text() == "例.yaml 第 1 行"
