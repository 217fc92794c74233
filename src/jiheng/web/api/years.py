"""年度与期限: years of the cycle, the units in them with packs, and the days on which stages are due."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from jiheng.packs.load import library
from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.api.common import FAILURES, After, UnitCode, YearNumber, checked, year_or_404
from jiheng.web.api.schemas import KEEPABLE
from jiheng.web.cycle.actions import OpenYear
from jiheng.web.cycle.models import Dossier, Stage, Year
from jiheng.web.cycle.planning import AddYear, SetDeadlines, SetPack, SetYearOpen
from jiheng.web.management.forms import ChangedPack, NewYear
from jiheng.web.management.queries import deadlines
from jiheng.web.management.queries import years as known_years
from jiheng.web.organisation.models import Unit
from jiheng.web.records.carrying import carry_all

router = Router(tags=["years"])
RIGHT = "cycle.manage"
ONE = "/years/{year}"
PAGE = 500
Codes = Annotated[list[Annotated[str, StringConstraints(max_length=21, pattern=KEEPABLE)]], Field(max_length=2000)]
PackName = Annotated[str, StringConstraints(max_length=100, pattern=KEEPABLE)]
Due = dict[Stage, date]


class DeadlineOut(Schema):
    """First and last day on which a stage is due among the units that the role reaches."""

    stage: str
    first: date | None
    last: date | None


class YearOut(Schema):
    """One year."""

    year: int
    open: bool
    units: int
    deadlines: list[DeadlineOut]


class PlannedOut(Schema):
    """One unit in a year: the pack it is scored by, and the day on which each stage is due."""

    unit: str
    name: str
    pack: str
    due: dict[str, date | None]


class PackOut(Schema):
    """A pack by which units can be scored."""

    pack: str
    title: str
    version: str
    status: str


class YearIn(Schema):
    """A budget year."""

    year: int = Field(ge=2000, le=2100)


class OpenIn(Schema):
    """Whether units may fill in."""

    open: bool


class OpenUnitsIn(Schema):
    """Units by code, the pack they are scored by, the days on which stages are due, and whether last year is carried."""

    units: Annotated[Codes, Field(min_length=1)]
    pack: PackName
    due: Due = {}
    carry: bool = False


class DueIn(Schema):
    """Days by stage, for the units named; for all that were opened in the year if none is named."""

    due: Due
    units: Codes = []


class PackIn(Schema):
    """Another pack."""

    pack: PackName


def _year(request: HttpRequest, year: Year) -> YearOut:
    units = rights.visible_units(request.user, RIGHT)
    return YearOut(
        year=year.year,
        open=year.open,
        units=year.dossiers.filter(unit__in=units).count(),
        deadlines=[DeadlineOut(stage=s, first=first, last=last) for s, first, last in deadlines(year, units)],
    )


def _asked(request: HttpRequest, number: int) -> Year:
    rights.demand(request.user, RIGHT)
    return year_or_404(number)


def _units(request: HttpRequest, codes: list[str]) -> list[Unit]:
    """The units of these codes.

    Raises:
        Refusal: the codes that are beyond the role's reach.
    """
    reach = rights.visible_units(request.user, RIGHT).filter(active=True)
    found = {unit.code: unit for unit in reach.filter(code__in=codes)}
    if beyond := [code for code in codes if code not in found]:
        sentence = _("这些单位编码不存在、已停用，或不在您的管理范围内：%(codes)s。")
        raise Refusal(sentence % {"codes": "、".join(beyond[:20])})
    return list(found.values())


@router.get("/years", response={200: list[YearOut], **FAILURES})
def years(request: HttpRequest) -> Any:
    """All years, newest first."""
    rights.demand(request.user, RIGHT)
    return [_year(request, each) for each in known_years()]


@router.post("/years", response={200: YearOut, **FAILURES})
def add(request: HttpRequest, given: YearIn) -> Any:
    """Put a new year on the list."""
    rights.demand(request.user, RIGHT)
    year = Year(year=checked(NewYear(given.dict()))["year"])
    AddYear(Actor.of(request), year).run()
    return _year(request, year)


@router.put(f"{ONE}/open", response={200: YearOut, **FAILURES})
def set_open(request: HttpRequest, given: OpenIn, year: YearNumber) -> Any:
    """Open a year for filling in, or close it; its data stay."""
    found = _asked(request, year)
    SetYearOpen(Actor.of(request), found, open=given.open).run()
    return _year(request, found)


def _planned(dossier: Dossier) -> PlannedOut:
    due = {task.stage: task.due for task in dossier.tasks.all()}
    return PlannedOut(unit=dossier.unit.code, name=dossier.unit_name, pack=dossier.pack, due=due)


def _dossiers(request: HttpRequest, year: Year, after: str) -> list[PlannedOut]:
    units = rights.visible_units(request.user, RIGHT)
    found = Dossier.objects.filter(year=year, unit__in=units, unit__code__gt=after)
    listed = found.select_related("unit").prefetch_related("tasks").order_by("unit__code")
    return [_planned(each) for each in listed[:PAGE]]


@router.get(f"{ONE}/units", response={200: list[PlannedOut], **FAILURES})
def planned(request: HttpRequest, year: YearNumber, after: After = "") -> Any:
    """The units of a year, by code, up to 500 a call after the given code."""
    return _dossiers(request, _asked(request, year), after)


@router.post(f"{ONE}/units", response={200: YearOut, **FAILURES})
def open_units(request: HttpRequest, given: OpenUnitsIn, year: YearNumber) -> Any:
    """Open the year for units; what is there already stays as it is."""
    found = _asked(request, year)
    pack = checked(ChangedPack({"pack": given.pack}))["pack"]
    actor, units = Actor.of(request), _units(request, given.units)
    OpenYear(actor, found, units, pack, given.due).run()
    if given.carry:
        carry_all(actor, found, list(units))
    return _year(request, found)


@router.put(f"{ONE}/deadlines", response={200: YearOut, **FAILURES})
def set_deadlines(request: HttpRequest, given: DueIn, year: YearNumber) -> Any:
    """Set the days on which stages are due."""
    found = _asked(request, year)
    reach = rights.visible_units(request.user, RIGHT).filter(dossiers__year=found)
    units = _units(request, given.units) if given.units else list(reach)
    SetDeadlines(Actor.of(request), found, units, given.due).run()
    return _year(request, found)


@router.put(f"{ONE}/units/{{unit}}/pack", response={200: PlannedOut, **FAILURES})
def set_pack(request: HttpRequest, given: PackIn, year: YearNumber, unit: UnitCode) -> Any:
    """Score a unit by another pack, as long as nothing that rests on it was handed in."""
    units = rights.visible_units(request.user, RIGHT)
    rights.demand(request.user, RIGHT)
    dossiers = Dossier.objects.select_related("unit", "year").prefetch_related("tasks")
    found = get_object_or_404(dossiers, year=year_or_404(year), unit__code=unit, unit__in=units)
    SetPack(Actor.of(request), found, pack=checked(ChangedPack({"pack": given.pack}))["pack"]).run()
    return _planned(found)


@router.get("/packs", response={200: list[PackOut], **FAILURES})
def packs(request: HttpRequest) -> Any:
    """The packs by which a whole unit can be scored."""
    rights.demand(request.user, "packs.manage")
    return [
        PackOut(pack=info.id, title=info.label, version=info.version, status=info.status)
        for info in library()
        if info.object != "项目"
    ]
