"""The import wizard: upload, match the columns, see every fault, take over."""

from __future__ import annotations

import io
import tempfile
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

from jiheng.core.fault import Refused
from jiheng.facts import write_template
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.models import Dossier
from jiheng.web.files import store
from jiheng.web.files.inspection import MAX_NAME
from jiheng.web.files.limits import too_large
from jiheng.web.frame import address, page
from jiheng.web.imports import ledger
from jiheng.web.imports.actions import BeginImport, ChooseColumns
from jiheng.web.imports.models import Import, ImportState
from jiheng.web.imports.queries import matching, previews, tables
from jiheng.web.imports.sheets import is_ours, sheets
from jiheng.web.imports.work import WHERE, source
from jiheng.web.imports.work import marked as marked_copy
from jiheng.web.jobs.actions import start
from jiheng.web.jobs.models import JobState
from jiheng.web.jobs.views import watched
from jiheng.web.records.dataset import pack_of

PLACE = "records:first"
RIGHT = "records.write"
EXTENSIONS = (".xlsx", ".xls", ".et", ".csv")
FAULTS_A_PAGE = 200
RECENT = 10
_UNMARKED = frozenset(JobState) - {JobState.DONE}


@login_required
def first(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Pick a file; what was imported lately stands below."""
    dossier = dossier_or_404(request, year, unit, RIGHT)
    if request.method == "POST":
        try:
            return _begin(request, dossier)
        except Refusal as refusal:
            messages.error(request, str(refusal))
    recent = Import.objects.filter(dossier=dossier).defer("faults_text", "rows_text")[:RECENT]
    return page(request, "imports/first.html", dossier, PLACE, recent=recent, extensions=",".join(EXTENSIONS))


def _begin(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Keep the file; our own workbook is checked at once, any other asks for its columns.

    Raises:
        Refusal: no file, or one that cannot be read, in a sentence.
    """
    upload, actor = request.FILES.get("file"), Actor.of(request)
    problems = too_large(request)
    if problems or upload is None:
        raise Refusal(problems[0] if problems else _("请选择文件。"))
    name = upload.name or ""
    if Path(name).suffix.lower() not in EXTENSIONS or len(name) > MAX_NAME:
        raise Refusal(
            _("“%(name)s”不能导入；请用 .xlsx、.xls、.et 或 .csv 文件，文件名不超过 120 字。") % {"name": name[:60]}
        )
    stored = store.keep(upload, WHERE)
    try:
        ours = is_ours(store.path_of(stored, WHERE)) or not sheets(store.path_of(stored, WHERE))
        imported = BeginImport(actor, dossier, name=name, stored=stored).run()
    except Refused as refused:
        store.remove(stored, WHERE)
        raise Refusal(f"“{name}”：{refused.faults[0].problem}。{refused.faults[0].fix}。") from refused
    except BaseException:
        store.remove(stored, WHERE)
        raise
    return _check(actor, imported) if ours else redirect(_address(imported))


def _address(imported: Import) -> str:
    return address(imported.dossier, "imports:show", pk=imported.pk)


def _check(actor: Actor, imported: Import) -> HttpResponse:
    Import.objects.filter(pk=imported.pk).update(state=ImportState.CHECKING)
    job = start(actor, imported.dossier, "import-check", **{"import": imported.pk})
    Import.objects.filter(pk=imported.pk).update(job=job, marking=None)
    return redirect(_address(imported))


def _import_or_404(request: HttpRequest, year: int, unit: str, pk: int) -> Import:
    dossier = dossier_or_404(request, year, unit, RIGHT)
    found = Import.objects.select_related("job", "marking").filter(pk=pk, dossier=dossier).first()
    if found is None:
        raise Http404
    found.dossier = dossier
    return found


@login_required
def show(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """Where the import stands: its columns, its checking, its faults, or what was taken over."""
    imported = _import_or_404(request, year, unit, pk)
    dossier, job = imported.dossier, imported.job
    if job is not None and (job.alive or imported.state == ImportState.CHECKING) and not request.GET.get("columns"):
        job.dossier = dossier
        more: dict[str, Any] = {"imported": imported, "can_retry": imported.table and not job.alive}
        return page(request, "imports/working.html", dossier, PLACE, **watched(job), **more)
    if imported.state == ImportState.NEW or (imported.table and request.GET.get("columns")):
        found = sheets(source(imported))
        chosen = matching(
            imported, found, request.GET.get("sheet", imported.sheet), request.GET.get("table", imported.table)
        )
        more = {"imported": imported, "sheets": found, "matching": chosen, "tables": tables()}
        return page(request, "imports/columns.html", dossier, PLACE, **more)
    told = ledger.told_of(imported)
    context = _checked(request, imported) | (_told(imported, told) if told else {})
    return page(request, "imports/ledger.html" if told else "imports/checked.html", dossier, PLACE, **context)


def _told(imported: Import, told: dict[str, Any]) -> dict[str, Any]:
    """What a ledger came to; a ledger is accepted whole or not at all."""
    before = ledger.earlier(imported, ledger.digest_of(imported))
    return {"told": told, "earlier": before, "needs_assent": ledger.needs_assent(told), "partial": False}


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
    imported, actor = _import_or_404(request, year, unit, pk), Actor.of(request)
    found = {sheet.name: sheet for sheet in sheets(source(imported))}
    sheet = found.get(request.POST.get("sheet", ""))
    if sheet is None:
        raise Http404
    given = ((index, request.POST.get(f"column-{index}", "")) for index in range(len(sheet.head)))
    matched = {index: name for index, name in given if name}
    table = request.POST.get("table", "")
    try:
        ChooseColumns(actor, imported, sheet=sheet.name, head=sheet.head, table=table, matched=matched).run()
        return _check(actor, imported)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(imported))


@login_required
@require_POST
def take(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """Take the rows over; only the sound ones if the person says so."""
    imported = _import_or_404(request, year, unit, pk)
    sound_only = request.POST.get("sound_only") == "1"
    if imported.state != ImportState.CHECKED:
        messages.error(request, _("这份文件还没有检查，或已经导入，请刷新页面。"))
        return redirect(_address(imported))
    told = ledger.told_of(imported)
    if told and ledger.needs_assent(told) and request.POST.get("assent") != "1":
        messages.error(request, _("请先勾选“已核对”，再接受这份台账。"))
        return redirect(_address(imported))
    try:
        given = {"import": imported.pk, "sound_only": sound_only}
        job = start(Actor.of(request), imported.dossier, "import-take", **given)
        Import.objects.filter(pk=imported.pk).update(job=job)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(imported))


@login_required
@require_POST
def mark(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """Have the copy made in which every fault stands at its cell."""
    imported = _import_or_404(request, year, unit, pk)
    try:
        job = start(Actor.of(request), imported.dossier, "import-mark", **{"import": imported.pk})
        Import.objects.filter(pk=imported.pk).update(marking=job)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(imported))


@login_required
@require_GET
def marked(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponseBase:
    """The marked copy."""
    imported = _import_or_404(request, year, unit, pk)
    path = marked_copy(imported)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{Path(imported.name).stem}（标注错误）.xlsx")


@login_required
@require_GET
def template(request: HttpRequest, year: int, unit: str) -> HttpResponseBase:
    """The empty workbook for this unit's pack."""
    dossier = dossier_or_404(request, year, unit, RIGHT)
    with tempfile.TemporaryDirectory() as held:
        path = Path(held) / "template.xlsx"
        write_template(pack_of(dossier), path)
        content = io.BytesIO(path.read_bytes())
    return FileResponse(content, as_attachment=True, filename=f"{dossier.unit.name}{year}年度填报工作簿.xlsx")
