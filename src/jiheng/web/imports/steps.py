"""The steps of an import as a person takes them, on the pages and over the API alike."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from jiheng.core.fault import Refused
from jiheng.facts import write_template
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.models import Dossier
from jiheng.web.files import store
from jiheng.web.files.inspection import MAX_NAME
from jiheng.web.files.limits import too_large
from jiheng.web.imports import ledger, official
from jiheng.web.imports.actions import WHERE, BeginImport, ChooseColumns
from jiheng.web.imports.models import Import, ImportState
from jiheng.web.imports.sheets import is_ours, sheets
from jiheng.web.imports.work import source
from jiheng.web.jobs.actions import start
from jiheng.web.jobs.models import Job
from jiheng.web.records.dataset import pack_of

RIGHT = "records.write"
EXTENSIONS = (".xlsx", ".xls", ".et", ".csv")


def import_or_404(request: HttpRequest, year: int, unit: str, pk: int) -> Import:
    """An import of a dossier that the person fills in.

    Raises:
        Http404: there is none, or he may not know of it.
    """
    dossier = dossier_or_404(request, year, unit, RIGHT)
    found = Import.objects.select_related("job", "marking").filter(pk=pk, dossier=dossier).first()
    if found is None:
        raise Http404
    found.dossier = dossier
    return found


def receive(request: HttpRequest, dossier: Dossier) -> Import:
    """Keep the file; our own workbook is checked at once, any other asks for its columns.

    Raises:
        Refusal: no file, or one that cannot be read, in a sentence.
    """
    upload, actor = _handed_in(request, EXTENSIONS), Actor.of(request)
    name = upload.name or ""
    stored = store.keep(upload, WHERE)
    try:
        ours = is_ours(store.path_of(stored, WHERE)) or not sheets(store.path_of(stored, WHERE))
        imported: Import = BeginImport(actor, dossier, name=name, stored=stored).run()
    except Refused as refused:
        store.remove(stored, WHERE)
        raise Refusal(f"“{name}”：{refused.faults[0].problem}。{refused.faults[0].fix}。") from refused
    except BaseException:
        store.remove(stored, WHERE)
        raise
    if ours:
        check(actor, imported)
    return imported


def decide(actor: Actor, imported: Import, counted: Sequence[int]) -> None:
    """Check the ledger again with what the clerk says of repeated vouchers: these rows are payments of their own.

    Raises:
        Refusal: it was taken over already, or is no ledger.
    """
    if imported.state != ImportState.CHECKED or not ledger.told_of(imported):
        raise Refusal(_("这份文件还没有检查，或已经导入，请刷新页面。"))
    check(actor, imported, counted=list(counted))


def receive_forms(request: HttpRequest, dossier: Dossier, given: Mapping[str, Any]) -> Import:
    """Keep a form or report, and have it read in the background.

    Raises:
        Refusal: no file, one of another kind, or a year that is not to choose.
    """
    said = official.Asked.of(dossier, given)
    upload, actor = _handed_in(request, official.EXTENSIONS), Actor.of(request)
    stored = store.keep(upload, WHERE)
    begun = BeginImport(
        actor, dossier, name=upload.name or "", stored=stored, table=official.TABLE, said=said.written()
    )
    try:
        imported: Import = begun.run()
    except BaseException:
        store.remove(stored, WHERE)
        raise
    check(actor, imported)
    return imported


def _handed_in(request: HttpRequest, extensions: Sequence[str]) -> UploadedFile[Any]:
    upload, problems = request.FILES.get("file"), too_large(request)
    if problems or upload is None:
        raise Refusal(problems[0] if problems else _("请选择文件。"))
    name = upload.name or ""
    if Path(name).suffix.lower() not in extensions or len(name) > MAX_NAME:
        raise Refusal(
            _("“%(name)s”不能导入；请用 %(kinds)s 文件，文件名不超过 120 字。")
            % {"name": name[:60], "kinds": "、".join(extensions)}
        )
    return upload


def check(actor: Actor, imported: Import, **more: Any) -> None:
    """Have the file checked in the background; if no job can be started, the import stays as it was."""
    before = imported.state
    Import.objects.filter(pk=imported.pk).update(state=ImportState.CHECKING)
    try:
        job = start(actor, imported.dossier, "import-check", **{"import": imported.pk}, **more)
    except BaseException:
        Import.objects.filter(pk=imported.pk).update(state=before)
        raise
    Import.objects.filter(pk=imported.pk).update(job=job, marking=None)


def choose(actor: Actor, imported: Import, sheet_name: str, table: str, matched: Mapping[int, str]) -> None:
    """Keep the matching of a sheet's columns and check the file by it.

    Raises:
        Http404: the file has no such sheet.
        Refusal: the matching does not do.
    """
    sheet = next((each for each in sheets(source(imported)) if each.name == sheet_name), None)
    if sheet is None:
        raise Http404
    known = {index: name for index, name in matched.items() if 0 <= index < len(sheet.head) and name}
    ChooseColumns(actor, imported, sheet=sheet.name, head=sheet.head, table=table, matched=known).run()
    check(actor, imported)


def take(actor: Actor, imported: Import, *, sound_only: bool, assent: bool) -> Job:
    """Have the rows taken over in the background; only the sound ones if the person says so.

    Raises:
        Refusal: not checked yet, taken already, or something was told that asks for assent.
    """
    if imported.state != ImportState.CHECKED:
        raise Refusal(_("这份文件还没有检查，或已经导入，请刷新页面。"))
    told, account = ledger.told_of(imported), official.account_of(imported)
    if told and ledger.needs_assent(told) and not assent:
        raise Refusal(_("请先勾选“已核对”，再接受这份台账。"))
    if account and official.needs_assent(account) and not assent:
        raise Refusal(_("请先核对“需要核对”的内容并勾选，再导入。"))
    job = start(actor, imported.dossier, "import-take", **{"import": imported.pk, "sound_only": sound_only})
    Import.objects.filter(pk=imported.pk).update(job=job)
    return job


def mark(actor: Actor, imported: Import) -> Job:
    """Have the copy made in which every fault stands at its cell."""
    job = start(actor, imported.dossier, "import-mark", **{"import": imported.pk})
    Import.objects.filter(pk=imported.pk).update(marking=job)
    return job


def empty_workbook(dossier: Dossier) -> bytes:
    """The workbook to be filled in for this unit's pack."""
    with tempfile.TemporaryDirectory() as held:
        path = Path(held) / "template.xlsx"
        write_template(pack_of(dossier), path)
        return path.read_bytes()


def filled_name(dossier: Dossier) -> str:
    """What the filled one is called."""
    return f"{dossier.unit.name}{dossier.year.year}年度数据.xlsx"


def workbook_name(dossier: Dossier) -> str:
    """What it is called."""
    return f"{dossier.unit_name}{dossier.year.year}年度填报工作簿.xlsx"
