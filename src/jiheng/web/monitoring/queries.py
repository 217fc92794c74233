"""What the unit's pages show: the portfolio by money at risk, the small curves, dual monitoring, the next thing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, half_up
from jiheng.monitoring import Report, Watched
from jiheng.monitoring.case import State as CaseState
from jiheng.monitoring.path import Way, way
from jiheng.monitoring.rules.apart import BOTH_FINE, BOTH_LATE, RESULT_WITHOUT_SPENDING, SPENT_WITHOUT_RESULT
from jiheng.web import rights
from jiheng.web.cycle.models import Dossier, Stage, State, Task
from jiheng.web.frame import address
from jiheng.web.monitoring.models import Case
from jiheng.web.monitoring.peers import NOBODY, Peers, peers_of
from jiheng.web.monitoring.reports import asked, report_at
from jiheng.web.records.dataset import Origin, dataset_at
from jiheng.web.records.kept import kept

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jiheng.web.rights import Person

MOST_TO_ANSWER = 20
WIDE, HIGH, EDGE = 144, 36, 3
"""Of a small curve, in units of its drawing."""
NOTHING, MOST = Fraction(0), Fraction(6, 5)
"""A small curve ends at 120 % of the budget."""


@dataclass(frozen=True, slots=True)
class Spark:
    """A small curve as points: plan, actual, and the fan of the forecast."""

    planned: str
    paid: str
    fan: str
    middle: str
    month: int
    last: str
    """The execution rate at the end; empty if it is not known."""

    @property
    def label(self) -> str:
        """What the curve shows, for who cannot see it."""
        words = {"month": self.month, "rate": self.last or _("没有数据")}
        return _("计划与实际支付曲线，%(month)s 月底执行率 %(rate)s") % words


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One project, or the whole unit."""

    watched: Watched
    spark: Spark
    peers: Peers = NOBODY

    @property
    def code(self) -> str:
        """The project's code; empty for the whole unit."""
        return self.watched.execution.code

    @property
    def messages(self) -> list[str]:
        """Red and yellow signals in words."""
        return [each.message for each in self.watched.signals if each.level in {"red", "yellow"}]

    @property
    def way(self) -> str:
        """What turns the gravest red or yellow signal green, and by when."""
        return next((each.until for each in self.watched.signals if each.level in {"red", "yellow"}), "")

    @property
    def cell(self) -> str:
        """The cell of dual monitoring."""
        return self.watched.dual.partition("：")[0]

    @property
    def aside(self) -> str:
        """Why the cell cannot be told, or that work is known of an earlier month only."""
        return self.watched.dual.partition("：")[2]


def portfolio(dossier: Dossier, report: Report) -> tuple[PortfolioRow, list[PortfolioRow]]:
    """The whole unit, and its projects by money at risk."""
    sparks = sparks_at(*asked(dossier, report.as_of))
    ranked = sorted(report.projects, key=lambda each: each.at_risk or Money(-1), reverse=True)
    peers = peers_of(dossier, report.as_of)

    def row(watched: Watched) -> PortfolioRow:
        code = watched.execution.code
        return PortfolioRow(watched, sparks[code], peers.get(code, NOBODY))

    return row(report.total), [row(each) for each in ranked]


@kept
def sparks_at(origin: Origin, pack: str, sha256: str, month: Month, past: tuple[Origin, ...]) -> Mapping[str, Spark]:
    """By project code; fifty curves take as long to draw as all else on the page."""
    dataset, report = dataset_at(origin), report_at(origin, pack, sha256, month, past)
    return {each.execution.code: spark(way(dataset, each), month) for each in (report.total, *report.projects)}


def spark(course: Way, month: Month) -> Spark:
    """Draw the small curve; what is not known is left out."""
    paid = (Fraction(0), *course.paid)
    forecast = course.forecast
    fan = middle = ""
    if forecast is not None and course.paid and month.month < 12:
        here = _point(month.month, paid[-1])
        fan = f"{here} {_point(12, forecast.high)} {_point(12, forecast.low)}"
        middle = f"{here} {_point(12, forecast.rate)}"
    last, drawn = (_percent(paid[-1]), _line(paid)) if course.paid else ("", "")
    return Spark(_line((Fraction(0), *course.planned)), drawn, fan, middle, month.month, last)


