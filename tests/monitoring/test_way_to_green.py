"""What a signal says would turn it green does so, for any ledger."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.rows import Payment
from jiheng.monitoring.signal import Level
from tests.monitoring.build import FLOORS, LIGHTS, YEAR, line, pack, unit, watch

BOTH = pack(LIGHTS.model_copy(update={"floors": FLOORS.floors}))
MORE = re.compile(r"即还需支付 ([\d,.]+) (万元|元)")

amounts = st.lists(st.integers(min_value=0, max_value=10**11), min_size=1, max_size=11)


def ledger(paid: list[int]) -> tuple[Payment, ...]:
    """Payments in 分, a row for every month."""
    return tuple(Payment(line="A-1", month=Month(YEAR, at), amount=Money(each)) for at, each in enumerate(paid, 1))


@settings(deadline=None, max_examples=60)
@given(amounts, st.integers(min_value=10**8, max_value=10**12))
def test_paying_what_is_asked_by_the_next_month_turns_pace_green(paid: list[int], budget: int) -> None:
    dataset = unit(line("A", adjusted=Money(budget), original=Money(budget)), payments=ledger(paid))
    asked = [each for each in watch(dataset, len(paid), BOTH).signals if each.code in ("M101", "M102")]
    for signal in asked:
        found = MORE.search(signal.until)
        assert found is not None
        scale = 10**6 if found[2] == "万元" else 100
        whole, _, cents = found[1].replace(",", "").partition(".")
        more = (int(whole) * 100 + int(cents)) * scale // 100
        rounding = scale // 100  # 以万元书写时最多差半个单位
        then = unit(dataset.budget[0], payments=ledger([*paid, more + rounding]))
        assert signal.code not in {each.code for each in watch(then, len(paid) + 1, BOTH).signals}


@settings(deadline=None, max_examples=60)
@given(amounts, st.integers(min_value=-5, max_value=10**12))
def test_every_project_has_a_level_and_no_level_comes_without_ground(paid: list[int], budget: int) -> None:
    dataset = unit(line("A", adjusted=Money(budget), original=Money(budget)), payments=ledger(paid))
    found = watch(dataset, len(paid), BOTH)
    levels = {each.level for each in found.signals}
    assert found.level in levels or found.level is Level.GREEN
    assert not (found.level is Level.GREEN and {Level.RED, Level.YELLOW} & levels)
    assert found.level is not Level.GREEN or found.execution.rate is not None
    assert all(each.why for each in found.signals)
