"""组织机构: the tree of units."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.lists.views import View
from jiheng.web.management import queries
from jiheng.web.management.forms import ChangedUnit, NewUnit, UnitFilter
from jiheng.web.management.lists import UNITS
from jiheng.web.management.page import page, refused_beside, run
from jiheng.web.organisation.actions import AddUnit, ChangeUnit, SetUnitActive
from jiheng.web.organisation.models import Unit

PLACE = "management:units"
RIGHT = "units.manage"


@login_required
def tree(request: HttpRequest) -> HttpResponse:
    """Show the tree, or what was searched for."""
    rights.demand(request.user, RIGHT)
    form = UnitFilter(request.GET)
    words = request.GET.get("q", "").strip()[:100]
    branches = queries.tree(words)
    view = View(request, UNITS, branches, len(branches) or 1)
    few = len(branches) < 2 and not words
    return view.answer or page(request, "management/units.html", PLACE, view=view, form=form, few=few)


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Put a new unit into the tree."""
    rights.demand(request.user, RIGHT)
    parent = Unit.objects.filter(code=request.GET.get("parent", "")).first()
    form = NewUnit(request.POST or None, initial={"parent": parent, "level": "乡镇"})
    if form.is_valid():
        action = AddUnit(Actor.of(request), Unit(**form.cleaned_data))
        if not refused_beside(form, action.run):
            return redirect(PLACE)
    return page(request, "management/unit.html", PLACE, form=form)


@login_required
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Rename a unit, change its level or hang it elsewhere."""
    rights.demand(request.user, RIGHT)
    unit = get_object_or_404(Unit.objects.select_related("parent"), code=code)
    initial = {"name": unit.name, "level": unit.level, "parent": unit.parent, "region": unit.region}
    form = ChangedUnit(request.POST or None, initial=initial)
    if form.is_valid():
        action = ChangeUnit(Actor.of(request), unit, **form.cleaned_data)
        if not refused_beside(form, action.run):
            return redirect(PLACE)
    return page(request, "management/unit.html", PLACE, form=form, unit=unit)


@login_required
@require_POST
def set_active(request: HttpRequest, code: str) -> HttpResponse:
    """Close a unit or open it again."""
    unit = get_object_or_404(Unit, code=code)
    active = request.POST.get("active") == "1"
    done = _("已启用该单位。") if active else _("已停用该单位，数据仍然保留。")
    run(request, SetUnitActive(Actor.of(request), unit, active=active), done)
    return redirect("management:unit", code=code)
