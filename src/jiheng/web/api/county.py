"""全县: the board of monitoring, the monthly pack, and 催报 of what is late."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from jiheng.core.exact import Money
from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, FILE, Month, MonthText, YearNumber, fetched, year_or_404
from jiheng.web.api.schemas import KEEPABLE
from jiheng.web.cycle.models import Year
from jiheng.web.cycle.reminding import MAX_WORDS, Remind
from jiheng.web.desk.queries import late
from jiheng.web.desk.reminders import Overdue, overdue
from jiheng.web.monitoring import board as queries
from jiheng.web.monitoring import monthly_pack
from jiheng.web.monitoring.actions import EvaluateYear, PreparePack
from jiheng.web.monitoring.models import UnitWatch
from jiheng.web.monitoring.views.common import month_of

router = Router(tags=["county"])
BOARD = "/years/{year}/monitoring"
PACK = f"{BOARD}/{{month}}/pack"
REMINDERS = "/years/{year}/reminders"


class WatchOut(Schema):
    """One unit at the month's end; amounts in 元, null without a budget."""

    unit: str
    name: str
    level: str
    reds: int
    yellows: int
    greens: int
    unjudged: int
    budget: str | None
    paid: str
    at_risk: str
    open_cases: int
    overdue_cases: int
    problem: str


class BoardOut(Schema):
    """The units of one month, the most money at risk first; ``months`` are those that were evaluated."""

    month: str
    months: list[str]
    budget: str
    paid: str
    at_risk: str
    units: list[WatchOut]


class EvaluateIn(Schema):
    """A month such as 2024-08."""

    month: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]


class MonthlyPackOut(Schema):
    """How far the monthly pack is; ``files`` can be fetched once it is finished."""

    month: str
    asked: bool
    finished: bool
    done: int
    total: int
    left_out: int
    title: str
    files: list[str]


class OverdueOut(Schema):
    """A task that is late, and the drafted reminder."""

    task: int
    unit: str
    name: str
    stage: str
    period: str
    due: date | None
    days_late: int
    reminded: int
    last: datetime | None
    text: str


class RemindIn(Schema):
    """Tasks that are late, and words to be added."""

    tasks: list[Annotated[int, Field(ge=1, le=2**53)]] = Field(max_length=2000)
    words: Annotated[str, StringConstraints(max_length=MAX_WORDS, pattern=KEEPABLE)] = ""


class RemindedOut(Schema):
    """How many were reminded."""

    reminded: int


def _year(request: HttpRequest, number: int, right: str = queries.RIGHT) -> Year:
    rights.demand(request.user, right)
    return year_or_404(number)


@router.get(BOARD, response={200: BoardOut, **FAILURES})
def board(request: HttpRequest, year: YearNumber, month: MonthText = "") -> Any:
    """The board of a month; without one, of the last that was evaluated."""
    found = _year(request, year)
    months = queries.months_of(request.user, found)
    at = str(month_of(year, month)) if month else next(iter(months), "")
    rows = queries.rows_of(request.user, found, at) if at else []
    _all, of_dossier = queries.case_counts(request.user, found)
    totals = queries.totals(rows)
    return BoardOut(
        month=at,
        months=months,
        budget=totals.budget.text(),
        paid=totals.paid.text(),
        at_risk=totals.at_risk.text(),
        units=[_watch(row, of_dossier(row.dossier_id)) for row in rows],
    )


def _watch(row: UnitWatch, cases: queries.CaseCount | None) -> WatchOut:
    plain = ("level", "reds", "yellows", "greens", "unjudged", "problem")
    return WatchOut(
        unit=row.dossier.unit.code,
        name=row.dossier.unit_name,
        budget=_yuan(row.budget),
        paid=row.paid.text(),
        at_risk=row.at_risk.text(),
        open_cases=cases.open if cases else 0,
        overdue_cases=cases.overdue if cases else 0,
        **{name: getattr(row, name) for name in plain},
    )


def _yuan(amount: Money | None) -> str | None:
    return None if amount is None else amount.text()


@router.post(f"{BOARD}/evaluate", response={200: EvaluateIn, **FAILURES})
def evaluate(request: HttpRequest, given: EvaluateIn, year: YearNumber) -> Any:
    """Have all units evaluated in the background."""
    found = _year(request, year, "warning.evaluate")
    EvaluateYear(Actor.of(request), found, month=str(month_of(year, given.month))).run()
    return given


def _pack(request: HttpRequest, year: Year, month: str) -> MonthlyPackOut:
    owner = rights.acting_unit(request.user, queries.RIGHT)
    folder = monthly_pack.folder_of(year.year, month, owner)
    progress = monthly_pack.progress_of(folder)
    if progress is None:
        return MonthlyPackOut(month=month, asked=False, finished=False, done=0, total=0, left_out=0, title="", files=[])
    files = [kind for kind in monthly_pack.KINDS if monthly_pack.finished(folder, kind)]
    plain = ("finished", "done", "total", "left_out", "title")
    return MonthlyPackOut(month=month, asked=True, files=files, **{name: getattr(progress, name) for name in plain})


@router.get(PACK, response={200: MonthlyPackOut, **FAILURES})
def pack(request: HttpRequest, year: YearNumber, month: Month) -> Any:
    """How far the pack of a month is."""
    found = _year(request, year)
    return _pack(request, found, str(month_of(year, month)))


@router.post(PACK, response={200: MonthlyPackOut, **FAILURES})
def prepare(request: HttpRequest, year: YearNumber, month: Month) -> Any:
    """Have the pack made in the background."""
    found, at = _year(request, year), str(month_of(year, month))
    owner = rights.acting_unit(request.user, queries.RIGHT)
    PreparePack(Actor.of(request), found, month=at, owner=owner).run()
    return _pack(request, found, at)


@router.get(f"{PACK}/{{kind}}", response=FAILURES, openapi_extra=FILE)
def pack_file(request: HttpRequest, year: YearNumber, month: Month, kind: Literal["xlsx", "docx"]) -> Any:
    """A file of the finished pack: the tables, or the minutes."""
    found, at = _year(request, year), str(month_of(year, month))
    owner = rights.acting_unit(request.user, queries.RIGHT)
    there = monthly_pack.finished(monthly_pack.folder_of(found.year, at, owner), kind)
    if there is None:
        raise Http404
    path, name = there
    return fetched(path.read_bytes(), name)


@router.get(REMINDERS, response={200: list[OverdueOut], **FAILURES})
def overdue_tasks(request: HttpRequest, year: YearNumber) -> Any:
    """What is late in the year, the longest first, each with the drafted reminder."""
    return [_overdue(each) for each in overdue(request.user, _year(request, year))]


def _overdue(each: Overdue) -> OverdueOut:
    task = each.task
    return OverdueOut(
        task=task.pk,
        unit=task.dossier.unit.code,
        name=task.dossier.unit_name,
        stage=task.stage,
        period=task.period,
        due=task.due,
        days_late=each.days,
        reminded=each.times,
        last=each.last,
        text=each.text,
    )


@router.post(REMINDERS, response={200: RemindedOut, **FAILURES})
def remind(request: HttpRequest, given: RemindIn, year: YearNumber) -> Any:
    """Remind at once; one that was reminded today is not reminded twice."""
    found, wanted = _year(request, year), set(given.tasks)
    tasks = [task for task in late(request.user).filter(dossier__year=found) if task.pk in wanted]
    sender = rights.acting_unit(request.user, queries.RIGHT).name
    made = Remind(Actor.of(request), found, tasks=tasks, sender=sender, words=given.words.strip()).run()
    return RemindedOut(reminded=len(made))
