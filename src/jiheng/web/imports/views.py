"""The import wizard: upload, match the columns, see every fault, take over."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.models import Dossier
from jiheng.web.frame import address, page
from jiheng.web.imports import ledger, official, steps
from jiheng.web.imports.actions import DeleteImport, ExportData
from jiheng.web.imports.models import Import, ImportState
from jiheng.web.imports.queries import matching, previews, tables
from jiheng.web.imports.sheets import sheets
from jiheng.web.imports.work import marked as marked_copy
from jiheng.web.imports.work import source
from jiheng.web.jobs.models import JobState
from jiheng.web.jobs.views import watched

PLACE = "records:first"
_COLUMN = re.compile("column-[0-9]{1,4}")
FAULTS_A_PAGE = 200
RECENT = 10
ROW_DIGITS = 8
_UNMARKED = frozenset(JobState) - {JobState.DONE}


@login_required
def first(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Pick a file; what was imported lately stands below."""
    dossier = dossier_or_404(request, year, unit, steps.RIGHT)
    if request.method == "POST":
        try:
            return redirect(_address(steps.receive(request, dossier)))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return _begin(request, dossier)


def _begin(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    recent = Import.objects.filter(dossier=dossier).defer("faults_text", "rows_text")[:RECENT]
    year = dossier.year.year
    kinds = {"extensions": ",".join(steps.EXTENSIONS), "form_extensions": ",".join(official.EXTENSIONS)}
    choices = {"years": (year - 1, year), "money_units": official.MONEY_UNITS}
    return page(request, "imports/first.html", dossier, PLACE, recent=recent, **kinds, **choices)


@login_required
@require_POST
def forms(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Take in a form or report of last year (or this one), to be read and shown."""
    dossier = dossier_or_404(request, year, unit, steps.RIGHT)
    try:
        return redirect(_address(steps.receive_forms(request, dossier, request.POST)))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(dossier, "imports:first"))


def _address(imported: Import) -> str:
    return address(imported.dossier, "imports:show", pk=imported.pk)


@login_required
def show(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """Where the import stands: its columns, its checking, its faults, or what was taken over."""
    imported = steps.import_or_404(request, year, unit, pk)
    dossier, job = imported.dossier, imported.job
    if job is not None and (job.alive or imported.state == ImportState.CHECKING) and not request.GET.get("columns"):
        job.dossier = dossier
        more: dict[str, Any] = {"imported": imported, "can_retry": _has_columns(imported) and not job.alive}
        return page(request, "imports/working.html", dossier, PLACE, **watched(job), **more)
    if imported.state == ImportState.NEW or (_has_columns(imported) and request.GET.get("columns")):
        found = sheets(source(imported))
        chosen = matching(
            imported, found, request.GET.get("sheet", imported.sheet), request.GET.get("table", imported.table)
        )
        more = {"imported": imported, "sheets": found, "matching": chosen, "tables": tables()}
        return page(request, "imports/columns.html", dossier, PLACE, **more)
    if account := official.account_of(imported):
        more = {"account": account, "needs_assent": official.needs_assent(account), "partial": False}
        return page(request, "imports/understood.html", dossier, PLACE, **_checked(request, imported) | more)
    told = ledger.told_of(imported)
    context = _checked(request, imported) | (_told(imported, told) if told else {})
    return page(request, "imports/ledger.html" if told else "imports/checked.html", dossier, PLACE, **context)


def _has_columns(imported: Import) -> bool:
    """Whether it is a table whose columns a person matched."""
    return bool(imported.table) and imported.table != official.TABLE


def _told(imported: Import, told: dict[str, Any]) -> dict[str, Any]:
    """What a ledger came to; a ledger is accepted whole or not at all."""
    before = ledger.earlier(imported, ledger.digest_of(imported))
    return {
        "told": told,
        "earlier": before,
        "needs_assent": ledger.needs_assent(told),
        "counted": len(ledger.counted_of(imported)),
        "partial": False,
    }


def _checked(request: HttpRequest, imported: Import) -> dict[str, Any]:
    faults = imported.faults
    shown = Paginator(faults, FAULTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "imported": imported,
        "page": shown,
        "kept": "",
        "faults": faults,
        "previews": previews(imported),
        "rows": sum(imported.counts.values()),
        "partial": bool(faults) and all(fault.place.row for fault in faults) and bool(imported.counts),
        "has_copy": marked_copy(imported).is_file(),
        "taken": imported.state == ImportState.TAKEN,
    }
    for job, told in ((imported.job, {JobState.FAILED, JobState.CANCELLED}), (imported.marking, _UNMARKED)):
        if job is not None and job.state in told:
            job.dossier = imported.dossier
            context |= watched(job)
    return context


@login_required
@require_POST
def columns(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """Keep the matching and check the file by it."""
    imported = steps.import_or_404(request, year, unit, pk)
    posted = request.POST
    matched = {int(name[7:]): str(chosen) for name, chosen in posted.items() if _COLUMN.fullmatch(name)}
    sheet, table = posted.get("sheet", ""), posted.get("table", "")
    return _done(request, imported, lambda actor: steps.choose(actor, imported, sheet, table, matched))


def _done(request: HttpRequest, imported: Import, step: Callable[[Actor], object]) -> HttpResponse:
    """Take the step and go back to the import; a refusal is said there."""
    try:
        step(Actor.of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(imported))


@login_required
@require_POST
def take(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """Take the rows over; only the sound ones if the person says so."""
    imported = steps.import_or_404(request, year, unit, pk)
    said = {name: request.POST.get(name) == "1" for name in ("sound_only", "assent")}
    return _done(request, imported, lambda actor: steps.take(actor, imported, **said))


@login_required
@require_POST
def delete(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """Take the file out of the store; back to the list."""
    imported = steps.import_or_404(request, year, unit, pk)
    try:
        DeleteImport(Actor.of(request), imported).run()
        messages.success(request, _("已删除“%(name)s”；已导入的数据不受影响。") % {"name": imported.name})
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(imported))
    return redirect(address(imported.dossier, "imports:first"))


@login_required
@require_POST
def decide(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """Say which repeated vouchers are payments of their own; everything is added up anew."""
    imported = steps.import_or_404(request, year, unit, pk)
    counted = [int(row) for row in request.POST.getlist("counted") if row.isdecimal() and len(row) < ROW_DIGITS]
    return _done(request, imported, lambda actor: steps.decide(actor, imported, counted))


@login_required
@require_POST
def mark(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """Have the copy made in which every fault stands at its cell."""
    imported = steps.import_or_404(request, year, unit, pk)
    return _done(request, imported, lambda actor: steps.mark(actor, imported))


@login_required
@require_GET
def marked(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponseBase:
    """The marked copy."""
    imported = steps.import_or_404(request, year, unit, pk)
    path = marked_copy(imported)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{Path(imported.name).stem}（标注错误）.xlsx")


@login_required
@require_GET
def template(request: HttpRequest, year: int, unit: str) -> HttpResponseBase:
    """The empty workbook for this unit's pack."""
    dossier = dossier_or_404(request, year, unit, steps.RIGHT)
    content = io.BytesIO(steps.empty_workbook(dossier))
    return FileResponse(content, as_attachment=True, filename=steps.workbook_name(dossier))


@login_required
@require_POST
def filled(request: HttpRequest, year: int, unit: str) -> HttpResponseBase:
    """The unit's data as the filled workbook; without rows at fault only if that was said."""
    dossier = dossier_or_404(request, year, unit)
    action = ExportData(Actor.of(request), dossier, sound_only=request.POST.get("sound_only") == "1")
    try:
        content = io.BytesIO(action.run())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(address(dossier, "records:grid", table="projects") + "?export=1")
    return FileResponse(content, as_attachment=True, filename=steps.filled_name(dossier))
