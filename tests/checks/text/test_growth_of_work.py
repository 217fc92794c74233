"""Ten times the text takes at most twelve times the work: counted in calls, which no busy machine changes."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from jiheng.checks.text import check_plain


def amounts(count: int) -> str:
    rng = random.Random(1)
    return "，".join(
        f"项目{rng.randrange(1000)}资金{rng.randrange(10, 9999)}.{rng.randrange(10, 99)}万元" for _ in range(count)
    )


def bare(count: int) -> str:
    rng = random.Random(2)
    return " ".join(str(rng.randrange(1, 99_999)) for _ in range(count))


def column(count: int) -> str:
    rng = random.Random(3)
    return "\n".join(f"工程{number} | {rng.randrange(1, 9999)}.50 | 完工 |" for number in range(count))


def shares(count: int) -> str:
    rng = random.Random(4)
    return "，".join(f"其中甲类支出{rng.randrange(1, 99)}万元，占{rng.randrange(1, 99)}.5%" for _ in range(count // 2))


def the_same(count: int) -> str:
    return "培训经费支出12.50万元，完成率95%。" * (count // 2)


def growth(count: int) -> str:
    rng = random.Random(5)
    return "\n".join(
        f"本年支出{rng.randrange(100, 999)}.12万元，比上年减少{rng.randrange(10, 99)}.5万元，下降8.5%。"
        for _ in range(count // 3)
    )


def work(text: str) -> int:
    """How many calls it takes to check a text."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        check_plain(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("shape", [amounts, bare, column, shares, the_same, growth])
def test_ten_times_the_text_is_at_most_twelve_times_the_work(shape: Callable[[int], str]) -> None:
    check_plain(shape(10))  # what is loaded once is no work of the text
    assert work(shape(2000)) <= 12 * work(shape(200))


PIECES = (
    "支出100.25万元,",
    "其中",
    "((((",
    "100",
    "100%",
    "一是",
    "目标:",
    "〔2020",
    "较上年减少3万元,下降5%,",
    "共3个,",
    "\n",
    "得分5分,",
    "12:",
)


@pytest.mark.parametrize("piece", PIECES)
def test_ten_times_the_same_piece_is_at_most_twelve_times_the_work(piece: str) -> None:
    check_plain(piece * 20)
    assert work(piece * 2000) <= 12 * work(piece * 200)
