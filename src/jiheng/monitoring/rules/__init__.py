"""The signals, one family a module; each rule looks at one situation and yields what it sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from jiheng.monitoring.rules import apart, ceiling, pace, timing, unjudged
from jiheng.monitoring.signal import Level, Signal
from jiheng.monitoring.situation import Situation
from jiheng.packs.ground import ground

Rule = Callable[[Situation], Iterator[Signal]]

ALWAYS: tuple[Rule, ...] = (ceiling.overspending, timing.after_the_period, timing.refunds, timing.earlier_year)
IF_JUDGED: tuple[Rule, ...] = (
    pace.idle,
    pace.lights,
    pace.month_floor,
    apart.divergence,
    ceiling.cap,
    ceiling.points,
    timing.december_rush,
)
GRAVITY = (Level.RED, Level.YELLOW, Level.NONE, Level.GREEN)


def signals(situation: Situation) -> tuple[Signal, ...]:
    """Every signal of one situation, the gravest first."""
    blocking = tuple(unjudged.blocking(situation))
    found = [*blocking, *unjudged.partial(situation)]
    measurable = not blocking and situation.execution.rate is not None
    for rule in (*ALWAYS, *IF_JUDGED) if measurable else ALWAYS:
        found += rule(situation)
    told = (replace(signal, cite=ground(signal.cite)) for signal in found)
    return tuple(sorted(told, key=lambda signal: (GRAVITY.index(signal.level), signal.code)))
