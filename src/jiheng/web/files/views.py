"""Handing in, fetching and withdrawing evidence; each answers with the indicator's section of evidence."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import begin, task_of
from jiheng.web.cycle.models import Dossier, Stage
from jiheng.web.files import store
from jiheng.web.files.actions import DeleteFile, add_files
from jiheng.web.files.limits import too_large
from jiheng.web.files.models import StoredFile
from jiheng.web.files.queries import evidence_section
from jiheng.web.files.rehash import demand_sound
from jiheng.web.records.dataset import sheet_of

MOST_AT_ONCE = 20


@login_required
@require_POST
def upload(request: HttpRequest, year: int, unit: str, code: str) -> HttpResponse:
    """Take the files, each on its own; what was refused is said beside what was kept."""
    dossier = dossier_or_404(request, year, unit, "evidence.upload")
    return _section(request, dossier, code, hand_in(request, dossier, code))


def hand_in(request: HttpRequest, dossier: Dossier, code: str) -> list[str]:
    """Take the request's files as evidence of an indicator; a sentence for every one that was not kept.

    Raises:
        Http404: the score sheet has no such line.
    """
    if code not in {line.code for line in sheet_of(dossier).lines}:
        raise Http404
    uploads = request.FILES.getlist("file")
    problems = too_large(request)
    if not uploads and not problems:
        problems.append(_("没有选择文件，或文件是空的。"))
    if len(uploads) > MOST_AT_ONCE:
        problems.append(_("一次最多上传 %(n)d 个文件，多出的没有保存。") % {"n": MOST_AT_ONCE})
    actor = Actor.of(request)
    problems += add_files(actor, dossier, code, uploads[:MOST_AT_ONCE])
    if uploads and len(problems) < len(uploads):
        begin(actor, task_of(dossier, Stage.EVALUATION))
    return problems


@login_required
@require_GET
def download(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponseBase:
    """The file as it was handed in; always as an attachment, never shown inside our pages."""
    return attachment(file_or_404(request, year, unit, pk))


def attachment(file: StoredFile) -> FileResponse:
    """The file to be saved, never to be shown.

    Raises:
        Refused: it is gone from the disk, or not what was handed in.
    """
    demand_sound(file)
    content = store.path_of(file.stored).open("rb")
    answer = FileResponse(content, as_attachment=True, filename=file.name, content_type="application/octet-stream")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@login_required
@require_POST
def delete(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """Take one back."""
    file = file_or_404(request, year, unit, pk, "evidence.upload")
    code, problems = str(file.record.cells.get("indicator", "")), []
    try:
        DeleteFile(Actor.of(request), file.dossier, file=file).run()
    except Refusal as refusal:
        problems.append(str(refusal))
    return _section(request, file.dossier, code, problems)


def file_or_404(request: HttpRequest, year: int, unit: str, pk: int, right: str = "dossier.view") -> StoredFile:
    """A file of a dossier that the person may see, and on which he holds the right.

    Raises:
        Http404: there is none, or he may not know of it.
        PermissionDenied: the right is missing.
    """
    dossier = dossier_or_404(request, year, unit, right)
    file = StoredFile.objects.select_related("record").filter(pk=pk, dossier=dossier).first()
    if file is None:
        raise Http404
    file.dossier = dossier
    return file


def _section(request: HttpRequest, dossier: Dossier, code: str, problems: Sequence[str]) -> HttpResponse:
    dossier.refresh_from_db(fields=["revision", "stamp"])
    context = evidence_section(request.user, dossier, code, problems)
    answer = render(request, "files/section.html", context)
    answer.headers["HX-Trigger"] = "evidence-changed"
    return answer
