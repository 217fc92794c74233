"""组织机构: the tree of units, for the system administrator."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import StringConstraints

from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, After, UnitCode, checked
from jiheng.web.api.schemas import KEEPABLE
from jiheng.web.management.forms import ChangedUnit, NewUnit
from jiheng.web.organisation.actions import AddUnit, ChangeUnit, SetUnitActive
from jiheng.web.organisation.models import Unit

router = Router(tags=["units"])
RIGHT = "units.manage"
PAGE = 500
UnitText = Annotated[str, StringConstraints(max_length=21, pattern=KEEPABLE)]


class UnitOut(Schema):
    """One unit; ``parent`` is the code of the one above, empty at the top."""

    code: str
    name: str
    level: str
    parent: str
    active: bool


class ChangedUnitIn(Schema):
    """What may change of a unit; ``parent`` is a code."""

    name: Annotated[str, StringConstraints(max_length=100, pattern=KEEPABLE)]
    level: Annotated[str, StringConstraints(max_length=10, pattern=KEEPABLE)]
    parent: UnitText = ""


class UnitIn(ChangedUnitIn):
    """A new unit."""

    code: UnitText


class ActiveIn(Schema):
    """Whether it is open."""

    active: bool


def _unit(unit: Unit) -> UnitOut:
    parent = unit.parent.code if unit.parent else ""
    return UnitOut(code=unit.code, name=unit.name, level=unit.level, parent=parent, active=unit.active)


def _found(request: HttpRequest, code: str) -> Unit:
    rights.demand(request.user, RIGHT)
    return get_object_or_404(Unit.objects.select_related("parent"), code=code)


def _typed(given: ChangedUnitIn) -> dict[str, Any]:
    """As the page's form takes it, which names the unit above by its number; one that is not there is refused."""
    above = Unit.objects.filter(code=given.parent).first() if given.parent else None
    return given.dict() | {"parent": above.pk if above else given.parent and 0}


@router.get("/units", response={200: list[UnitOut], **FAILURES})
def units(request: HttpRequest, after: After = "") -> Any:
    """All units by code, up to 500 a call after the given code."""
    rights.demand(request.user, RIGHT)
    found = Unit.objects.filter(code__gt=after).select_related("parent").order_by("code")
    return [_unit(each) for each in found[:PAGE]]


@router.post("/units", response={200: UnitOut, **FAILURES})
def add(request: HttpRequest, given: UnitIn) -> Any:
    """Put a new unit into the tree."""
    rights.demand(request.user, RIGHT)
    unit = Unit(**checked(NewUnit(_typed(given))))
    AddUnit(Actor.of(request), unit).run()
    return _unit(unit)


@router.put("/units/{unit}", response={200: UnitOut, **FAILURES})
def change(request: HttpRequest, given: ChangedUnitIn, unit: UnitCode) -> Any:
    """Rename a unit, change its level or hang it below another; its subtree moves with it."""
    found = _found(request, unit)
    ChangeUnit(Actor.of(request), found, **checked(ChangedUnit(_typed(given)))).run()
    return _unit(found)


@router.put("/units/{unit}/active", response={200: UnitOut, **FAILURES})
def set_active(request: HttpRequest, given: ActiveIn, unit: UnitCode) -> Any:
    """Close a unit, or open it again; its data stay."""
    found = _found(request, unit)
    SetUnitActive(Actor.of(request), found, active=given.active).run()
    return _unit(found)