def _line(rates: Sequence[Fraction]) -> str:
    return " ".join(_point(month, rate) for month, rate in enumerate(rates))


def _point(month: int, rate: Fraction) -> str:
    within = min(max(rate, NOTHING), MOST)
    whole = MOST.numerator * within.denominator
    down = half_up((whole - MOST.denominator * within.numerator) * (HIGH - 2 * EDGE), whole)
    across = half_up(month * (WIDE - 2 * EDGE), 12)
    return f"{EDGE + across},{EDGE + down}"


def _percent(rate: Fraction) -> str:
    return f"{half_up(rate.numerator * 100, rate.denominator)}%"


DUAL = (
    (BOTH_FINE, "green"),
    (SPENT_WITHOUT_RESULT, "red"),
    (RESULT_WITHOUT_SPENDING, "yellow"),
    (BOTH_LATE, "red"),
)
"""The four cells of dual monitoring and their light."""


@dataclass(frozen=True, slots=True)
class DualCell:
    """One cell with the projects in it."""

    title: str
    light: str
    rows: tuple[PortfolioRow, ...]


def dual_cells(rows: Sequence[PortfolioRow]) -> list[DualCell]:
    """The four cells, and those that cannot be told."""
    cells = [DualCell(title, light, tuple(row for row in rows if row.cell == title)) for title, light in DUAL]
    titles = {title for title, _light in DUAL}
    return [*cells, DualCell(_("无法判断"), "none", tuple(row for row in rows if row.cell not in titles))]


@dataclass(frozen=True, slots=True)
class Next:
    """The next thing to do, as a sentence with a button."""

    text: str
    button: str
    address: str


def next_step(user: Person, dossier: Dossier) -> Next | None:
    """What the person has to do about monitoring forms now; nothing if nothing waits."""
    forms = [task for task in dossier.tasks.all() if task.stage == Stage.MONITORING and task.period]
    for task in forms:
        if task.editable and rights.may(user, "monitoring.write", dossier.unit):
            return _next(dossier, task, _("去填报"))
        if task.state == State.SUBMITTED and rights.may(user, f"task.review.{task.step}", dossier.unit):
            return _next(dossier, task, _("去审核"))
    return None


def _next(dossier: Dossier, task: Task, button: str) -> Next:
    due = _("，期限 %(day)s") % {"day": task.due} if task.due else ""
    text = _("%(period)s 监控表：%(state)s%(due)s") % {"period": task.period, "state": task.shown_state, "due": due}
    return Next(text, button, address(dossier, "monitoring:form", period=task.period))


def to_answer(user: Person) -> list[Case]:
    """The first warnings that the person's own unit has to answer, the most urgent first."""
    return list(all_to_answer(user).select_related("dossier__unit", "dossier__year")[:MOST_TO_ANSWER])


def all_to_answer(user: Person) -> QuerySet[Case]:
    """All of them."""
    units = rights.visible_units(user, "warning.answer")
    return Case.objects.filter(state=CaseState.OPEN, dossier__unit__in=units, dossier__year__open=True)


def months_of(dossier: Dossier, latest: Month) -> list[str]:
    """The months that can be watched: January to the last one with payments."""
    return [str(Month(dossier.year.year, number)) for number in range(1, latest.month + 1)]


def periods_of(dossier: Dossier, latest: Month) -> list[tuple[str, str]]:
    """The months that have a form or can have one, each with its state in words."""
    states: Mapping[str, str] = {
        task.period: task.shown_state for task in dossier.tasks.all() if task.stage == Stage.MONITORING and task.period
    }
    every = sorted({*months_of(dossier, latest), *states})
    return [(month, states.get(month, _("未填报"))) for month in every]
