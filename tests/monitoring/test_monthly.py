from __future__ import annotations

from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.monitoring import monitor
from jiheng.monitoring.monthly import months, summary
from jiheng.monitoring.signal import Level
from tests.monitoring.build import YEAR, line, pack, paid, unit, yuan


def test_the_months_add_up_and_stand_beside_the_elapsed_share() -> None:
    report = monitor(unit(line("A"), payments=paid("A-1", 100, 50, 0, 30)), pack(), Month(YEAR, 4))
    rows = months(report.total.execution)
    assert [row.cumulative for row in rows] == [yuan(100), yuan(150), yuan(150), yuan(180)]
    assert (rows[3].rate, rows[3].expected) == (Fraction(3, 20), Fraction(1, 3))


def test_the_summary_counts_levels_and_the_money_at_risk_of_warned_projects() -> None:
    rows = (*paid("A-1", *[60] * 8), *paid("B-1", *[100] * 8))
    report = monitor(unit(line("A"), line("B"), line("C", None), payments=rows), pack(), Month(YEAR, 8))
    found = summary([report])
    assert found.levels == {Level.RED: 0, Level.YELLOW: 1, Level.GREEN: 1, Level.NONE: 1}
    assert found.at_risk == yuan(480)
    assert found.unjudged == ("项目C",)
