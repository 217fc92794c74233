"""The one door from an address to a dossier: what may not be seen is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from jiheng.web import rights
from jiheng.web.audit import trail
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Dossier, Stage, Task

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jiheng.web.rights import Person


_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


def task_or_404(dossier: Dossier, stage: Stage, period: str = "") -> Task:
    """Find the task that is named from outside; one of a stage without periods, or of a month, is made when first asked for.

    Raises:
        Http404: there is none of that period.
    """
    found = Task.objects.select_related("dossier__unit", "dossier__year").filter(dossier=dossier, stage=stage)
    task = found.filter(period=period[:8]).first()
    if task is not None:
        return task
    fits = _MONTH.fullmatch(period) if stage == Stage.MONITORING else period == "" and stage != Stage.ADJUSTMENT
    if not fits:
        raise Http404
    return task_of(dossier, stage, period)


def dossier_or_404(request: HttpRequest, year: int, unit_code: str, right: str = "dossier.view") -> Dossier:
    """Find the dossier of a unit and year for a person who may see it.

    Raises:
        Http404: there is none, or the person may not know of it.
        PermissionDenied: it may be seen, but ``right`` is missing.
    """
    user: Person = request.user
    found = Dossier.objects.select_related("unit", "year").prefetch_related("tasks")
    dossier = found.filter(year__year=year, unit__code=unit_code).first()
    if dossier is not None and not rights.may(user, "dossier.view", dossier.unit):
        trail.refused(request, dossier.unit.code)
        raise Http404
    if dossier is None:
        raise Http404
    if not rights.may(user, right, dossier.unit):
        raise PermissionDenied(_("您没有办理此事项的权限，请与本单位管理员联系。"))
    return dossier
