"""年度与期限: open a year for units, with packs and the days on which stages are due."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.cycle.actions import OpenYear
from jiheng.web.cycle.models import DUE_STAGES, Dossier, Year
from jiheng.web.cycle.planning import AddYear, SetDeadlines, SetPack, SetYearOpen
from jiheng.web.lists.views import View
from jiheng.web.management import queries
from jiheng.web.management.forms import ChangedPack, Deadlines, NewYear, OpenUnits, pack_choices, unit_packs
from jiheng.web.management.lists import YEARS
from jiheng.web.management.page import cut, page, refused_beside, run
from jiheng.web.organisation.models import Unit
from jiheng.web.organisation.queries import region_of
from jiheng.web.records.carrying import carry_all

NATION = "全国"
PLACE = "management:years"
RIGHT = "cycle.manage"


def _reach(request: HttpRequest) -> QuerySet[Unit]:
    """The units for which the person plans the cycle."""
    rights.demand(request.user, RIGHT)
    return rights.visible_units(request.user, RIGHT)


@login_required
def table(request: HttpRequest) -> HttpResponse:
    """List the years; add one."""
    rights.demand(request.user, RIGHT)
    view = View(request, YEARS, queries.years())
    if view.answer:
        return view.answer
    form = NewYear(request.POST or None)
    if form.is_valid():
        year = Year(year=form.cleaned_data["year"])
        if not refused_beside(form, AddYear(Actor.of(request), year).run):
            return redirect("management:year", year=year.year)
    return page(request, "management/years.html", PLACE, form=form, view=view)


@login_required
def one(request: HttpRequest, year: int) -> HttpResponse:
    """One year: deadlines, the units in it, the units still to be opened."""
    found = get_object_or_404(Year, year=year)
    return _year_page(request, found)


def _year_page(
    request: HttpRequest, year: Year, opening: OpenUnits | None = None, days: Deadlines | None = None
) -> HttpResponse:
    units = _reach(request)
    dossiers = (
        Dossier.objects.filter(year=year, unit__in=units).select_related("unit", "year").prefetch_related("tasks")
    )
    missing = _missing(year, units)
    office = rights.acting_unit(request.user, RIGHT)
    offered = queries.offered_pack(units, year, office) if missing else queries.Offered()
    context = {
        "offered": offered,
        "year": year,
        "deadlines": queries.deadlines(year, units),
        "missing": missing,
        "opening": opening or OpenUnits(units=missing, prefix="open", initial={"pack": offered.pack}),
        "days": days or Deadlines(prefix="due"),
        "stages": [stage.label for stage in DUE_STAGES],
        **cut(request, dossiers),
    }
    titles = dict(pack_choices())
    context["rows"] = [(each, titles.get(each.pack, each.pack), _days(each)) for each in context["page"]]
    return page(request, "management/year.html", PLACE, **context)


def _days(dossier: Dossier) -> list[str]:
    """The day on which each stage is due."""
    due = {task.stage: task.due for task in dossier.tasks.all()}
    return [day.isoformat() if (day := due.get(stage.value)) else "—" for stage in DUE_STAGES]


def _missing(year: Year, units: QuerySet[Unit]) -> QuerySet[Unit]:
    return units.filter(active=True).exclude(dossiers__year=year)


@login_required
@require_POST
def set_open(request: HttpRequest, year: int) -> HttpResponse:
    """Open the year or close it."""
    found = get_object_or_404(Year, year=year)
    to_open = request.POST.get("open") == "1"
    done = _("已开放填报。") if to_open else _("已关闭该年度，数据仍可查看。")
    run(request, SetYearOpen(Actor.of(request), found, open=to_open), done)
    return redirect("management:year", year=year)


@login_required
@require_POST
def open_units(request: HttpRequest, year: int) -> HttpResponse:
    """Open the year for the units that were ticked."""
    found = get_object_or_404(Year, year=year)
    form = OpenUnits(request.POST, units=_missing(found, _reach(request)), prefix="open")
    if not form.is_valid():
        return _year_page(request, found, opening=form)
    units = list(form.cleaned_data["units"])
    if "confirmed" not in request.POST:
        return _to_confirm(request, found, form, units)
    action = OpenYear(Actor.of(request), found, units, form.cleaned_data["pack"], form.due())
    done = run(request, action, _("已向 %(count)d 个单位开放填报。") % {"count": len(units)})
    if done and "carry" in request.POST and (count := carry_all(Actor.of(request), found, units)):
        messages.success(request, _("正在后台为 %(count)d 个单位结转上年数据。") % {"count": count})
    return redirect("management:year", year=year)


def _to_confirm(request: HttpRequest, year: Year, form: OpenUnits, units: list[Unit]) -> HttpResponse:
    """What is about to be done, with the pack by name; nothing is written yet."""
    pack = next(info for info in unit_packs() if info.id == form.cleaned_data["pack"])
    region = region_of(units[0])
    context = {
        "year": year,
        "units": units,
        "pack": pack,
        "region": region,
        "carried": Dossier.objects.filter(year__year=year.year - 1, unit__in=units).count(),
        "elsewhere": bool(region) and pack.region not in {region, NATION},
        "due": [(stage.label, day) for stage, day in form.due().items()],
        "given": [(name, each) for name, texts in request.POST.lists() if name in _kept(form) for each in texts],
    }
    return page(request, "management/year_confirm.html", PLACE, **context)


def _kept(form: OpenUnits) -> set[str]:
    return {form.add_prefix(name) for name in form.fields}


@login_required
@require_POST
def set_deadlines(request: HttpRequest, year: int) -> HttpResponse:
    """Set the days for every unit of the year."""
    found = get_object_or_404(Year, year=year)
    units = _reach(request)
    form = Deadlines(request.POST, prefix="due")
    if not form.is_valid():
        return _year_page(request, found, days=form)
    _set_days(request, found, list(units.filter(dossiers__year=found)), form)
    return redirect("management:year", year=year)


def _set_days(request: HttpRequest, year: Year, units: list[Unit], form: Deadlines) -> None:
    run(request, SetDeadlines(Actor.of(request), year, units, form.due()), _("已设定报送期限。"))


@login_required
def unit(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """One unit in one year: another pack, other days."""
    reach = _reach(request)
    found = Dossier.objects.select_related("unit", "year").prefetch_related("tasks")
    dossier = get_object_or_404(found, year__year=year, unit__code=unit, unit__in=reach)
    pack = ChangedPack(request.POST if "pack" in request.POST else None, initial={"pack": dossier.pack})
    due = {task.stage: task.due for task in dossier.tasks.all()}
    days = Deadlines(request.POST if "due" in request.POST else None, initial=due)
    if pack.is_valid():
        run(request, SetPack(Actor.of(request), dossier, pack=pack.cleaned_data["pack"]), _("已更换规则包。"))
    elif days.is_valid():
        _set_days(request, dossier.year, [dossier.unit], days)
    if request.method == "POST" and not (pack.errors or days.errors):
        return redirect("management:year-unit", year=year, unit=unit)
    return page(request, "management/year_unit.html", PLACE, dossier=dossier, pack=pack, days=days)
