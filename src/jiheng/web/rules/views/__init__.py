"""The pages of 规则: the list, one version as a grid, the trial."""

from __future__ import annotations

from typing import get_args

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiheng.packs.model import Object
from jiheng.web import rights
from jiheng.web.cycle.models import Year
from jiheng.web.management.page import page
from jiheng.web.rules import queries
from jiheng.web.rules.content import load
from jiheng.web.rules.models import RuleState, RuleVersion
from jiheng.web.rules.publishing import fingerprint, signed

PLACE = "rules:table"
RIGHT = "rules.write"


@login_required
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """List the versions, and offer to begin one."""
    rights.demand(request.user, RIGHT)
    versions = RuleVersion.objects.select_related("made_by", "changed_by", "released_by")
    context = {"versions": versions, "objects": get_args(Object), "year": timezone.localdate().year}
    return page(request, "rules/table.html", PLACE, **context)


@login_required
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its rows with their sentences, sums and faults; what may be done with it."""
    rights.demand(request.user, RIGHT)
    version = get_object_or_404(RuleVersion, pk=pk)
    user = request.user
    loaded = load(version.files)
    context = {
        "version": version,
        "pack": loaded.pack,
        "grid": queries.grid(loaded),
        "editable": version.state == RuleState.DRAFT,
        "objects": get_args(Object),
        "can_release": rights.may(user, "rules.release"),
        "own_work": user.pk in {version.made_by_id, version.changed_by_id},
        "today": timezone.localdate().isoformat(),
        "fingerprint": fingerprint(signed(version)["key"]) if version.state == RuleState.RELEASED else "",
    }
    return page(request, "rules/one.html", PLACE, **context)


@login_required
@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """A year's data of all units under the rules in force then and under this version."""
    rights.demand(request.user, RIGHT)
    version = get_object_or_404(RuleVersion, pk=pk)
    years = list(Year.objects.order_by("-year").values_list("year", flat=True))
    chosen = chosen_year(request, years)
    loaded = load(version.files)
    pack, found = loaded.pack, None
    errors = queries.grid(loaded).errors
    fault = _("还有 %(n)d 处错误或待定，定下来以后才能试算。") % {"n": errors} if errors else ""
    if chosen is not None and not errors:
        found = queries.trial(request.user, chosen, pack)
    context = {"version": version, "pack": pack, "years": years, "year": chosen, "trial": found, "fault": fault}
    return page(request, "rules/trial.html", PLACE, **context)


def chosen_year(request: HttpRequest, years: list[int]) -> int | None:
    """The year that was asked for, if the site has it; else the newest."""
    wanted = request.GET.get("year", "")
    if wanted.isdecimal() and len(wanted) == 4 and int(wanted) in years:
        return int(wanted)
    return years[0] if years else None
